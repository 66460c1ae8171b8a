"""Invented wire texts, press releases and reports, and what desks make of them: cut, topped, tailed, lightly edited, lifted; and texts that only share
a quotation, a stock phrase or a credit.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_SYLLABLES: Final = [
    "ba",
    "be",
    "bo",
    "da",
    "dor",
    "du",
    "el",
    "fa",
    "fen",
    "gar",
    "go",
    "hal",
    "ha",
    "il",
    "in",
    "jo",
    "ka",
    "ker",
    "la",
    "lem",
    "lo",
    "ma",
    "mer",
    "mi",
    "na",
    "nor",
    "o",
    "pa",
    "pol",
    "ra",
    "ren",
    "ri",
    "sa",
    "sel",
    "ta",
    "tor",
    "u",
    "va",
    "vel",
    "wi",
    "yan",
    "za",
    "zu",
]
_PEOPLE: Final = [
    "minister",
    "mayor",
    "spokesman",
    "judge",
    "colonel",
    "engineer",
    "farmer",
    "nurse",
    "teacher",
    "trader",
    "pilot",
    "fisherman",
    "analyst",
    "governor",
    "envoy",
    "driver",
    "coach",
    "student",
]
_DOES: Final = [
    "opened",
    "closed",
    "inspected",
    "criticised",
    "welcomed",
    "rejected",
    "delayed",
    "described",
    "defended",
    "praised",
    "questioned",
    "approved",
    "suspended",
    "repaired",
    "visited",
    "left",
]
_THING: Final = [
    "bridge",
    "harbour",
    "budget",
    "school",
    "dam",
    "railway",
    "festival",
    "census",
    "clinic",
    "mine",
    "library",
    "market",
    "treaty",
    "road",
    "airport",
    "reservoir",
    "tunnel",
    "museum",
    "pipeline",
    "vote",
]
_QUALITY: Final = [
    "new",
    "disputed",
    "unfinished",
    "costly",
    "crowded",
    "flooded",
    "empty",
    "northern",
    "southern",
    "private",
    "public",
    "old",
    "planned",
    "costly",
    "popular",
    "damaged",
]
_WHEN: Final = [
    "on Monday",
    "on Tuesday",
    "late on Wednesday",
    "early on Thursday",
    "over the weekend",
    "last month",
    "this week",
    "before dawn",
    "at noon",
    "after dark",
    "in March",
    "in autumn",
]
_WHY: Final = [
    "after heavy rain",
    "before a vote in parliament",
    "because money ran out",
    "as prices rose",
    "while crews searched the valley",
    "despite protests outside",
    "under a law passed in spring",
    "following a complaint by residents",
    "to make room for housing",
    "with no warning given",
]
_STOCK: Final = (
    "spoke on condition of anonymity because they were not authorised to speak to the media",
    "did not immediately respond to a request for comment from reporters",
    "according to a statement posted on the website of the ministry",
)
_TITLES: Final = ("Gazette", "Courier", "Observer", "Chronicle", "Evening Post", "Mercury")
_SWAPS: Final = {
    "said": "stated",
    "after": "following",
    "before": "ahead of",
    "because": "since",
    "opened": "unveiled",
    "on": "this past",
    "new": "newly built",
    "late": "later",
}


@dataclass(frozen=True, slots=True)
class Made:
    """An article, and which sentences of which wire text it carries in their own or nearly their own words."""

    id: str
    text: str
    wire: int | None
    carries: frozenset[int]
    credit: bool
    outlet: str | None = None


class Desk:
    """Writes sentences and articles from a seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def articles(self, wires: int, copies: int) -> Iterator[Made]:
        """Yield for each wire text up to `copies` articles made of it, and two that share only a quotation and a stock phrase with it."""
        for wire in range(wires):
            sentences = [self.sentence() for _ in range(self._random.randint(9, 28))]
            quotation = self.quotation()
            sentences[self._random.randrange(2, 6)] = quotation
            for k in range(self._random.randint(2, copies)):
                yield self._copy(f"w{wire}.{k}", wire, sentences)
            for k in range(2):
                yield Made(f"n{wire}.{k}", self._near(quotation), None, frozenset(), credit=False)

    def syndicated(self, wires: int) -> Iterator[Made]:
        """Yield for each wire text 2 to 20 copies, each in an outlet of its own, and three reports that share its quotation and a stock phrase."""
        for wire in range(wires):
            sentences = [self.sentence() for _ in range(self._random.randint(8, 30))]
            quotation = self.quotation()
            sentences[self._random.randrange(2, 6)] = quotation
            for k in range(self._random.randint(2, 20)):
                yield self._copy(f"s{wire}.{k}", wire, sentences)
            for k in range(3):
                yield Made(f"m{wire}.{k}", self._near(quotation), None, frozenset(), credit=False)

    def released(self, releases: int) -> Iterator[Made]:
        """Yield for each press release 2 to 8 articles that print it, cut and topped, and two that only quote it and say whose release it is."""
        for number in range(releases):
            body = self.name()
            quotation = self.quotation()
            sentences = [
                f"{body} today announced that {self.sentence()[:-1]}.",
                *(self.sentence() for _ in range(self._random.randint(5, 12))),
            ]
            sentences.insert(3, quotation)
            sentences += [
                f"About {body}: {body} serves {self._random.randint(3, 90)} towns around {self.name()} {self._random.choice(_WHY)} and was founded there."
            ]
            for k in range(self._random.randint(2, 8)):
                yield self._copy(f"r{number}.{k}", number, sentences)
            for k in range(2):
                own = [self.sentence() for _ in range(self._random.randint(6, 16))]
                own[2:2] = [quotation, f"{body} announced the plan in a press release {self._random.choice(_WHEN)}."]
                yield Made(f"q{number}.{k}", _laid_out(own), None, frozenset(), credit=False)

    def lifted(self, reports: int) -> Iterator[Made]:
        """Yield for each report 1 to 4 articles of other outlets that lift sentences of it and say so, and two that credit it and lift nothing."""
        for number in range(reports):
            outlet = f"{self.name().split()[0]} {self._random.choice(_TITLES)}"
            sentences = [self.sentence() for _ in range(self._random.randint(10, 26))]
            yield Made(f"g{number}", _laid_out(sentences), number, frozenset(range(len(sentences))), credit=False, outlet=f"The {outlet}")
            for k in range(self._random.randint(1, 4)):
                taken = sorted(self._random.sample(range(len(sentences)), self._random.randint(3, 8)))
                edit = self._random.choice((0.0, 0.02, 0.05))
                text = [self._edited(sentences[at], edit) for at in taken]
                own = [self.sentence() for _ in range(self._random.randint(5, 14))]
                own.insert(1, self._credit(outlet))
                half = self._random.randint(2, len(own))
                name = f"The {self.name().split()[0]} {self._random.choice(_TITLES)}"
                yield Made(
                    f"l{number}.{k}", _laid_out([*own[:half], *text, *own[half:]]), number, frozenset(taken), credit=False, outlet=name
                )
            for k in range(2):
                own = [self.sentence() for _ in range(self._random.randint(6, 16))]
                own.insert(1, self._credit(outlet))
                yield Made(
                    f"c{number}.{k}",
                    _laid_out(own),
                    None,
                    frozenset(),
                    credit=False,
                    outlet=f"The {self.name().split()[0]} {self._random.choice(_TITLES)}",
                )

    def _credit(self, outlet: str) -> str:
        said = self.sentence()[:-1]
        return self._random.choice(
            (f"{said}, {self.name()} told the {outlet}.", f"{said}, the {outlet} reported.", f"According to the {outlet}, {said}.")
        )

    def name(self) -> str:
        """Return a name of two words."""
        return " ".join("".join(self._random.choices(_SYLLABLES, k=self._random.randint(2, 3))).capitalize() for _ in range(2))

    def sentence(self) -> str:
        """Return a sentence of 12 to 35 words."""
        pick = self._random.choice
        parts = [
            f"{self.name()}, a {pick(_PEOPLE)} in {self.name()}, {pick(_DOES)} the {pick(_QUALITY)} {pick(_THING)} of {self.name()} {pick(_WHEN)} {pick(_WHY)}"
        ]
        if self._random.random() < 0.5:
            parts.append(
                f"and the {pick(_PEOPLE)} {self.name()} {pick(_DOES)} {self._random.randint(3, 900)} {pick(_QUALITY)} {pick(_THING)}s {pick(_WHEN)}"
            )
        if self._random.random() < 0.15:
            parts.append(f"said two officials who {pick(_STOCK)}")
        return ", ".join(parts) + "."

    def quotation(self) -> str:
        """Return a quotation of two sentences with its speaker."""
        return f"“{self.sentence()} {self.sentence()[:-1]},” {self.name()} said."

    def _near(self, quotation: str) -> str:
        sentences = [self.sentence() for _ in range(self._random.randint(6, 20))]
        sentences[1] = quotation
        sentences[3] = f"Officials in {self.name()} {self._random.choice(_STOCK)}."
        return _laid_out(sentences)

    def _copy(self, name: str, wire: int, sentences: list[str]) -> Made:
        kind = self._random.choice(("as it is", "cut", "cut", "topped", "tailed", "lifted"))
        numbers = list(range(len(sentences)))
        if kind in {"cut", "topped", "tailed"} and self._random.random() < 0.8:
            numbers = numbers[: max(4, int(len(numbers) * self._random.uniform(0.35, 0.95)))]
        if kind == "lifted":
            start = self._random.randrange(0, len(numbers) - 3)
            numbers = numbers[start : start + self._random.randint(2, 4)]
        edit = self._random.choice((0.0, 0.0, 0.02, 0.05, 0.08, 0.12))
        text = [self._edited(sentences[k], edit) for k in numbers]
        own = [self.sentence() for _ in range({"topped": 2, "tailed": 4, "lifted": 14}.get(kind, 0))]
        half = len(own) if kind == "topped" else 0 if kind == "tailed" else len(own) // 2
        return Made(name, _laid_out([*own[:half], *text, *own[half:]]), wire, frozenset(numbers), credit=self._random.random() < 0.6)

    def _edited(self, sentence: str, rate: float) -> str:
        out: list[str] = []
        for word in sentence.split():
            roll = self._random.random()
            if roll < rate / 2:
                continue
            if roll < rate:
                out += [word, self._random.choice(_QUALITY)]
            elif word in _SWAPS and rate and self._random.random() < 0.3:
                out.append(_SWAPS[word])
            else:
                out.append(word)
        return " ".join(out)


def _laid_out(sentences: list[str]) -> str:
    return "\n".join(" ".join(sentences[k : k + 2]) for k in range(0, len(sentences), 2))
