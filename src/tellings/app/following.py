"""What a person follows: a story or a search, and where what is new of it goes."""

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from tellings.app.alerting import key_of
from tellings.app.archives import Now, engine_of, meant_story, utc_now
from tellings.app.contexts import with_names
from tellings.briefing.render.view import plain
from tellings.errors import ConfigError, InputError
from tellings.ingest.fetching.addresses import cleaned, host_of
from tellings.ingest.fetching.failures import Failure
from tellings.ingest.fetching.guard import Guard
from tellings.settings import Settings
from tellings.store import articles, follows, stories
from tellings.store.follows import Follow
from tellings.store.opening import Archive, open_archive
from tellings.store.search import Filters
from tellings.text import queries
from tellings.text.counting import counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Targets:
    """Where alerts go beside the list of the archive: an Atom file, a webhook, and the file of the key that signs what it is sent."""

    atom: Path | None = None
    webhook: str | None = None
    secret: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A search that is followed: words in the language of `text.queries`, filters, and the line that it is called by."""

    words: str
    filters: Filters
    shown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """What is followed, with what it is called and how many alerts it has had, those not listed yet among them."""

    follow: Follow
    what: str
    alerts: int
    unseen: int


def follow_story(where: str, name: str, targets: Targets, *, settings: Settings | None = None, now: Now = utc_now) -> Follow:
    """Follow the story of the id, or the beginning of one, from now on; one that has changed is resolved first, so that what is there is not new.

    Raises InputError where none or several are meant, ConfigError where a target cannot be, StoreError where the archive cannot be written.
    """
    settings = with_names(settings or Settings())
    checked = _checked(targets, settings)
    with open_archive(where, "write") as archive:
        with archive.reading() as connection:
            meant = meant_story(connection, name)
        if meant.stale:
            list(engine_of(archive, settings, now).resolve([meant.id]))
        return _put(archive, "story", meant.id, checked, now, private=settings.allow_private)


def follow_search(where: str, wanted: Wanted, targets: Targets, *, settings: Settings | None = None, now: Now = utc_now) -> Follow:
    """Follow a search from now on: articles that come and have the words, and what is new of the stories they are in. Raises as `follow_story` does."""
    settings = settings or Settings()
    checked = _checked(targets, settings)
    filters = wanted.filters
    queries.parse(wanted.words)
    with open_archive(where, "write") as archive:
        if filters.story is not None:
            with archive.reading() as connection:
                filters = replace(filters, story=meant_story(connection, filters.story).id)
        told = {
            "words": wanted.words,
            "filters": {name: value for name, value in asdict(filters).items() if value not in (None, False)},
            "shown": wanted.shown,
        }
        return _put(archive, "search", json.dumps(told, ensure_ascii=False, sort_keys=True), checked, now, private=settings.allow_private)


def unfollow(where: str, number: int) -> None:
    """Follow no more what has the number; its alerts go with it. Raises InputError where nothing has it."""
    with open_archive(where, "write") as archive, archive.writing() as connection:
        if not follows.drop_follow(connection, number):
            raise InputError(f"nothing is followed under the number {number}; tellings follows lists what is")


def listed(where: str) -> list[Followed]:
    """Return what is followed, in the order of the numbers."""
    with open_archive(where) as archive, archive.reading() as connection:
        noted = follows.alerts(connection)
        found = []
        for follow in follows.follows(connection):
            mine = [one for one in noted if one.follow == follow.id]
            found.append(
                Followed(follow=follow, what=_what(connection, follow), alerts=len(mine), unseen=sum(not one.seen for one in mine))
            )
        return found


def as_text(found: list[Followed]) -> str:
    """Return a line for each, for a person."""
    rows = []
    for one in found:
        follow = one.follow
        to = "".join(f"; {name} {value}" for name, value in (("Atom", follow.atom), ("webhook", follow.webhook)) if value)
        since = f"since {follow.made}, {counted(one.alerts, 'alert')}, {one.unseen:,} not listed yet"
        rows.append(plain(f"{follow.id}  {one.what}  {since}{to}") + "\n")
    return "".join(rows) or "nothing is followed; tellings follow story ID and tellings follow search WORDS do\n"


def as_json(found: list[Followed]) -> str:
    """Return what is followed as JSON."""
    rows: list[dict[str, Any]] = [
        {
            "id": one.follow.id, "kind": one.follow.kind, "what": one.what,
            "subject": json.loads(one.follow.subject) if one.follow.kind == "search" else one.follow.subject, "made": one.follow.made,
            "alerts": one.alerts, "unseen": one.unseen, "atom": one.follow.atom, "webhook": one.follow.webhook,
        }
        for one in found
    ]  # fmt: skip
    return json.dumps({"follows": rows}, ensure_ascii=False, indent=2) + "\n"


def _what(connection: Any, follow: Follow) -> str:
    if follow.kind == "search":
        return f"search {json.loads(follow.subject)['shown']}"
    live = stories.one(connection, follow.subject)
    if live is None:
        return f"story {follow.subject[:10]} (no longer there)"
    moved = f", now {live.id[:10]}" if live.id != follow.subject else ""
    return f"story {follow.subject[:10]}{moved}: {live.headline or '(no headline)'}"


def _put(archive: Archive, kind: follows.FollowKind, subject: str, targets: Targets, now: Now, *, private: bool) -> Follow:
    with archive.writing() as connection:
        return follows.put_follow(connection, Follow(
            id=0, uid="", kind=kind, subject=subject, made=now(), mark=articles.next_number(connection) - 1,
            atom=str(targets.atom) if targets.atom else None, webhook=targets.webhook, secret=str(targets.secret) if targets.secret else None,
            allow_private=private if targets.webhook else None,
        ))  # fmt: skip


def _checked(targets: Targets, settings: Settings) -> Targets:
    """Return the targets with whole paths. Raises ConfigError where one cannot be."""
    if targets.secret is not None:
        if targets.webhook is None:
            raise ConfigError("--secret-file signs what a webhook is sent: it goes with --webhook")
        key_of(str(targets.secret))
    if targets.webhook is not None:
        try:
            guard = Guard(allow_private=settings.allow_private)
            objection = guard.objection_to_number(host_of(cleaned(targets.webhook, guard)))
            if objection is not None:
                raise ConfigError(f"--webhook: {objection}")
        except Failure as failure:
            raise ConfigError(f"--webhook: {failure.cause.detail}") from failure
    if targets.atom is not None and not targets.atom.absolute().parent.is_dir():
        raise ConfigError(f"--atom: there is no folder {targets.atom.absolute().parent}")
    return replace(
        targets, atom=targets.atom.absolute() if targets.atom else None, secret=targets.secret.absolute() if targets.secret else None
    )
