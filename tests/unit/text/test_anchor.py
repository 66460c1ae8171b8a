import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.errors import AnchorLost
from tellings.text.anchor import check, find_again, select


@given(st.text(min_size=1), st.data())
def test_a_selector_holds_on_the_text_it_was_made_of(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    if not text[start:end].strip():
        with pytest.raises(AnchorLost):
            select("a", text, start, end)
        return
    sel = select("a", text, start, end)
    check(sel, text)
    assert not sel.exact[0].isspace()
    assert not sel.exact[-1].isspace()


@given(st.text(), st.text(min_size=1).filter(str.strip), st.text(), st.text())
def test_a_passage_is_found_again_after_text_is_put_before_it(before, passage, after, added):
    text = before + passage + after
    sel = select("a", text, len(before), len(before) + len(passage))
    again = find_again(sel, added + text)
    check(again, added + text)
    assert again.exact == sel.exact


def test_the_surroundings_tell_two_occurrences_apart():
    old = "He came. The toll is five. She left. The toll is five."
    sel = select("a", old, old.rindex("five"), old.rindex("five") + 4)
    new = "New. " + old
    assert find_again(sel, new).start == new.rindex("five")


def test_lost_words_are_an_error():
    sel = select("a", "the toll is five", 12, 16)
    with pytest.raises(AnchorLost, match="not in the text"):
        find_again(sel, "the toll is six")
    with pytest.raises(AnchorLost):
        check(sel, "the toll is six!")
