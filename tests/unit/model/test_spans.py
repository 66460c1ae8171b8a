from hypothesis import given
from hypothesis import strategies as st

from tellings.model.spans import Selector, Span, content_id

parts = st.lists(st.one_of(st.none(), st.text(), st.integers()))


@given(parts, parts)
def test_ids_derive_from_content(a, b):
    same = [None if x is None else str(x) for x in a] == [None if x is None else str(x) for x in b]
    if not same and "\x00" not in [*a, *b]:
        assert content_id("k", *a) != content_id("k", *b)
    assert content_id("k", *a) == content_id("k", *a)
    assert content_id("k", *a) != content_id("l", *a)


def test_parts_do_not_run_together():
    assert content_id("k", "ab", "c") != content_id("k", "a", "bc")


def test_overlap_and_containment_are_half_open():
    assert not Span(start=0, end=3).overlaps(Span(start=3, end=5))
    assert Span(start=0, end=5).contains(Span(start=3, end=5))
    a = Selector(article="a", start=0, end=3, exact="abc")
    assert not a.overlaps(Selector(article="b", start=0, end=3, exact="abc"))
    assert a.contains(Selector(article="a", start=1, end=2, exact="b"))
