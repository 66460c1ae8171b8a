"""Conflicts through the whole brief: what differs, and what only looks so."""

import json

from tellings import brief
from tellings.briefing import render


def story(tmp_path, *rows):
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows))
    return json.loads(render.render(brief([path], one_story=True), "json"))["stories"][0]


def conflicts(made):
    return [c for c in made["claims"] if c["status"] == "conflicting" and c["relation"] != "precision"]


def test_one_post_quoted_on_two_days_does_not_conflict_with_itself(tmp_path):
    post = "“I spoke with the governor this afternoon and offered him our help,” Mayor Tessa Brol wrote in a post."
    made = story(
        tmp_path,
        {"outlet": "Vale Herald", "published": "2026-03-11", "text": f"The dam at Ostrel burst on Wednesday.\n\n{post}"},
        {"outlet": "Coast Ledger", "published": "2026-03-12", "text": f"Water covers the fields of Ostrel after the dam burst.\n\n{post}"},
    )
    assert conflicts(made) == []


def test_two_counts_of_the_injured_conflict_and_say_whose_they_are(tmp_path):
    made = story(
        tmp_path,
        {
            "outlet": "Vale Herald",
            "published": "2026-03-11",
            "text": "Seven people were injured when a crane fell at the port of Ostrel on Tuesday.",
        },
        {
            "outlet": "Coast Ledger",
            "published": "2026-03-11",
            "text": "Twelve people were injured when a crane fell at the port of Ostrel on Tuesday.",
        },
    )
    (found,) = conflicts(made)
    assert (found["slot"], found["relation"]) == ("number", "contradiction")
    assert sorted(value["value"].split()[0] for value in found["values"]) == ["Seven", "Twelve"]


def test_a_coarser_figure_agrees(tmp_path):
    made = story(
        tmp_path,
        {
            "outlet": "Vale Herald",
            "published": "2026-03-11",
            "text": "Dozens of people were injured when a crane fell at the port of Ostrel on Tuesday.",
        },
        {
            "outlet": "Coast Ledger",
            "published": "2026-03-11",
            "text": "Thirty-four people were injured when a crane fell at the port of Ostrel on Tuesday.",
        },
    )
    assert conflicts(made) == []
    assert any(claim["independent"] == 2 for claim in made["claims"])
