"""Decides whether a quotation gives the same utterance as a longer one, by which rule, and how surely."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from tellings.model.observed import Quotation
from tellings.resolve.uttering import days, words
from tellings.resolve.uttering.speakers import Match, Speaker, is_translated, match, speaks_for

# Share of the shorter one's runs of three words that the longer must hold, by how surely one person speaks.
_HELD: Final[Mapping[Match, float]] = {"same": 0.6, "open": 0.6, "body": 0.6}
# How many telling words both must have besides where a word differs or the speaker is not sure.
_CONTENT: Final = 1.0
# One speaker's longer stretch in the same words: the rest was cut from one and the other.
_STRETCH: Final = 8
_HELD_STRETCH: Final = 0.35
# Fewer words than this say nothing of where they come from, unless one speaker's longer words hold them in a row.
_FEWEST: Final = 4
_FEWEST_OF_BODY: Final = 7
# Two days are named: only long words that are the same to the letter can be one utterance that somebody dates wrongly.
_HELD_ACROSS_DAYS: Final = 0.9
_WORDS_ACROSS_DAYS: Final = 12
# What words mean counts most (a cosine), the telling words that both have besides: a score of 0..1.
_SHARED: Final = 0.25
# An outlet's report of words may stray from them; two outlets' direct speech differs only where both translate, and so little where the
# speaker's own tongue is English.
_REPORTED: Final = 0.7
_TRANSLATED: Final = 0.67
_OTHERWISE_DIRECT: Final = 0.76
_IN_ONE_ARTICLE: Final = 0.76
_OPEN: Final = 0.9
_NEVER: Final = 2.0
# So many words with so much content say something that may be told in other words.
_FEWEST_TOLD: Final = 5
_LEAST_TOLD: Final = 1.5
# What will be is not what has been, though a report may put it so.
_OTHER_TIME: Final = 0.1
_MARKED: Final = re.compile(r"[\"“«‘'](.+?)(?:[\"”»’']|$)")
# Where most telling words are the same, one "not" more turns them round.
_TURNED: Final = 0.75


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Said:
    """A quotation as it is compared; `text` is that of its article."""

    quotation: Quotation
    words: tuple[str, ...]
    runs: frozenset[tuple[str, ...]]
    stems: Mapping[str, float]
    numbers: frozenset[str]
    speaker: Speaker
    day: str | None
    published: str | None
    text: str

    @property
    def article(self) -> str:
        """The article it stands in."""
        return self.quotation.content.article


@dataclass(frozen=True, slots=True, order=True)
class Verdict:
    """How surely (0..1) and by which rule."""

    score: float
    rule: str


Likeness = Callable[[Said, Said], float]


def verdict(short: Said, whole: Said, shared: int, likeness: Likeness) -> Verdict | None:
    """Return why the two are one utterance, None where they are not.

    `shared` is how many runs of words both have; `likeness` (-1..1) is asked only where words alone do not tell.
    """
    who = match(short.speaker, whole.speaker)
    if who == "different" or short.quotation.content.overlaps(whole.quotation.content):
        return None
    held = shared / len(short.runs)
    if _other_occasion(short, whole):
        exact = held >= _HELD_ACROSS_DAYS and len(short.words) >= _WORDS_ACROSS_DAYS
        return Verdict(round(held, 4), "same-words") if exact else None
    if _same_words(short, whole, held, who):
        return Verdict(round(held, 4), "same-words") if _figures_fit(short, whole, who) else None
    return _same_meaning(short, whole, who, likeness)


def _other_occasion(a: Said, b: Said) -> bool:
    return days.clash(a.day, b.day) or days.is_after(a.day, b.published) or days.is_after(b.day, a.published)


def _same_words(short: Said, whole: Said, held: float, who: Match) -> bool:
    if short.words == whole.words and short.speaker.words == whole.speaker.words:
        return True
    if len(short.words) < _FEWEST:
        return (
            who == "same"
            and len(short.words) > 1
            and short.quotation.kind != "indirect"
            and sum(short.stems.values()) >= 1
            and _in_a_row(short.words, whole.words)
        )
    if who == "body" and (len(short.words) < _FEWEST_OF_BODY or not _spoken_for(short, whole)):
        return False
    common = sum(weight for stem, weight in short.stems.items() if stem in whole.stems)
    # "you were in the room" may be anybody's
    if common < _CONTENT and (held < 1 or (who != "same" and len(short.words) < _FEWEST_OF_BODY)):
        return False
    if held >= _HELD[who]:
        return True
    return who == "same" and held >= _HELD_STRETCH and _stretch(short, whole) >= _STRETCH


def _spoken_for(a: Said, b: Said) -> bool:
    person, body = (a, b) if a.speaker.kind == "person" else (b, a)
    return person.speaker.kind != "person" or speaks_for(person.quotation, person.speaker, body.speaker, person.text)


def _in_a_row(few: tuple[str, ...], many: tuple[str, ...]) -> bool:
    return f" {' '.join(words.shifted(few))} " in f" {' '.join(words.shifted(many))} "


def _stretch(short: Said, whole: Said) -> int:
    """The most words in a row that both have."""
    said = words.shifted(short.words)
    best = at = 0
    for k in range(len(said) - words.RUN + 1):
        at = at + 1 if said[k : k + words.RUN] in whole.runs else 0
        best = max(best, at + words.RUN - 1 if at else 0)
    return best


def _figures_fit(short: Said, whole: Said, who: Match) -> bool:
    """Other figures on another day of print are what was said later; on the same day an outlet has one speaker's wrong."""
    if short.numbers <= whole.numbers:
        return True
    if who != "same":
        return False
    one, other = (said.published[:10] if said.published else None for said in (short, whole))
    return one == other


