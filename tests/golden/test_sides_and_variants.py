"""What the golden stories must show, told apart from how it reads: sides, meetings, what only one side has, variants with their differences."""

import json

import pytest
from tests.golden.cases import HERE


def story(case):
    return json.loads((HERE / case / "brief.json").read_text(encoding="utf-8"))["stories"][0]


def said(story, words):
    found = [q for q in story["quotations"] if words in q["content"]["exact"]]
    assert found, words
    return found


@pytest.mark.parametrize(
    ("case", "words", "side"),
    [
        ("call-two-readouts", "joint harbour school", "PRT"),
        ("call-two-readouts", "easier visas", "KEN"),
        ("call-two-readouts", "two nations of the sea", "KEN"),
        ("ministers-meeting", "question of the fishing line", "PER"),
        ("ministers-meeting", "mark the fishing line", "CHL"),
        ("ministers-meeting", "no buoy in twenty years", None),
        ("company-and-union", "the cake was the better offer", "Metalworkers' Federation"),
        ("company-and-union", "four per cent over two years", "Norrland Steel"),
        ("court", "counted coins", None),
        ("court", "a mistake in a table", None),
        ("armed-group", "We struck the convoy", "Harran Liberation Front"),
        ("armed-group", "one vehicle had been damaged", "NER"),
        ("armed-group", "smoke until noon", None),
        ("readout-by-other-agency", "mainly about grain", "GEO"),
        ("readout-by-other-agency", "reopen the railway", "TUR"),
    ],
)
def test_whose_statement_it_is(case, words, side):
    assert {q["side"] for q in said(story(case), words)} == {side}


@pytest.mark.parametrize(
    ("case", "kind", "day", "sides"),
    [
        ("call-two-readouts", "call", "2026-03-03", {"PRT", "KEN"}),
        ("ministers-meeting", "meeting", "2026-05-11", {"PER", "CHL"}),
        ("readout-by-other-agency", "meeting", "2026-09-16", {"GEO", "TUR"}),
        ("company-and-union", "talks", "2026-02-02", {"Metalworkers' Federation", "Norrland Steel"}),
    ],
)
def test_accounts_of_one_meeting_are_paired(case, kind, day, sides):
    (meeting,) = story(case)["meetings"]
    assert (meeting["kind"], meeting["day"], {a["side"] for a in meeting["accounts"]}) == (kind, day, sides)
    assert all(a["claims_only_here"] for a in meeting["accounts"])


@pytest.mark.parametrize("case", ["court", "armed-group", "one-utterance"])
def test_where_nobody_meets_there_is_no_meeting(case):
    assert story(case)["meetings"] == []


def test_the_brief_sets_accounts_beside_each_other_and_says_what_only_one_has():
    lines = [s["text"] for s in story("call-two-readouts")["sentences"] if s["section"] == "sides"]
    assert any("joint harbour school" in line and "only this side says so" in line for line in lines)
    text = (HERE / "call-two-readouts" / "brief.md").read_text(encoding="utf-8")
    assert "### Portugal and Kenya on their call of 3 March 2026\n\n#### Portugal\n" in text


def test_one_utterance_is_shown_once_with_what_each_telling_makes_of_it():
    found = story("one-utterance")
    whole = said(found, "the pumps are running")[0]
    assert whole["variant_of"] is None
    split = [*said(found, "leave their house"), *said(found, "held through the night,")]
    variants = {q["content"]["exact"]: q["variant_of"] for q in found["quotations"] if q["variant_of"]}
    assert set(variants.values()) == {whole["id"]}
    assert any("every metre of the wall would be inspected" in words for words in variants)
    assert [q["variant_of"] for q in said(found, "no alarm for six years")] == [None]  # the mayor says it
    house = next(q for q in split if "house" in q["content"]["exact"])
    assert ("altered", "house") in [(d["kind"], d["exact"]) for d in house["differences"]]
    cuts = [d["of_exact"] for q in found["quotations"] for d in q["differences"] if d["kind"] == "cut"]
    assert "the pumps are running and" in cuts
    text = (HERE / "one-utterance" / "brief.md").read_text(encoding="utf-8")
    assert "<del>\\[-the pumps are running and-\\]</del>" in text
    assert "The North, in other words: Every metre of the wall would be inspected before the next rains" in text


def test_a_sides_own_statement_stands_under_it_although_a_claim_has_told_it():
    lines = [line for line in story("armed-group")["sentences"] if line["section"] == "sides"]
    assert any("one vehicle had been damaged" in line["text"] for line in lines)
    told = [line for line in story("armed-group")["sentences"] if line["section"] == "what"]
    assert any("one vehicle had been damaged" in line["text"] for line in told)
