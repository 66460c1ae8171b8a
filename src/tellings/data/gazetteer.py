"""Names that the tables know, found in a text by one Aho-Corasick pass that reads past accents."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any, Final

import ahocorasick

from tellings.data import rows, toml
from tellings.data.own_names import NO_NAMES, OwnName, OwnNames
from tellings.model.observed import EntityKind
from tellings.model.spans import content_id

# Forms shorter than this are not looked for in capitals as well: "IS", "IN" are words.
_CAPITALS_FROM: Final = 4
# Letters that are not one base letter and a mark, and the curly apostrophe: one for one, so that offsets hold.
_LETTERS: Final = {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "ı": "i", "ə": "e", "’": "'", "ħ": "h", "ŧ": "t"}
_MARKED: Final = (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))
# Seats of government and old capitals that stand in one cell with the capital, and are other cities: each form with its city.
_OTHER_CAPITALS: Final = {
    "La Paz": "La Paz", "The Hague": "The Hague", "Hague": "The Hague", "Den Haag": "The Hague", "Abidjan": "Abidjan", "Almaty": "Almaty",
    "Cape Town": "Cape Town", "Sri Jayawardenepura Kotte": "Sri Jayawardenepura Kotte", "Dar es Salaam": "Dar es Salaam", "Bujumbura": "Bujumbura",
    "Putrajaya": "Putrajaya", "Yangon": "Yangon", "Rangoon": "Yangon",
}  # fmt: skip
# How long before and after its days an office may be called outgoing, incoming or elect.
_NEAR_DAYS: Final = 120
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
    """A person's time in an office; ISO days, months or years as far as they are sure, `end` None while it lasts."""

    person: str
    name: str
    country: str | None
    office: str
    start: str | None
    end: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A form at `start` to `end` of the text looked through, with all its bearers."""

    start: int
    end: int
    known: tuple[Known, ...]


class Gazetteer:
    """All tables of names, a user's own list before them, behind one automaton. Make it by `gazetteer()`, which keeps it.

    `own` gives the row of the user's list behind a bearer's id.
    """

    def __init__(self, own: OwnNames = NO_NAMES) -> None:
        self.own: dict[str, OwnName] = {}
        self._forms: dict[str, list[Known]] = {}
        self.adjective: dict[str, str] = {}
        self.country_name: dict[str, str] = {}
        self.capital: dict[str, str] = {}
        self.near: dict[str, tuple[str, ...]] = {}
        self.terms: dict[str, list[Term]] = {}
        self.surnames: dict[str, list[str]] = {}
        self.clubs: dict[str, Known] = {}
        self.groups: dict[str, str] = {}
        self.owners: dict[str, Known] = {}
        self.trades: dict[str, frozenset[str]] = {}
        self._by_office: dict[str, list[Term]] = {}
        self._countries()
        self._places()
        self._organisations()
        self._acronyms()
        self._namesakes()
        self._firms()
        self._clubs()
        self._nicknames()
        self._leaders()
        self._own_names(own)
        self._automaton: Any = ahocorasick.Automaton()
        for form in sorted(self._forms):
            self._automaton.add_word(form, form)
        self._automaton.make_automaton()

    def find(self, text: str, start: int, end: int) -> list[Hit]:
        """Return the forms that stand as whole words in `text[start:end]`, leftmost and longest first, none overlapping."""
        found: list[tuple[int, int, str]] = []
        for at_last, form in self._automaton.iter(plain(text[start:end])):
            last = start + at_last
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
        return tuple(self._forms.get(plain(form), ()))

    def holders(self, country: str | None, office: str, day: str | None) -> list[Term]:
        """Return the terms of an office in a country that hold on the day (or in the month or year), each person once; all where none is given."""
        found: dict[str, Term] = {}
        for term in self._of_office(country, office):
            if in_office(term, day):
                found.setdefault(term.person, term)
        if not found and day is not None:
            # the last day of one who is followed by nobody on it
            found = {term.person: term for term in self._of_office(country, office) if term.end == day}
        return list(found.values())

    def changing(self, country: str | None, office: str, day: str, *, comes: bool) -> list[Term]:
        """Return the terms whose holder is on the day about to come, or has just come, into the office; else about to go, or just gone."""
        return [term for term in self._of_office(country, office) if near_change(term, day, comes=comes)]

    def _of_office(self, country: str | None, office: str) -> list[Term]:
        return [term for term in self._by_office.get(office.lower(), ()) if country is None or term.country == country]

    def _add(self, form: str, known: Known) -> None:
        form = plain(form)
        forms = {form}
        if known.kind == "place" and len(form) >= _CAPITALS_FROM and known.group != "demonym":
            forms.add(form.upper())
        for each in forms:
            held = self._forms.setdefault(each, [])
            if all(other.id != known.id for other in held):
                held.append(known)
        if known.group != "demonym":
            self.groups.setdefault(known.id, known.group)

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
                first = _OTHER_CAPITALS.get(form, _split(row["capital"])[0])
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

    def _firms(self) -> None:
        """Firms under the id that another table gives them, where one does; who owns whom by ids."""
        owned: dict[str, str] = {}
        for row in rows("firms"):
            name, country = row["name"].split(" (")[0], row["country"] or None
            key = f"org:{content_id('org', row['name'], row['country'])}"
            held = (k for k in self.lookup(name) if k.kind == "organisation" and k.country in (country, None) and not k.weak)
            group = row["classes"] if row["classes"] in ("museum", "stage", "school", "hospital") else "company"
            known = next(held, Known(id=key, name=name, kind="organisation", group=group, country=country))
            for form in (name, *_split(row["forms"])):
                self._add(form, known)
            self.trades[known.id] = frozenset(_split(row["classes"]))
            if row["parent"]:
                owned[known.id] = row["parent"]
        for key, parent in owned.items():
            found = next((k for k in self.lookup(parent) if k.kind == "organisation"), None)
            if found is not None:
                self.owners[key] = found

    def _leaders(self) -> None:
        for row in rows("leaders"):
            key, country = f"person:{row['name']}", row["country"] or None
            known = Known(id=key, name=row["name"], kind="person", group="person", country=country)
            for form in (row["name"], *_split(row["forms"])):
                self._add(form, known)
            for form in _split(row["alone"]):
                self._add(form, Known(id=key, name=row["name"], kind="person", group="surname", country=country))
            if row["office"]:
                start, end = (row[k] or None for k in ("start", "end"))
                term = Term(person=key, name=row["name"], country=country, office=row["office"], start=start, end=end)
                self.terms.setdefault(key, []).append(term)
                self._by_office.setdefault(row["office"].lower(), []).append(term)
            if not row["name"].startswith(("Pope ", "King ", "Queen ")):
                first = country in ("CHN", "PRK", "KOR", "TWN")
                family = row["name"].removesuffix(" Jr").split()[0 if first else -1]
                held = self.surnames.setdefault(plain(family).casefold(), [])
                if key not in held:
                    held.append(key)

    def _acronyms(self) -> None:
        """Short forms that several bodies share: the first row stands, a later one where the words near it speak for it."""
        for row in rows("acronyms"):
            key = f"org:{content_id('org', row['name'], row['country'])}"
            known = Known(id=key, name=row["name"].split(" (")[0], kind="organisation", group=row["kind"], country=row["country"] or None)
            self.near[key] = tuple(_split(row["near"]))
            self._add(row["acronym"], known)
            self._add(row["name"], known)

    def _namesakes(self) -> None:
        for row in rows("namesakes"):
            country = row["kind"] == "country"
            key = f"country:{row['country']}" if country else f"place:{row['country']}:{row['name']}"
            known = Known(id=key, name=row["name"].split(" (")[0], kind="place", group=row["kind"], country=row["country"])
            self.near[key] = (*self.near.get(key, ()), *_split(row["near"]))
            self._add(row["form"], known)

    def _nicknames(self) -> None:
        """Other names of places, which stand for the place that another table has, where one has it."""
        for row in rows("nicknames"):
            name, country = row["place"], row["country"] or None
            held = (k for k in self.lookup(name) if k.kind == "place" and k.country == country and k.group != "demonym")
            other = Known(id=f"place:{row['country']}:{name}", name=name.split(" (")[0], kind="place", group=row["kind"], country=country)
            self._add(row["form"], next(held, other))
        for row in rows("capitals"):
            if row["alone"] == "yes" and all(k.country != row["country"] for k in self.lookup(row["state"])):
                key = f"place:{row['country']}:{row['state']}"
                self._add(row["state"], Known(id=key, name=row["state"], kind="place", group="state", country=row["country"]))

    def _clubs(self) -> None:
        for row in rows("clubs"):
            for ground in _split(row["stadium"]):
                if not self.lookup(ground):
                    place = Known(
                        id=f"place:{row['country']}:{ground}", name=ground, kind="place", group="stadium", country=row["country"] or None
                    )
                    self._add(ground, place)
            key = f"club:{row['name']}"
            known = Known(id=key, name=row["name"].split(" (")[0], kind="organisation", group="club", country=row["country"] or None)
            for form in (row["name"], *_split(row["forms"])):
                self._add(form, known)
            for form in _split(row["short"]):
                self.clubs.setdefault(plain(form), known)

    def _own_names(self, own: OwnNames) -> None:
        """Put the rows of a user's list first: a form in it means its bearers there and no others."""
        ids: dict[tuple[str, str], dict[str | None, str]] = {}
        forms: dict[str, list[Known]] = {}
        for row in own.rows:
            ident = self._own_ident(row, ids.setdefault((row.kind, row.name), {}))
            self.own.setdefault(ident, row)
            for form, weak in (*((form, False) for form in (row.name, *row.forms)), *((form, True) for form in row.weak)):
                group = "own" if row.kind != "person" else "person" if " " in form else "surname"
                known = Known(id=ident, name=row.name, kind=row.kind, group=group, country=row.country, weak=weak)
                for each in {plain(form), plain(form).upper()} if len(form) >= _CAPITALS_FROM else {plain(form)}:
                    held = forms.setdefault(each, [])
                    if all(other.id != ident for other in held):
                        held.append(known)
            if row.office:
                term = Term(person=ident, name=row.name, country=row.country, office=row.office, start=row.start, end=row.end)
                self.terms.setdefault(ident, []).append(term)
                self._by_office.setdefault(row.office.lower(), []).append(term)
        self._forms |= forms

    def _own_ident(self, row: OwnName, taken: dict[str | None, str]) -> str:
        """The id of a row's bearer: that of the tables where they have one of this name; one more for each id of the list on one name."""
        if row.id not in taken:
            held = [k for k in self._forms.get(plain(row.name), ()) if k.kind == row.kind and row.country in (None, k.country)]
            first = held[0].id if held else f"person:{row.name}" if row.kind == "person" else f"own:{row.kind}:{row.name}"
            taken[row.id] = f"own:{row.id}" if taken and row.id is not None else next(iter(taken.values()), first)
        return taken[row.id]


