"""Aligns statements to claims: candidates by vectors, names, figures and rare words; each pair decided by what is compared of it.

Vectors and candidates are only made where a story has two articles or more; a single telling's statements are single claims.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tellings.backends.base import JUDGED, WAYS, Context, CrossEncoder
from tellings.model.articles import Article
from tellings.model.inputs import Inputs
from tellings.model.judged import BY_PERSON, CLAIM, MAIN_EVENT, Pairs, denied, pairs_of
from tellings.model.observed import Statement
from tellings.model.resolved import Claim, Relation, Slot, Story
from tellings.model.spans import content_id
from tellings.resolve.aligning import bonds, candidates, decision, occasions, reading, wording
from tellings.resolve.aligning.facets import Facet, facets, is_told, sentences_of
from tellings.resolve.aligning.features import NAMES, features, nearness
from tellings.resolve.aligning.grouping import attached, groups
from tellings.resolve.aligning.repeats import Distinct, distinct, repeats
from tellings.resolve.aligning.vetoes import vetoed
from tellings.resolve.aligning.views import Views, views_of
from tellings.resolve.correcting import Apart, links_of

ORIGIN: Final = "claims@5"
Pair = tuple[int, int]
_NAMED: Final = tuple(NAMES.index(name) for name in ("names_shared", "times_same", "numbers_same"))
_PARTS: Final = tuple(NAMES.index(name) for name in ("predicate", "subject", "object", "predicate_in", "numbers_same", "said_same"))
_CONTAINED: Final = NAMES.index("terms_contained")
# A pair with this share of the shorter one's terms in the other has a part in common.
_MOST: Final = 0.5
SLOTS: Final[tuple[Slot, ...]] = ("number", "time", "place", "actor", "polarity", "manner")
RELATIONS: Final[tuple[Relation, ...]] = ("contradiction", "update")
_SLOTS_AT: Final = slice(JUDGED.index(SLOTS[0]), JUDGED.index(SLOTS[-1]) + 1)
_RELATIONS_AT: Final = slice(JUDGED.index("contradiction"), JUDGED.index("update") + 1)
# From this chance on a pair is told to be a clash; the comparison of the parts has the last word.
_CLASH: Final = 0.5
# A pair this likely needs no part in common: its words carry it.
_SURE: Final = 0.25
_CONFLICT: Final = JUDGED.index("conflict")
# "What happened on board" is what is to be found out.
_ASKS: Final = re.compile(r"(?:what|who|why|how|whether)\b", re.IGNORECASE)
_COPIED: Final = "word for word"


def run(inputs: Inputs, context: Context) -> Iterable[object]:
    """Yield the story's Claims. A statement worth telling is the core of exactly one; it may support others beside it."""
    story = inputs.one(Story)
    telling = {statement.sel.article for statement in inputs.all(Statement)}
    if len(telling) < 2:
        alone = sorted(inputs.all(Statement), key=lambda s: (s.sel.start, s.sel.end, s.id))
        yield from (_claim(story.id, [s], 1) for s in alone if wording.worth_telling(s))
        return
    views = views_of(inputs, context.quick)
    by_person = pairs_of(links_of(inputs), CLAIM)
    different = distinct(views, _alone(views, by_person))
    told_apart = _apart(views, different, by_person)
    rank = _ranks(inputs.all(Article))
    scored = decided(different.views, context.pairs)
    found = groups(len(different.views.views), scored.scores, decision.threshold("join"), scored.parts(), told_apart.beside)
    found = told_apart.together(found)
    more_of = attached(found, scored.scores, decision.threshold("attach"))
    scored.join_by_person(told_apart.same)
    told: list[list[int]] = []
    texts: set[str] = set()
    place = [(rank[view.statement.sel.article], view.statement.sel.start, k) for k, view in enumerate(views.views)]
    for group, more in zip(found, more_of, strict=True):
        beside = [k for k in _beside(different.views, scored, group, more) if not told_apart.from_any(k, group)]
        core = sorted(different.all_of(group), key=lambda k: place[k])
        ordered = core + sorted(different.all_of(beside), key=lambda k: place[k])
        told.append(ordered)
        if len(core) > 1 or wording.worth_telling(views.views[core[0]].statement):
            judged = [different.of[k] for k in ordered]
            claim = _claim(story.id, [views.views[k].statement for k in ordered], len(core), _why(judged, scored), _clashes(judged, scored))
            texts.add(claim.text)
            yield claim
    told_in = sentences_of(told, views)
    out = denied(links_of(inputs), MAIN_EVENT)
    for facet in (_left(facet, views, out) for facet in facets(views)):
        if facet is not None and not is_told(facet, told_in, views):
            ordered = sorted(facet.members, key=lambda k: place[k])
            yield _facet_claim(story.id, facet, [views.views[k].statement for k in ordered], texts)


def _alone(views: Views, judged: Pairs) -> frozenset[str]:
    """The statements that a person has told apart from what has the same words."""
    words = {view.statement.id: view.text for view in views.views} if judged.apart else {}
    return frozenset(b for a, b in judged.apart if a in words and words[a] == words.get(b))


