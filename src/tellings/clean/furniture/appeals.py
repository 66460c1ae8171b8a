"""Sentences in which a site speaks to its reader: subscribe, follow, download, give, comment, agree to our terms."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from tellings.data import toml
from tellings.model.articles import FurnitureReason

_END: Final = re.compile(r"[.!?…][”\"’')\]]*(?=\s|$)|\n")
_NOT_END: Final = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|St|vs|No|[ap]\.m|[A-Z])|\.\w)\.$")
_WORD: Final = re.compile(r"[^\W_]+")
_LONGEST: Final = 320
_REACH: Final = 500
_OPEN: Final = re.compile(r"[“\"]|``")
_EDGE: Final = " \t•·*⦁►▶>|—–-[(+#"
_PLEASE: Final = re.compile(r"(?:please|also|and|or|so|now|just|simply|then|click|tap|here|free|daily|today|\W)+\b", re.IGNORECASE)


def appeals(text: str) -> Iterator[tuple[int, int, FurnitureReason, str]]:
    """Yield the sentences that speak to the reader of the site: start, end, reason and the words that say so; sorted and apart."""
    folded = text.lower()
    if len(folded) != len(text):  # a letter whose small form is two ("İ") would move every offset behind it
        folded = "".join(small if len(small := c.lower()) == 1 else c for c in text)
    found: dict[tuple[int, int], tuple[FurnitureReason, str]] = {}
    for reason, phrase, surely in _named(folded):
        at = folded.find(phrase)
        while at >= 0:
            start, end = _sentence(text, at, at + len(phrase))
            if _whole(folded, at, phrase) and (start, end) not in found and _appeals(text, folded, start, end, surely=surely):
                found[start, end] = (reason, text[at : at + len(phrase)])
            at = folded.find(phrase, at + len(phrase))
    last = 0
    for (start, end), (reason, words) in sorted(found.items(), key=lambda f: (f[0][0], -f[0][1])):
        if start >= last:
            yield start, end, reason, words
            last = end


def _whole(folded: str, at: int, phrase: str) -> bool:
    end = at + len(phrase)
    before, after = folded[at - 1 : at], folded[end : end + 1]
    return not (before.isalnum() and phrase[0].isalnum()) and not (after.isalnum() and phrase[-1].isalnum())


def _sentence(text: str, at: int, until: int) -> tuple[int, int]:
    """Return where the sentence around the phrase begins and ends, its line at most."""
    low, start = max(0, at - _REACH), max(0, at - _REACH)
    for end in _END.finditer(text, low, at):
        if not _NOT_END.search(text, low, end.end()):
            start = end.end()
    stop = min(len(text), until + _REACH)
    for end in _END.finditer(text, until, stop):
        if not _NOT_END.search(text, until, end.end()):
            stop = end.start() if end.group() == "\n" else end.end()
            break
    while start < stop and text[start].isspace():
        start += 1
    return start, stop


def _appeals(text: str, folded: str, start: int, end: int, *, surely: bool) -> bool:
    if end - start > _LONGEST or _quoted(text, start, end):
        return False
    if surely:
        return True
    return asks(folded[start:end])


def asks(folded: str) -> bool:
    """True for a sentence, its case folded, that begins as one does which asks its reader for something."""
    sentence = folded.replace("’", "'").lstrip(_EDGE)
    polite = _PLEASE.match(sentence)
    return sentence.startswith(_begins()) or (polite is not None and sentence[polite.end() :].lstrip().startswith(_begins()))


def _quoted(text: str, start: int, end: int) -> bool:
    """True for a sentence that stands in quotation marks, or opens or closes some."""
    low = max(0, start - 2 * _REACH)
    before = text[max(low, text.rfind("\n", low, start) + 1) : start]
    opened = before.count("“") - before.count("”") > 0 or before.count("``") - before.count("''") > 0 or before.count('"') % 2 == 1
    own = text[start:end]
    return opened or len(_OPEN.findall(own[:3])) > 0 or (own.count("”") > own.count("“")) or own.count('"') % 2 == 1


def _named(folded: str) -> list[tuple[FurnitureReason, str, bool]]:
    """Return those of the phrases of which a word stands in the text, in their order."""
    keys = _keys()
    places = sorted(at for word in keys.keys() & set(_WORD.findall(folded)) for at in keys[word])
    return [_objects()[at] for at in places]


@cache
def _keys() -> dict[str, tuple[int, ...]]:
    """The places of the phrases under the longest word of each: as a phrase counts only between words, it stands in a text as a word too."""
    found: dict[str, tuple[int, ...]] = {}
    for at, (_, phrase, _) in enumerate(_objects()):
        word = max(_WORD.findall(phrase), key=len)
        found[word] = (*found.get(word, ()), at)
    return found


@cache
def _objects() -> tuple[tuple[FurnitureReason, str, bool], ...]:
    """The phrases by which an appeal is known, and whether they do without a verb that asks."""
    rows = toml("furniture")["appeal"]
    return tuple((row["reason"], phrase, row["at"] == "surely") for row in rows for phrase in row["words"])


@cache
def _begins() -> tuple[str, ...]:
    return tuple(f"{words} " for words in toml("furniture")["asking"]["words"])
