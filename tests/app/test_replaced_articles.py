"""A brief's claims are true to their passages: with an article replaced, the claims that rest on it alone go, and others keep what else supports them."""

import json

import pytest

from tellings.app.briefs import analyse
from tellings.settings import Settings

STORY = {
    "gazette": (
        "The cargo ship Alma Rose sank off Lirrin on Sunday. The coastguard rescued 19 sailors. Mayor Ida Brandt closed the beach for a week.\n\n"
        "Two tugs searched the bay for oil. The fire brigade lent the port a pump."
    ),
    "courier": (
        "The Alma Rose, a cargo ship, sank off Lirrin on Sunday. Nineteen sailors were rescued by the coastguard. Lawyers demanded an inquiry into the pilot.\n\n"
        "Divers will inspect the wreck on Wednesday. Ida Brandt, the mayor, closed the beach for a week."
    ),
    "herald": (
        "A cargo ship, the Alma Rose, sank off Lirrin on Sunday. Fishermen complained that their nets were torn.\n\n"
        "Mayor Ida Brandt closed the beach for a week. Divers will inspect the wreck on Wednesday."
    ),
    "tribune": ("The coastguard rescued 19 sailors. Two tugs searched the bay for oil. The transport ministry raised fees in March."),
    "echo": ("The cargo ship Alma Rose sank off Lirrin on Sunday. Schools in Tarnow stayed open."),
}
OTHER = "Voters in the hill town of Melk elected a baker as their chairman. Snow fell on the stadium. The orchestra played a march by a forgotten composer."


def claims(articles: dict[str, str], folder) -> set[frozenset[tuple[str, int, int]]]:
    """The claims of the articles taken as one story, each as the sentences that support it."""
    lines = [
        json.dumps({"id": name, "outlet": f"The {name.title()} of Osk", "published": "2026-03-09", "text": text})
        for name, text in articles.items()
    ]
    path = folder / f"{len(list(folder.iterdir()))}.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    brief, _ = analyse([str(path)], Settings(one_story=True, processes=1))
    given = {article.id: article.given_id for article in brief.articles}
    (story,) = brief.stories
    statements = {s.id: s for s in story.statements}
    support = ([statements[s] for s in claim.statements] for claim in story.claims)
    return {frozenset((given[s.sel.article], s.sentence.start, s.sentence.end) for s in found) for found in support}


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return claims(STORY, tmp_path_factory.mktemp("whole"))


@pytest.mark.parametrize("gone", STORY)
def test_claims_that_rest_on_a_replaced_article_alone_go_and_others_keep_the_rest(gone, whole, tmp_path):
    after = {claim for claim in claims({**STORY, gone: OTHER}, tmp_path) if {name for name, *_ in claim} != {gone}}
    alone = {claim for claim in whole if {name for name, *_ in claim} == {gone}}
    assert alone
    left = {frozenset(passage for passage in claim if passage[0] != gone) for claim in whole - alone}
    assert after == left


def test_the_story_has_claims_of_one_article_and_of_several(whole):
    counts = sorted(len({name for name, *_ in claim}) for claim in whole)
    assert counts.count(1) >= 5
    assert counts[-1] >= 4
