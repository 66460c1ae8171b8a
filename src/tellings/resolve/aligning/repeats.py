"""Statements that repeat one another word for word, in a story that many articles tell: judged once, by the first of them, and not once for each copy.

Reprints and shared passages make most of a large story. Judged one by one, a statement's copies fill the places of its nearest, so that other
wordings of it are never compared, and pairs grow with the copies.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final

from tellings.resolve.aligning.views import View, Views

# Up to so many articles every statement is judged by itself: what stands around it in its own article tells more than the time saved.
_FEW: Final = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Distinct:
    """The statements that are judged: `views` has the first of each, `copies` for each of these the places of all like it in the story's views, rising;
    `of` says for each of the story's views which of the first it is like.
    """

    views: Views
    copies: tuple[tuple[int, ...], ...]
    of: tuple[int, ...]

    def all_of(self, some: Sequence[int]) -> list[int]:
        """Return the places in the story's views of all statements like the given ones."""
        return [copy for k in some for copy in self.copies[k]]


def is_large(views: Views) -> bool:
    """Return whether so many articles tell the story that repeats are judged once."""
    return len({view.article for view in views.views}) > _FEW


def distinct(views: Views, alone: Collection[str] = ()) -> Distinct:
    """Return the story's statements without word-for-word repeats; each stands for itself where few articles tell, and those of `alone` (ids) always.

    A repeat has the same words in the same sentence, and the same names, times, figures and speaker by what these stand for.
    """
    if not is_large(views):
        every = range(len(views.views))
        return Distinct(views=views, copies=tuple((k,) for k in every), of=tuple(every))
    copies: dict[object, list[int]] = {}
    for k, view in enumerate(views.views):
        key: tuple[object, ...] = (views.whole[k], _said(view))
        if view.statement.id in alone:
            key = (*key, view.statement.id)
        # two clauses of one sentence are never one, whatever they have in common
        while (held := copies.setdefault(key, [])) and views.views[held[-1]].sentence == view.sentence:
            key = (*key, "again")
        held.append(k)
    first = [held[0] for held in copies.values()]
    return Distinct(
        views=replace(
            views,
            views=tuple(views.views[k] for k in first),
            own=views.own[first],
            around=views.around[first],
            whole=tuple(views.whole[k] for k in first),
        ),
        copies=tuple(tuple(held) for held in copies.values()),
        of=tuple(k for _, k in sorted((copy, k) for k, held in enumerate(copies.values()) for copy in held)),
    )


def repeats(views: Views) -> dict[int, list[int]]:
    """Return for the place of each statement the places of all that have its words in its sentence's words, its own among them, rising."""
    found: dict[tuple[str, str], list[int]] = {}
    for k, view in enumerate(views.views):
        found.setdefault((view.text, views.whole[k]), []).append(k)
    return {k: held for held in found.values() for k in held}


def _said(view: View) -> tuple[object, ...]:
    """All of a view that its pairs are judged by, save where it stands."""
    s = view.statement
    return (
        view.text, s.rule, s.predicate, s.subject, s.subject_lemma, s.object_lemma, s.negated, s.modality, s.quotation is None,
        view.entities, view.actors, view.source, view.utterance, view.times, view.wheres, view.lands, view.terms, view.numbers,
    )  # fmt: skip
