import pytest

from tellings.clean.head.ago import day_ago
from tellings.clean.head.alone import names_alone
from tellings.clean.head.bylines import desk_of, has_cue, people_of
from tellings.clean.head.dates import Customs, iso_of
from tellings.clean.head.printed import is_walled
from tellings.clean.head.survey import kinds_of
from tellings.data import toml
from tellings.model.articles import Block

HEADS = toml("heads")


@pytest.mark.parametrize("row", HEADS["named"], ids=lambda row: row["kind"])
def test_each_pattern_of_names_tells_its_example(row):
    assert row["kind"] in kinds_of(row["example"])


@pytest.mark.parametrize("row", HEADS["wall"], ids=lambda row: row["lang"])
def test_words_of_a_paywall_are_known_in_many_languages(row):
    text = row["example"]
    assert is_walled(text, [Block(start=0, end=len(text))])


@pytest.mark.parametrize("row", [*HEADS["cues"], *HEADS["roles"]], ids=lambda row: row["example"])
def test_a_byline_gives_the_name_without_the_words_beside_it(row):
    assert people_of(row["example"]) == [row["name"]]


@pytest.mark.parametrize("row", HEADS["cues"], ids=lambda row: row["lang"])
def test_words_before_a_name_are_cues(row):
    assert has_cue(row["example"])


@pytest.mark.parametrize("word", HEADS["nobody"])
def test_nobody_is_no_person(word):
    assert people_of(word, handles=True) == []


def test_no_sentence_is_a_wall():
    text = "The council wants to subscribe to the scheme and to read the report before it votes."
    assert not is_walled(text, [Block(start=0, end=len(text))])


@pytest.mark.parametrize("row", HEADS["ago"], ids=lambda row: row["lang"])
def test_an_age_is_read_in_many_languages(row):
    fetched = "2025-03-20T12:00:00+00:00"
    assert day_ago(row["example"], fetched) == "2025-03-17"
    phrases = {"hours": "2025-03-20", "days": "2025-03-18", "weeks": "2025-03-06", "minutes": "2025-03-20", "yesterday": "2025-03-19"}
    for unit, day in phrases.items():
        for phrase in row[unit]:
            said = phrase.replace("{n}", "2")
            assert day_ago(said, fetched) == (day if "{n}" in phrase else day_ago(row[unit][0].replace("{n}", "1"), fetched))


@pytest.mark.parametrize("row", HEADS["false_months"], ids=lambda row: row["example"])
def test_a_month_is_that_of_the_language(row):
    for language in row["lang"]:
        assert (iso_of(row["example"], customs=Customs(language=language)) or "")[5:7] == f"{row['month']:02}"


@pytest.mark.parametrize("row", toml("given_names")["given"], ids=lambda row: row["region"])
def test_a_name_alone_is_told_by_its_given_name(row):
    assert names_alone(row["example"]) == [row["example"]]
    assert all(name == name.lower() and name for name in row["names"].split(" "))


@pytest.mark.parametrize("word", HEADS["desk_words"])
def test_words_of_desks_are_no_persons(word):
    assert desk_of(f"Quay {word}") == f"Quay {word}"
    assert f"Quay {word.title()}" not in people_of(f"Quay {word.title()}")
