"""Names that the tables know, found in a text by one Aho-Corasick pass."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import ahocorasick

from tellings.data import rows, toml
from tellings.model.observed import EntityKind
from tellings.model.spans import content_id

# Forms shorter than this are not looked for in capitals as well: "IS", "IN" are words.
_CAPITALS_FROM: Final = 4
_PLURAL_ENDS: Final = ("n", "i", "t", "r", "k", "o", "c", "a", "l", "g", "d", "b", "e")
_NO_PLURAL: Final = ("ese", "men", "man", "sh", "ch", "ss")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """One bearer of a name: `group` says which table and row kind it is of ("country", "demonym", "capital", "state", "igo", "person" …).

    `weak` is true where the form means other things too; `office`, `start` and `end` (years) stand for persons only.
    """

    id: str
    name: str
    kind: EntityKind
    group: str
    country: str | None = None
    weak: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A person's time in an office; years, `end` None while it lasts."""

    person: str
    name: str
    country: str | None
    office: str
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A form at `start` to `end` of the text looked through, with all its bearers."""

    start: int
    end: int
    known: tuple[Known, ...]


class Gazetteer:
    """All tables of names behind one automaton. Make it by `gazetteer()`, which keeps one."""

    def __init__(self) -> None:
        self._forms: dict[str, list[Known]] = {}
        self.adjective: dict[str, str] = {}
        self.country_name: dict[str, str] = {}
        self.capital: dict[str, str] = {}
        self.near: dict[str, tuple[str, ...]] = {}
        self.terms: dict[str, list[Term]] = {}
        self.surnames: dict[str, list[str]] = {}
        self._countries()
        self._places()
        self._organisations()
        self._leaders()
        self._automaton: Any = ahocorasick.Automaton()
        for form in sorted(self._forms):
            self._automaton.add_word(form, form)
        self._automaton.make_automaton()

    def find(self, text: str, start: int, end: int) -> list[Hit]:
        """Return the forms that stand as whole words in `text[start:end]`, leftmost and longest first, none overlapping."""
        found: list[tuple[int, int, str]] = []
        for last, form in self._automaton.iter(text, start, end):
            first = last + 1 - len(form)
            if (first == 0 or not text[first - 1].isalnum()) and (last + 1 >= len(text) or not text[last + 1].isalnum()):
                found.append((first, -(last + 1), form))
        hits: list[Hit] = []
        at = start
        for first, minus_end, form in sorted(found):
            if first >= at:
                hits.append(Hit(start=first, end=-minus_end, known=tuple(self._forms[form])))
                at = -minus_end
        return hits

    def lookup(self, form: str) -> tuple[Known, ...]:
        """Return the bearers of a form, none where no table has it."""
        return tuple(self._forms.get(form, ()))

    def holders(self, country: str | None, office: str, year: int | None) -> list[Term]:
        """Return the terms of an office in a country that hold in the year, each person once; all terms where no year is given."""
        found: dict[str, Term] = {}
        for terms in self.terms.values():
            for term in terms:
                if term.office == office and (country is None or term.country == country) and in_office(term, year):
                    found.setdefault(term.person, term)
        return list(found.values())

    def _add(self, form: str, known: Known) -> None:
        forms = {form}
        if "'" in form:
            forms.add(form.replace("'", "’"))
        if known.kind == "place" and len(form) >= _CAPITALS_FROM and known.group != "demonym":
            forms.add(form.upper())
        for each in forms:
            held = self._forms.setdefault(each, [])
            if all(other.id != known.id for other in held):
                held.append(known)

    def _countries(self) -> None:
        for row in rows("countries"):
            code, name = row["code"], row["name"]
            country = Known(id=f"country:{code}", name=name, kind="place", group="country", country=code)
            demonym = Known(id=f"country:{code}", name=name, kind="place", group="demonym", country=code)
            self.country_name[code] = name
            demonyms = _split(row["demonyms"])
            self.adjective[code] = demonyms[0] if demonyms else name
            for form in (name, *_split(row["names"])):
                self._add(form, country)
            for form in demonyms:
                self._add(form, demonym)
                if form.endswith(_PLURAL_ENDS) and not form.endswith(_NO_PLURAL):
                    self._add(form + "s", demonym)
            for place, form in enumerate(_split(row["capital"])):
                if place == 0:
                    self.capital[code] = form
                first = _split(row["capital"])[0] if code in ("USA", "IND") else form
                self._add(form, Known(id=f"place:{code}:{first}", name=first, kind="place", group="capital", country=code))

    def _places(self) -> None:
        for row in rows("places"):
            country = row["country"] or None
            name = row["name"]
            known = Known(id=f"place:{row['country']}:{name}", name=name, kind="place", group=row["kind"], country=country)
            if row["near"]:
                self.near[known.id] = tuple(_split(row["near"]))
            for form in (name, *_split(row["names"])):
                self._add(form, known)

    def _organisations(self) -> None:
        for table in ("press", "organisations"):
            for row in rows(table):
                key, country = f"org:{content_id('org', row['name'], row['country'])}", row["country"] or None
                # brackets tell two rows of one name apart, and are no part of it
                name = row["name"].split(" (")[0]
                kind: EntityKind = "organisation"
                known = Known(id=key, name=name, kind=kind, group=row["kind"], country=country)
                weak = Known(id=key, name=name, kind=kind, group=row["kind"], country=country, weak=True)
                for form in (row["name"], *_split(row["forms"])):
                    self._add(form, known)
                for form in _split(row["weak"]):
                    self._add(form, weak)

    def _leaders(self) -> None:
        for row in rows("leaders"):
            key, country = f"person:{row['name']}", row["country"] or None
            known = Known(id=key, name=row["name"], kind="person", group="person", country=country)
            for form in (row["name"], *_split(row["forms"])):
                self._add(form, known)
            for form in _split(row["alone"]):
                self._add(form, Known(id=key, name=row["name"], kind="person", group="surname", country=country))
            if row["office"]:
                start, end = (int(row[k]) if row[k] else None for k in ("start", "end"))
                term = Term(person=key, name=row["name"], country=country, office=row["office"], start=start, end=end)
                self.terms.setdefault(key, []).append(term)
            if not row["name"].startswith(("Pope ", "King ", "Queen ")):
                family = row["name"].split()[0] if country in ("CHN", "PRK", "KOR", "TWN") else row["name"].split()[-1]
                held = self.surnames.setdefault(family.casefold(), [])
                if key not in held:
                    held.append(key)


def in_office(term: Term, year: int | None) -> bool:
    """True where the term covers the year, or no year is known."""
    if year is None:
        return True
    return (term.start is None or term.start <= year) and (term.end is None or year <= term.end)


@cache
def gazetteer() -> Gazetteer:
    """Return the gazetteer, built once for each process."""
    return Gazetteer()


@cache
def words(table: str, *path: str) -> frozenset[str]:
    """Return a word list of a TOML table as a set, by the keys that lead to it."""
    return frozenset(_under(table, path))


def _under(table: str, path: tuple[str, ...]) -> Iterator[str]:
    found: Any = toml(table)
    for key in path:
        found = found[key]
    yield from found


def _split(cell: str) -> list[str]:
    return [part for part in cell.split("|") if part]
