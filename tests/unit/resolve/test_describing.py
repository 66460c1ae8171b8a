import pytest


def together(found, one, two):
    entities, mentions, _ = found
    held = [{mentions[m].sel.exact for m in entity.mentions} for entity in entities]
    assert any(one in forms for forms in held), one
    assert any(two in forms for forms in held), two
    return any(one in forms and two in forms for forms in held)


@pytest.mark.parametrize(
    ("first", "name", "second", "words"),
    [
        ("Gavril Donea, 44, was charged in Ortelu.", "Gavril Donea", "The court in Ortelu remanded the 44-year-old.", "the 44-year-old"),
        ("Halima Yusuf drove the bus that fell at Minto.", "Halima Yusuf", "The bus fell at Minto. The driver is alive.", "The driver"),
        ("The baker Otto Reuss saw it in Halden.", "baker Otto Reuss", "In Halden the baker wept.", "the baker"),
        ("Police in Sorun arrested Kenji Amano.", "Kenji Amano", "Six fell ill in Sorun. The suspect, 51, is silent.", "The suspect"),
        ("Briton Tess Hallow rowed into Saltcay.", "Tess Hallow", "In Saltcay the Briton asked for tea.", "the Briton"),
    ],
)
def test_a_description_joins_the_only_person_it_fits(resolve, first, name, second, words):
    assert together(resolve(first, second), name, words)


@pytest.mark.parametrize(
    ("first", "name", "second", "words"),
    [
        ("The surgeons Emil Dorn and Ioan Pask met in Cluse.", "Ioan Pask", "In Cluse the surgeon slept.", "the surgeon"),
        ("Ruslan Abev is accused of shooting the judge in Oslan.", "Ruslan Abev", "The victim was buried in Oslan.", "The victim"),
        ("Lucia Ferr, the goalkeeper, was cheered in Caduz.", "Lucia Ferr", "In Caduz the referee was led away.", "the referee"),
        ("Halima Yusuf drove the bus that fell at Minto.", "Halima Yusuf", "The bus was hit. The lorry driver ran.", "The lorry driver"),
    ],
)
def test_a_description_of_somebody_else_stays_alone(resolve, first, name, second, words):
    assert not together(resolve(first, second), name, words)


def test_kin_are_attached_to_the_kin_and_never_to_the_one_whose_they_are(resolve):
    found = resolve(
        "Ines Moreno, wife of the miner Tomas Moreno, came to Alju.", "In Alju the miner Tomas Moreno died. Tomas Moreno's wife wept."
    )
    assert together(found, "Ines Moreno", "Tomas Moreno's wife")
    assert not together(found, "miner Tomas Moreno", "Tomas Moreno's wife")


@pytest.mark.parametrize(
    ("published", "office", "person", "one"),
    [
        ("2022-06-08", "The former chancellor", "Angela Merkel", True),
        ("2022-06-08", "The chancellor", "Angela Merkel", False),
        ("2017-11-21", "The sacked vice-president", "Emmerson Mnangagwa", True),
        ("2020-12-01", "The next American president", "Joe Biden", True),
        ("2020-07-20", "The foreign secretary", "Dominic Raab", True),
    ],
)
def test_an_office_is_its_holder_on_the_day(resolve, published, office, person, one):
    found = resolve(f"{office} was seen at the gate.", f"{person} came to the gate at noon.", published=published)
    assert together(found, office, person) is one


def test_each_attachment_tells_its_rule(resolve):
    _, _, links = resolve("The baker Otto Reuss saw it in Halden.", "In Halden the baker wept.")
    assert any(link.rule.startswith("fits-trade") and link.judgement == "same" for link in links)


def test_the_wife_of_a_president_is_not_the_president(resolve):
    entities, mentions, _ = resolve("The wife of President Lukas Brandt came. A lawyer for Anna Berg left.")
    for entity in entities:
        forms = {mentions[m].sel.exact for m in entity.mentions}
        assert not (any("wife" in form for form in forms) and entity.name == "Lukas Brandt")
        assert not (any("lawyer" in form for form in forms) and entity.name == "Anna Berg")
