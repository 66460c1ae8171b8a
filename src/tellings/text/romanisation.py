"""Says of two full names whether they are one name in two romanisations, by the rules of one system of the table `romanisation`."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product
from typing import Any, Final

from tellings.data import toml

# A word whose key is this long agrees by the key alone; a shorter one needs another part that is written alike.
_STRONG: Final = 6
# A shorter family name is many people's.
_LEAST: Final = 4
_ARTICLES: Final = frozenset(["al", "el", "ul", "ad", "as", "ash", "ar", "an", "az", "at"])
_WITH_ARTICLES: Final = ("arabic", "persian", "south asian")
_SERVANT: Final = frozenset(["abd", "abdel", "abdul", "abdal", "abdoul"])
_JOINED_SERVANT: Final = re.compile(r"^abd(?:[aeou]{1,2})?(?:l|(?=([zrsdtn])\1))(?=\w{4})")
_JOINED_ARTICLE: Final = re.compile(r"^al(?=[bcdfghjkmnpqrstwxz][a-z]{4})")
_PINYIN: Final = re.compile(
    r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    r"(?:iang|iong|uang|ueng|ang|eng|ing|ong|ian|iao|uai|uan|ai|an|ao|ei|en|er|ia|ie|in|iu|ou|ua|ue|ui|un|uo|a|e|i|o|u)"
)
# A given name of two syllables; one of one syllable is too many people's.
_KOREAN: Final = re.compile(r"(?:(?:[bcdghjkmnprst]|ch|sh|wh)?[yw]?[aeiou]{1,2}(?:ng|[nmlkgpbt])?){2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """One row of the table, its patterns compiled."""

    name: str
    turned: bool
    belongs: frozenset[str]
    endings: re.Pattern[str] | None
    rules: tuple[tuple[re.Pattern[str], str], ...]
    families: dict[str, int]


@cache
def systems() -> tuple[System, ...]:
    """Return the systems of the table in its order."""
    return tuple(_system(row) for row in toml("romanisation")["system"])


def _system(row: dict[str, Any]) -> System:
    return System(
        name=row["name"],
        turned=row.get("turned", False),
        belongs=frozenset(row.get("belongs", "").split()),
        endings=re.compile(rf"\w\w(?:{row['endings']})$") if "endings" in row else None,
        rules=tuple((re.compile(pattern), put) for pattern, put in row["rules"]),
        families={word: at for at, line in enumerate(row.get("families", ())) for word in line.split()},
    )


def one_name(a: str, b: str, stands_for: frozenset[tuple[str, str]] = frozenset()) -> str | None:
    """Return the system under which two folded full names are one, None where there is none.

    `stands_for` are pairs of given names that a table holds to be one.
    """
    if a == b or " " not in a or " " not in b:
        return None
    return next((system.name for system in systems() if _agree(system, a, b, stands_for)), None)


@lru_cache(maxsize=65_536)
def keys_of(name: str) -> tuple[str, ...]:
    """Return the keys under which a folded full name can meet its other spellings: two names that are one share a key."""
    if " " not in name:
        return ()
    found: list[str] = []
    for system in systems():
        if system.turned:
            given = "".join(name.split()[1:])
            found += [f"{system.name}:{key}" for key in sorted({given, "".join(_syllables(system, given) or (given,))})]
        elif system.families:
            found += [f"{system.name}:{at}:{_key(system, ''.join(given))}" for at, given in _korean(system, name)]
        elif _belongs(system, name):
            found.append(f"{system.name}:{_key(system, _parts(system, name)[-1])}")
    return tuple(found)


def _agree(system: System, a: str, b: str, stands_for: frozenset[tuple[str, str]]) -> bool:
    if system.turned:
        return _turned(system, a, b) or _turned(system, b, a)
    if system.families:
        return any(_same_korean(system, x, y) for x, y in product(_korean(system, a), _korean(system, b)) if x[0] == y[0])
    if not (_belongs(system, a) and _belongs(system, b)):
        return False
    one, two = _parts(system, a), _parts(system, b)
    if len(one) != len(two) or len(one) < 2 or min(len(one[-1]), len(two[-1])) < _LEAST:
        return False
    alike = [x == y or (x, y) in stands_for for x, y in zip(one, two, strict=True)]
    pairs = [(_key(system, x), _key(system, y)) for x, y in zip(one, two, strict=True)]
    if not all(like or (x == y and len(x) > 2) for like, (x, y) in zip(alike, pairs, strict=True)):
        return False
    return any(x == y and len(x) > 2 for x, y in zip(one, two, strict=True)) or len(pairs[-1][0]) >= _STRONG


def _belongs(system: System, name: str) -> bool:
    words = name.split()
    return bool(system.belongs.intersection(words)) or (system.endings is not None and system.endings.search(words[-1]) is not None)


def _parts(system: System, name: str) -> tuple[str, ...]:
    """The words of a name; the Arabic article is no part, and the servant of a name (Abd al-Qadir) is one word with it."""
    if system.name not in _WITH_ARTICLES:
        return tuple(name.split())
    found: list[str] = []
    servant = False
    for word in name.split():
        if word in _SERVANT:
            servant = True
        elif word not in _ARTICLES:
            bare = _JOINED_SERVANT.sub("abd", word) if not servant else "abd" + word
            found.append(bare if bare != word else _JOINED_ARTICLE.sub("", word))
            servant = False
    return tuple(found)


def _key(system: System, word: str) -> str:
    for pattern, put in system.rules:
        word = pattern.sub(put, word)
    return word


def _korean(system: System, name: str) -> list[tuple[int, tuple[str, ...]]]:
    """The surname's row and the given name's syllables as written, for a surname that stands first or last."""
    words = name.split()
    if not 2 <= len(words) <= 3:
        return []
    # Susan Lee and Susan Rhee are two
    last = len(words) > 2 and words[0] not in system.families
    ends = [(words[0], tuple(words[1:]))] + ([(words[-1], tuple(words[:-1]))] if last else [])
    return [(system.families[family], given) for family, given in ends if family in system.families and _KOREAN.fullmatch("".join(given))]


def _same_korean(system: System, a: tuple[int, tuple[str, ...]], b: tuple[int, tuple[str, ...]]) -> bool:
    one, two = "".join(a[1]), "".join(b[1])
    key = _key(system, one)
    return key == _key(system, two) and (len(key) >= _STRONG - 1 or one == two)


def _turned(system: System, pinyin: str, wade: str) -> bool:
    """True where the first name in pinyin is the second in Wade-Giles; a surname may be written the same in both."""
    (family, *given), (other, *rest) = pinyin.split(), wade.split()
    if not 1 <= len(given) <= 2 or not 1 <= len(rest) <= 2 or len("".join(rest)) < _LEAST:
        return False
    turned = _syllables(system, "".join(given))
    if turned is None or "".join(turned) != "".join(rest) or not 1 < len(turned) <= 2:
        return False
    if other == family and "".join(given) != "".join(rest) and all(_syllables(system, word) is not None for word in (family, *rest)):
        # Chenhua may be pinyin as Zhenhua is
        return False
    syllables = _syllables(system, family)
    return syllables is not None and (other == family or syllables == (other,))


def _syllables(system: System, word: str) -> tuple[str, ...] | None:
    """The syllables of a pinyin word turned by the rules; None where the word is no pinyin."""
    if not word:
        return ()
    for size in range(min(6, len(word)), 0, -1):
        if _PINYIN.fullmatch(word[:size]):
            rest = _syllables(system, word[size:])
            if rest is not None:
                return (_key(system, word[:size]), *rest)
    return None
