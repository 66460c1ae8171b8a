"""Notes what is new of what persons follow: of a story when it has been resolved anew, of a search when articles have come."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from sqlalchemy import Connection

from tellings.compare.alerting import differences
from tellings.model.alerts import Alert
from tellings.model.articles import Article
from tellings.model.briefs import StoryBrief
from tellings.model.spans import Selector, content_id
from tellings.store import articles, follows, search, stories
from tellings.store.articles import Kept
from tellings.store.follows import Follow
from tellings.store.search import Filters
from tellings.text import queries
from tellings.text.anchor import select
from tellings.text.queries import Query
from tellings.text.segment import paragraphs, sentences

ORIGIN: Final = "alerting@1"


def note_changes(connection: Connection, followed: Sequence[Follow], before: StoryBrief | None, after: StoryBrief, now: str) -> None:
    """Note for those who follow the story, or a search that finds its articles, what is new of it. What came before they did is not new."""
    if not differences(before, after):
        return
    told = [one.number for one in articles.by_id(connection, after.story.articles).values()]
    found = differences(before, after, articles.articles(connection, told).values())
    numbers = {name: one.number for name, one in articles.by_id(connection, sorted(_named(found))).items()}
    for follow in followed:
        new = [alert for alert in found if numbers.get(alert.article, 0) > follow.mark]
        if follow.kind == "search" and new:
            matched = _of_story(connection, follow, after.story.id)
            new = [alert for alert in new if any(numbers.get(name) in matched for name in _named([alert]))]
        elif new:
            live = stories.one(connection, follow.subject)
            new = new if live is not None and live.id == after.story.id else []
        follows.note(connection, follow, new, now)


def note_matches(connection: Connection, now: str) -> None:
    """Note for each search that is followed the articles that it finds, where they came after it was made; each article and search once."""
    attended, last = follows.attended(connection), articles.next_number(connection) - 1
    for follow in follows.follows(connection):
        if follow.kind != "search":
            continue
        query, filters = asked(connection, follow)
        # what stories and other articles make of an article may let it be found later: then all that came is looked at again
        numbers = search.arrived(connection, query, filters, max(follow.mark, attended) if filters.settled else follow.mark)
        for part in articles.parts(numbers):
            _note_found(connection, follow, query, part, now)
    follows.attend_to(connection, last)


def _note_found(connection: Connection, follow: Follow, query: Query, numbers: Sequence[int], now: str) -> None:
    held = {_key(one): one for _, one in sorted(articles.kept(connection, numbers).items())}
    known = follows.known(connection, follow, held)
    fresh = {one.number: one for key, one in held.items() if key not in known}
    placed = stories.story_of(connection, sorted(fresh))
    texts = articles.articles(connection, sorted(fresh))
    made = (_match(one, texts[number], query, follow, placed.get(number, "")) for number, one in fresh.items())
    follows.note(connection, follow, [alert for alert in made if alert is not None], now)


def asked(connection: Connection, follow: Follow) -> tuple[Query, Filters]:
    """Return what a search that is followed looks for; a story that it is bound to is the one that its id leads to now."""
    told = json.loads(follow.subject)
    filters = told["filters"]
    if filters.get("story"):
        live = stories.one(connection, filters["story"])
        filters["story"] = live.id if live is not None else filters["story"]
    return queries.parse(told["words"]), Filters(**filters)


def _of_story(connection: Connection, follow: Follow, story: str) -> frozenset[int]:
    query, filters = asked(connection, follow)
    if filters.story not in (None, story):
        return frozenset()
    within = Filters(
        outlet=filters.outlet, since=filters.since, until=filters.until, entity=filters.entity, country=filters.country, story=story,
        corroborated=filters.corroborated,
    )  # fmt: skip
    return frozenset(search.arrived(connection, query, within, 0))


def _named(alerts: Iterable[Alert]) -> set[str]:
    return {name for alert in alerts for name in (alert.article, *(sel.article for sel in alert.evidence))}


def _key(one: Kept) -> str:
    """Versions of one article are found once."""
    return content_id("alert", "match", one.lineage)


def _match(one: Kept, article: Article, query: Query, follow: Follow, story: str) -> Alert | None:
    passage = _passage(article, query)
    if passage is None:
        return None
    words = " ".join(passage.exact.split())
    who = ", ".join(part for part in (one.outlet or one.url or one.input, (one.published or "")[:10]) if part)
    note = f"{who}; found by the search {json.loads(follow.subject)['shown']}"
    return Alert(
        id=_key(one), kind="match", story=story, about=one.id, article=one.id, text=f"{words} — {note}", words=words, note=note,
        evidence=(passage,), origin=ORIGIN,
    )  # fmt: skip


def _passage(article: Article, query: Query) -> Selector | None:
    """The first of the sentences that have most of what is looked for."""
    best: tuple[int, Selector] | None = None
    for start, end in _sentences(article):
        count = len({phrase for _, _, phrase in queries.places(article.text, query, start, end)})
        if best is None or count > best[0]:
            best = (count, select(article.id, article.text, start, end))
    return best[1] if best is not None else None


def _sentences(article: Article) -> Iterator[tuple[int, int]]:
    for para in paragraphs(article.text, article.body):
        for sentence in sentences(article.text, para):
            if article.text[sentence.start : sentence.end].strip():
                yield sentence.start, sentence.end
