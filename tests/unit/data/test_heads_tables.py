import pytest

from tellings.clean.head.bylines import has_cue, people_of
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
