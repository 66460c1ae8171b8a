import re

import pytest

from tellings.clean.furniture import cues
from tellings.clean.head.credits import credits_of, source_line
from tellings.clean.head.datelines import byline_of
from tellings.clean.head.dates import is_date_line, iso_of, normalised
from tellings.data import outlets, toml

CUES = toml("furniture")["cue"]


@pytest.mark.parametrize("row", CUES, ids=lambda row: f"{row['reason']}-{row['lang']}-{row['at']}")
def test_each_cue_marks_its_example(row):
    found = cues.match(row["example"])
    assert found is not None
    assert found.reason == row["reason"]


@pytest.mark.parametrize("row", CUES, ids=lambda row: f"{row['reason']}-{row['lang']}-{row['at']}")
def test_every_phrase_alone_is_a_cue(row):
    assert [words for words in row["words"] if cues.match(words) is None] == []


@pytest.mark.parametrize("row", toml("furniture")["inline"], ids=lambda row: row["example"][:30])
def test_each_inline_pattern_finds_its_example(row):
    assert row["reason"] in [reason for _, _, reason, _ in cues.inline(row["example"])]


@pytest.mark.parametrize("row", toml("furniture")["form"], ids=lambda row: row["example"])
def test_each_form_fits_its_example(row):
    assert cues.form_of(row["example"]).reason == row["reason"]


@pytest.mark.parametrize(
    "line",
    [
        "More than forty people were saved on Monday.",
        "World leaders met in the old town hall.",
        "Copyright law is changing, the minister said.",
        "Share prices fell by a tenth on Monday.",
        "Comments by the minister drew anger in the house.",
    ],
)
def test_sentences_are_no_cues(line):
    assert cues.match(line) is None


@pytest.mark.parametrize("table", ["path", "box"])
def test_class_patterns_fit_their_examples(table):
    for row in toml("elements")[table]:
        assert any(re.search(row["pattern"], word) for word in row["example"].split()), row["example"]


@pytest.mark.parametrize("row", toml("credits")["source"], ids=lambda row: row["lang"])
def test_each_source_line_is_read(row):
    assert source_line(row["example"])[0] in {"source", "inputs"}


@pytest.mark.parametrize("row", toml("credits")["original"], ids=lambda row: row["example"][:30])
def test_each_original_line_is_a_credit(row):
    assert any(credit.kind in {"original", "source"} for credit in credits_of(row["example"], 0, None)) or row["lang"] == "tr"


@pytest.mark.parametrize("row", toml("credits")["byline"], ids=lambda row: row["lang"])
def test_each_byline_names_its_writer(row):
    assert byline_of(row["example"])


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Published: 3 March 2025, 18:05", "2025-03-03T18:05:00"), ("Pubblicato il 3 novembre 2026", "2026-11-03"),
        ("2026年11月17日 8時30分", "2026-11-17T08:30:00"), ("14 ноября 2026, 19:45", "2026-11-14T19:45:00"), ("Stand: 06.11.2026, 14:05 Uhr", "2026-11-06T14:05:00"),
        ("सोमवार, 16 नवंबर 2026", "2026-11-16"), ("May 4, 2024 at 6:05 p.m. ET", "2024-05-04T18:05:00"), ("الأحد 15 نوفمبر 2026", "2026-11-15"),
    ],
)  # fmt: skip
def test_date_lines_of_many_languages(line, day):
    assert is_date_line(line)
    assert iso_of(line) == day


@pytest.mark.parametrize("line", ["Four died in 2018.", "+81 158-23-2012", "In May 2024 the quay reopened.", "On Tuesday 24 people left"])
def test_what_is_no_date_line(line):
    assert not is_date_line(line)


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("2016-11-09 00:00:00", "2016-11-09"), ("2021-08-24T18:05:00+0530", "2021-08-24T18:05:00+05:30"), ("2021-08-24T18:05:00.123Z", "2021-08-24T18:05:00+00:00"),
        ("Tue, 24 Aug 2021 18:05:00 +0530", "2021-08-24T18:05:00+05:30"), ("20210824", "2021-08-24"), ("2021-02-30", None), ("soon", None),
    ],
)  # fmt: skip
def test_machine_dates(value, iso):
    assert normalised(value) == iso


def test_outlets_are_many_and_each_is_found_by_its_names_and_hosts():
    known = outlets.outlets()
    assert len(known) >= 1500
    assert len({outlet.country for outlet in known}) >= 200
    assert len({outlet.name for outlet in known}) == len(known)
    for outlet in known:
        assert outlets.by_name(outlet.name) == outlet, outlet.name
        assert outlet.country is None or re.fullmatch(r"[A-Z]{3}", outlet.country)
        for form in outlet.aliases:
            assert outlets.find(form) == outlet, form
        for domain in outlet.domains:
            assert outlets.by_host(f"https://www.{domain}/a/b") == outlet, domain


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("toi", "Times of India"),
        ("www.dailymail.co.uk", "Daily Mail"),
        ("washingtonpost", "The Washington Post"),
        ("The Associated Press", "AP"),
        ("edition.cnn.com", "CNN"),
        ("رويترز", "Reuters"),
        ("Nobody's Paper", None),
    ],
)
def test_outlets_by_what_pages_call_them(name, found):
    outlet = outlets.find(name)
    assert (outlet.name if outlet else None) == found
