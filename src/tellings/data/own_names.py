"""A user's own list of names: a CSV file that is read, checked and put before the tables of Tellings.

The file has a header line and the columns `name`, `kind` and, where wanted, `forms`, `weak`, `country`, `office`, `start`, `end`, `id` and `note`;
`,`, `;` or a tab between them; lines that begin with `#` are comments. `docs/how-to/own-names.md` tells each column.
"""

import csv
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from tellings.data import rows
from tellings.errors import ConfigError
from tellings.model.observed import EntityKind

COLUMNS: Final = ("name", "kind", "forms", "weak", "country", "office", "start", "end", "id", "note")
KINDS: Final[tuple[EntityKind, ...]] = ("person", "organisation", "place")
# A list larger than this is a mistake, or somebody's.
MOST_BYTES: Final = 64_000_000
_LONGEST: Final = 200
_DAY: Final = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnName:
    """One row: a bearer with its names. `weak` forms count only where another form stands in the article; days as far as they are sure."""

    name: str
    kind: EntityKind
    forms: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    country: str | None = None
    office: str | None = None
    start: str | None = None
    end: str | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class OwnNames:
    """The rows of a list in its order, and the SHA-256 of its bytes, by which two lists are compared."""

    sha256: str
    rows: tuple[OwnName, ...]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, OwnNames) and self.sha256 == other.sha256

    def __hash__(self) -> int:
        return hash(self.sha256)


NO_NAMES: Final = OwnNames("", ())


def read_own_names(path: str) -> OwnNames:
    """Return the list at `path`. Raises ConfigError with the line where the file cannot be read or a row says what cannot be."""
    try:
        with Path(path).open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise ConfigError(f"cannot read the names in {path}: {error.strerror or error}") from error
    if len(raw) > MOST_BYTES:
        raise ConfigError(f"{path} has more than {MOST_BYTES:,} bytes; a list of names has fewer")
    return _parsed(path, raw)


@lru_cache(maxsize=4)
def _parsed(path: str, raw: bytes) -> OwnNames:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path} is not UTF-8 (byte {error.start:,})") from error
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip() and not line.lstrip().startswith("#")]
    if not lines:
        raise ConfigError(f"{path} has no header line; it begins with {','.join(COLUMNS[:3])}")
    cut = max(",;\t", key=lines[0][1].count)
    header = [cell.strip().casefold() for cell in next(csv.reader([lines[0][1]], delimiter=cut))]
    unknown = [cell for cell in header if cell not in COLUMNS]
    if unknown or not {"name", "kind"} <= set(header) or len(set(header)) < len(header):
        what = f"has no column {unknown[0]!r}" if unknown else "needs the columns name and kind, each once"
        raise ConfigError(f"{path} line {lines[0][0]}: a list of names {what}; there are {', '.join(COLUMNS)}")
    found = [(number, _row(path, number, header, line, cut)) for number, line in lines[1:]]
    bearer: dict[str, str] = {}
    for number, row in found:
        if row.id is not None and bearer.setdefault(row.id, row.name) != row.name:
            raise ConfigError(f"{path} line {number}: the id {row.id} is that of {bearer[row.id]!r} already")
    return OwnNames(sha256(raw).hexdigest(), tuple(row for _, row in found))


def _row(path: str, number: int, header: list[str], line: str, cut: str) -> OwnName:
    try:
        cells = next(csv.reader([line], delimiter=cut, strict=True))
    except csv.Error as error:
        raise ConfigError(f"{path} line {number}: {error}") from error
    if len(cells) > len(header):
        raise ConfigError(f"{path} line {number}: {len(cells)} cells under {len(header)} columns")
    row = dict(zip(header, (cell.strip() for cell in cells), strict=False))
    wrong = _wrong(row)
    if wrong:
        raise ConfigError(f"{path} line {number}: {wrong}")
    kind = next(kind for kind in KINDS if kind == row["kind"].casefold())
    return OwnName(
        name=row["name"], kind=kind, forms=_parts(row, "forms"), weak=_parts(row, "weak"), country=_code(row.get("country", "")),
        office=row.get("office") or None, start=row.get("start") or None, end=row.get("end") or None, id=row.get("id") or None,
    )  # fmt: skip


def _wrong(row: dict[str, str]) -> str | None:
    """What cannot be in a row, in words."""
    if not row.get("name"):
        return "the name is missing"
    if row.get("kind", "").casefold() not in KINDS:
        return f"the kind is {row.get('kind', '')!r}; there are {', '.join(KINDS)}"
    for form in (row["name"], *_parts(row, "forms"), *_parts(row, "weak")):
        if len(form) > _LONGEST or sum(char.isalnum() for char in form) < 2 or not all(char.isprintable() for char in form):
            return f"{form[:40]!r} is no name: at least two letters, at most {_LONGEST} characters, on one line"
    if row.get("country") and _code(row["country"]) is None:
        return f"no country is called {row['country']!r}; give its name or its code of three letters (ISO 3166-1)"
    if row.get("office") and row["kind"].casefold() != "person":
        return "only a person holds an office"
    for column in ("start", "end"):
        if row.get(column) and not _DAY.fullmatch(row[column]):
            return f"the {column} is {row[column]!r}; give a day, month or year like 2021-08-25, 2021-08, 2021"
        if row.get(column) and not row.get("office"):
            return f"the {column} is that of an office, and none is given"
        if row.get(column) and not _is_day(row[column]):
            return f"there is no {row[column]}"
    if row.get("start") and row.get("end") and row["end"][: len(row["start"])] < row["start"][: len(row["end"])]:
        return f"the end {row['end']} is before the start {row['start']}"
    return None


def _is_day(value: str) -> bool:
    """True for a month or year, and for a day that the calendar has."""
    try:
        return value.count("-") < 2 or bool(date.fromisoformat(value))
    except ValueError:
        return False


def _parts(row: dict[str, str], column: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in row.get(column, "").split("|") if part.strip())


def _code(country: str) -> str | None:
    """The ISO 3166-1 alpha-3 code of a code or a name."""
    return _codes().get(country.casefold())


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    found: dict[str, str] = {}
    for row in rows("countries"):
        for form in (row["code"], row["name"], *row["names"].split("|")):
            if form:
                found.setdefault(form.casefold(), row["code"])
    return found
