"""What a report tells of a person beside the name (age, trade, part in what happened, nation, kin), and whether a description fits somebody.

Traits are words of the form "key:value" on a mention: age:34, sex:f, trade:lorry driver, part:suspect, nation:KEN, act:withdraw, kin:wife,
standing:past, office:Chancellor, post:TCD, beside:williams. A fit is a score with its reasons; where the two cannot be one it is None.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from tellings.data import toml
from tellings.data.gazetteer import words

# What the fit of a description to a person has to reach, and by how much it has to lead the next best.
ENOUGH: Final = 1.5
LEAD: Final = 0.5
# More persons than these of one trade or nation say nothing, and comparing each would be quadratic.
_MANY: Final = 40
_TRADE, _PART, _AGE, _NATION, _ACT, _KIN, _UNSAID, _COMMON = 2.0, 1.5, 2.0, 1.0, 0.75, 2.0, 0.75, 1.0
# A noun of more years than this tells no age: "man".
_WIDE: Final = 60
# What a description says beside the trade and no report says of the person: "the 37-year-old Finnish driver" may be another driver.
_NO_AGE, _NO_NATION = 0.5, 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What is told of one person, by kind of trait."""

    ages: frozenset[int] = frozenset()
    sexes: frozenset[str] = frozenset()
    trades: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    nations: frozenset[str] = frozenset()
    acts: frozenset[str] = frozenset()
    kin: tuple[str, ...] = ()
    standing: frozenset[str] = frozenset()
    posts: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """How well a description fits a person, and by what."""

    score: float
    reasons: tuple[str, ...] = field(default=())


def traits_of(said: Iterable[str], sex: str = "", trades: Iterable[str] = ()) -> Traits:
    """Return the traits that a person's mentions carry, with a sex and with trades known otherwise."""
    held: dict[str, list[str]] = {}
    for word in said:
        key, _, value = word.partition(":")
        if value not in held.setdefault(key, []):
            held[key].append(value)
    return Traits(
        ages=frozenset(int(age) for age in held.get("age", ())),
        sexes=frozenset([*held.get("sex", ()), *([sex] if sex else [])]),
        trades=tuple(dict.fromkeys([*held.get("trade", ()), *trades])),
        parts=tuple(held.get("part", ())),
        nations=frozenset(held.get("nation", ())),
        acts=frozenset(held.get("act", ())),
        kin=tuple(held.get("kin", ())),
        standing=frozenset(held.get("standing", ())),
        posts=frozenset(held.get("post", ())),
        beside=frozenset(held.get("beside", ())),
    )


def fit(description: Traits, person: Traits) -> Fit | None:
    """Return how well the description fits the person; None where age, sex, nation, rank or part say that they are two."""
    if _clash(description, person):
        return None
    score, reasons = 0.0, list[str]()
    if description.ages & person.ages:
        score, reasons = score + _AGE, [*reasons, "age"]
    elif person.ages and any(_of_age(trade, person.ages) for trade in description.trades):
        score, reasons = score + _NATION, [*reasons, "years"]
    if description.nations & person.nations:
        alone = all(says_nothing(trade) for trade in description.trades)
        score, reasons = score + (ENOUGH if alone else _NATION), [*reasons, "nation"]
    telling = [trade for trade in description.trades if not says_nothing(trade)]
    held = [trade for trade in person.trades if not says_nothing(trade)]
    if by_trade := max((_by_trade(said, have) for said in telling for have in held if trade_fits(said, have)), default=0.0):
        score, reasons = score + by_trade, [*reasons, "trade"]
    elif parts := [(said, have) for said in telling for have in person.parts if trade_fits(said, have)]:
        # "the lorry driver" for whom the report only has at the wheel of something is less sure
        sure = any(" " not in said or " " in have for said, have in parts)
        common = all(head(said) in words("callings", "common", "nouns") for said, _ in parts)
        score, reasons = score + (_COMMON if common else _PART) - (0 if sure else _UNSAID), [*reasons, "part"]
    elif telling and held:
        score -= 1
    if description.beside - person.beside - {word for trade in held for word in trade.split()}:
        # "the Williams driver" of whom nothing says that he drives for Williams, "the governor of the Bank of Latvia"
        score -= 2 if any(head(trade) in words("callings", "standing", "heads") for trade in telling) else 1
    if telling and "aged" in description.standing and not person.ages:
        score -= _NO_AGE
    if telling and description.nations and not person.nations:
        score -= _NO_NATION
    if set(description.kin) & _kin_forms(person.kin):
        score, reasons = score + _KIN, [*reasons, "kin"]
    if score > 0 and description.acts & person.acts:
        score, reasons = score + _ACT, [*reasons, "act"]
    return Fit(score=score, reasons=tuple(reasons))


