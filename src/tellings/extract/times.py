"""Finds time expressions and gives them TIMEX3 values, anchored on the local day of publication; where a page has no date, weekdays stay
weekdays and are put in order among themselves.

Which way a weekday or a month points is told by the tense of its clause. Words of time inside names ("The Sunday Telegraph", "Friday
prayers", a title in capitals) are none.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Final

from tellings.backends.base import Context
from tellings.data import toml
from tellings.data.gazetteer import gazetteer
from tellings.extract.drafts import Reading
from tellings.model.articles import Article
from tellings.model.inputs import Inputs
from tellings.model.observed import Parse, TimeExpression
from tellings.model.spans import content_id
from tellings.text import timex
from tellings.text.anchor import select
from tellings.text.times import Anchor, is_iso_date
from tellings.text.timex import Found

ORIGIN: Final = "times@1"
_UNIT_WORD: Final = re.compile(
    r"\b(?:Seconds|Minutes?|Hours?|Days?|Weeks?|Months?|Years?|Decades?|Night|Midnight|Noon|Today|Tomorrow|Weekend|Daily|Weekly|Spring|Summer|Winter)\b"
)
_NAMED_DAY: Final = frozenset(["PERSON", "ORG", "WORK_OF_ART", "EVENT", "FAC", "PRODUCT", "LAW"])
_AFTER_PREPOSITION: Final = frozenset(["on", "last", "next", "this", "since", "until", "till", "by", "from", "late", "early", "of", "to", "before", "after", "through", "between", "and", "in", "during", "for"])  # fmt: skip
_MAY: Final = frozenset(["may", "march", "august", "mar", "mar.", "sun", "sat", "wed", "jan", "dec", "fall", "spring"])


def run(inputs: Inputs, context: Context) -> Iterable[object]:
    """Yield the article's time expressions in order of place."""
    article, parse = inputs.one(Article), inputs.one(Parse)
    if not len(parse):
        return
    day = date.fromisoformat(article.published[:10]) if article.published and is_iso_date(article.published[:10]) else None
    reading = Reading(text=article.text, parse=parse, year=None, dateline=None)
    found = list(_found(reading, day))
    orders = _orders([(value, ahead) for _, _, _, value, _, ahead in found]) if day is None else [None] * len(found)
    for (start, end, kind, value, rule, _), placed in zip(found, orders, strict=True):
        sel = select(article.id, article.text, start, end)
        named = timex.day_of(value)
        order = (named - day).days if day is not None and named is not None else placed
        yield TimeExpression(
            id=content_id("time", article.id, sel.start, sel.end), sel=sel, type=kind, value=value, order=order, rule=rule, origin=ORIGIN,
        )  # fmt: skip


_Timed = tuple[int, int, timex.TimexType, str, str, bool]


def _found(reading: Reading, day: date | None) -> Iterator[_Timed]:
    parse = reading.parse
    last: date | None = None
    for sa, sb in parse.sents:
        offset = parse.starts[sa]
        sentence = reading.text[offset : parse.ends[sb - 1]]
        flat = sentence.replace("\n", " ").replace("\u00a0", " ").replace("\u202f", " ")
        matches = [m for m in timex.find(flat) if not _in_name(reading, m, offset)]
        if not matches:
            continue
        ahead = [_looks_ahead(reading, reading.token_at(offset + m.start)) for m in matches]
        made: list[_Timed] = []
        for match, future in zip(matches, ahead, strict=True):
            anchor = Anchor(day=(last or day) if match.rule.relative else day, future=future)
            read = match.rule.read(match.match, anchor)
            if read is None:
                continue
            made.append((offset + match.start, offset + match.end, read[0], read[1], match.rule.name, future))
            last = timex.day_of(read[1]) if day is not None and read[0] in ("DATE", "TIME") and timex.day_of(read[1]) else last
        yield from _chained(made, day)


def _chained(made: list[_Timed], day: date | None) -> list[_Timed]:
    """For one: "Arrested on Wednesday and charged on Thursday", printed on a Wednesday: the later day decides, the earlier goes back before it."""
    if day is None:
        return made
    out = list(made)
    for k in range(len(out) - 2, -1, -1):
        start, end, kind, value, rule, future = out[k]
        here, following = timex.day_of(value), timex.day_of(out[k + 1][3])
        plain = rule in ("date", "day-part", "clock-day") and out[k + 1][4] in ("date", "day-part", "clock-day")
        if not plain or here is None or following is None or future or out[k + 1][5] or here != day or not 0 < (here - following).days < 7:
            continue
        out[k] = (start, end, kind, date.fromordinal(here.toordinal() - 7).isoformat() + value[10:], rule, future)
    return out


def _names() -> dict[str, Any]:
    found: dict[str, Any] = toml("calendar")["names"]
    return found


