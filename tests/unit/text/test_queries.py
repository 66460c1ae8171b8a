"""Words that are looked for: the query language, and the places in a text that have them."""

import pytest

from tellings.errors import ConfigError
from tellings.text import queries


def test_words_must_all_be_there_and_phrases_stand_side_by_side():
    asked = queries.parse('ferries "left Mellah" OR sank -storm -"two dead"')
    assert asked.groups == ((("ferry",),), (("left", "mellah"), ("sank",)))
    assert asked.without == (("storm",), ("two", "dead"))
    assert asked.said is None


def test_plain_words_are_looked_for_by_meaning_too():
    assert queries.parse(" ferry  sinks ").said == "ferry  sinks"
    assert queries.parse("F-16").groups == ((("f", "16"),),)
    assert queries.parse("or").groups == ((("or",),),)


@pytest.mark.parametrize(("words", "said"), [
    ('ferry "left', "quotation mark"), ("OR ferry", "both sides"), ("ferry OR", "both sides"), ("ferry OR OR ship", "both sides"), ("ferry OR -ship", "leave out"),
    ("-storm", "at least one to find"), ("", "letter or digit"), ("?! …", "letter or digit"), (" ".join(["word"] * 70), "more than 32"),
])  # fmt: skip
def test_what_cannot_be_looked_for_is_said_in_one_line(words, said):
    with pytest.raises(ConfigError, match=said) as caught:
        queries.parse(words)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "words", ["NEAR(a b)", "headline:x", "a* ^b", "a AND b NOT c", "x'; --", "{a} + b", "a:*", "(a", "NULL \x00 b", "\ud800 b"]
)
def test_signs_of_an_index_are_never_its_operators(words):
    assert all(one.isalnum() and one.isascii() for phrase in queries.parse(words).phrases for one in phrase)


@pytest.mark.parametrize(("text", "held"), [
    ("The U.S. and the E.U.", ["the", "us", "and", "the", "eu"]), ("Zu\u0308rich, Zürich", ["zurich", "zurich"]), ("Olsen’s boats end.Next", ["olsen", "boat", "end", "next"]),
    ("F-16s hit 1.5 km", ["f", "16s", "hit", "1", "5", "km"]), ("Москва", ["moskva"]),
])  # fmt: skip
def test_words_have_one_form_however_they_are_written(text, held):
    assert queries.forms(text) == held
    for start, end, _ in queries.tokens(text):
        assert text[start:end].strip() == text[start:end]


def test_places_are_offsets_of_words_in_any_form_and_of_whole_phrases():
    text = "Ferries left. The ferry’s crew left Mellah; they left, Mellah slept."
    found = queries.places(text, queries.parse('ferry OR "left Mellah"'))
    assert [text[start:end] for start, end, _ in found] == ["Ferries", "ferry’s", "left Mellah", "left, Mellah"]
    assert queries.places(text, queries.parse("ferry"), 10) == [(18, 25, ("ferry",))]
