"""Independent units: a whole copy group with its origin, else who wrote an article or its outlet, outlets of one owner taken together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tellings.model.articles import Article
from tellings.model.observed import Statement
from tellings.model.resolved import CopyGroup


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One independent telling: `key` tells units apart, `name` is shown."""

    key: str
    name: str


class Units:
    """Which unit stands behind each article of a story, and which articles merge where their support is shared text."""

    def __init__(self, articles: Iterable[Article], groups: Iterable[CopyGroup]) -> None:
        self._articles = {article.id: article for article in articles}
        every = sorted(groups, key=lambda g: g.id)
        self._partial = [group for group in every if group.kind == "partial"]
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
        """Return the units behind the statements, by name: articles whose support lies wholly in one shared passage are one."""
        support: dict[str, list[Statement]] = {}
        for statement in statements:
            support.setdefault(statement.sel.article, []).append(statement)
        joined = _Joined(support)
        for group in self._partial:
            inside = [article for article in sorted(support) if _inside(group, support[article])]
            for article in inside[1:]:
                joined.join(inside[0], article)
        for articles in _by_key(support, self._unit).values():
            for article in articles[1:]:
                joined.join(articles[0], article)
        firsts = [min(group, key=lambda a: (self._articles[a].published or "9", a)) for group in joined.groups()]
        return tuple(sorted((self._unit[first] for first in firsts), key=lambda u: (u.name, u.key)))


class _Joined:
    def __init__(self, members: Iterable[str]) -> None:
        self._head = {member: member for member in sorted(members)}

    def join(self, a: str, b: str) -> None:
        old, new = self._head[b], self._head[a]
        self._head = {member: new if head == old else head for member, head in self._head.items()}

    def groups(self) -> list[list[str]]:
        found: dict[str, list[str]] = {}
        for member, head in self._head.items():
            found.setdefault(head, []).append(member)
        return list(found.values())


def _by_key(articles: Iterable[str], unit: Mapping[str, Unit]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for article in sorted(articles):
        found.setdefault(unit[article].key, []).append(article)
    return found


def _inside(group: CopyGroup, statements: Sequence[Statement]) -> bool:
    """True where more than half of what the statements say lies in the group's shared passages."""
    shared = total = 0
    for statement in statements:
        sel = statement.sel
        shared += sum(max(0, min(sel.end, p.end) - max(sel.start, p.start)) for p in group.passages if p.article == sel.article)
        total += sel.end - sel.start
    return shared * 2 > total


def _own(article: Article) -> Unit:
    named = article.written_by or article.outlet
    if article.owner:
        return Unit(key=_fold(article.owner), name=named or article.owner)
    # an article that names neither writer nor outlet is a telling of its own
    return Unit(key=_fold(named) if named else f"article {article.id}", name=named or article.name)


def _fold(name: str) -> str:
    return " ".join(name.casefold().split())
