import pytest

from tellings.extract.quoting.contents.marks import quoted
from tellings.model.spans import Span


def passages(text, depth=0):
    at, paras = 0, []
    for line in text.split("\n"):
        paras.append(Span(start=at, end=at + len(line)))
        at += len(line) + 1
    return [text[q.start : q.end] for q in quoted(text, [p for p in paras if p.end > p.start]) if q.depth == depth]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He said: “We go.” Then he left.", ["We go."]),
        ('He said: "We go." "And stay," she said, "too."', ["We go.", "And stay,", "too."]),
        ("‘We go,’ he said of the workers’ union.", ["We go,"]),
        ("'We can't go,' he said of the workers' union in the '90s.", ["We can't go,"]),
        ("«Bonjour», dit-il. „Hallo“, sagte er.", ["Bonjour", "Hallo"]),
        ("“He told me ‘no’ and “yes” twice,” she said.", ["He told me ‘no’ and “yes” twice,"]),
        ("“A never closes.\n“Goes on here.” He left.", ["A never closes.", "Goes on here."]),
        ('"We go. "We stay. "We sit." He left.', ["We go.", "We stay.", "We sit."]),
        ("The dogs' owners' club met.", []),
    ],
)
def test_passages_of_every_style_are_paired(text, found):
    assert passages(text) == found


def test_passages_in_passages_are_deeper():
    assert passages("“He told me ‘no’ and “yes” twice,” she said.", depth=1) == ["no", "yes"]


def test_a_goes_on_paragraph_is_marked():
    text = "“First.\n“Second.”"
    found = quoted(text, [Span(start=0, end=7), Span(start=8, end=17)])
    assert [(q.closed, q.continued) for q in found] == [(False, False), (True, True)]


def test_ten_thousand_marks_take_no_quadratic_time():
    text = 'He said "yes" and “no” and never ‘so " '.replace("‘", "‘") * 5_000
    assert len(quoted(text, [Span(start=0, end=len(text))])) > 5_000
