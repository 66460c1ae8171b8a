"""Finds the quotations that give one utterance: the same words whole, cut, split, joined or slightly altered, in one article or in many.

Words are compared without case, marks and accents. A quotation belongs with the longest one that holds its runs of three words.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from tellings.backends.base import Context
from tellings.model.articles import Article
from tellings.model.inputs import Inputs
from tellings.model.observed import Quotation
from tellings.model.resolved import Entity, Link, Story, Utterance
from tellings.model.spans import content_id

_ORIGIN: Final = "utterances@1"
_WORD: Final = re.compile(r"[^\W_]+")
_RUN: Final = 3
# Share of the shorter quotation's runs of words that the longer must hold.
_HELD: Final = 0.6
# Where two named speakers differ, the words must be nearly the same and many: then one of the tellings names another speaker.
_HELD_ACROSS: Final = 0.85
_WORDS_ACROSS: Final = 10
# Fewer words than this say nothing of where they come from.
_FEWEST: Final = 4


@dataclass(frozen=True, slots=True)
class _Said:
    quotation: Quotation
    words: tuple[str, ...]
    runs: frozenset[tuple[str, ...]]
    speaker: str | None


def run(inputs: Inputs, context: Context) -> Iterable[object]:
    """Yield an Utterance for every two or more quotations that give one, and a Link for each with the longest."""
    story = inputs.one(Story)
    speakers = {mention: entity.id for entity in inputs.all(Entity) for mention in entity.mentions}
    place = {article.id: number for number, article in enumerate(sorted(inputs.all(Article), key=lambda a: a.id))}
    said = [_said(q, speakers) for q in inputs.all(Quotation)]
    said = sorted((s for s in said if len(s.words) >= _FEWEST), key=lambda s: _rank(s, place))
    groups, links = _grouped(said)
    for longest, members in sorted(groups.items()):
        if len(members) > 1:
            yield Utterance(
                id=content_id("utterance", story.id, longest), story=story.id, quotations=tuple(members), longest=longest, origin=_ORIGIN
            )
    yield from links


def normalised(text: str) -> tuple[str, ...]:
    """Return the words of a text as they are compared: no case, marks or accents."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return tuple(_WORD.findall(plain.replace("'", "").replace("’", "")))


def _said(quotation: Quotation, speakers: dict[str, str]) -> _Said:
    words = normalised(quotation.content.exact)
    size = min(_RUN, max(1, len(words)))
    runs = frozenset(words[k : k + size] for k in range(len(words) - size + 1))
    return _Said(quotation, words, runs, speakers.get(quotation.source_mention or ""))


def _rank(said: _Said, place: dict[str, int]) -> tuple[object, ...]:
    sel = said.quotation.content
    direct = {"direct": 0, "mixed": 1, "indirect": 2}[said.quotation.kind]
    return (-len(said.words), direct, place.get(sel.article, 0), sel.article, sel.start, said.quotation.id)


def _grouped(said: Sequence[_Said]) -> tuple[dict[str, list[str]], list[Link]]:
    """Take the longest first; each later one joins the earlier one that holds most of it, or stands for itself."""
    holders: dict[tuple[str, ...], list[int]] = {}
    groups: dict[str, list[str]] = {}
    links: list[Link] = []
    for number, one in enumerate(said):
        shared = Counter(k for r in sorted(one.runs) for k in holders.get(r, ()))
        best = max(((count / len(one.runs), -k) for k, count in shared.items() if _same(one, said[k], count / len(one.runs))), default=None)
        if best is None:
            groups[one.quotation.id] = [one.quotation.id]
            for r in one.runs:
                holders.setdefault(r, []).append(number)
            continue
        longest = said[-best[1]].quotation.id
        groups[longest].append(one.quotation.id)
        links.append(
            Link(a=longest, b=one.quotation.id, judgement="same", judge="rule", rule="same-words", score=round(best[0], 4), origin=_ORIGIN)
        )
    return groups, links


def _same(short: _Said, whole: _Said, held: float) -> bool:
    if held < _HELD or short.quotation.content.overlaps(whole.quotation.content):
        return False
    if short.speaker is not None and whole.speaker is not None and short.speaker != whole.speaker:
        return held >= _HELD_ACROSS and len(short.words) >= _WORDS_ACROSS
    return True
