"""Two outlets of one sentence each: another way to tell a thing is one claim; another thing of the same people, place or number is not."""

import json

import pytest

from tellings.app.briefs import analyse
from tellings.settings import Settings

SAME = [
    ("Parliament rejected the fishing treaty.", "Lawmakers voted down the treaty on fishing."),
    ("The ferry sank off Port Ondar.", "The vessel went down near Port Ondar."),
    ("Police detained the mayor on Friday.", "The mayor was taken into custody on Friday."),
]
DIFFERENT = [
    ("Chile will send doctors to the islands.", "Peru will send tents to the islands."),
    ("The crew entered the depot through a window.", "The crew left the depot in a stolen lorry."),
    ("Sixteen people were hurt in the hailstorm.", "Sixteen roads were closed after the hailstorm."),
    ("The union demanded higher pay.", "The union demanded a ban on night shifts."),
]


def told_by_both(sentences: tuple[str, str], folder) -> int:
    """How many claims of the story of two have passages in both."""
    path = folder / "pair.jsonl"
    rows = [
        {"id": name, "outlet": f"The {name} of Osk", "published": "2026-05-04", "text": text}
        for name, text in zip("AB", sentences, strict=True)
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    brief, _ = analyse([str(path)], Settings(one_story=True, processes=1))
    (story,) = brief.stories
    article = {s.id: s.sel.article for s in story.statements}
    return sum(len({article[s] for s in claim.statements}) == 2 for claim in story.claims)


@pytest.mark.parametrize("sentences", SAME)
def test_other_words_for_one_thing_are_one_claim(sentences, tmp_path):
    assert told_by_both(sentences, tmp_path)


@pytest.mark.parametrize("sentences", DIFFERENT)
def test_a_near_miss_is_no_support(sentences, tmp_path):
    assert not told_by_both(sentences, tmp_path)
