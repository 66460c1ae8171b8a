"""One of a thing is not several, wherever a line counts things."""

import ast
import re
from pathlib import Path

import pytest

import tellings
from tellings.app import checking
from tellings.app.archives import Summary
from tellings.app.watching import Report
from tellings.app.watching.means import Tally
from tellings.text.counting import counted

SOURCE = Path(tellings.__file__).parent
# A number set into a text before a noun in the plural; numbers that are never one (limits), and words that are no nouns, are not meant.
NOUNS = "articles|stories|inputs|faults|pages|feeds|alerts|versions|tellings|records|entries|items|lines|files|rows|claims|quotations|kinds"
NUMBER = re.compile(rf"\{{[^{{}}]*:,[^{{}}]*\}} (?:[a-z]+ )?(?:{NOUNS})\b")


@pytest.mark.parametrize(("number", "said"), [(0, "0 stories"), (1, "1 story"), (2, "2 stories"), (1_200, "1,200 stories")])
def test_a_number_stands_with_its_noun(number, said):
    assert counted(number, "story", "stories") == said


def test_a_summary_of_one_thing_says_one_thing():
    summary = Summary(articles=1, stories=1)
    summary.outcomes.update(added=1, version=1)
    assert summary.line() == "1 added, 1 new version; the archive holds 1 article in 1 story"
    assert (
        checking.Checked(articles=1, stories=1, faults=(), mended=1).line() == "1 article in 1 story checked: 1 fault mended; 0 faults left"
    )
    (line,) = Report(number=1, at="now", tally=Tally(feeds=1, fetched=1), summary=summary).lines()
    assert line.startswith("now: 1 feed, 1 page fetched; ")


def test_no_line_of_the_program_counts_by_hand():
    found = [
        f"{path.relative_to(SOURCE)}:{node.lineno}: {ast.unparse(node)}"
        for path in sorted(SOURCE.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.JoinedStr) and NUMBER.search(ast.unparse(node))
    ]
    assert found == []