def _same_meaning(short: Said, whole: Said, who: Match, likeness: Likeness) -> Verdict | None:
    content = sum(short.stems.values())
    common = sum(weight for stem, weight in short.stems.items() if stem in whole.stems)
    if who == "body" or content < _LEAST_TOLD or not short.numbers <= whole.numbers:
        return None
    if len(short.words) < _FEWEST_TOLD and not (
        who == "same" and short.quotation.kind == "direct" and (common == content or short.numbers)
    ):
        return None
    share, back = common / content, common / (sum(whole.stems.values()) or 1.0)
    turned = words.negations(short.words) % 2 != words.negations(whole.words) % 2
    if turned and share >= _TURNED and back >= _TURNED:
        return None
    least = _least(short, whole, who) + _OTHER_TIME * (words.is_future(short.words) != words.is_future(whole.words))
    # no likeness can lift it there
    if _score(1.0, share) < least:
        return None
    score = _score(likeness(short, whole), share)
    return Verdict(score, "same-meaning") if score >= least else None


def _score(likeness: float, share: float) -> float:
    return round(max(0.0, min(1.0, (likeness + _SHARED * share) / (1 + _SHARED))), 4)


def _least(short: Said, whole: Said, who: Match) -> float:
    if who == "open":
        return _OPEN
    if short.article == whole.article:
        return _IN_ONE_ARTICLE if "indirect" in (short.quotation.kind, whole.quotation.kind) else _NEVER
    if not _both_in_marks(short, whole):
        return _REPORTED
    return _TRANSLATED if any(is_translated(said.quotation, said.speaker, said.text) for said in (short, whole)) else _OTHERWISE_DIRECT


def _both_in_marks(short: Said, whole: Said) -> bool:
    """True where both give words as the speaker's own, and not the same words."""
    if "indirect" in (short.quotation.kind, whole.quotation.kind):
        return False
    marked = _MARKED.findall(short.quotation.content.exact) if short.quotation.kind == "mixed" else []
    own = [words.shifted(words.normalised(piece)) for piece in marked]
    return not (own and all(_in_a_row(piece, whole.words) for piece in own))
