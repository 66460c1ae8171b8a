import re

import pytest

from tellings.data import rows
from tellings.data.gazetteer import gazetteer


@pytest.mark.parametrize("table", ["countries", "places", "organisations", "press", "leaders"])
def test_rows_are_whole_and_codes_are_known(table):
    codes = {row["code"] for row in rows("countries")}
    for row in rows(table):
        assert row["name"].strip() == row["name"] != ""
        assert None not in row.values()
        assert row.get("country", "") in codes | {""}


def test_every_country_is_found_by_name_demonym_and_capital():
    tables = gazetteer()
    for row in rows("countries"):
        for form in (row["name"], *row["names"].split("|"), *row["demonyms"].split("|"), *row["capital"].split("|")):
            if form:
                hits = tables.find(f"Then {form} spoke.", 0, len(form) + 12)
                assert any(known.country == row["code"] for hit in hits for known in hit.known), form


def test_there_are_all_members_of_the_united_nations():
    assert len(rows("countries")) >= 195
    assert all(re.fullmatch(r"[A-Z]{3}", row["code"]) for row in rows("countries"))
    assert len({row["code"] for row in rows("countries")}) == len(rows("countries"))


def test_terms_of_office_do_not_run_backwards():
    for row in rows("leaders"):
        if row["start"] and row["end"]:
            shared = min(len(row["start"]), len(row["end"]))
            assert row["start"][:shared] <= row["end"][:shared], row["name"]


def test_words_inside_words_are_no_names():
    assert gazetteer().find("Indianapolis and Omanized", 0, 25) == []


def test_the_longest_form_is_found():
    text = "the Democratic Republic of the Congo"
    assert [text[hit.start : hit.end] for hit in gazetteer().find(text, 0, len(text))] == ["Democratic Republic of the Congo"]


def test_the_holder_of_an_office_in_a_year():
    assert [t.name for t in gazetteer().holders("GBR", "Foreign Secretary", "2020")] == ["Dominic Raab"]
    assert gazetteer().holders("GBR", "Foreign Secretary", "1950") == []
