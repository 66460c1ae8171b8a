import pytest

from tellings.engine.carrying import same_passages
from tellings.model.observed import Mention, Statement
from tellings.model.spans import Selector, Span


def mentions(text, *words):
    """The words where they stand in the text, each search going on behind the one before."""
    found, at = [], 0
    for word in words:
        at = text.index(word, at)
        sel = Selector(
            article="a", start=at, end=at + len(word), exact=word, prefix=text[max(0, at - 24) : at], suffix=text[at + len(word) :][:24]
        )
        found.append(Mention(id=f"{word}{at}", sel=sel, kind="person", form="name", name=word))
        at += len(word)
    return found


OLD = "Roos left the court at noon. A clerk said that Roos was calm."


@pytest.mark.parametrize(
    ("new", "words", "expected"),
    [
        (OLD, ["Roos", "Roos"], ["Roos0", "Roos47"]),
        # what stands before moves all
        (f"Corrected at one. {OLD}", ["Roos", "Roos"], ["Roos18", "Roos65"]),
        # the first is gone: the other is known by what stands around it
        ("A clerk said that Roos was calm.", ["Roos"], [None, "Roos18"]),
        # one more comes: each of the old ones is known by its neighbours
        (OLD.replace("A clerk", "Then Roos ate. A clerk"), ["Roos", "Roos", "Roos"], ["Roos0", "Roos62"]),
        # nothing is known of those whose words and neighbours are others
        ("Then Roos ate. Later Roos slept. Soon Roos woke.", ["Roos", "Roos", "Roos"], [None, None]),
        ("Nobody came.", [], [None, None]),
    ],
)
def test_a_record_is_found_in_another_version_by_its_words_and_what_stands_around_them(new, words, expected):
    before = mentions(OLD, "Roos", "Roos")
    found = same_passages(before, mentions(new, *words))
    assert [found.get(one.id) for one in before] == expected


def test_statements_of_one_passage_are_told_apart_by_what_asserts():
    sel = Selector(article="a", start=0, end=4, exact="Roos")

    def statement(key, predicate):
        return Statement(id=key, sel=sel, sentence=Span(start=0, end=4), predicate=predicate, modality="happened", rule="main")

    before, now = [statement("1", "go"), statement("2", "say")], [statement("3", "say")]
    assert same_passages(before, now) == {"2": "3"}
