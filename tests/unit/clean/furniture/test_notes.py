"""Notes that say who the writer is."""

import pytest
from tests.unit.clean.pages_for_tests import article, body_of, furniture_of

from tellings.clean.furniture.notes import is_note
from tellings.data import toml

TOLD = (
    "The pier of Ansel fell into the sea on Monday night, and the harbour board said that nobody had stood on it for an hour.\n"
    "Boats came from the islands, and their crews searched until the morning without finding anyone in the water, the mayor said."
)


@pytest.mark.parametrize("role", toml("furniture")["writers"]["roles"])
def test_each_role_makes_a_note(role):
    assert is_note(f"Mira Tolland is at the Quayside Post, {role} of the coast.")


@pytest.mark.parametrize(
    "note",
    [
        "Mira Tolland is a columnist for the Quayside Post.", "• Jon Osk, a former pilot, is the author of “Tides”.", "Mira S. Tolland covers harbours for the Post's newsroom in Ansel.",
        "Ana Petrov is a professor of coastal law at the University of Ansel. Follow her on Twitter @anapetrov.",
    ],
)  # fmt: skip
def test_a_note_below_the_article_is_furniture(note):
    made = article(f"{TOLD}\n{note}", "record")
    assert body_of(made) == TOLD
    assert {reason for _, reason in furniture_of(made)} <= {"byline", "share"}


def test_what_follows_the_note_goes_with_it():
    assert body_of(article(f"{TOLD}\nMira Tolland is a staff writer at the Quayside Post.\nShe lives in Ansel.", "record")) == TOLD


@pytest.mark.parametrize(
    "line",
    [
        "Jon Osk, the president of the harbour board, said that the pier had been closed.", "The mayor is the author of the plan.", "Mira Tolland was in the water for an hour.",
    ],
)  # fmt: skip
def test_what_is_no_note(line):
    assert not is_note(line)
    assert line in body_of(article(f"{TOLD}\n{line}", "record"))


def test_a_person_of_the_article_is_not_its_writer():
    told = f"{TOLD}\n“It was old,” said Petrov, who had warned of it in the spring and again in the summer of the same year."
    last = "Ana Petrov is a professor of coastal law at the University of Ansel."
    assert last in body_of(article(f"{told}\n{last}", "record"))
