"""When and where the story's main events happened: claims that whole clauses share only in one part.

"The ferry sank on Monday" and "the sinking on Monday of a ferry off Lagos" tell one day, whatever else they tell.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from tellings.data import rows
from tellings.resolve.aligning.views import View, Views

# The opening of an article, in statements: what its first sentences tell of is what the story is about.
_OPENING: Final = 10
_DAY: Final = 10  # letters of YYYY-MM-DD
# From this share of common statements a facet is an existing claim in other words.
_SAME: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """Statements (indices into the views) of two articles or more that give one day, or one place, of a main event."""

    kind: str
    value: str
    members: tuple[int, ...]


def facets(views: Views) -> list[Facet]:
    """Return the facets of the story, by kind and value; each has statements of two articles at least."""
    found: dict[tuple[str, str], list[int]] = {}
    events = _main_events(views.views)
    for k, view in enumerate(views.views):
        if not view.terms & events:
            continue
        for value in sorted({time[:_DAY] for time in view.times if len(time) >= _DAY and time[:4].isdigit()}):
            found.setdefault(("when", value), []).append(k)
        for place in sorted(view.wheres):
            found.setdefault(("where", place), []).append(k)
    return [
        Facet(kind=kind, value=value, members=tuple(members))
        for (kind, value), members in sorted(found.items())
        if len({views.views[k].article for k in members}) >= 2
    ]


def sentences_of(claims: Sequence[Sequence[int]], views: Views) -> list[set[int]]:
    """Return of each claim that rests on several statements the sentences that they stand in."""
    return [{views.views[k].sentence for k in claim} for claim in claims if len(claim) > 1]


def is_told(facet: Facet, claims: Sequence[set[int]], views: Views) -> bool:
    """True where a claim, given by its sentences, rests on nearly the same ones already."""
    own = {views.views[k].sentence for k in facet.members}
    return any(_share(own, sentences) >= _SAME for sentences in claims)


def _share(a: set[int], b: set[int]) -> float:
    return len(a & b) / len(a | b)


def _main_events(views: Sequence[View]) -> frozenset[str]:
    """The words for events that the openings of most articles have in common."""
    articles: dict[str, set[int]] = {}
    seen: Counter[int] = Counter()
    predicates = set(_event_words())
    for view in views:
        seen[view.article] += 1
        predicates.add(view.statement.predicate.split(" ")[0])
        if seen[view.article] <= _OPENING:
            for term in view.terms:
                articles.setdefault(term, set()).add(view.article)
    half = len(seen) / 2
    return frozenset(t for t, told in articles.items() if len(told) >= 2 and len(told) > half and t in predicates)


@cache
def _event_words() -> Mapping[str, None]:
    return dict.fromkeys(word for row in rows("nominals") for word in (row["noun"], row["verb"]))
