"""Brings alerts to who follows: files of Atom, webhooks, the terminal. What could not be delivered stays queued and is tried again the next time."""

import hashlib
import hmac
import json
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import msgspec

from tellings.app import atom
from tellings.briefing.render.view import plain
from tellings.engine.alerting import note_matches
from tellings.errors import ConfigError
from tellings.ingest.fetching.posting import Poster
from tellings.settings import Settings
from tellings.store import articles, follows
from tellings.store.follows import Follow, Noted
from tellings.store.opening import Archive, open_archive
from tellings.text.counting import counted
from tellings.text.quoting import quoted

Now = Callable[[], str]
# Alerts that are printed when pages were added.
_SHOWN: Final = 20
# A key of more bytes is another file.
_KEY_BYTES: Final = 10_000


@dataclass(slots=True, kw_only=True)
class Attended:
    """What is new, and a line for each delivery that failed. `names` are the outlets of the articles that alerts show."""

    new: list[Noted] = field(default_factory=list)
    follows: dict[int, Follow] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    sent: int = 0

    def shown(self, most: int | None = None) -> list[str]:
        """Return a line for all alerts of one follow and kind that a run has for one claim; of more than `most` the first, and a line that says where the others are."""
        groups = list(_grouped(self.new))
        left = sum(len(group) for group in groups[most:]) if most is not None else 0
        return [line_of(group[0], self.names, group[1:]) for group in groups[:most]] + (
            [f"{counted(left, 'more alert')}: tellings alerts lists them"] if left > 0 else []
        )

    def lines(self) -> list[str]:
        """Return what is printed when work is done: the alerts, as many as one reads, and the problems."""
        return self.shown(_SHOWN) + self.problems


def attend(archive: Archive, *, settings: Settings, after: int, now: Now, poster: Poster | None = None) -> Attended:
    """Note what searches that are followed have found, deliver what is to be delivered, and return what is new after the alert of the number."""
    with archive.reading() as connection:
        held = follows.follows(connection)
    if not held:
        return Attended()
    if any(follow.kind == "search" for follow in held):
        with archive.writing() as connection:
            note_matches(connection, now())
    made = Attended(follows={follow.id: follow for follow in held})
    with archive.reading() as connection:
        made.new = follows.alerts(connection, after=after)
        made.names = _names(archive, made.new)
    _post(archive, made, settings, poster)
    _write_atom(archive, made)
    return made


def write_files(archive: Archive) -> list[str]:
    """Write the files of Atom anew from the alerts that are kept; return a line for each that could not be. Nothing is sent."""
    with archive.reading() as connection:
        made = Attended(follows={follow.id: follow for follow in follows.follows(connection)})
    _write_atom(archive, made)
    return made.problems


def last(archive: Archive) -> int:
    """Return the number of the last alert that there is."""
    with archive.reading() as connection:
        return follows.last(connection)


def alerts(where: str, *, every: bool = False, settings: Settings | None = None, now: Now) -> Attended:
    """Return the alerts that were not listed yet, or all of them, the first one first; from now on they count as listed. Delivers what is queued.

    Raises StoreError where the archive cannot be written.
    """
    with open_archive(where, "write") as archive:
        made = attend(archive, settings=settings or Settings(), after=0, now=now)
        made.new = [one for one in made.new if every or not one.seen]
        with archive.writing() as connection:
            follows.mark_seen(connection, [one.seq for one in made.new if not one.seen])
    return made


def _grouped(noted: Iterable[Noted]) -> Iterable[list[Noted]]:
    groups: dict[tuple[int, str, str, str], list[Noted]] = {}
    for one in noted:
        groups.setdefault((one.follow, one.at, one.alert.kind, one.alert.about), []).append(one)
    return groups.values()


def line_of(one: Noted, names: dict[str, str], others: Sequence[Noted] = ()) -> str:
    """Return an alert in one line for a person, with what `others` add to it, which are of the same kind and the same claim."""
    alert = one.alert
    who = names.get(alert.article)
    said = f"{who}: {alert.text}" if who and alert.kind != "match" else alert.text
    more = dict.fromkeys(
        other.alert.note if other.alert.words == alert.words else f"{quoted(other.alert.words)} — {other.alert.note}" for other in others
    )
    said += "".join(f"; also: {told}" for told in more if told != alert.note)
    return plain(f"{one.at} [{one.follow}] {alert.kind}: {said}" + (f" (story {alert.story[:10]})" if alert.story else ""))


