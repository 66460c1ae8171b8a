"""A plain list of addresses, one a line; blank lines and those that begin with `#` are comments. A text sitemap is one as well."""

from collections.abc import Iterator

from tellings.ingest.listing.entries import address
from tellings.ingest.received import Address, Listed
from tellings.ingest.sources import DAMAGED, Source
from tellings.model.articles import Rejected
from tellings.settings import Settings
from tellings.text.counting import counted

_LONGEST = 16_000


def read(source: Source, settings: Settings) -> Iterator[Rejected | Address]:
    """Yield the address of each line, in their order, and at the end how many lines hold none."""
    wrong: list[int] = []
    count = 0
    with source.unpacked() as lines:
        try:
            number = 0
            while row := lines.readline(_LONGEST):
                number += 1
                text = row.decode("utf-8-sig", "replace").strip()
                if not text or text.startswith("#"):
                    continue
                where = address(text, None) if len(text.split()) == 1 else ""
                if where:
                    yield Address(listed=Listed(url=where, listed_in=source.name))
                else:
                    count += 1
                    wrong = wrong or [number]
        except DAMAGED as error:
            yield Rejected(input=source.name, reason="broken-archive", detail=f"the gzip archive is damaged: {error}")
    if count:
        yield Rejected(
            input=source.name,
            reason="broken-record",
            detail=f"{counted(count, 'line holds', 'lines hold')} no address, line {wrong[0]:,} first",
        )
