"""Every row of the tables of differences is read back by its own example."""

import pytest

from tellings.compare.differing import acts, manners, turns
from tellings.data import toml
from tellings.text.forms import find_phrase, forms, phrases


def finds(text, listed):
    return any(find_phrase(forms(text), phrase) is not None for phrase in phrases(tuple(listed)))


@pytest.mark.parametrize("row", toml("opposites")["pair"], ids=lambda row: f"{row['a'][0]}-{row['b'][0]}")
def test_opposites_find_their_examples(row):
    assert finds(row["example"][0], row["a"])
    assert finds(row["example"][1], row["b"])


@pytest.mark.parametrize("row", toml("manners")["class"], ids=lambda row: row["name"])
def test_manners_find_their_examples(row):
    ways = [[number for number, way in enumerate(row["ways"]) if finds(text, way)] for text in row["example"]]
    assert [len(found) for found in ways] == [1, 1]
    assert ways[0] != ways[1]
    assert all(not row.get("of") or finds(text, row["of"]) for text in row["example"])


@pytest.mark.parametrize("row", toml("unique")["deed"], ids=lambda row: row["words"][0])
def test_unique_deeds_find_their_examples(row):
    for text in row["example"]:
        assert finds(text, row["words"])
        assert not row.get("of") or finds(text, row["of"])


@pytest.mark.parametrize("name", ["counted", "near", "far", "grade", "apart", "measure", "dimension", "move"])
def test_rows_of_what_figures_count_find_their_examples(name):
    for row in toml("differing")[name]:
        words = next(row[key] for key in ("nouns", "words", "phrases", "row") if key in row)
        assert finds(row["example"], words), row["example"]


@pytest.mark.parametrize(
    "name",
    [
        "changed",
        "undone",
        "moved",
        "related",
        "open",
        "counting",
        "empty",
        "another",
        "bearers",
        "giving",
        "tried",
        "sites",
        "tally",
        "light",
        "standing",
        "measured",
    ],
)
def test_word_lists_find_their_examples(name):
    table = toml("differing")[name]
    listed = [word for key in ("words", "phrases", "counts", "nouns", "lemmas", "verbs") for word in table.get(key, ())]
    assert finds(table["example"], listed)


@pytest.mark.parametrize("words", toml("deeds")["deeds"], ids=lambda words: words[0])
def test_words_of_one_deed_are_kin(words):
    first, second = (" ".join(forms(word)) for word in words[:2])
    assert acts._deeds()[first] & acts._deeds()[second]


def test_no_phrase_stands_on_both_sides_of_a_pair():
    for pair in turns.opposites():
        assert set(pair.a).isdisjoint(pair.b), pair.name


def test_no_phrase_stands_for_two_ways():
    for ways in manners.classes():
        every = [phrase for way in ways.ways for phrase in set(way)]
        assert len(every) == len(set(every)), ways.name
