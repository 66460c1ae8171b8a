"""Finds the quotations that give one utterance: whole, cut, split, joined, altered, reported or translated, in one article or in many.

Words are compared without case, marks and accents. A quotation belongs with the longest one that holds its runs of three words, or, of one
speaker, means what it means. Speakers and days must fit.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tellings.backends.base import Context, Embedder
from tellings.model.articles import Article
from tellings.model.inputs import Inputs
from tellings.model.judged import UTTERANCE, pairs_of
from tellings.model.observed import Mention, Quotation, TimeExpression
from tellings.model.resolved import Entity, Link, Story, Utterance
from tellings.model.spans import content_id
from tellings.resolve.correcting import Apart, links_of
from tellings.resolve.uttering import words
from tellings.resolve.uttering.days import Days
from tellings.resolve.uttering.speakers import speaker_of
from tellings.resolve.uttering.verdicts import Said, verdict

_ORIGIN: Final = "utterances@2"
# A run or a stem that this many quotations have says nothing; and so many candidates are looked at.
_MOST_HOLDERS: Final = 48
_MOST_CANDIDATES: Final = 12
# A speaker whose quotations have less in common than one half-telling word is not asked about.
_LEAST_COMMON: Final = 0.4
# What the quick embedder, blind to the order of words, finds farther apart than this is not looked at again.
_QUICK_LEAST: Final = 0.7
# The better embedder reads so many of the nearest pieces.
_LOOKED_AT: Final = 2


def run(inputs: Inputs, context: Context) -> Iterable[object]:
    """Yield an Utterance for every two or more quotations that give one, and a Link for each with the longest."""
    story = inputs.one(Story)
    said = _said(inputs)
    candidates = _candidates(said)
    judged = Apart.of(pairs_of(links_of(inputs), UTTERANCE), {one.quotation.id: k for k, one in enumerate(said)})
    groups, links = _grouped(said, candidates, _Likeness(context), judged)
    for longest, members in sorted(groups.items()):
        if len(members) > 1:
            yield Utterance(
                id=content_id("utterance", story.id, longest), story=story.id, quotations=tuple(members), longest=longest, origin=_ORIGIN
            )
    yield from links


def _said(inputs: Inputs) -> list[Said]:
    """The story's quotations, the longest first."""
    entity_of = {mention: entity for entity in inputs.all(Entity) for mention in entity.mentions}
    mentions = {mention.id: mention for mention in inputs.all(Mention)}
    articles = {article.id: article for article in inputs.all(Article)}
    found_days = Days(articles.values(), inputs.all(TimeExpression))
    found = []
    for q in inputs.all(Quotation):
        said = words.normalised(q.content.exact)
        if not said:
            continue
        article = articles[q.content.article]
        speaker = speaker_of(q, entity_of.get(q.source_mention or ""), mentions)
        found.append(
            Said(
                quotation=q, words=said, runs=words.runs(said), stems=words.stems(said), numbers=words.numbers(said), speaker=speaker,
                day=found_days.of(q), published=article.published, text=article.text,
            )
        )  # fmt: skip
    return sorted(found, key=_rank)


def _rank(said: Said) -> tuple[object, ...]:
    sel = said.quotation.content
    direct = {"direct": 0, "mixed": 1, "indirect": 2}[said.quotation.kind]
    return (-len(said.words), direct, sel.article, sel.start, said.quotation.id)


def _candidates(said: Sequence[Said]) -> list[list[tuple[int, int]]]:
    """For each quotation the longer ones it may belong with, and how many runs of words both have.

    They share a run, or have one speaker and a telling word in common.
    """
    by_run: dict[tuple[str, ...], list[int]] = defaultdict(list)
    by_word: dict[tuple[str, str], list[int]] = defaultdict(list)
    found = []
    for number, one in enumerate(said):
        runs = Counter(k for r in sorted(one.runs) for k in by_run[r])
        common: dict[int, float] = defaultdict(float)
        entity = one.speaker.entity
        for stem, weight in one.stems.items() if entity is not None else ():
            for k in by_word[entity or "", stem]:
                common[k] += weight
        near = sorted((k for k, weight in common.items() if weight >= _LEAST_COMMON), key=lambda k: (-common[k], k))[:_MOST_CANDIDATES]
        most = sorted(runs, key=lambda k: (-runs[k], k))[:_MOST_CANDIDATES]
        found.append([(k, runs[k]) for k in dict.fromkeys((*most, *near))])
        for r in one.runs:
            _hold(by_run[r], number)
        for stem in one.stems if entity is not None else ():
            _hold(by_word[entity or "", stem], number)
    return found


