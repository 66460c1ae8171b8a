"""What holds of the lines that tell claims, in every golden story."""

import json
import re
from itertools import combinations

import pytest
from tests.golden.cases import HERE, names

SECTIONS = ("what", "corroborated", "single")
STORIES = [
    pytest.param(story, id=f"{case}-{number}")
    for case in names()
    for number, story in enumerate(json.loads((HERE / case / "brief.json").read_text(encoding="utf-8"))["stories"])
]


def lines(story, *sections):
    return [line for line in story["sentences"] if line["section"] in (sections or SECTIONS)]


def words(line):
    return set(re.findall(r"\w+", line["text"].partition(" — ")[0].lower()))


def places(line):
    return {(e["article"], at) for e in line["evidence"] for at in range(e["start"], e["end"])}


def shared(a, b):
    return len(a & b) / (min(len(a), len(b)) or 1)


@pytest.mark.parametrize("story", STORIES)
def test_no_two_lines_say_the_same_by_the_same_passages(story):
    for a, b in combinations(lines(story), 2):
        assert min(shared(words(a), words(b)), shared(places(a), places(b))) <= 0.8, (a["text"], b["text"])


@pytest.mark.parametrize("story", STORIES)
def test_background_is_never_what_happened_and_comes_last(story):
    assert not any(line["group"] for line in lines(story, "what"))
    for section in SECTIONS:
        groups = [line["group"] == "Background" for line in lines(story, section)]
        assert groups == sorted(groups)


@pytest.mark.parametrize("story", STORIES)
def test_every_line_names_whom_it_tells_of(story):
    for line in lines(story):
        assert re.match(r"(he|she|it|they|his|her|their|its|i|we|you)\b", line["text"], re.IGNORECASE) is None, line["text"]


@pytest.mark.parametrize("story", STORIES)
def test_most_tellings_come_first_under_one_heading(story):
    told = {claim["id"]: claim["independent"] for claim in story["claims"]}
    for part in ("Background", None):
        counts = [
            told[line["about"]] for line in lines(story, "corroborated") if line["group"] == part and not line["text"].startswith("…")
        ]
        assert counts == sorted(counts, reverse=True)


def test_the_golden_stories_have_background():
    assert any(line["group"] == "Background" for (story,) in (param.values for param in STORIES) for line in lines(story))
