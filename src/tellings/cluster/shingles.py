"""Words of a body as numbers, and the runs of words that two bodies share."""

import re
from dataclasses import dataclass
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from tellings.model.articles import Article

_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_MARK: Final = re.compile(r"``|''|[\"“”„«»\n]")
# A quotation whose closing mark is missing is taken to end this many characters after its last opening mark.
_LONGEST_QUOTATION: Final = 1_500
# British outlets quote between single marks; an apostrophe is told apart by the stop or comma that stands before a closing mark.
_SINGLE: Final = re.compile(r"(?<![^\s(“\"])['‘](?=\w)[^\n]{15,600}?[.,!?…]['’](?!\w)")
# A post has at most this many characters before its writer's name.
_LONGEST_POST: Final = 330
# An embedded post ends in its writer's handle and date, or in the address of its picture.
_POST: Final = re.compile(r"\(@ ?\w{2,20}\)|\bpic\.twitter\.com/")
# So many words as written are remembered with their numbers: about 60 MB.
_MOST_WORDS: Final = 400_000
_MIX: Final = np.uint64(0x9E3779B97F4A7C15)
# Shingles of 6 words, of which winnowing keeps one in each window of 7: every shared run of 12 words shares a kept one.
_SHINGLE: Final = 6
_WINDOW: Final = 7
# How many words before or after it a shingle bears upon: its own length.
REACH: Final = _SHINGLE
# Runs of fewer words than this are chance ("according to a statement by the").
RUN: Final = 5

Numbers = NDArray[np.uint64]


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The words of one article's body: their numbers, where they stand, which are the article's own (not quoted), which are no names (they do not
    begin with a capital), and their span of the body.

    `runs` is one number for each RUN of words, `order` the places of those numbers from the least to the greatest.
    """

    article: Article
    numbers: Numbers
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]
    own: NDArray[np.bool_]
    plain: NDArray[np.bool_]
    span: NDArray[np.int32]
    runs: Numbers
    order: NDArray[np.intp]

    def __len__(self) -> int:
        return len(self.starts)


@dataclass(frozen=True, slots=True, order=True)
class Run:
    """`length` words at `a` of one body that stand at `b` of the other too."""

    a: int
    b: int
    length: int


class _Numbers(dict[str, int]):
    """For each word as written twice its number, and one more where it does not begin with a capital; forgotten when they are many."""

    def __missing__(self, word: str) -> int:
        number = 2 * crc32(word.casefold().replace("’", "'").encode("utf-8", "replace")) + (not word[0].isupper())
        if len(self) >= _MOST_WORDS:
            self.clear()
        self[word] = number
        return number


_NUMBERS: Final = _Numbers()


def words_of(article: Article) -> Words:
    """Return the words of the article's body, in order; case and punctuation are set aside."""
    words: list[str] = []
    starts: list[int] = []
    counts: list[int] = []
    for part in article.body:
        before = len(words)
        words += _WORD.findall(article.text, part.start, part.end)
        starts += [match.start() for match in _WORD.finditer(article.text, part.start, part.end)]
        counts.append(len(words) - before)
    begins = np.array(starts, dtype=np.int32)
    numbers = np.fromiter(map(_NUMBERS.__getitem__, words), dtype=np.uint64, count=len(words))
    hashed = (numbers >> np.uint64(1)) * _MIX
    runs = shingles(hashed, RUN)
    return Words(
        article=article,
        numbers=hashed,
        starts=begins,
        ends=begins + np.fromiter(map(len, words), dtype=np.int32, count=len(words)),
        own=_own(article.text, begins),
        plain=(numbers & np.uint64(1)).astype(np.bool_),
        span=np.repeat(np.arange(len(counts), dtype=np.int32), np.array(counts, dtype=np.int64)),
        runs=runs,
        order=np.argsort(runs, kind="stable"),
    )


def _own(text: str, starts: NDArray[np.int32]) -> NDArray[np.bool_]:
    quoted = np.array(quoted_spans(text), dtype=np.int64).reshape(-1, 2)
    # a border past all words stands for the quotation after the last
    opened, closed = np.append(quoted[:, 0], len(text) + 1), quoted[:, 1]
    return starts < opened[np.searchsorted(closed, starts, side="right")]


def quoted_spans(text: str) -> list[tuple[int, int]]:
    """Return what stands between double quotation marks, and lines that are posts; a quotation of several paragraphs is one or more spans.

    In news a paragraph that goes on quoting opens with a mark again, and the paragraph before has none at its end.
    """
    spans: list[tuple[int, int]] = []
    opened: int | None = None
    for match in _MARK.finditer(text):
        at, mark = match.start(), match.group()
        if mark == "\n":
            if opened is not None and not _goes_on(text, at):
                spans.append((opened, min(at, opened + _LONGEST_QUOTATION)))
                opened = None
        elif _opens(text, at, mark):
            if opened is not None:
                spans.append((opened, min(at, opened + _LONGEST_QUOTATION)))
            opened = at
        elif opened is not None:
            spans.append((opened, min(at, opened + _LONGEST_QUOTATION)))
            opened = None
    if opened is not None:
        spans.append((opened, min(len(text), opened + _LONGEST_QUOTATION)))
    spans += [match.span() for match in _SINGLE.finditer(text)]
    return _joined(spans + [_post(text, match) for match in _POST.finditer(text)])