def _apart(views: Views, different: Distinct, judged: Pairs) -> Apart:
    """What persons have judged, by the places of the statements that are compared."""
    if not judged:
        return Apart()
    place = {view.statement.id: different.of[k] for k, view in enumerate(views.views)}
    again = repeats(different.views)
    return Apart.of(judged, place, again.__getitem__)


def _left(facet: Facet, views: Views, out: Collection[str]) -> Facet | None:
    """The facet without the statements that a person has taken out of it; None where one article is left."""
    if not out:
        return facet
    members = tuple(k for k in facet.members if views.views[k].statement.id not in out)
    return replace(facet, members=members) if len({views.views[k].article for k in members}) > 1 else None


def _beside(views: Views, scored: "Scored", core: Sequence[int], more: Sequence[int]) -> list[int]:
    """Who of those attached to a claim supports it."""
    return [k for k in _of_one_mouth(views, core, more) if scored.share_a_part(core, k) and _may_support(views, core, k)]


def _of_one_mouth(views: Views, core: Sequence[int], more: Sequence[int]) -> list[int]:
    """Who else supports a claim: beside one utterance, only what its speaker is said to have said."""
    said = {views.views[k].utterance for k in core}
    if None in said or len(said) > 1:
        return list(more)
    speakers = {views.views[k].source for k in core}
    return [k for k in more if views.views[k].source in speakers - {None}]


def _may_support(views: Views, core: Sequence[int], other: int) -> bool:
    """Return whether no statement of the claim gives another day, what the other only supposes the claim only supposes too, and the other does not only ask: a clause
    that tells more than the claim may tell of another occasion.
    """
    if _ASKS.match(views.views[other].statement.sel.exact):
        return False
    supposed = views.views[other].statement.modality == "hypothetical"
    if supposed and any(views.views[k].statement.modality != "hypothetical" for k in core):
        return False
    return not any(occasions.another_day(views.views[k], views.views[other]) for k in core)


def _facet_claim(story: str, facet: Facet, statements: Sequence[Statement], texts: set[str]) -> Claim:
    fresh = [s for s in statements if wording.text_of([s]) not in texts]
    return Claim(
        id=content_id("claim", statements[0].id, facet.kind, facet.value),
        story=story,
        text=wording.text_of(fresh or statements),
        statements=tuple(s.id for s in statements),
        why=tuple((0, k, f"main event, same {'day' if facet.kind == 'when' else 'place'}", 1.0) for k in range(1, len(statements))),
        origin=ORIGIN,
    )


class Scored:
    """The candidate pairs with their score (none where it is 0) and the reason a person is shown."""

    __slots__ = ("_beside", "_joined", "_place", "_rows", "clashing", "scores")

    def __init__(
        self, scores: dict[Pair, float], place: Mapping[Pair, int], rows: NDArray[np.float64], joined: dict[Pair, str],
        told: Mapping[Pair, Sequence[float]],
    ) -> None:  # fmt: skip
        self.scores = scores
        # by both statements, the lower first: what the reading says of a pair that it takes for a conflict
        self.clashing: dict[int, dict[int, Sequence[float]]] = {}
        for (a, b), chances in told.items():
            if chances[_CONFLICT] >= _CLASH:
                self.clashing.setdefault(a, {})[b] = chances
        self._beside: dict[int, list[int]] = {}
        for a, b in (*place, *(pair for pair in joined if pair not in place)):
            self._beside.setdefault(a, []).append(b)
            self._beside.setdefault(b, []).append(a)
        self._place = place
        self._rows = rows
        self._joined = joined

    def join_by_person(self, pairs: Iterable[Pair]) -> None:
        """Give the pairs that a person has joined the highest score, and that as the reason."""
        for a, b in pairs:
            pair = (min(a, b), max(a, b))
            if pair not in self._place and pair not in self._joined:
                self._beside.setdefault(a, []).append(b)
                self._beside.setdefault(b, []).append(a)
            self.scores[pair], self._joined[pair] = 1.0, BY_PERSON

    def of(self, pair: Pair) -> float | None:
        """Return the pair's score; None where it was no candidate and no comparison joined it."""
        return self.scores.get(pair, 0.0 if pair in self._place else None)

    def beside(self, k: int) -> Sequence[int]:
        """Return the statements that have a score with this one."""
        return self._beside.get(k, ())

    def share_a_part(self, core: Sequence[int], other: int) -> bool:
        """Return whether the statement has a part in common with one of the claim's: names alone do not make it tell the same."""
        for k in core:
            pair = (min(k, other), max(k, other))
            if pair not in self._place:
                continue
            row = self._rows[self._place[pair]]
            if any(row[at] > 0 for at in _PARTS) or row[_CONTAINED] >= _MOST or self.scores.get(pair, 0.0) >= _SURE:
                return True
        return False

    def parts(self) -> dict[Pair, int]:
        """Return for each pair how many names, times and figures the two have in common; pairs without any are left out."""
        counts = self._rows[:, _NAMED].sum(axis=1).astype(np.int64)
        return {pair: int(counts[k]) for pair, k in self._place.items() if counts[k]}

    def reason(self, pair: Pair) -> str:
        """Return what the two have in common, in words."""
        return self._joined.get(pair) or _reason(self._rows[self._place[pair]])


