"""The two pages that define the product, held point by point where they are."""

import json
import sys
from pathlib import Path

import pytest

from tellings import brief
from tellings.briefing import render

SHARED = Path(__file__).parents[3] / "shared"
SEEDS = SHARED / "seeds"

pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the seeds are not beside the project: their points were not held")


@pytest.fixture(scope="module")
def scorer():
    sys.path.insert(0, str(SHARED / "score"))
    try:
        import score_seeds
    finally:
        sys.path.pop(0)
    return score_seeds


@pytest.fixture(scope="module")
def dated():
    return json.loads(render.render(brief(sorted(SEEDS.glob("*.txt")), published="2021-08-25"), "json"))


@pytest.fixture(scope="module")
def undated():
    return json.loads(render.render(brief(sorted(SEEDS.glob("*.txt"))), "json"))


def test_every_point_of_the_gold_holds(scorer, dated):
    held, of, missing = scorer.points(dated)
    assert (held, missing) == (of, [])


def test_without_a_date_it_is_one_story_and_weekdays_stay(undated):
    assert len(undated["stories"]) == 1
    values = [event["time"]["value"] for event in undated["stories"][0]["events"] if event["time"]]
    assert {"XXXX-WXX-1", "XXXX-WXX-2"} <= set(values)
    assert not [value for value in values if value and value[:4].isdigit() and "-" in value]


def test_without_a_date_the_timeline_is_in_order(undated):
    lines = [s["text"] for s in undated["stories"][0]["sentences"] if s["section"] == "timeline"]
    monday = next(i for i, line in enumerate(lines) if "Merkel on Monday" in line or "Monday" in line)
    tuesday = next(i for i, line in enumerate(lines) if "Tuesday" in line)
    assert monday < tuesday


def test_the_tweet_is_one_quotation_with_its_variants(dated):
    quotations = {q["id"]: q for q in dated["stories"][0]["quotations"]}
    halves = [q for q in quotations.values() if q["variant_of"]]
    tweet = [q for q in halves if q["source"] == "Narendra Modi"]
    assert len(tweet) == 2
    assert len({q["variant_of"] for q in tweet}) == 1
    assert quotations[tweet[0]["variant_of"]]["article"] != tweet[0]["article"]


def test_both_russian_readouts_stand_under_russia(dated):
    story = dated["stories"][0]
    russia = next(side for side in story["sides"] if side["side"] == "RUS")
    sources = {q["source"] for q in story["quotations"] if q["id"] in russia["readouts"]}
    assert any("mbassy" in source for source in sources)
    assert any("Kremlin" in source for source in sources)
