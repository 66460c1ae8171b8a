"""Independent units: a whole copy group with its origin, else who wrote an article or its outlet, outlets of one owner taken together.

Counting a claim takes time that grows with its support and the shared passages that it touches, not with the copy groups of the story.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from tellings.model.articles import Article
from tellings.model.observed import Statement
from tellings.model.resolved import CopyGroup


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One independent telling: `key` tells units apart, `name` is shown."""

    key: str
    name: str


# Shared passages are looked up by the stretch of so many code points that they touch.
_STRETCH: Final = 512


class Units:
    """Which unit stands behind each article of a story, and which articles merge where their support is shared text."""

    def __init__(self, articles: Iterable[Article], groups: Iterable[CopyGroup]) -> None:
        self._articles = {article.id: article for article in articles}
        every = sorted(groups, key=lambda g: g.id)
        self._partial = {group.id: group for group in every if group.kind == "partial"}
        self._shared: dict[tuple[str, int], list[tuple[int, int, str]]] = defaultdict(list)
        for group in self._partial.values():
            for p in group.passages:
                for stretch in range(p.start // _STRETCH, p.end // _STRETCH + 1):
                    self._shared[p.article, stretch].append((p.start, p.end, group.id))
        self._unit: dict[str, Unit] = {article.id: _own(article) for article in self._articles.values()}
        for group in every:
            if group.kind == "whole":
                unit = self._of_group(group)
                self._unit.update(dict.fromkeys((a for a in group.articles if a in self._articles), unit))

    def _of_group(self, group: CopyGroup) -> Unit:
        members = [self._articles[a] for a in group.articles if a in self._articles]
        if group.written_by is not None:
            owner = next((a.owner for a in members if a.name == group.written_by and a.owner), None)
            return Unit(key=_fold(owner or group.written_by), name=group.written_by)
        first = min(members, key=lambda a: (a.published is None, a.published or "", a.id))
        return _own(first)

    def of(self, article: str) -> Unit:
        """Return the unit behind an article."""
        return self._unit[article]

    def behind(self, statements: Sequence[Statement]) -> tuple[Unit, ...]:
        """Return the units behind the statements, by name: articles whose support lies wholly in one shared passage are one.

        Where that passage is somebody's by name, they are that writer's unit.
        """
        support: dict[str, list[Statement]] = defaultdict(list)
        for statement in statements:
            support[statement.sel.article].append(statement)
        joined = _Joined(support)
        within: dict[str, list[str]] = defaultdict(list)
        for article in sorted(support):
            for group in self._holding(support[article]):
                within[group].append(article)
        writers: dict[str, Unit] = {}
        for group, articles in sorted(within.items()):
            joined.join(articles)
            if len(articles) > 1 and self._partial[group].written_by is not None:
                writers.setdefault(articles[0], self._of_group(self._partial[group]))
        by_key: dict[str, list[str]] = defaultdict(list)
        for article in sorted(support):
            by_key[self._unit[article].key].append(article)
        for articles in by_key.values():
            joined.join(articles)
        found = {unit.key: unit for unit in (self._named(members, writers) for members in joined.groups())}
        return tuple(sorted(found.values(), key=lambda u: (u.name, u.key)))

    def _named(self, members: Sequence[str], writers: dict[str, Unit]) -> Unit:
        first = min(members, key=lambda a: (self._articles[a].published or "9", a))
        written = next((writers[a] for a in members if a in writers), None)
        return written if written is not None and len({self._unit[a].key for a in members}) > 1 else self._unit[first]

    def _holding(self, statements: Sequence[Statement]) -> Iterator[str]:
        """The partial groups in whose passages more than half of what the statements of one article say lies."""
        held: dict[str, int] = defaultdict(int)
        total = 0
        for statement in statements:
            sel = statement.sel
            total += sel.end - sel.start
            stretches = range(sel.start // _STRETCH, sel.end // _STRETCH + 1)
            near = {p for at in stretches for p in self._shared.get((sel.article, at), ())}
            for start, end, group in sorted(near):
                held[group] += max(0, min(sel.end, end) - max(sel.start, start))
        return (group for group, shared in sorted(held.items()) if shared * 2 > total)


class _Joined:
    """Sets of articles that grow together."""

    def __init__(self, members: Iterable[str]) -> None:
        self._head = {member: member for member in sorted(members)}

    def _find(self, member: str) -> str:
        while self._head[member] != member:
            self._head[member] = self._head[self._head[member]]
            member = self._head[member]
        return member

    def join(self, members: Sequence[str]) -> None:
        for member in members[1:]:
            a, b = sorted((self._find(members[0]), self._find(member)))
            self._head[b] = a

    def groups(self) -> list[list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for member in self._head:
            found[self._find(member)].append(member)
        return list(found.values())


def _own(article: Article) -> Unit:
    named = article.written_by or article.outlet
    if article.owner:
        return Unit(key=_fold(article.owner), name=named or article.owner)
    # an article that names neither writer nor outlet is a telling of its own
    return Unit(key=_fold(named) if named else f"article {article.id}", name=named or article.name)


def _fold(name: str) -> str:
    return " ".join(name.casefold().split())