def proposed(views: Views) -> tuple[list[Pair], NDArray[np.float64]]:
    """Return the candidate pairs that are worth comparing, and what is seen of each at a glance."""
    every = candidates.pairs(views)
    near = nearness(views, every)
    kept = np.flatnonzero(candidates.worth_comparing(views, every, near[:, NAMES.index("own")]))
    every, near = every[kept], near[kept]
    pairs = [(a, b) for a, b in every.tolist()]
    return pairs, features(views, pairs, near)


def decided(views: Views, reader: CrossEncoder | None) -> Scored:
    """Return every pair of the story that is worth comparing, with its score."""
    pairs, rows = proposed(views)
    values = decision.scores("glance", rows)
    read = reading.chosen(views, pairs, values) if reader is not None else np.zeros(0, dtype=np.intp)
    some = [pairs[k] for k in read]
    told = reading.judged(views, some, reader) if reader is not None else np.zeros((0, len(WAYS), len(JUDGED)))
    if some:
        # where each article has one sentence, nothing else of it tells a pair from its neighbours
        alone = len({view.sentence for view in views.views}) == len({view.article for view in views.views})
        step = "few" if alone else "decision"
        values[read] = decision.scores(step, np.concatenate([rows[read], reading.columns(views, some, told)], axis=1))
    values[vetoed(rows)] = 0.0
    place = {pair: k for k, pair in enumerate(pairs)}
    one_event, two_events = bonds.tolls(views)
    for pair in (*(two_events & place.keys()), *occasions.apart(views, pairs)):
        values[place[pair]] = 0.0
    scores = {pairs[k]: float(values[k]) for k in np.flatnonzero(values)}
    joined: dict[Pair, str] = {}
    for reason, found in (("one toll", one_event), ("one deed", bonds.deeds(views, pairs))):
        for pair in sorted(found):
            if scores.get(pair, 0.0) < bonds.SCORE:
                scores[pair], joined[pair] = bonds.SCORE, reason
    return Scored(scores, place, rows, joined, dict(zip(some, told.mean(axis=1), strict=True)))


def _reason(row: Sequence[float]) -> str:
    value = dict(zip(NAMES, row, strict=True))
    told = [
        name for name, holds in (
            ("same predicate", value["predicate"] >= 1), ("same subject", value["subject"] > 0 or value["actors"] > 0),
            ("same object", value["object"] > 0), ("names", value["names_shared"] > 0), ("figure", value["numbers_same"] > 0),
            ("time", value["times_same"] > 0), ("one utterance", value["said_same"] > 0), ("words", value["terms_contained"] >= 0.5),
            ("vector", value["own"] >= 0.6),
        ) if holds
    ]  # fmt: skip
    return ", ".join(told) or "taken together"


def _why(ordered: Sequence[int], scored: Scored) -> Iterator[tuple[int, int, str, float]]:
    """For each statement after the first, the match that ties it best to those before it; copies come under one number."""
    first: dict[int, int] = {}
    for later, k in enumerate(ordered):
        if k in first:
            yield (first[k], later, _COPIED, 1.0)
            continue
        near = scored.beside(k)
        options = [
            (score, -first[other], pair)
            for other in (first if len(first) < len(near) else near)
            if other in first and (score := scored.of(pair := (min(other, k), max(other, k)))) is not None
        ]
        if options:
            score, negative, pair = max(options)
            yield (-negative, later, scored.reason(pair), round(score, 4))
        first[k] = later


def _ranks(articles: Iterable[Article]) -> dict[str, int]:
    """Articles by time of publication, those without one last."""
    ordered = sorted(articles, key=lambda a: (a.published is None, a.published or "", a.id))
    return {article.id: k for k, article in enumerate(ordered)}


def _clashes(ordered: Sequence[int], scored: Scored) -> Iterator[tuple[int, int, Slot, Relation, float]]:
    """Each pair of the claim's statements that the reading takes for a conflict; of copies the first."""
    at = {k: place for place, k in reversed(list(enumerate(ordered)))}
    for a in sorted(at):
        for b in sorted(scored.clashing.get(a, {}).keys() & at.keys()):
            told = scored.clashing[a][b]
            one, other = sorted((at[a], at[b]))
            slot = SLOTS[int(np.argmax(told[_SLOTS_AT]))]
            yield one, other, slot, RELATIONS[int(np.argmax(told[_RELATIONS_AT]))], round(float(told[_CONFLICT]), 4)


def _claim(
    story: str, statements: Sequence[Statement], core: int, why: Iterable[tuple[int, int, str, float]] = (),
    clashes: Iterable[tuple[int, int, Slot, Relation, float]] = (),
) -> Claim:  # fmt: skip
    return Claim(
        id=content_id("claim", statements[0].id),
        story=story,
        text=wording.text_of(statements[:core]),
        statements=tuple(s.id for s in statements),
        why=tuple(why),
        clashes=tuple(sorted(clashes)),
        origin=ORIGIN,
    )
