import pytest


def forms(entity, mentions):
    return {mentions[m].sel.exact for m in entity.mentions}


def test_a_misspelt_name_is_one_person_with_the_right_name(resolve):
    entities, mentions, links = resolve(
        "Harbour master Gregor Paszkiewicz closed the port. Paszkiewicz was calm.",
        "Gregor Paskiewicz, the harbour master, shut the port.",
        "Gregor Paszkiewicz kept the port shut.",
    )
    people = [e for e in entities if e.kind == "person" and "Paskiewicz" in " ".join(forms(e, mentions))]
    assert [e.name for e in people] == ["Gregor Paszkiewicz"]
    assert "Paszkiewicz" in " ".join(forms(people[0], mentions))
    assert any(link.rule == "name-spelling" and link.judgement == "same" for link in links)


def test_countries_go_by_all_their_names(resolve):
    entities, _, _ = resolve("Britain and the UK agreed.", "British officials met the Americans in the US.", "The United States spoke.")
    names = [e.name for e in entities if e.kind == "place"]
    assert names.count("United Kingdom") == 1
    assert names.count("United States") == 1


@pytest.mark.parametrize(
    ("a", "b", "left", "right"),
    [
        ("North Korea fired a rocket.", "South Korea fired a rocket.", "North Korea", "South Korea"),
        ("Daniel Okonjo scored twice.", "David Okonjo scored once.", "Daniel Okonjo", "David Okonjo"),
        ("Maria Santos, 34, was hurt.", "Maria Santos, 61, called for help.", "Maria Santos", "Maria Santos"),
        ("Guinea votes in March.", "Guinea-Bissau votes in March.", "Guinea", "Guinea-Bissau"),
    ],
)
def test_what_is_two_stays_two(resolve, a, b, left, right):
    entities, mentions, _ = resolve(a, b)
    holding = [e for e in entities if forms(e, mentions) & {left, right}]
    assert len(holding) == 2


def test_a_surname_that_two_bear_joins_neither(resolve):
    entities, mentions, _ = resolve("Laura Hennig left.", "Peter Hennig stayed.", "Hennig spoke to the press.")
    assert ["Hennig"] in [sorted(forms(e, mentions)) for e in entities]


def test_an_acronym_joins_its_full_form(resolve):
    entities, mentions, _ = resolve("The Norland Fishing Authority closed the bay.", "The NFA closed the bay.")
    assert any({"Norland Fishing Authority", "NFA"} <= {f.removeprefix("The ") for f in forms(e, mentions)} for e in entities)


def test_the_order_of_articles_changes_nothing(resolve):
    texts = ("Chancellor Angela Merkel met Ann Weber.", "Merkel met Weber in Berlin.", "Police said Ann Weber was well.")
    first, _, _ = resolve(*texts)
    again, _, _ = resolve(*texts)
    assert first == again
    assert [len(e.mentions) for e in first] == sorted((len(e.mentions) for e in first), reverse=True)


@pytest.mark.parametrize(
    ("first", "second", "a", "b", "one"),
    [
        ("Zhao Mei-ling, a cook, rang the bell.", "The bell was rung by Mei-ling Zhao.", "Zhao Mei-ling", "Mei-ling Zhao", True),
        ("Bishop Ugo Landi prayed.", "Colonel Landi, who leads the garrison, refused.", "Bishop Ugo Landi", "Colonel Landi", False),
        ("Marco Landi prayed in Bari.", "Ms Landi left Bari at noon.", "Marco Landi", "Ms Landi", False),
        ("The police held Zverdzhik.", "A farm at Zverjik burned.", "Zverdzhik", "Zverjik", None),
        ("A quarry at Karamat was shut.", "A quarry at Kahramat was shut.", "Karamat", "Kahramat", False),
        ("The firm Volkenburger closed.", "Workers at Volkenbuger wept.", "Volkenburger", "Volkenbuger", None),
        ("The mayor of Lira wept.", "The mayor of Puerto Lira wept.", "The mayor of Lira", "The mayor of Puerto Lira", False),
        ("The Ghanaian airline cut flights.", "Kenya Airways cut flights.", "The Ghanaian airline", "Kenya Airways", False),
        ("The Kenyan airline cut flights.", "Kenya Airways cut flights.", "The Kenyan airline", "Kenya Airways", True),
        ("Lena Harding, née Vogel, opened the shop.", "Lena Vogel learned the trade.", "Lena Harding", "Lena Vogel", True),
        ("Raul Chavez, known as Marco Zurdo, was held in Lima.", "Police shot at Marco Zurdo in May.", "Raul Chavez", "Marco Zurdo", True),
        ("Oslo froze the bank's assets.", "The Norwegian government froze the assets.", "Oslo", "The Norwegian government", True),
        ("Oslo froze the bank's assets.", "Norway froze the assets.", "Oslo", "Norway", True),
        ("The Kenyans left the talks.", "Nairobi's delegation left in anger.", "Kenyans", "Nairobi's delegation", True),
        ("Marin Lupu was held.", "Marina Lupu wept.", "Marin Lupu", "Marina Lupu", False),
        ("Ahmed Hassan was held.", "Hassan Ahmed was freed.", "Ahmed Hassan", "Hassan Ahmed", False),
        ("Jose Luis Ortega Meza died.", "Jose Luis Ortega was shot.", "Jose Luis Ortega Meza", "Jose Luis Ortega", True),
        ("Captain Ortiz sank the boat.", "Judge Ortiz freed him.", "Captain Ortiz", "Judge Ortiz", False),
        (
            "Peru's health minister resigned.",
            "The Peruvian health minister left.",
            "Peru's health minister",
            "The Peruvian health minister",
            True,
        ),
        ("Sweden's parliament rose.", "The Riksdag will sit on Monday.", "Sweden's parliament", "Riksdag", True),
    ],
)
def test_two_mentions_of_a_story(resolve, first, second, a, b, one):
    entities, mentions, _ = resolve(first, second)
    groups = {mentions[m].sel.exact: e.id for e in entities for m in e.mentions}
    if one is None:
        assert {a, b} <= set(groups)
    else:
        assert (groups.get(a, 0) == groups.get(b, 1)) is one


def test_a_country_that_has_done_something_is_its_government(resolve):
    entities, mentions, _ = resolve(
        "Lisbon withdrew its envoy from Quito.", "Ecuador said it regretted that Portugal has quietly called home its envoy."
    )
    assert any({"Lisbon", "Portugal"} <= forms(e, mentions) for e in entities)


def test_a_ministry_is_one_however_its_task_is_put(resolve):
    entities, mentions, _ = resolve("Peru's defence ministry freed them.", "Peru's ministry of defence knew nothing.")
    assert any({"Peru's defence ministry", "Peru's ministry of defence"} <= forms(e, mentions) for e in entities)
