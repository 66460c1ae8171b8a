"""What every brief keeps, whatever the input: the schema, and every selector at its offsets."""

import json
from pathlib import Path

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tellings import brief
from tellings.briefing import render
from tellings.briefing.schema import decode, json_schema

ROOT = Path(__file__).parents[2]
WORDS = (
    "The minister", "police", "said", "on Tuesday", "that", "five people", "were killed", "in Ansel", "“We agreed,”", "she told", "Radio Nord",
    "according to", "the Kremlin", "at least 12", "spoke with", "Prime Minister Osk", ".", ".", ".\n\n", ",", "however", "was quoted as saying",
    "denied", "“", "”", '"', "(", "10%", "\n", "Also read:", "\u00a0", "😀", "e\u0301", "did not", "will meet", "yesterday", "its", "He",
)  # fmt: skip
prose = st.lists(st.sampled_from(WORDS), min_size=3, max_size=60).map(" ".join)
anything = st.text(max_size=200)


def check(paths):
    made = brief(paths, one_story=True)  # brief() itself raises AnchorLost where a selector does not hold
    data = json.loads(render.render(made, "json"))
    jsonschema.validate(data, json_schema())
    decode(json.dumps(data).encode())
    texts = {article["id"]: article["text"] for article in data["articles"]}
    spans = [*found_spans(data["stories"])]
    for span in spans:
        assert texts[span["article"]][span["start"] : span["end"]] == span["exact"] != ""
    for story in data["stories"]:
        refer(story)
        differ(story, texts)
    for form in ("terminal", "markdown", "html"):
        assert render.render(made, form) == render.render(made, form)
    return data


def found_spans(value):
    if isinstance(value, dict):
        if {"article", "start", "end", "exact"} <= value.keys():
            yield value
        for inner in value.values():
            yield from found_spans(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from found_spans(inner)


def refer(story):
    """Every id that a story's parts name is there."""
    entities = {e["id"] for e in story["entities"]}
    claims = {c["id"] for c in story["claims"]}
    quotations = {q["id"] for q in story["quotations"]}
    assert {s["attributed_to"] for c in story["claims"] for s in c["support"]} - {None} <= entities
    assert {q["source_entity"] for q in story["quotations"]} - {None} <= entities
    assert {q["variant_of"] for q in story["quotations"]} - {None} <= quotations
    assert all(q["variant_of"] for q in story["quotations"] if q["differences"])
    for event in story["events"]:
        assert {*event["actor"], *event["recipient"]} <= entities
    for side in story["sides"]:
        assert {*side["quotations"], *side["readouts"]} <= quotations
        assert set(side["claims_only_here"]) <= claims
    for row in story["coverage"]:
        assert {*row["claims"], *row["omits"]} <= claims


def differ(story, texts):
    """What a variant has instead, and what it stands for, are words of the two quotations."""
    quotations = {q["id"]: q for q in story["quotations"]}
    for q in story["quotations"]:
        for d in q["differences"]:
            longest = quotations[q["variant_of"]]
            assert (d["exact"] is None) == (d["kind"] == "cut")
            assert (d["of_exact"] is None) == (d["kind"] == "added")
            if d["exact"] is not None:
                assert texts[q["article"]][d["start"] : d["end"]] == d["exact"] != ""
                assert q["content"]["start"] <= d["start"] < d["end"] <= q["content"]["end"]
            if d["of_exact"] is not None:
                assert texts[longest["article"]][d["of_start"] : d["of_end"]] == d["of_exact"] != ""


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(st.one_of(prose, anything), min_size=1, max_size=3), st.sampled_from([".txt", ".html", ".md"]))
def test_any_texts_give_a_brief_that_keeps_the_contract(tmp_path_factory, texts, suffix):
    folder = tmp_path_factory.mktemp("pages")
    for number, text in enumerate(texts):
        (folder / f"{number}{suffix}").write_bytes(text.encode("utf-8", "surrogatepass"))
    check([folder])


@pytest.mark.parametrize("published", [None, "2026-03-12"])
def test_the_example_keeps_the_contract(published):
    made = brief([ROOT / "examples"], published=published)
    data = json.loads(render.render(made, "json"))
    jsonschema.validate(data, json_schema())
    for story in data["stories"]:
        refer(story)
    assert len(data["articles"]) == 6


def test_the_published_schema_is_the_one_in_the_code():
    written = json.loads((ROOT / "docs/reference/brief-1.schema.json").read_text())
    assert written == json_schema(), "write it again: python scripts/write_schema.py"
