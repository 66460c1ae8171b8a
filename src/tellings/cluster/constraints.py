"""What persons decided on stories, as sets of articles that stand together and pairs that stand apart."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import product

from tellings.errors import ConfigError
from tellings.model.resolved import Constraint


class Bounds:
    """Constraints in force, by article id. Whatever is asked, both ways: an article is together with itself."""

    def __init__(self) -> None:
        self._all: dict[str, Constraint] = {}
        self._together: dict[str, frozenset[str]] = {}
        self._apart: dict[str, set[str]] = {}
        self._founders: dict[str, str | None] = {}
        self._pinned: frozenset[str] = frozenset()

    def __iter__(self) -> Iterator[Constraint]:
        return iter(self._all.values())

    def __bool__(self) -> bool:
        return bool(self._all)

    def __contains__(self, article: str) -> bool:
        return article in self._together or article in self._apart

    def is_anchor(self, founder: str) -> bool:
        """Return whether an article's story is one that somebody pinned others to."""
        return founder in self._founders.values()

    def together(self, article: str) -> frozenset[str]:
        """Return the articles that are to be in one story with this one, itself among them."""
        return self._together.get(article, frozenset((article,)))

    def pinned(self) -> frozenset[str]:
        """Return the articles that were put into a story, but for those by which such a story is told: they tell nothing of what the story is about."""
        return self._pinned

    def apart(self) -> Mapping[str, Collection[str]]:
        """Return for each article those that must not be in one story with it, or with what is together with it."""
        return self._apart

    def groups(self) -> Iterable[frozenset[str]]:
        """Return the sets of articles that are to be in one story, in a fixed order."""
        return (self._together[name] for name in sorted(self._together) if name == min(self._together[name]))

    def get(self, name: str) -> Constraint:
        """Return the constraint of the id; raises ConfigError where it is not in force."""
        if name not in self._all:
            raise ConfigError(f"no such judgement on stories: {name}")
        return self._all[name]

    def put(self, constraint: Constraint, founder: str | None) -> None:
        """Put a constraint in force; raises ConfigError, and changes nothing, where it contradicts one that is. `founder` is the article by which a pinned story is told."""
        self._rebuild([*(c for c in self._all.values() if c.id != constraint.id), constraint], self._founders | {constraint.id: founder})

    def drop(self, name: str) -> None:
        """Take a constraint out of force."""
        self._rebuild([c for c in self._all.values() if c.id != self.get(name).id], self._founders)

    def _rebuild(self, constraints: Sequence[Constraint], founders: Mapping[str, str | None]) -> None:
        sets = _Sets()
        for constraint in constraints:
            group = [*constraint.articles, founders[constraint.id]] if constraint.kind != "apart" else []
            sets.join([article for article in group if article is not None])
        together = sets.groups()
        apart: dict[str, set[str]] = {}
        for constraint in constraints:
            for a, b in _pairs(constraint):
                if b in together.get(a, frozenset((a,))):
                    raise ConfigError(
                        f"articles {a} and {b} cannot be in one story and apart: a judgement in force says otherwise; undo it first"
                    )
                for one, other in product(together.get(a, (a,)), together.get(b, (b,))):
                    apart.setdefault(one, set()).add(other)
                    apart.setdefault(other, set()).add(one)
        self._all = {constraint.id: constraint for constraint in constraints}
        self._founders = {constraint.id: founders[constraint.id] for constraint in constraints}
        self._together, self._apart = together, apart
        anchors = frozenset(founder for founder in self._founders.values() if founder is not None)
        self._pinned = frozenset(a for c in constraints if c.kind == "pin" for a in c.articles) - anchors


class _Sets:
    """Sets of articles that grow together."""

    def __init__(self) -> None:
        self._head: dict[str, str] = {}

    def join(self, articles: Sequence[str]) -> None:
        for article in articles:
            first, second = sorted((self._find(articles[0]), self._find(article)))
            self._head[first] = self._head[second] = first

    def groups(self) -> dict[str, frozenset[str]]:
        """Return the set of each article that has another in it."""
        sets: dict[str, list[str]] = {}
        for article in sorted(self._head):
            sets.setdefault(self._find(article), []).append(article)
        return {article: frozenset(group) for group in sets.values() if len(group) > 1 for article in group}

    def _find(self, one: str) -> str:
        while self._head.get(one, one) != one:
            one = self._head[one]
        return one


def _pairs(constraint: Constraint) -> Iterable[tuple[str, str]]:
    return ((a, b) for a in constraint.articles for b in constraint.others) if constraint.kind == "apart" else ()


def articles_of(constraint: Constraint) -> tuple[str, ...]:
    """Return every article that a constraint names."""
    return tuple(dict.fromkeys((*constraint.articles, *constraint.others)))
