import pytest

from tellings.briefing.composing.differences import steps
from tellings.model.observed import Quotation
from tellings.model.spans import Selector

WHOLE = "The spillway held through the night, the pumps are running and nobody downstream has been asked to leave their home"


def quotation(name, text, start=0, article="b"):
    return Quotation(id=name, content=Selector(article=article, start=start, end=start + len(text), exact=text), kind="direct")


def told(variants, whole=WHOLE):
    """The steps as (kind, words of the variant, words of the whole)."""
    longest = quotation("w", whole, 500, "a")
    texts = {q.id: q.content for q in variants}
    return [
        (
            step.kind,
            texts[step.quotation].exact[step.here.start - texts[step.quotation].start : step.here.end - texts[step.quotation].start]
            if step.here
            else "",
            whole[step.there.start - 500 : step.there.end - 500] if step.there else "",
        )
        for step in steps(variants, longest)
    ]


def changes(variants, whole=WHOLE):
    return [step for step in told(variants, whole) if step[0] != "same"]


def test_parts_of_one_article_are_read_as_one_whatever_their_order():
    later = quotation("q1", "nobody downstream has been asked to leave their home", 10)
    sooner = quotation("q2", "The spillway held through the Night.", 100)
    assert changes([later, sooner]) == [("cut", "", "the pumps are running and")]


@pytest.mark.parametrize(
    ("variant", "found"),
    [
        (WHOLE.upper(), []),
        (WHOLE.replace("night", "evening"), [("altered", "evening", "night")]),
        (WHOLE.replace("are running", "are all running"), [("added", "all", "")]),
        (WHOLE.replace("spillway", "spill-way").replace("night,", "night –"), []),
        (WHOLE.replace("spillway", "spill way"), []),
        (WHOLE[:36], [("cut", "", WHOLE[37:])]),
        ("It was all quite well up there", [("altered", "It was all quite well up there", WHOLE)]),
    ],
)
def test_words_are_compared_without_case_marks_and_hyphens(variant, found):
    assert changes([quotation("q", variant)]) == found


def test_figures_differ_by_their_digits():
    assert changes([quotation("q", "about 1,200 men and 4.5 tonnes")], "about 1,300 men and 4.5 tonnes") == [("altered", "1,200", "1,300")]


def test_the_same_stretch_a_second_time_cuts_nothing():
    assert changes([quotation("q1", WHOLE), quotation("q2", "the pumps were running", 400)]) == [("altered", "were", "are")]


def test_very_long_words_are_compared_whole():
    long = " ".join(f"word{n}" for n in range(700))
    assert changes([quotation("q", long)], long) == []
    assert [kind for kind, _, _ in changes([quotation("q", long + " end")], long)] == ["altered"]