def plain(text: str) -> str:
    """Return the text with its accents off and apostrophes straight, letter for letter, so that every offset holds."""
    return text.translate(_plain_table())


@cache
def _plain_table() -> dict[int, str]:
    table = {ord(letter): base for letter, base in _LETTERS.items()}
    for code in _MARKED:
        base = "".join(c for c in unicodedata.normalize("NFKD", chr(code)) if not unicodedata.combining(c))
        if code not in table and len(base) == 1 and base.isascii():
            table[code] = base
    return table


def in_office(term: Term, day: str | None) -> bool:
    """True where the term covers the day (or month, or year), or no day is known; a last day is held by who comes after."""
    if day is None:
        return True
    started = term.start is None or term.start[: len(day)] <= day[: len(term.start)]
    return started and (term.end is None or day[: len(term.end)] < term.end[: len(day)] or (len(term.end) < len(day) and day.startswith(term.end)) or (len(day) < len(term.end) and term.end.startswith(day)))  # fmt: skip


def near_change(term: Term, day: str, *, comes: bool) -> bool:
    """True where the term begins (or, for one that goes, ends) within some months after the day, or some days before it."""
    edge = term.start if comes else term.end
    if edge is None or len(edge) != len("2020-01-01") or len(day) != len(edge):
        return False
    distance = date.fromisoformat(edge).toordinal() - date.fromisoformat(day).toordinal()
    return -7 <= distance <= _NEAR_DAYS


@lru_cache(maxsize=4)
def gazetteer(own: OwnNames = NO_NAMES) -> Gazetteer:
    """Return the gazetteer with a user's own list before the tables, built once for each list and process."""
    return Gazetteer(own)


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
