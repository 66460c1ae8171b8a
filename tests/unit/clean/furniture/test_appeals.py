"""Sentences in which a site speaks to its reader, and sentences of articles that name the same things."""

import pytest

from tellings.clean.furniture.appeals import appeals
from tellings.data import toml

TOLD = "The pier fell into the sea on Monday."


@pytest.mark.parametrize("row", toml("furniture")["appeal"], ids=lambda row: f"{row['reason']}-{row['at']}")
def test_each_row_finds_its_example_between_sentences(row):
    text = f"{TOLD} {row['example']} {TOLD}"
    assert [(text[start:end], reason) for start, end, reason, _ in appeals(text)] == [(row["example"], row["reason"])]
    assert [words for words in row["words"] if words != words.casefold()] == []


def test_how_a_sentence_asks_is_in_small_letters():
    assert [words for words in toml("furniture")["asking"]["words"] if words != words.casefold() or words != words.strip()] == []


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("Get the tide tables you need delivered to your inbox.", "newsletter"), ("By signing up, you agree to our terms.", "newsletter"),
        ("You can unsubscribe at any time.", "newsletter"), ("Please consider donating to the Quayside Post.", "newsletter"),
        ("Download our app for iPhone or Android.", "share"), ("Subscribe on Apple Podcasts, Spotify, or wherever you listen to podcasts.", "share"),
        ("Are you in Ansel and do you want to share your experiences with our reporters?", "comment"), ("Watch the video above to see the pier fall.", "related"),
        ("The opinions expressed here are the author's own and do not necessarily reflect those of the Post.", "legal"),
    ],
)  # fmt: skip
def test_what_is_an_appeal(sentence, reason):
    assert [found[2] for found in appeals(f"{TOLD} {sentence} {TOLD}")] == ([reason])


@pytest.mark.parametrize(
    "sentence",
    [
        "“Sign up for our newsletter,” she told the crowd.", "The party's newsletter said that members would vote.", "Followers on Facebook called it a scandal.",
        "The app was taken off Google Play in March.", "He wrote on Twitter that the pier had fallen.", "Members of the harbour board left the room.",
        "Only about half of the subscribers were told of the breach.", "The company lost a million subscribers in a year.", "Mr. Osk posted the film on YouTube on Monday.",
    ],
)  # fmt: skip
def test_what_the_article_tells_is_none(sentence):
    assert list(appeals(f"{TOLD} {sentence} {TOLD}")) == []


def test_a_sentence_inside_a_quotation_of_several_is_none():
    assert list(appeals(f"“{TOLD} Subscribe to our channel on YouTube. {TOLD}” he shouted.")) == []


def test_letters_that_fold_to_two_move_nothing():
    text = "İstanbul’da deniz sakin. Straße. Please subscribe to our newsletter. ŉ"
    assert [text[start:end] for start, end, _, _ in appeals(text)] == ["Please subscribe to our newsletter."]