def as_json(found: Attended) -> str:
    """Return the alerts as JSON."""
    rows = [
        payload(one, found.follows[one.follow]) | {"seen": one.seen, "queued": one.queued}
        for one in found.new
        if one.follow in found.follows
    ]
    return json.dumps({"alerts": rows}, ensure_ascii=False, indent=2) + "\n"


def payload(one: Noted, follow: Follow) -> dict[str, Any]:
    """Return what a webhook is sent of an alert."""
    alert = one.alert
    told = json.loads(follow.subject) if follow.kind == "search" else {"story": follow.subject}
    return {
        "format": "tellings.alert/1", "id": f"{follow.uid}:{alert.id}", "seq": one.seq, "at": one.at, "kind": alert.kind, "story": alert.story or None,
        "about": alert.about, "article": alert.article, "text": alert.text, "words": alert.words, "note": alert.note,
        "evidence": [{"article": sel.article, "start": sel.start, "end": sel.end, "exact": sel.exact} for sel in alert.evidence],
        "follow": {"id": follow.id, "kind": follow.kind, "what": told.get("shown") or told.get("story"), "made": follow.made},
        "origin": alert.origin,
    }  # fmt: skip


def key_of(path: str) -> bytes:
    """Return the key that signs what webhooks are sent. Raises ConfigError where the file cannot be read or holds none."""
    try:
        with Path(path).open("rb") as file:
            key = file.read(_KEY_BYTES + 1).strip()
    except OSError as error:
        raise ConfigError(f"--secret-file: cannot read {path}: {error.strerror or error}") from error
    if not key or len(key) > _KEY_BYTES:
        raise ConfigError(f"--secret-file: {path} holds no key of 1 to {_KEY_BYTES:,} bytes")
    return key


def _post(archive: Archive, made: Attended, settings: Settings, poster: Poster | None) -> None:
    """Send what is queued, each follow's in order; a webhook that fails is left until the next time."""
    with archive.reading() as connection:
        queued = follows.alerts(connection, queued=True)
    if not queued:
        return
    failed: set[tuple[str, bool]] = set()
    with ExitStack() as open_ones:
        senders: dict[bool, Poster] = {}
        for one in queued:
            follow = made.follows.get(one.follow)
            private = settings.allow_private or bool(follow and follow.allow_private)
            if follow is None or follow.webhook is None or (follow.webhook, private) in failed:
                continue
            if private not in senders:
                senders[private] = open_ones.enter_context(poster or Poster(replace(settings, allow_private=private)))
            problem = _sent(senders[private], one, follow)
            if problem is None:
                with archive.writing() as connection:
                    follows.mark_sent(connection, one.seq)
                made.sent += 1
            else:
                made.problems.append(f"webhook {follow.webhook}: {problem}; what it lacks is sent the next time")
                failed.add((follow.webhook, private))
    made.problems = list(dict.fromkeys(made.problems))


def _sent(sender: Poster, one: Noted, follow: Follow) -> str | None:
    """Send an alert; return why it did not arrive, None where it did."""
    body = msgspec.json.encode(payload(one, follow))
    try:
        signed = _signed(body, follow)
    except ConfigError as error:
        return str(error)
    cause = sender.post(follow.webhook or "", body, {"X-Tellings-Delivery": f"{follow.uid}:{one.alert.id}", **signed})
    return None if cause is None else f"{cause.reason}: {cause.detail}"


def _signed(body: bytes, follow: Follow) -> dict[str, str]:
    if follow.secret is None:
        return {}
    return {"X-Tellings-Signature": f"sha256={hmac.new(key_of(follow.secret), body, hashlib.sha256).hexdigest()}"}


def _write_atom(archive: Archive, made: Attended) -> None:
    files: dict[str, list[Follow]] = {}
    for follow in made.follows.values():
        if follow.atom is not None:
            files.setdefault(follow.atom, []).append(follow)
    for name, held in files.items():
        with archive.reading() as connection:
            noted = follows.latest(connection, [follow.id for follow in held], atom.MOST)
            links = _links(connection, noted)
        try:
            atom.write(Path(name), held, noted, links)
        except ConfigError as error:
            made.problems.append(str(error))


def _links(connection: Any, noted: Sequence[Noted]) -> dict[str, str]:
    return {name: kept.url for name, kept in articles.by_id(connection, _shown(noted)).items() if kept.url}


def _names(archive: Archive, noted: Sequence[Noted]) -> dict[str, str]:
    with archive.reading() as connection:
        found = articles.by_id(connection, _shown(noted))
    return {name: kept.outlet or kept.input for name, kept in found.items()}


def _shown(noted: Iterable[Noted]) -> list[str]:
    return sorted({name for one in noted for name in (one.alert.article, *(sel.article for sel in one.alert.evidence))})