def _in_name(reading: Reading, match: Found, offset: int) -> bool:
    """True where the words are (part of) a name or a figure of something else."""
    parse = reading.parse
    a, last = reading.token_at(offset + match.start), reading.token_at(offset + match.end - 1)
    words_ = reading.text[offset + match.start : offset + match.end]
    before = reading.lower[a - 1] if a > parse.sents[reading.sent_of[a]][0] else ""
    after = reading.lower[last + 1] if last + 1 < parse.sents[reading.sent_of[a]][1] else ""
    next_word = parse.words[last + 1] if after else ""
    for hit in gazetteer().find(reading.text, max(0, offset + match.start - 24), min(len(reading.text), offset + match.end + 24)):
        if (
            hit.start < offset + match.end
            and hit.end > offset + match.start
            and (hit.start < offset + match.start or hit.end > offset + match.end)
        ):
            return True
    if match.rule.name in ("year", "year-range", "range-year"):
        return _no_year(reading, a, last, before)
    if words_[0].isupper() and before == "" and next_word[:1].islower() and after not in _names()["after_weekday"]:
        return words_.lower() in _MAY and parse.deps[a] in ("nsubj", "nsubjpass", "aux")
    weekday = re.match(timex._DAYNAME, words_, re.IGNORECASE) is not None  # noqa: SLF001
    if weekday:
        if after in _names()["after_weekday"] or before in _names()["before_weekday"]:
            return True
        proper = next_word[:1].isupper() and parse.pos[last + 1] == "PROPN" and reading.text[parse.ends[last]] == " "
        return (proper and before not in _AFTER_PREPOSITION and parse.heads[last] == last + 1) or (proper and before in ("", "the"))
    if words_.lower() in _MAY and match.rule.name.startswith("month"):
        return not (words_[0].isupper() and before in _AFTER_PREPOSITION)
    if match.rule.name != "holiday" and _UNIT_WORD.search(words_) and not words_.isupper() and a > parse.sents[reading.sent_of[a]][0]:
        return True
    if match.rule.name == "adverb" and words_[0].isupper() and next_word[:1].isupper():
        return True
    titled = sum(word[:1].isupper() for word in words_.split()) >= 2 and match.rule.name in ("duration", "hyphened")
    return titled or (match.rule.name == "duration" and after in ("mark", "rule") and before == "")


def _no_year(reading: Reading, a: int, last: int, before: str) -> bool:
    """True for a number of four figures that counts or labels something."""
    parse = reading.parse
    if before in _names()["before_number"] or (before and before[-1] in "$£€#"):
        return True
    if last + 1 >= parse.sents[reading.sent_of[a]][1]:
        return False
    follows = reading.lower[last + 1]
    if follows in (
        "hours",
        "gmt",
        "local",
        "percent",
        "per",
        "km",
        "miles",
        "metres",
        "meters",
        "kg",
        "tonnes",
        "tons",
        "feet",
        "ft",
        "people",
    ):
        return True
    plain_before = before in (
        "in",
        "since",
        "until",
        "by",
        "of",
        "from",
        "during",
        "late",
        "early",
        "the",
        "'s",
        "’s",
        "after",
        "before",
        "between",
        "through",
    )
    return parse.tags[last + 1] == "NNS" and parse.heads[last] == last + 1 and parse.deps[last] == "nummod" and not plain_before


def _looks_ahead(reading: Reading, token: int) -> bool:
    """True where the clause that holds the token speaks of what is to come."""
    parse = reading.parse
    low = reading.lower
    future: dict[str, list[str]] = toml("calendar")["future"]
    start = parse.sents[reading.sent_of[token]][0]
    for i in range(max(start, token - 3), token):
        if low[i] in ("since", "after"):
            return False
        if low[i] in ("until", "till", "next", "coming", "upcoming"):
            return True
    i, steps = token, 0
    while steps < 14 and parse.heads[i] != i and parse.pos[i] not in ("VERB", "AUX"):
        i, steps = parse.heads[i], steps + 1
    if parse.pos[i] not in ("VERB", "AUX"):
        return False
    helpers = [low[k] for k in reading.children[i] if parse.deps[k] in ("aux", "auxpass")]
    if any(word in future["modals"] for word in helpers):
        return "have" not in helpers
    tag = parse.tags[i]
    if "to" in helpers or any(parse.tags[k] == "TO" for k in reading.children[i]):
        return _to_come(reading, i, future["verbs"])
    if tag == "VBG" and any(word in ("is", "are", "am", "'s", "'re", "’s", "’re") for word in helpers):
        return True
    if tag == "VBN" and parse.lemmas[i] in future["verbs"] and not any(word in ("was", "were", "had") for word in helpers):
        return low[max(start, token - 1)] in ("for", "on", "to", "in", "at")
    return (
        tag in ("VBZ", "VBP")
        and "have" not in helpers
        and "has" not in helpers
        and parse.lemmas[i] not in ("be", "say", "show", "have", "report", "date")
    )


def _to_come(reading: Reading, i: int, verbs: list[str]) -> bool:
    """For one: "Is to start", "plans to visit", "due to open" look ahead; "was forced to resign" does not."""
    parse = reading.parse
    head = parse.heads[i]
    if head == i:
        return True
    if parse.lemmas[head] in verbs or reading.lower[head] in verbs:
        return True
    return parse.tags[head] not in ("VBD", "VBN") and parse.deps[i] in ("xcomp", "ccomp", "acl", "advcl")


def _orders(values: list[tuple[str, bool]]) -> list[int | None]:
    """Days from the likely day of publication, for weekdays without a date: the day from which the past ones are nearest together."""
    weekdays = [int(value[9]) for value, ahead in values if re.match(r"XXXX-WXX-[1-7]", value) and not ahead]
    if not weekdays:
        return [None] * len(values)
    here = min(range(1, 8), key=lambda d: (sum((d - w) % 7 for w in weekdays), -weekdays.count(d), d))
    out: list[int | None] = []
    for value, ahead in values:
        if re.match(r"XXXX-WXX-[1-7]", value) is None:
            out.append(None)
            continue
        day = int(value[9])
        out.append((day - here - 1) % 7 + 1 if ahead else -((here - day) % 7))
    return out
