"""What the head of an HTML page declares: its meta elements by field, its JSON-LD, its addresses."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import Any, Final

from tellings.clean.head.dates import normalised
from tellings.clean.head.linked import Linked, clean, read_linked
from tellings.clean.head.sites import unarchived
from tellings.clean.head.survey import Survey, survey
from tellings.data import toml
from tellings.model.articles import MetadataValue

_FIRST_YEAR: Final = 1990


class Head:
    """What is gathered of one page; `put` keeps the first value of a field."""

    def __init__(self, tree: Any, given_url: str | None, fetched: str | None, text: str) -> None:
        self.page: Survey = survey(tree)
        self.linked: Linked = read_linked(self.page.linked)
        self.latest = (date.fromisoformat(fetched[:10]) + timedelta(days=1)).isoformat() if fetched else None
        self.text = text
        self.found: dict[str, MetadataValue] = {}
        canonical = self.page.canonical if self.page.canonical and self.page.canonical.startswith("http") else None
        if canonical:
            self.put("canonical", canonical, "link canonical")
        for where, value in ((("given", given_url)), (("link canonical", canonical)), *self.declared("url")):
            if value and value.startswith("http"):
                self.put("url", value, where)
        self.address = unarchived(self.found["url"].value) if "url" in self.found else None

    def put(self, field: str, value: str | None, where: str) -> None:
        """Keep the value where the field has none yet."""
        if value and field not in self.found and len(value) <= 600:
            self.found[field] = MetadataValue(value=value, found=where)

    def declared(self, field: str) -> Iterator[tuple[str, str]]:
        """Yield where and what the meta elements of a field say, the surest first."""
        for name in meta_names()[field]:
            for value in self.page.meta.get(name, ())[:6]:
                text = clean(value)
                if text:
                    yield f"meta {name}", text

    def believed(self, value: object) -> str | None:
        """Return the time in ISO 8601 where it is one and lies neither before the web nor after the page was fetched."""
        stamp = normalised(value) if isinstance(value, str) else None
        if stamp is None or int(stamp[:4]) < _FIRST_YEAR or (self.latest is not None and stamp[:10] > self.latest):
            return None
        return stamp


@cache
def meta_names() -> dict[str, tuple[str, ...]]:
    """Return the names of meta elements by field, the surest first."""
    return {field: tuple(names) for field, names in toml("heads")["meta"].items()}
