import pytest
from tests.unit.clean.pages_for_tests import article, body_of, furniture_of

from tellings.clean.pages import lines, unwrapped

FIRST = "The ferry of the northern line has been laid up since the storm, and nobody has said when it will sail."
THEN = "Its crew was sent home on Monday with a week's pay and a letter from the board."
WRAPPED = """The ferry of the northern line has been laid up
since the storm of last week, and nobody at the
board has said when it will sail.

Its crew was sent home on Monday with a week of
pay and a letter. A Norwegian yard is to look at
the shaft, which broke in two.

Page 2

Islanders go by mail boat, which takes nine of
them and no pigs.
"""


def _blocks(text):
    return [" ".join(text[block.start : block.end].split()) for block in unwrapped(text, tuple(lines(text)))]


def test_lines_wrapped_by_hand_are_one_paragraph():
    assert _blocks(WRAPPED) == [
        "The ferry of the northern line has been laid up since the storm of last week, and nobody at the board has said when it will sail.",
        "Its crew was sent home on Monday with a week of pay and a letter. A Norwegian yard is to look at the shaft, which broke in two.",
        "Page 2",
        "Islanders go by mail boat, which takes nine of them and no pigs.",
    ]


def test_without_blank_lines_a_short_line_ends_a_paragraph():
    text = WRAPPED.replace("\n\n", "\n").replace("Page 2\n", "")
    assert [block.split()[0] for block in _blocks(text)] == ["The", "Its", "Islanders"]


@pytest.mark.parametrize(
    "text",
    [
        f"{FIRST}\n{THEN}\nand so on\n",
        "Home\nnews\nworld\nsport\nweather\nshop\nFerry stays in harbour\nBy Ines Varga\n" + FIRST,
        "- one of the ferries\n- two of the crew\n- three of the board\n- four of the pigs\n- five of the boats\n",
        "მთავარი\nახალი ამბები\nსპორტი\nკულტურა\nამინდი\n" + FIRST,
        "",
    ],
    ids=["paragraphs", "menu", "list", "georgian", "empty"],
)
def test_other_lines_stay_apart(text):
    assert _blocks(text) == [line.strip() for line in text.splitlines() if line.strip()]


def test_the_head_of_a_mail_is_furniture_and_gives_headline_outlet_and_day():
    text = f"From: The Quay Times <hello@quay.example>\nTo: jo@post.example\nSubject: Ferry stays in harbour\nDate: Tue, 3 Nov 2026 06:02:11 +0100\n\n{FIRST}\n\n{THEN}\n"
    made = article(text)
    assert (made.headline, made.outlet, made.published) == ("Ferry stays in harbour", "The Quay Times", "2026-11-03T06:02:11+01:00")
    assert body_of(made) == f"{FIRST}\n\n{THEN}"


def test_the_sender_of_a_mail_that_is_no_outlet_is_not_one():
    made = article(f"Von: Ines Varga <ines@post.example>\nAn: jo@post.example\nBetreff: Ferry stays in harbour\n\n{FIRST}\n\n{THEN}\n")
    assert (made.headline, made.outlet) == ("Ferry stays in harbour", None)


@pytest.mark.parametrize(
    "head", ["From: a ferry to a bridge", "Subject: the ferry\nTo: the board", "Note: to all\nFrom: the board\nDate: today"]
)
def test_lines_with_colons_are_no_head_of_a_mail(head):
    made = article(f"Ferry stays in harbour\n{head}\n\n{FIRST}\n\n{THEN}\n")
    assert made.headline == "Ferry stays in harbour"


def test_a_forwarded_message_is_credited_to_where_it_came_from():
    made = article(f"Quay News 🌊, [03.11.2026 14:22]\n[Forwarded from Harbour Watch]\n❗️Ferry stays in harbour\n\n{FIRST}\n\n{THEN}\n")
    assert (made.outlet, made.credit, made.headline) == ("Quay News", "Harbour Watch", "Ferry stays in harbour")
    assert made.published.startswith("2026-11-03")


def test_running_heads_of_pages_are_furniture():
    head = "THE QUAY TIMES                         TUESDAY, NOVEMBER 3, 2026    4"
    made = article(f"Ferry stays in harbour\n\n{FIRST}\n\n{head}\n\n{THEN}\n")
    assert dict(furniture_of(made))[head] == "outlet"
    assert (made.outlet, made.published) == ("The Quay Times", "2026-11-03")


def test_a_row_of_figures_is_no_running_head():
    row = "Northern line    12 boats    4 crews"
    made = article(f"Ferry stays in harbour\n\n{FIRST}\n\n{row}\n\n{THEN}\n")
    assert made.outlet is None
    assert "the running head of a page" not in [f.why for f in made.furniture]


def test_what_readers_say_below_is_furniture():
    said = "My uncle was on it. Nobody told them anything at all."
    made = article(f"Ferry stays in harbour\n\n{FIRST}\n\n{THEN}\n\nComments (2)\nlake_gull\n{said}\nReply\nLike\n")
    assert dict(furniture_of(made))[said] == "comment"
    assert body_of(made).endswith(THEN)


def test_an_article_that_speaks_of_comments_is_not_cut():
    made = article(f"Ferry stays in harbour\n\n{FIRST}\n\nComments\n\n{THEN}\n\nThe board had read them all by the evening.\n")
    assert THEN in body_of(made)


@pytest.mark.parametrize(
    ("asks", "button"),
    [("We and our 842 partners store data such as cookies.", "Accept all"), ("Diese Seite verwendet Cookies.", "Alle akzeptieren")],
)
def test_a_dialogue_for_consent_above_is_furniture(asks, button):
    made = article(f"{asks}\n{button}\nSkip to content\nFerry stays in harbour\n3 November 2026\n{FIRST}\n{THEN}\n")
    assert made.headline == "Ferry stays in harbour"
    assert dict(furniture_of(made))[asks] == "legal"


def test_an_article_about_cookies_keeps_its_first_sentence():
    first = "Cookies that follow readers from site to site will be banned from March, the board said on Monday."
    assert first in body_of(article(f"Board bans cookies\n\n{first}\n\n{THEN}\n"))


def test_points_below_a_headline_stay_together():
    made = article(f"Ferry stays in harbour\n• Shaft broke in the storm last week\n• Crew sent home\n3 November 2026\n{FIRST}\n{THEN}\n")
    assert "• Crew sent home" in body_of(made)


def test_numbers_of_pages_are_furniture():
    made = article(f"Ferry stays in harbour\n\n{FIRST}\n\n- 2 -\n\n{THEN}\n")
    assert dict(furniture_of(made))["- 2 -"] == "navigation"


def test_one_reply_is_enough_below_a_count_of_comments():
    made = article(f"Ferry stays in harbour\n\n{FIRST}\n\n{THEN}\n\n3 comments:\nI can smell it in bed.\nReply\n")
    assert body_of(made).endswith(THEN)


def test_a_headline_that_stands_twice_is_the_headline_whatever_it_is_like():
    made = article(f"U.S.\nA Town Sells Its Snow\nShare full article\nA Town Sells Its Snow\n3 November 2026\n{FIRST}\n{THEN}\n")
    assert (made.headline, made.outlet) == ("A Town Sells Its Snow", None)


def test_the_last_line_about_the_writer_is_furniture():
    note = "Ines Varga covers the northern coast."
    made = article(f"Ferry stays in harbour\nBy Ines Varga\n3 November 2026\n{FIRST}\n{THEN}\n{note}\n")
    assert dict(furniture_of(made))[note] == "byline"
