"""Passages that have what was looked for."""

from hypothesis import given
from hypothesis import strategies as st

from tellings.model.articles import Article
from tellings.model.spans import Span
from tellings.text.passages import passages
from tellings.text.queries import parse


def article(text, *body):
    return Article(id="a", page="a", input="a", text=text, body=body or (Span(start=0, end=len(text)),), furniture=())


def shown(text, words, most=2):
    return [one.sel.exact for one in passages(article(text), parse(words), most)]


TEXT = (
    "The port was shut. Two ferries sank off Mellah on Monday. A ferry was towed. Nobody knows why the U.S. Navy left. The storm went on."
)


def test_those_with_the_most_different_words_in_the_order_of_the_text():
    assert shown(TEXT, "ferry mellah storm") == ["Two ferries sank off Mellah on Monday.", "A ferry was towed."]
    assert shown(TEXT, "us navy", 1) == ["Nobody knows why the U.S. Navy left."]
    assert shown(TEXT, "zebra") == ["The port was shut."]


def test_an_abbreviation_of_a_month_or_a_title_ends_no_sentence():
    text = "The court hears it on Feb. 12 in Mellah. Then Gov. Ada Lund spoke of Sept. 3. It closed in Dec. The rest waits."
    assert shown(text, "mellah", 1) == ["The court hears it on Feb. 12 in Mellah."]
    assert shown(text, "lund", 1) == ["Then Gov. Ada Lund spoke of Sept. 3."]
    assert shown(text, "closed", 1) == ["It closed in Dec."]


def test_places_are_the_words_and_do_not_overlap():
    (one,) = passages(article(TEXT), parse('"ferries sank" OR sank'), 1)
    assert [TEXT[place.start : place.end] for place in one.places] == ["ferries sank"]


def test_a_long_passage_is_cut_about_its_first_place():
    text = "word " * 200 + "ferry " + "word " * 200
    (one,) = passages(article(text), parse("ferry"), 1)
    assert "ferry" in one.sel.exact
    assert len(one.sel.exact) <= 330
    (long,) = passages(article("x" * 5000 + " ferry " + "y" * 5000), parse("ferry"), 1)
    assert "ferry" in long.sel.exact


def test_only_the_body_is_shown():
    assert [one.sel.exact for one in passages(article("Ferry news. A ferry sank.", Span(start=12, end=25)), parse("ferry"), 3)] == [
        "A ferry sank."
    ]
    assert passages(article("   "), parse("ferry"), 3) == ()


@given(st.text(alphabet="Aab. \n\u0301éß’'İ中-1\"”", max_size=200), st.sampled_from(["a", "ab", "é", "ss", "a OR b", '"a b"', "中", "1"]))
def test_selectors_hold_for_any_text(text, words):
    for one in passages(article(text), parse(words), 3):
        assert text[one.sel.start : one.sel.end] == one.sel.exact
        for place in one.places:
            assert one.sel.start <= place.start < place.end <= one.sel.end