def _hold(holders: list[int], number: int) -> None:
    if len(holders) < _MOST_HOLDERS:
        holders.append(number)


class _Likeness:
    """How near in meaning a quotation comes to a longer one (-1..1): its sentences each to the nearest there.

    The quick embedder is asked first: what it finds far apart is -1.
    """

    def __init__(self, context: Context | None) -> None:
        self._rows: dict[tuple[str, str], NDArray[np.float32]] = {}
        self._context = context

    def __call__(self, short: Said, whole: Said) -> float:
        if self._context is None:
            return -1.0
        text = " ".join(whole.quotation.content.exact.split())
        pieces = list(dict.fromkeys((text, *words.sentences(text), *words.clauses(text))))
        own = words.sentences(short.quotation.content.exact)
        lengths = np.array([len(piece) for piece in own], dtype=np.float32)
        near = self._embedded(self._context.quick, own) @ self._embedded(self._context.quick, pieces).T
        if float(near.max(axis=1) @ lengths / lengths.sum()) < _QUICK_LEAST:
            return -1.0
        best = []
        for row, piece in zip(np.round(near, 4), own, strict=True):
            nearest = [pieces[k] for k in sorted(range(len(pieces)), key=lambda k: (-row[k], k))[:_LOOKED_AT]]
            best.append(float((self._embedded(self._context.embedder, nearest) @ self._embedded(self._context.embedder, [piece])[0]).max()))
        return round(float(np.array(best, dtype=np.float32) @ lengths / lengths.sum()), 4)

    def _embedded(self, embedder: Embedder, pieces: Iterable[str]) -> NDArray[np.float32]:
        keys = [(embedder.name, piece) for piece in pieces]
        new = [piece for name, piece in keys if (name, piece) not in self._rows]
        if new:
            self._rows.update(zip([(embedder.name, piece) for piece in new], embedder.embed(new), strict=True))
        return np.stack([self._rows[key] for key in keys])


def _unlike(_short: Said, _whole: Said) -> float:
    return -1.0


def _join(number: int, longest: int, joined: dict[int, int], members: dict[int, set[int]], judged: Apart) -> None:
    """Put one into the group of a longer one: with it come all whom a person has made one with it, be they there yet or not."""
    joined[number] = longest
    members.setdefault(longest, set(judged.all_one_with(longest))).update(judged.all_one_with(number))


def _grouped(
    said: Sequence[Said], candidates: Sequence[Sequence[tuple[int, int]]], likeness: _Likeness, judged: Apart
) -> tuple[dict[str, list[str]], list[Link]]:
    """Take the longest first; each later one joins the earlier one that gives most of it, or stands for itself."""
    groups: dict[str, list[str]] = {}
    links: list[Link] = []
    joined: dict[int, int] = {}
    members: dict[int, set[int]] = {}
    for number, (one, others) in enumerate(zip(said, candidates, strict=True)):
        found = []
        known = dict(others)
        by_person = next((k for k in judged.all_one_with(number) if k < number), None)
        if by_person is not None:
            _join(number, joined.get(by_person, by_person), joined, members, judged)
            groups[said[joined[number]].quotation.id].append(one.quotation.id)
            continue
        for k in dict.fromkeys((*known, *(joined[k] for k in known if k in joined))):
            shared = known[k] if k in known else len(one.runs & said[k].runs)
            group = members.get(longest_of := joined.get(k, k)) or judged.all_one_with(longest_of)
            if any(judged.from_any(own, group) for own in judged.all_one_with(number)):
                continue
            # what only means what a member means may be far from the longest
            ask = likeness if k not in joined else _unlike
            if (why := verdict(one, said[k], shared, ask)) is not None:
                found.append((why.rule == "same-words", why.score, -joined.get(k, k), why))
        if not found:
            groups[one.quotation.id] = [one.quotation.id]
            continue
        _, _, at, why = max(found)
        _join(number, -at, joined, members, judged)
        longest = said[-at].quotation.id
        groups[longest].append(one.quotation.id)
        links.append(Link(a=longest, b=one.quotation.id, judgement="same", judge="rule", rule=why.rule, score=why.score, origin=_ORIGIN))
    return groups, links