def _opens(text: str, at: int, mark: str) -> bool:
    if mark == '"':
        return (
            (at == 0 or not (text[at - 1].isalnum() or text[at - 1] in ".,!?…;:'’)]-"))
            and at + 1 < len(text)
            and not text[at + 1].isspace()
        )
    return mark in {"“", "„", "«", "``"}


def _goes_on(text: str, at: int) -> bool:
    rest = text[at : at + 20].lstrip()
    return rest[:1] in {'"', "“", "„", "«"} or rest[:2] == "``"


def _post(text: str, match: re.Match[str]) -> tuple[int, int]:
    return max(text.rfind("\n", 0, match.start()) + 1, match.start() - _LONGEST_POST), match.end()


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def shingles(numbers: Numbers, size: int) -> Numbers:
    """Return one number for each run of `size` words."""
    if len(numbers) < size:
        return np.zeros(0, dtype=np.uint64)
    out = np.zeros(len(numbers) - size + 1, dtype=np.uint64)
    for k in range(size):
        out = out * np.uint64(0x100000001B3) + numbers[k : k + len(out)]
    # the high bits are the well mixed ones; winnowing takes the smallest, so they go down
    return (out ^ (out >> np.uint64(29))) * _MIX


def shingles_of(numbers: Numbers) -> Numbers:
    """Return all shingles of the kind of which prints are kept."""
    return shingles(numbers, _SHINGLE)


def fingerprints(words: Words) -> Numbers:
    """Return the winnowed shingles of own words, each once, sorted (Schleimer et al. 2003).

    Bodies that share 12 own words in a row share at least one.
    """
    found = shingles(words.numbers, _SHINGLE)
    if len(found):
        found = found[np.lib.stride_tricks.sliding_window_view(words.own, _SHINGLE).all(axis=1)]
    if len(found) <= _WINDOW:
        return np.unique(found)
    return np.unique(np.lib.stride_tricks.sliding_window_view(found, _WINDOW).min(axis=1))


def among(words: Words, prints: Numbers) -> NDArray[np.bool_]:
    """Return which words stand in one of these kept shingles; the word after each counts too."""
    held = np.zeros(len(words), dtype=np.bool_)
    at = np.flatnonzero(np.isin(shingles(words.numbers, _SHINGLE), prints)) if len(prints) else np.zeros(0, dtype=np.int64)
    for k in range(_SHINGLE + 1):
        held[np.minimum(at + k, len(held) - 1)] = True
    return held


def stretches(a: Words, b: Words) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return where stretches of `a` begin and end of which every run of RUN words stands somewhere in `b`; no shared run is longer than its stretch."""
    at = np.flatnonzero(_standing(a, b)[0])
    if not len(at):
        return at, at
    borders = np.flatnonzero(np.diff(at) > 1)
    return at[np.append(0, borders + 1)], at[np.append(borders, len(at) - 1)] + RUN


def _standing(a: Words, b: Words) -> tuple[NDArray[np.bool_], NDArray[np.intp]]:
    ordered = b.runs[b.order]
    low = np.searchsorted(ordered, a.runs)
    return (ordered[np.minimum(low, len(ordered) - 1)] == a.runs if len(ordered) else np.zeros(len(low), dtype=np.bool_)), low


def shared_runs(a: Words, b: Words) -> tuple[Run, ...]:
    """Return the longest runs of at least RUN words of `a` that stand in `b`, from left to right, none overlapping in `a`."""
    held, low = _standing(a, b)
    at = np.flatnonzero(held)
    high = np.searchsorted(b.runs[b.order], a.runs[at], side="right")
    runs: list[Run] = []
    free = 0
    for i, first, last in zip(at.tolist(), low[at].tolist(), high.tolist(), strict=True):
        if i < free:
            continue
        # a phrase that stands in a body many times is no passage: its first places are enough
        places = b.order[first : min(last, first + 8)].tolist()
        length, place = max((_length(a.numbers, b.numbers, i, j), -j) for j in places)
        runs.append(Run(i, -place, length))
        free = i + length
    return tuple(runs)


def _length(a: Numbers, b: Numbers, i: int, j: int) -> int:
    most = min(len(a) - i, len(b) - j)
    differs = a[i : i + most] != b[j : j + most]
    first = int(differs.argmax())
    return first if differs[first] else most
