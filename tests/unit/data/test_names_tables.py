import re

import pytest

from tellings.data import rows, toml
from tellings.data.gazetteer import gazetteer, plain
from tellings.text.names import same_person

CODES = {row["code"] for row in rows("countries")}


@pytest.mark.parametrize("row", rows("acronyms"), ids=lambda row: f"{row['acronym']} {row['name']}")
def test_an_acronym_has_its_body_and_a_word_that_speaks_for_it(row):
    assert any(known.name == row["name"].split(" (")[0] for known in gazetteer().lookup(row["acronym"]))
    assert row["acronym"] in row["example"]
    assert any(word in row["example"] for word in row["near"].split("|"))
    assert row["country"] in CODES | {""}


@pytest.mark.parametrize("row", rows("namesakes"), ids=lambda row: f"{row['form']} {row['name']}")
def test_a_namesake_is_a_bearer_of_its_form_and_its_example_speaks_for_it(row):
    assert any(known.country == row["country"] for known in gazetteer().lookup(row["form"]))
    assert plain(row["form"]) in plain(row["example"])
    assert any(word in row["example"] for word in row["near"].split("|"))
    assert row["country"] in CODES


@pytest.mark.parametrize("row", rows("clubs"), ids=lambda row: row["name"])
def test_a_club_is_found_in_its_example(row):
    text = row["example"]
    names = {known.name for hit in gazetteer().find(text, 0, len(text)) for known in hit.known}
    assert row["name"].split(" (")[0] in names or any(
        gazetteer().clubs[plain(form)].name in names for form in row["short"].split("|") if form
    )


def test_numbered_holders_are_known():
    for row in toml("offices")["numbered"]:
        assert all(re.fullmatch(r"[^=]+=\d+", entry) for entry in row["names"])
        assert all(f"person:{entry.split('=')[0]}" in gazetteer().terms for entry in row["names"])


def test_buildings_are_rows_of_organisations():
    assert set(toml("kinds")["buildings"]["rows"]) <= {row["name"].split(" (")[0] for row in rows("organisations")} | {
        row["name"] for row in rows("organisations")
    }


def test_accents_and_curly_apostrophes_are_read_past_letter_for_letter():
    assert plain("Gdańsk, Réunion, N’Djamena, Tromsø") == "Gdansk, Reunion, N'Djamena, Tromso"
    assert gazetteer().find("in Gdańsk", 0, 9)[0].known[0].name == "Gdansk"


@pytest.mark.parametrize(
    ("country", "office", "day", "name"),
    [
        ("LKA", "President", "2022-07-21", "Ranil Wickremesinghe"),
        ("AUS", "Prime Minister", "2022-05-24", "Anthony Albanese"),
        ("GBR", "Prime Minister", "2022-09-20", "Liz Truss"),
        ("BRA", "President", "2023-01-09", "Luiz Inacio Lula da Silva"),
        (None, "UN Secretary-General", "2016-10-13", "Ban Ki-moon"),
        ("PAK", "Prime Minister", "2023-10-01", "Anwaar-ul-Haq Kakar"),
    ],
)
def test_an_office_has_one_holder_on_a_day(country, office, day, name):
    assert [term.name for term in gazetteer().holders(country, office, day)] == [name]


def test_an_office_that_changes_hands_has_one_who_comes_and_one_who_goes():
    tables = gazetteer()
    assert [t.name for t in tables.changing("ESP", "Prime Minister", "2018-06-01", comes=False)] == ["Mariano Rajoy"]
    assert [t.name for t in tables.changing("USA", "President", "2024-12-10", comes=True)] == ["Donald Trump"]


@pytest.mark.parametrize("row", [r for r in rows("leaders") if r["start"]], ids=lambda r: f"{r['name']} {r['office']} {r['start']}")
def test_days_of_office_are_days_months_or_years(row):
    assert all(re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?|", row[key]) for key in ("start", "end"))


@pytest.mark.parametrize("row", rows("short_names"), ids=lambda row: row["example"])
def test_short_names_of_a_row_stand_for_one_another(row):
    one, two = row["example"].split()
    assert {one, two} <= set(row["names"].split())
    likeness = same_person(f"{one.title()} Tolland", f"{two.title()} Tolland")
    assert likeness is not None
    assert likeness.judgement == "same"


def test_chiefs_are_of_bodies_that_the_tables_have():
    assert set(toml("offices")["chiefs"]) <= {row["name"] for row in rows("organisations")}
    assert set(toml("offices")["leader"]["premiers"]) <= CODES
