"""Makes a copy group: whose text it is, who was first, and how much of it each article carries from whom."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

from tellings.cluster.crediting import Credits, heard_from
from tellings.cluster.shingles import Words
from tellings.model.articles import Article
from tellings.model.resolved import Carrier, CopyGroup
from tellings.model.spans import Selector, content_id

_ORIGIN: Final = "copies@4"
_PLACES: Final = 2
Shared = Mapping[str, tuple[int, tuple[Selector, ...]]]
Interval = tuple[datetime, datetime]


def group(bodies: Sequence[Words], shared: Shared, kind: Literal["whole", "partial"], named: Credits) -> CopyGroup:
    """Return the group of these bodies; `shared` gives for each article how many of its words the others have too, and where they stand."""
    members = [body.article for body in bodies]
    articles = tuple(sorted(article.id for article in members))
    names = sorted({article.outlet for article in members if article.outlet})
    heard = {article.id: heard_from(article, names) for article in members}
    writer = _writer(members, named, heard)
    earliest = _earliest(members)
    root = _root(members, named, writer, earliest)
    lengths = {body.article.id: len(body) for body in bodies}
    ordered = sorted(members, key=lambda a: (a.published is None, a.published or "", a.id))
    return CopyGroup(
        id=content_id("copies", kind, *articles),
        articles=articles,
        kind=kind,
        passages=tuple(sel for article in articles for sel in shared[article][1]),
        written_by=writer,
        earliest=earliest,
        carriers=tuple(
            Carrier(
                article=article.id,
                share=round(shared[article.id][0] / lengths[article.id], _PLACES),
                credit=named.named(article) or heard[article.id],
                carries=_carried(article, ordered, heard[article.id], root),
            )
            for article in ordered
        ),
        origin=_ORIGIN,
    )


def _writer(members: Sequence[Article], named: Credits, heard: Mapping[str, str | None]) -> str | None:
    """An agency that members name before any other writer, that before an outlet which they say they have it from; of several the most named; else the outlet of all."""
    for votes in (map(named.agency, members), map(named.named, members), heard.values()):
        found = Counter(name for name in votes if name is not None)
        if found:
            return min(found, key=lambda name: (-found[name], name))
    outlets = {article.outlet for article in members}
    return outlets.pop() if len(outlets) == 1 else None


def _root(members: Sequence[Article], named: Credits, writer: str | None, earliest: str | None) -> str | None:
    """The member whose own text it is: the writer's (the first of several), else, where nobody names a writer, the earliest."""
    if writer is None:
        return earliest
    own = [a for a in members if a.outlet == writer and named.named(a) in (None, writer)]
    return own[0].id if len(own) == 1 else _earliest(own)


def _carried(article: Article, ordered: Sequence[Article], heard: str | None, root: str | None) -> str | None:
    if article.id == root:
        return None
    return next((other.id for other in ordered if heard is not None and other.outlet == heard), root)


def _earliest(members: Sequence[Article]) -> str | None:
    """The member that came out before every other for certain: an article dated by its day alone came out at any hour of it."""
    when = {article.id: _interval(article.published) for article in members}
    known = {article: at for article, at in when.items() if at is not None}
    if len(known) < len(when) or len(known) < 2:
        return None
    first = min(known, key=lambda article: (known[article][1], article))
    return first if all(known[first][1] < at[0] for article, at in known.items() if article != first) else None


def _interval(published: str | None) -> Interval | None:
    try:
        at = datetime.fromisoformat(published or "")
    except ValueError:
        return None
    zoned = at if at.tzinfo is not None else at.replace(tzinfo=UTC)
    # many pages give midnight where they mean the day
    dated = "T" not in (published or "") or (at.hour, at.minute, at.second) == (0, 0, 0)
    return (zoned, zoned + timedelta(days=1) - timedelta(seconds=1)) if dated else (zoned, zoned)
