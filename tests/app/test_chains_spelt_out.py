"""Through whom words came is spelt out, the nearest first, in every form of a brief."""

import pytest

from tellings import brief
from tellings.briefing.render import render

FIRST = """Two boats and one captain

Harbour minister Ada Ohene said winter sailings would be cut by half, the Coastal Herald reported.

The magazine Gulf Lines cited the daily Coastal Herald, which had quoted a pilot, Kofi Mensah, as saying: "The boats sing as they go under."
"""
SECOND = """Winter sailings

"The boats sing as they go under," said Kofi Mensah, a pilot, the Coastal Herald reported.
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    (folder / "a.txt").write_text(FIRST, encoding="utf-8")
    (folder / "b.txt").write_text(SECOND, encoding="utf-8")
    return brief([folder], one_story=True)


@pytest.mark.parametrize("form", ["terminal", "markdown", "html"])
def test_a_nested_chain_is_spelt_out(made, form):
    text = " ".join(render(made, form).split())
    assert "via Coastal Herald, via Gulf Lines" in text
    assert "via Coastal Herald; in b.txt" in text or "via Coastal Herald; in a.txt" in text


def test_the_outlet_that_reports_is_shown_with_its_verb(made):
    lines = [line.words for story in made.stories for line in story.sentences if line.section == "said"]
    assert "Harbour minister Ada Ohene said winter sailings would be cut by half, the Coastal Herald reported" in lines
