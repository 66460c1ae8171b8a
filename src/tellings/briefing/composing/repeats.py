"""Lines that say what another has said: the same words, or words of the same passages."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property
from typing import Final

from tellings import data
from tellings.model.briefs import BriefSentence
from tellings.model.spans import Selector

# A line whose words another has to this share says nothing of its own; with most passages in common the second share is enough, with none
# but passages inside the other's the third. One word in eight may be the verb that tells two happenings of the same people apart.
_SAME: Final = 0.9
_MOST_PASSAGES: Final = 0.8
_SAME_PASSAGES: Final = 0.5
# Lines with a word in common are compared, of each word the latest so many: a story's commonest words do not make all lines meet.
_NEAR: Final = 60
_WORD: Final = re.compile(r"\w+(?:[.,]\d+)*")
_EMPTY: Final = frozenset(["a", "an", "the", "of", "in", "on", "at", "to", "for", "by", "with", "from", "into", "and", "or", "but", "as", "that", "which", "who", "whose", "whom", "it", "its", "his", "her", "their", "this", "these", "those", "is", "are", "was", "were", "be", "been", "being", "has", "have", "had", "do", "does", "did", "s", "also", "after", "before"])  # fmt: skip


@cache
def _number_words() -> frozenset[str]:
    table = data.toml("figures")
    vague = (word for row in table["vague"] for word in row["words"])
    return frozenset((*table["words"], *table["scales"], *vague))


@cache
def _negations() -> frozenset[str]:
    return frozenset((*data.toml("stating")["negation"]["words"], "t"))  # "t" is what is left of "isn't"


def content(words: str) -> frozenset[str]:
    """Return the words that carry content, in lower case: numbers and "not" are among them."""
    return frozenset(word.lower() for word in _WORD.findall(words)) - _EMPTY


def by_article(passages: Iterable[Selector]) -> Mapping[str, Sequence[Selector]]:
    """Return the passages of each article."""
    found: dict[str, list[Selector]] = defaultdict(list)
    for sel in passages:
        found[sel.article].append(sel)
    return found


def in_common(passages: Iterable[Selector], others: Mapping[str, Sequence[Selector]]) -> int:
    """Return how many of the passages lie inside one of the others or hold one."""
    return sum(any(a.contains(b) or b.contains(a) for b in others.get(a.article, ())) for a in passages)


class _Kept:
    """A line's words, and its passages by article once they are asked for."""

    def __init__(self, words: frozenset[str], evidence: Sequence[Selector]) -> None:
        self.words = words
        self._evidence = evidence

    @cached_property
    def passages(self) -> Mapping[str, Sequence[Selector]]:
        return by_article(self._evidence)


class Repeats:
    """Keeps lines and tells whether a further one says anything of its own."""

    def __init__(self) -> None:
        self._lines: list[_Kept] = []
        self._having: dict[str, list[int]] = defaultdict(list)

    def is_new(self, line: BriefSentence) -> bool:
        """Return whether no kept line says it, and keep it then."""
        words = content(line.words)
        near = sorted({at for word in words for at in self._having[word][-_NEAR:]})
        if any(_says(self._lines[at], words, line) for at in near):
            return False
        self._lines.append(_Kept(words, line.evidence))
        for word in words:
            self._having[word].append(len(self._lines) - 1)
        return True


def _says(kept: _Kept, words: frozenset[str], line: BriefSentence) -> bool:
    had = kept.words
    if not words or _figures(words) - had or bool(words & _negations()) != bool(had & _negations()):
        return False
    share = len(words & had) / len(words)
    if share >= _SAME or (share >= _MOST_PASSAGES and _in_common(line, kept) >= _MOST_PASSAGES):
        return True
    return share >= _SAME_PASSAGES and all(any(wide.contains(sel) for wide in kept.passages.get(sel.article, ())) for sel in line.evidence)


def _figures(words: frozenset[str]) -> frozenset[str]:
    return frozenset(word for word in words if word[0].isdigit() or word in _number_words())


def _in_common(line: BriefSentence, kept: _Kept) -> float:
    """The share of the line's passages that lie inside one of the other's or hold one."""
    return in_common(line.evidence, kept.passages) / (len(line.evidence) or 1)
