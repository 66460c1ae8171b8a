"""How one article gives words that another gives at greater length: what it cuts, adds and alters, as places in both texts.

Case, accents, marks, spaces and figures in words are no difference. Nothing is worded here: every step is a stretch of a passage.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

from tellings import data
from tellings.model.observed import Quotation
from tellings.model.spans import Selector, Span

StepKind = Literal["same", "cut", "added", "altered"]
_WORD: Final = re.compile(r"\d+(?:[.,]\d+)*|[^\W_]+(?:['’\-][^\W_]+)*")
# Longer quotations are compared whole.
_MOST_WORDS: Final = 600
# With fewer words in common than this share of the shorter's, it is all told in other words.
_IN_COMMON: Final = 0.4
# Two words that stay the same between such as differ are read with these: one change reads better than three.
_ISLAND: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A stretch of the quotation (`here`, None where it cuts) beside a stretch of the longest (`there`, None where it adds)."""

    quotation: str
    kind: StepKind
    here: Span | None
    there: Span | None


@dataclass(frozen=True, slots=True)
class _Words:
    """Words in a row, each with its place and the quotation it is of."""

    keys: tuple[str, ...]
    places: tuple[tuple[str, Span], ...]

    def pieces(self, start: int, end: int) -> Iterator[tuple[str, Span, int]]:
        """Yield the stretches from word to word, one for each quotation they lie in, with how many words they have."""
        while start < end:
            name, first = self.places[start]
            last = start
            while last + 1 < end and self.places[last + 1][0] == name:
                last += 1
            yield name, Span(start=first.start, end=self.places[last][1].end), last + 1 - start
            start = last + 1


def steps(variants: Sequence[Quotation], longest: Quotation) -> tuple[Step, ...]:
    """Return how the quotations of one article that give `longest` run beside it, in its order.

    Parts of it are read as one: what one leaves out and another has is not cut. What is told in other words altogether is one step.
    """
    whole = _words(longest.content, longest.id)
    placed: list[tuple[int, int, Quotation]] = []
    made: list[Step] = []
    for quotation in sorted(variants, key=lambda q: (q.content.start, q.content.end, q.id)):
        own = _words(quotation.content, quotation.id)
        matched = _matched(own, whole)
        if matched is None:
            made += _whole(quotation, longest)
        elif any(min(matched[1], end) - max(matched[0], start) > (matched[1] - matched[0]) / 2 for start, end, _ in placed):
            # the same stretch a second time
            made += [step for step in _aligned(own, whole) if step.kind != "cut"]
        else:
            placed.append((*matched, quotation))
    parts = [_words(q.content, q.id) for _, _, q in sorted(placed, key=lambda p: (p[0], p[1], p[2].id))]
    together = _Words(tuple(k for part in parts for k in part.keys), tuple(p for part in parts for p in part.places))
    return (*(_aligned(together, whole) if parts else ()), *made)


def _whole(quotation: Quotation, longest: Quotation) -> Iterator[Step]:
    yield Step(quotation=quotation.id, kind="altered", here=quotation.content.span, there=longest.content.span)


def _matched(own: _Words, whole: _Words) -> tuple[int, int] | None:
    """From which word of the longest to which the quotation runs beside it; None where too little is the same."""
    if max(len(own.keys), len(whole.keys)) > _MOST_WORDS:
        return (0, len(whole.keys)) if own.keys == whole.keys else None
    blocks = [block for block in SequenceMatcher(a=own.keys, b=whole.keys, autojunk=False).get_matching_blocks() if block.size]
    if sum(block.size for block in blocks) < max(1.0, _IN_COMMON * min(len(own.keys), len(whole.keys))):
        return None
    return blocks[0].b, blocks[-1].b + blocks[-1].size


def _aligned(own: _Words, whole: _Words) -> Iterator[Step]:
    last = own.places[0][0] if own.places else ""
    for kind, a, b, x, y in _opcodes(own, whole):
        theirs = [span for _, span, _ in whole.pieces(x, y)]
        ours = list(own.pieces(a, b))
        there = theirs[0] if theirs else None
        if not ours:
            yield Step(quotation=last, kind="cut", here=None, there=there)
        at = x
        for number, (name, here, size) in enumerate(ours):
            last = name
            if kind == "equal":
                # "coast guard" beside "coastguard": the counts differ, so the last takes what is left
                end = y if number == len(ours) - 1 else min(at + size, y - 1)
                yield Step(quotation=name, kind="same", here=here, there=next(whole.pieces(at, max(end, at + 1)))[1])
                at = max(end, at + 1) if number < len(ours) - 1 else y
            else:
                alters = there is not None and number == 0
                yield Step(quotation=name, kind="altered" if alters else "added", here=here, there=there if alters else None)


def _opcodes(own: _Words, whole: _Words) -> list[tuple[str, int, int, int, int]]:
    """The steps of the alignment; a single small word that stays the same between two changes is read with them."""
    if max(len(own.keys), len(whole.keys)) > _MOST_WORDS:
        return [("equal", 0, len(own.keys), 0, len(whole.keys))]
    found: list[tuple[str, int, int, int, int]] = []
    codes = SequenceMatcher(a=own.keys, b=whole.keys, autojunk=False).get_opcodes()
    for number, (kind, a, b, x, y) in enumerate(codes):
        island = kind == "equal" and 0 < number < len(codes) - 1 and b - a <= _ISLAND and len(own.keys[a]) <= 3
        spelling = kind == "replace" and "".join(own.keys[a:b]) == "".join(whole.keys[x:y])
        changed = "equal" if spelling or (kind == "equal" and not island) else "replace"
        if found and changed == found[-1][0]:
            found[-1] = (changed, found[-1][1], b, found[-1][3], y)
        else:
            found.append((changed, a, b, x, y))
    return found


def _words(sel: Selector, name: str) -> _Words:
    found = list(_WORD.finditer(sel.exact))
    return _Words(
        tuple(_key(m[0]) for m in found), tuple((name, Span(start=sel.start + m.start(), end=sel.start + m.end())) for m in found)
    )


def _key(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.casefold().replace("’", "'"))
    key = "".join(c for c in plain if not unicodedata.combining(c)).replace("-", "")
    return str(number) if (number := data.toml("figures")["words"].get(key)) is not None and key != "one" else key
