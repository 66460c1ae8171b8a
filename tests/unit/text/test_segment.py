import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.model.spans import Span
from tellings.text.segment import paragraphs, sentences


def split(text):
    return [text[s.start : s.end] for s in sentences(text, Span(start=0, end=len(text)))]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Mr. Osk of the U.S. Coast Guard came. He left.", "Mr. Osk of the U.S. Coast Guard came."),
        ("The vote is at 5 p.m. Monday in Ansel. It is open.", "The vote is at 5 p.m. Monday in Ansel."),
        ("It opened at 7 a.m. They voted at once.", "It opened at 7 a.m."),
        ("Gov. Dana Rell paid Rs. 500 for it. She left.", "Gov. Dana Rell paid Rs. 500 for it."),
        ("“We won. It is over,” she said. He left.", "“We won. It is over,” she said."),
        ("It fell 3.5 per cent. It rose.", "It fell 3.5 per cent."),
    ],
)
def test_a_sentence_ends_where_a_reader_ends_it(text, first):
    assert split(text)[0] == first
    assert len(split(text)) == 2


@given(st.text(max_size=300))
def test_sentences_lie_in_order_and_hold_all_that_is_no_white_space(text):
    found = sentences(text, Span(start=0, end=len(text)))
    at = 0
    for span in found:
        assert not text[at : span.start].strip()
        assert span.start >= at
        assert text[span.start : span.end] == text[span.start : span.end].strip()
        at = span.end
    assert not text[at:].strip()


@given(st.lists(st.text(max_size=80), max_size=12).map("\n".join), st.data())
def test_paragraphs_lie_in_the_body_and_hold_all_of_it(text, data):
    cut = data.draw(st.integers(0, len(text)))
    body = [Span(start=0, end=cut), Span(start=cut, end=len(text))]
    held = {i for p in paragraphs(text, body) for i in range(p.start, p.end)}
    assert all(c.isspace() or i in held for i, c in enumerate(text))


def test_lines_wrapped_by_hand_are_one_paragraph():
    line = "the council met in the evening to vote on the plan for the old\n"
    text = line * 10 + "end.\n\n" + line * 10 + "end."
    assert len(paragraphs(text, [Span(start=0, end=len(text))])) == 2
    assert len(paragraphs("One line.\nAnother line.", [Span(start=0, end=23)])) == 2
