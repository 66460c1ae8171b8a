"""Versions of one article: a page that is fetched again and has changed is the next version; older ones are kept."""

from dataclasses import dataclass, field
from typing import Literal

from tellings.model.articles import Article
from tellings.model.observed import Statement
from tellings.model.spans import Selector


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """A version that another has taken the place of, with what it asserted. `article.id` is its id, `newer` that of the next version.

    `version` counts from 1; `kept` and `replaced` are the times, ISO 8601 in UTC, at which it and the next one came into the archive.
    """

    article: Article = field(repr=False)
    newer: str
    version: int
    kept: str
    replaced: str
    statements: tuple[Statement, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A passage that one version has otherwise than the next: `was` in the older (None where it was added), `now` in the newer (None where it was cut)."""

    kind: Literal["cut", "added", "altered"]
    was: Selector | None
    now: Selector | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """What the older version asserted and the newer no longer does. `now` is the passage that stands in its place, `still` the articles of the story that say it."""

    statement: str
    was: Selector
    now: Selector | None
    still: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """What changed from one version of an article to the next, and what was withdrawn with it."""

    id: str
    story: str
    earlier: str
    newer: str
    version: int
    kept: str
    replaced: str
    changes: tuple[Change, ...]
    withdrawals: tuple[Withdrawal, ...]
    origin: str = ""
