"""Streamed copies against an exact containment join, on variants of invented texts: cut, topped, tailed, lightly edited at 0 to 12 % of words, lifted in
part; and on texts that share only quotations and stock phrases.

The join takes every run of 6 words outside quotation marks of every text (no prints, no winnowing, none of the code under test) and counts for every pair how many
different ones both have. Containment is that number over the lesser of the two totals. A copy is by definition a passage of 16 words: 11 runs, so that a
pair is gold where 11 over the lesser total is contained, or more.
"""

import random
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tellings.cluster.copying import CROWD, streamed
from tellings.model.articles import Article
from tellings.model.spans import Span

SIZE: Final = 6
PASSAGE: Final = 11
_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_QUOTED: Final = re.compile(r"“[^”\n]*”")
_SMALL: Final = (
    "the", "of", "to", "and", "a", "in", "that", "for", "on", "with", "as", "by", "at", "from", "it", "was", "were", "had", "not", "but", "or", "an", "be", "this", "which",
)  # fmt: skip
Join = dict[tuple[int, int], int]


@dataclass(frozen=True, slots=True)
class Variant:
    """A text and what was done to make it."""

    id: str
    text: str
    made: str


class Press:
    """Writes texts of an invented language of many words, and variants of them."""

    def __init__(self, seed: int, desk: Any) -> None:
        self._random = random.Random(seed)
        self._desk = desk
        sounds = (
            "ba",
            "dor",
            "el",
            "fen",
            "gar",
            "hal",
            "il",
            "jo",
            "ka",
            "lem",
            "mi",
            "nor",
            "pa",
            "ren",
            "sa",
            "tor",
            "vel",
            "win",
            "yan",
            "zu",
        )
        self._words = sorted({"".join(self._random.choices(sounds, k=k)) for k in (1, 2, 2, 3, 3, 3, 4) for _ in range(1_500)})
        self._random.shuffle(self._words)
        self._weights = [1 / (rank + 30) for rank in range(len(self._words))]

    def variants(self, count: int) -> list[Variant]:
        """Return so many variants and unrelated texts, in a mixed order."""
        made: list[Variant] = []
        while len(made) < count:
            made += self._family(len(made))
        del made[count:]
        self._random.shuffle(made)
        return made

    def _family(self, number: int) -> Iterator[Variant]:
        """A text's variants, and texts that share its quotation and a stock phrase with it."""
        quotation = self._desk.quotation()
        source = [self._sentence() for _ in range(self._random.randint(8, 30))]
        source[self._random.randrange(1, 6)] = quotation
        for k in range(self._random.choice((1, 2, 3, 4, 6, 8, 12, 20))):
            yield self._variant(f"v{number}.{k}", source)
        for k in range(self._random.randint(1, 3)):
            own = self._own(6, 20)
            own[1:1] = [quotation, self._stock()]
            yield Variant(f"u{number}.{k}", _laid_out(own), "unrelated")

    def _variant(self, name: str, source: Sequence[str]) -> Variant:
        made = self._random.choice(("as it is", "cut", "cut", "topped", "tailed", "topped and tailed", "edited", "edited", "lifted"))
        rate = self._random.choice((0.01, 0.03, 0.06, 0.09, 0.12)) if made == "edited" else self._random.choice((0.0, 0.0, 0.02, 0.05))
        text = list(source)
        if made == "lifted":
            start = self._random.randrange(0, len(text) - 3)
            text = text[start : start + self._random.randint(1, 5)]
        elif made != "as it is" and self._random.random() < 0.7:
            start = self._random.choice((0, 0, 0, self._random.randrange(0, len(text) // 3)))
            text = text[start : start + max(4, int(len(text) * self._random.uniform(0.3, 1.0)))]
        text = [self._edited(sentence, 0.0 if made == "as it is" else rate) for sentence in text]
        top = self._own(1, 4) if "topped" in made else self._own(3, 8) if made == "lifted" else []
        tail = self._own(1, 5) if "tailed" in made else self._own(3, 8) if made == "lifted" else []
        return Variant(name, _laid_out([*top, *text, *tail]), made)

    def _own(self, low: int, high: int) -> list[str]:
        return [self._sentence() for _ in range(self._random.randint(low, high))]

    def _sentence(self) -> str:
        """Now and then one with phrases that many use, else words of the language."""
        roll = self._random.random()
        if roll < 0.06:
            return str(self._desk.sentence())
        if roll < 0.1:
            return self._stock()
        words = [
            word
            for rare in self._random.choices(self._words, self._weights, k=self._random.randint(6, 16))
            for word in ((self._random.choice(_SMALL), rare) if self._random.random() < 0.6 else (rare,))
        ]
        return " ".join(words).capitalize() + "."

    def _stock(self) -> str:
        phrase = self._random.choice(
            (
                "spoke on condition of anonymity because they were not authorised to speak to the media",
                "did not immediately respond to a request for comment on that day",
                "said in a statement that was posted on the website of the ministry",
            )
        )
        return f"Officials in {self._desk.name()} {phrase}."

    def _edited(self, sentence: str, rate: float) -> str:
        """A part `rate` of the words left out, replaced, or with another put beside them."""
        out: list[str] = []
        for word in sentence.split():
            if self._random.random() >= rate:
                out.append(word)
                continue
            done = self._random.randrange(3)
            out += ((), (self._random.choice(self._words),), (word, self._random.choice(self._words)))[done]
        return " ".join(out)


def measured(variants: Sequence[Variant]) -> dict[str, float]:
    """Return precision and recall of the streamed pairs against the join, and recall among pairs of which half, and four fifths, of the lesser is contained."""
    place = {variant.id: k for k, variant in enumerate(variants)}
    pairs = streamed(_article(variant) for variant in variants)
    found = {(min(place[p.a], place[p.b]), max(place[p.a], place[p.b])) for p in pairs}
    common, sizes = joined([variant.text for variant in variants])
    gold = {pair for pair, count in common.items() if count >= PASSAGE}
    contained = {pair: common[pair] / min(sizes[pair[0]], sizes[pair[1]]) for pair in gold}
    half, most = ({pair for pair in gold if contained[pair] >= least} for least in (0.5, 0.8))
    return {
        "articles": len(variants),
        "pairs": len(gold),
        "precision": len(found & gold) / len(found),
        "recall": len(found & gold) / len(gold),
        "recall_half": len(found & half) / len(half),
        "recall_most": len(found & most) / len(most),
    }


def _article(variant: Variant) -> Article:
    whole = (Span(start=0, end=len(variant.text)),)
    return Article(id=variant.id, page=variant.id, input=variant.id, text=variant.text, body=whole, furniture=())


def _laid_out(sentences: Sequence[str]) -> str:
    return "\n".join(" ".join(sentences[k : k + 2]) for k in range(0, len(sentences), 2))


def joined(texts: Sequence[str]) -> tuple[Join, NDArray[np.int64]]:
    """Return for every pair of texts that have a run of words in common how many different ones both have, and how many each text has.

    Counted exactly, by an inverted index over all runs of all texts. Runs in more texts than CROWD are stock phrases by definition and count nowhere.
    """
    runs = [_runs(text) for text in texts]
    numbers = np.concatenate(runs)
    owners = np.repeat(np.arange(len(texts)), [len(one) for one in runs])
    order = np.lexsort((owners, numbers))
    numbers, owners = numbers[order], owners[order]
    borders = np.flatnonzero(np.concatenate(([True], numbers[1:] != numbers[:-1], [True])))
    held = np.diff(borders)
    sizes = np.bincount(owners[np.repeat(held <= CROWD, held)], minlength=len(texts))
    both = [np.zeros(0, dtype=np.int64)]
    for count in range(2, CROWD + 1):
        rows = owners[borders[:-1][held == count][:, None] + np.arange(count)]
        both += [rows[:, i] * len(texts) + rows[:, j] for i in range(count) for j in range(i + 1, count)]
    pairs, counts = np.unique(np.concatenate(both), return_counts=True)
    return {divmod(pair, len(texts)): count for pair, count in zip(pairs.tolist(), counts.tolist(), strict=True)}, sizes


def _runs(text: str) -> NDArray[np.uint64]:
    """One number for each different run of SIZE words that no quotation mark cuts."""
    found = [np.zeros(0, dtype=np.uint64)]
    for part in _QUOTED.split(text):
        words = np.array([zlib.crc32(word.lower().encode()) for word in _WORD.findall(part)], dtype=np.uint64) * np.uint64(
            0xD6E8FEB86659FD93
        )
        if len(words) >= SIZE:
            made = np.zeros(len(words) - SIZE + 1, dtype=np.uint64)
            for k in range(SIZE):
                made = (made ^ (made >> np.uint64(31))) * np.uint64(0x9FB21C651E98DF25) + words[k : k + len(made)]
            found.append(made)
    return np.unique(np.concatenate(found))