def _of_age(noun: str, ages: frozenset[int]) -> bool:
    """True where a noun for the young or the old can be said of somebody of these years."""
    row = toml("callings")["ages"].get(noun)
    return row is not None and row[1] - row[0] < _WIDE and any(row[0] <= age <= row[1] for age in ages)


def _too_old(noun: str, ages: frozenset[int]) -> bool:
    row = toml("callings")["ages"].get(noun)
    return row is not None and bool(ages) and not any(row[0] <= age <= row[1] for age in ages)


def _by_trade(said: str, held: str) -> float:
    """What a trade tells: less for what many in one story are, and for a noun that says more than the report does."""
    if head(said) in words("callings", "common", "nouns"):
        return _COMMON if said != held else _COMMON + _UNSAID / 2
    general = head(said) != head(held) and head(held) not in toml("callings")["kinds"].get(head(said), ())
    return _COMMON if general else _TRADE


def _clash(one: Traits, two: Traits) -> bool:
    if any(_too_old(trade, two.ages) for trade in one.trades):
        return True
    if one.ages and two.ages and not any(abs(a - b) <= 1 for a in one.ages for b in two.ages):
        return True
    if (one.sexes and two.sexes and not one.sexes & two.sexes) or (one.nations and two.nations and not one.nations & two.nations):
        return True
    return any(opposed(a, b) for a in (*one.trades, *one.parts) for b in (*two.trades, *two.parts)) and not (
        {head(a) for a in one.trades} & {head(b) for b in (*two.trades, *two.parts)}
    )


def head(trade: str) -> str:
    """Return the noun of a trade: driver of "lorry driver"."""
    return trade.rsplit(" ", 1)[-1]


def says_nothing(trade: str) -> bool:
    """True for the nouns that fit everybody, "man" and "resident", and for kin."""
    return head(trade) in _anybody() or head(trade) in toml("callings")["kin"]


def sex_of(noun: str) -> str:
    """Return the sex that a noun for anybody or for kin tells, "" where it tells none."""
    for sex in ("m", "f"):
        if noun in words("callings", "anybody", sex):
            return sex
    row = toml("callings")["kin"].get(noun)
    return row[0] if row else ""


@cache
def trade_fits(said: str, held: str) -> bool:
    """True where a person of the trade `held` can be called `said`: "the driver" for a lorry driver, and no bus driver for one."""
    one, two = said.split(), held.split()
    if not _heads_fit(one[-1], two[-1]):
        return False
    under = words("callings", "standing", "under")
    before, after = set(one[:-1]), set(two[:-1])
    if before & under != after & under or (
        one[-1] in words("callings", "standing", "heads") and standing_of(one[:-1]) != standing_of(two[:-1])
    ):
        return False
    before, after = before - under - _turned(), after - under - _turned()
    if (
        one[-1] in words("callings", "standing", "heads")
        and not (before and after)
        and (before | after) & words("callings", "standing", "private")
    ):
        # the president of the club is not the president
        return False
    return not before or not after or bool(before & after) or one[-1] != two[-1]


def standing_of(said: Iterable[str]) -> frozenset[str]:
    """Return how an office is held by the words before it: past, coming, going, acting; nothing for a holder."""
    return frozenset(row for word in said for row in _turns().get(word, ()))


