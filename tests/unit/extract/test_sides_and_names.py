import pytest


@pytest.mark.parametrize(
    ("text", "words", "known"),
    [
        ("Oslo suspended the grain treaty on Friday.", "Oslo", "body:NOR:government"),
        ("Oslo had its wettest July in years.", "Oslo", "place:NOR:Oslo"),
        ("A bakery in Oslo sold out.", "Oslo", "place:NOR:Oslo"),
        ("The envoy returned from talks with Hanoi.", "Hanoi", "body:VNM:government"),
        ("Pigeons nested inside the Elysee all spring.", "the Elysee", "place:FRA:Elysee Palace"),
        ("The Elysee denied it.", "The Elysee", None),
        ("Valencia sacked their coach after the defeat.", "Valencia", "club:Valencia CF"),
        ("The mayor of Valencia opened the market.", "Valencia", "place:ESP:Valencia"),
        ("The church in Birmingham in Alabama was full.", "Birmingham", "place:USA:Birmingham (Alabama)"),
        ("The premier of Karelmark province flew home.", "Karelmark", "place::Karelmark (province)"),
    ],
)
def test_a_place_name_stands_for_what_it_does_in_its_sentence(mentioned, text, words, known):
    found = next(m for m in mentioned(text) if m.sel.exact in (words, words.removeprefix("the ").removeprefix("The ")))
    if known is None:
        assert found.kind == "organisation"
    else:
        assert found.known == known


@pytest.mark.parametrize(
    ("text", "words", "published", "name"),
    [
        ("The Kenyan president spoke in Nyeri.", "The Kenyan president", "2022-09-20", "William Ruto"),
        ("Norway's outgoing prime minister packed her books.", "Norway's outgoing prime minister", "2021-10-12", "Erna Solberg"),
        ("Germany's chancellor-designate met the unions.", "Germany's chancellor-designate", "2025-05-01", "Friedrich Merz"),
        ("The Polish leader flew to Kyiv.", "The Polish leader", "2024-02-02", "Donald Tusk"),
        ("The head of Nato praised them.", "The head of Nato", "2025-03-03", "Mark Rutte"),
        ("The EU foreign policy chief spoke.", "The EU foreign policy chief", "2023-03-03", "Josep Borrell"),
        ("The pope prayed.", "The pope", "2019-03-03", "Pope Francis"),
        ("The UN secretary-general flew to Lima.", "The UN secretary-general", "2019-03-01", "Antonio Guterres"),
        ("The 43rd president painted the dog.", "The 43rd president", "2020-02-02", "George W. Bush"),
        ("The prime minister told reporters in Ottawa that he would stay.", "The prime minister", "2018-03-03", "Justin Trudeau"),
    ],
)
def test_an_office_is_its_holder_on_the_day_of_the_report(mentioned, text, words, published, name):
    assert next(m for m in mentioned(text, published) if m.sel.exact == words).name == name


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The board called P.W. van der Plaats, once a pilot.", "P.W. van der Plaats"),
        ("Wanjiru Achieng Mutua won the race in an hour.", "Wanjiru Achieng Mutua"),
        ("A clerk of the court, Bishop Honorius Tande told them, had left.", "Bishop Honorius Tande"),
        ("Shares rose when Anglo American turned down the bid.", "Anglo American"),
    ],
)
def test_names_are_taken_whole(mentioned, text, words):
    assert words in {m.sel.exact for m in mentioned(text)}


def test_some_people_of_a_nation_are_not_its_side(mentioned):
    found = {m.sel.exact: m for m in mentioned("Fourteen Norwegians photographed the port.")}
    assert next(m for words, m in found.items() if words.endswith("Norwegians")).known is None


def test_the_mayor_of_a_town_is_no_name(mentioned):
    found = next(m for m in mentioned("The mayor of Ciudad Brava closed the bridge.") if "mayor" in m.sel.exact)
    assert (found.form, found.office) == ("office", "Mayor")
