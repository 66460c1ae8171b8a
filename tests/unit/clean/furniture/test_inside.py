"""What stands between paragraphs: subheads, titles of videos, slides; and what only looks like them."""

import pytest
from tests.unit.clean.pages_for_tests import article, body_of, furniture_of

FIRST = "The last ferry of the evening left Port Ansel with forty people on board and lay on its side an hour later, the coastguard said."
THEN = "All of them were brought ashore by fishing boats that were on their way back to the harbour, and the mayor thanked their crews."


def marked(line, medium="record"):
    return dict(furniture_of(article(f"{FIRST}\n{line}\n{THEN}", medium))).get(line)


@pytest.mark.parametrize("medium", ["record", "text"])
@pytest.mark.parametrize("line", ["Heavy seas", "'A wall of water'", "Search called off", "Crews of three ports", "“Nobody asked us”"])
def test_a_subhead_is_furniture(line, medium):
    assert marked(line, medium) == "headline"


@pytest.mark.parametrize(
    "line", ["Ferry owners face new questions over worn doors", "HARBOUR BOARD TO VOTE ON LONGER BREAKWATER NEXT WEEK", "How three fishing boats found the ferry Read more"]
)  # fmt: skip
def test_the_title_of_something_else_is_furniture(line):
    assert marked(line) == "related"


def test_a_house_alone_is_the_credit_of_a_picture():
    assert marked("The Guardian") == "caption"


@pytest.mark.parametrize(
    "line",
    [
        "He declined to comment.", "Nobody had told the crew that the door was open", "The dead are:", "and the sea was calm", "Ansel 3-2 Quayside",
        "“Nobody asked us,” she said", "• Life jackets for forty", "He was 41. His brother had left", "The board knew it. ''",
    ],
)  # fmt: skip
def test_what_may_be_the_articles_own_stays(line):
    assert marked(line) is None


def test_a_list_within_the_article_stays():
    names = "Ana Petrov, 41\nJon Osk, 33\nMira Tolland, 29"
    made = article(f"{FIRST} The dead are:\n{names}\n{THEN}", "record")
    assert names in body_of(made)


def test_a_text_broken_by_its_width_stays():
    text = (
        "The last ferry of the evening left Port Ansel\nwith forty people on board and lay on its side\nan hour later, the coastguard said."
    )
    assert body_of(article(text, "record")) == text


def test_slides_under_the_name_of_their_gallery_are_furniture():
    slides = [
        "Two hundred years of Ansel A quay of oak The first quay was built of oak. It burned within a year.",
        "Two hundred years of Ansel The stone mole Stone came from the hills. It took nine summers.",
        "Two hundred years of Ansel Ferries arrive The first ferry carried sheep.",
    ]
    made = article("\n".join([FIRST, THEN, *slides]), "record")
    assert body_of(made) == f"{FIRST}\n{THEN}"
    assert {reason for _, reason in furniture_of(made)} == {"caption"}


def test_paragraphs_that_begin_with_the_same_words_stay():
    lines = [f"The mayor of Ansel said that {what} would come back in the spring." for what in ("ferries", "tourists", "herring")]
    assert body_of(article("\n".join([FIRST, *lines]), "record")).endswith("herring would come back in the spring.")


def test_subheads_that_markdown_marks_are_the_articles_own_save_in_records():
    text = f"# Pier falls\n\n{FIRST}\n\n## What is planned\n\n- A mole of stone\n- A light on it\n\n{THEN}"
    made, recorded = article(text, "markdown"), article(text, "record")
    assert "## What is planned\n\n- A mole of stone\n- A light on it" in body_of(made)
    assert dict(furniture_of(made))["# Pier falls"] == "headline"
    assert dict(furniture_of(recorded))["## What is planned"] == "headline"
    assert "- A mole of stone\n- A light on it" in body_of(recorded)


def test_a_last_sentence_without_its_point_stays():
    last = "The chief of the coastguard will speak to reporters at noon"
    assert last in body_of(article(f"Ferry sinks off Ansel\n\n{FIRST}\n\n{THEN}\n\n{last}\n"))


def test_the_name_of_the_outlet_is_no_headline():
    made = article(f"La Gaceta del Faro\nPortada\n\nFerry sinks off Ansel in heavy seas\n\n{FIRST}\n\n{THEN}\n")
    assert (made.headline, made.outlet) == ("Ferry sinks off Ansel in heavy seas", "La Gaceta del Faro")


def test_a_shouted_title_and_an_address_are_furniture():
    assert marked("COASTGUARD: FERRY WAS TOLD TO TURN BACK -- AND IT DID NOT") == "related"
    assert marked("https://www.quay.example/ferry") == "share"


def test_long_rows_of_titles_and_of_like_paragraphs_take_linear_time():
    made = article("\n".join([FIRST, *(["Heavy seas", "Calm"] * 10_000), *([f"The mayor of Ansel said that {FIRST}"] * 3000)]), "record")
    assert FIRST in body_of(made)