@cache
def _turns() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for row in ("past", "coming", "going", "acting"):
        for word in words("callings", "standing", row):
            found.setdefault(word, []).append(row)
    return {word: tuple(held) for word, held in found.items()}


@cache
def _turned() -> frozenset[str]:
    return frozenset(_turns())


@cache
def _heads_fit(said: str, held: str) -> bool:
    kinds: dict[str, list[str]] = toml("callings")["kinds"]
    return said == held or held in kinds.get(said, ()) or said in kinds.get(held, ())


def names_for(trade: str) -> Iterator[str]:
    """Yield the nouns by which a person of the trade can be called."""
    noun = head(trade)
    yield noun
    yield from _general().get(noun, ())
    yield from toml("callings")["kinds"].get(noun, ())


@cache
def _general() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for general, held in toml("callings")["kinds"].items():
        for noun in held:
            found.setdefault(noun, []).append(general)
    return {noun: tuple(rows) for noun, rows in found.items()}


@cache
def _anybody() -> frozenset[str]:
    return frozenset(word for row in ("m", "f", "any") for word in words("callings", "anybody", row))


@cache
def opposed(one: str, two: str) -> bool:
    """True for two parts that one person does not have in one event: victim and suspect."""
    pairs: list[list[str]] = toml("callings")["against"]["pairs"]
    return [head(one), head(two)] in pairs or [head(two), head(one)] in pairs


def marks(traits: Traits) -> set[tuple[str, object]]:
    """Return under what a person of the traits can be looked for."""
    found: set[tuple[str, object]] = {("age", age) for age in traits.ages} | {("nation", nation) for nation in traits.nations}
    found |= {("kin", form) for word in traits.kin for form in kin_forms(word)}
    found |= {("noun", noun) for noun in toml("callings")["ages"] if traits.ages and _of_age(noun, traits.ages)}
    return found | {("noun", noun) for trade in (*traits.trades, *traits.parts) for noun in names_for(trade)}


def own_marks(traits: Traits) -> set[tuple[str, object]]:
    """Return under what a description looks for its person."""
    found: set[tuple[str, object]] = {("age", age) for age in traits.ages} | {("nation", nation) for nation in traits.nations}
    return found | {("kin", word) for word in traits.kin} | {("noun", head(trade)) for trade in traits.trades}


class People:
    """Named persons with their traits, to be looked for by a description's."""

    def __init__(self, known: dict[int, Traits]) -> None:
        self.known = known
        self._index: dict[tuple[str, object], list[int]] = {}
        for key, traits in known.items():
            for mark in sorted(marks(traits), key=str):
                self._index.setdefault(mark, []).append(key)

    def choice(self, mine: Traits, besides: Iterable[int] = (), more: float = 0.0) -> tuple[int, Fit] | None:
        """Return the one person whom a description fits well enough and better than any other; `besides` are out of the question."""
        out = set(besides)
        keys = {key for mark in own_marks(mine) if len(held := self._index.get(mark, [])) <= _MANY for key in held} - out
        fits = {key: found for key in keys if (found := fit(mine, self.known[key])) is not None and found.score + more >= ENOUGH}
        ranked = sorted(fits, key=lambda key: -fits[key].score)
        if not ranked or (len(ranked) > 1 and fits[ranked[0]].score - fits[ranked[1]].score < LEAD):
            return None
        return ranked[0], fits[ranked[0]]


def _kin_forms(kin: Iterable[str]) -> frozenset[str]:
    return frozenset(form for word in kin for form in kin_forms(word))


@cache
def kin_forms(word: str) -> frozenset[str]:
    """Return the words of kin that one person can bear beside `word`: a wife is a widow."""
    rows: dict[str, list[str]] = toml("callings")["same_kin"]
    return frozenset([word, *rows.get(word, ()), *(first for first, others in rows.items() if word in others)])


def inverse_kin(word: str, sex: str) -> str | None:
    """Return what somebody of the sex is to his or her `word`: of her husband she is the wife."""
    row = toml("callings")["kin"].get(word)
    return row[{"m": 1, "f": 2}.get(sex, 3)] if row else None
