"""XML of unknown hands, element by element, up to a cap: no entity is expanded, nothing is fetched, and what was passed is let go."""

import io
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from tellings.ingest.listing.entries import line
from tellings.ingest.sources import DAMAGED, Source
from tellings.model.articles import Rejected
from tellings.settings import Settings

# The sitemap protocol's own limit.
_MOST_BYTES: Final = 50 << 20
# Faults of one word, behind which all is read.
_SLIGHT: Final = ("ENTITY", "NS_", "CHARREF", "ATTRIBUTE_REDEFINED", "INVALID_CHAR", "LT_IN_ATTRIBUTE")


class Markup:
    """The elements of a source as they begin and end. After the last, `faults` says what was not read, and `whole` is true where nothing is missing."""

    def __init__(self, source: Source, settings: Settings) -> None:
        self.faults: list[Rejected] = []
        self._source = source
        self._cap = max(_MOST_BYTES, settings.max_page_bytes)

    @property
    def whole(self) -> bool:
        """False where the elements end before the document does; those still open are then given an end that it does not have."""
        return not self.faults

    def events(self) -> Iterator[tuple[str, Any, int]]:
        """Yield ("start" or "end", element, how many stand above it); at its end an element has all its children, afterwards none."""
        with self._source.unpacked() as file:
            capped = _Capped(file, self._cap)
            events = etree.iterparse(
                capped, events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True,
                remove_comments=True, remove_pis=True,
            )  # fmt: skip
            try:
                yield from _with_depth(events)
                fault = next((found for found in events.error_log if not any(slight in found.type_name for slight in _SLIGHT)), None)
                said = f"line {fault.line:,}: {fault.message}" if fault is not None else None
            except etree.XMLSyntaxError as error:
                said = str(error)
            except DAMAGED as error:
                self._fault("broken-archive", f"the gzip archive is damaged: {error}")
                return
        if capped.full:
            self._fault("too-large", f"what stands behind its first {self._cap:,} bytes was not read")
        elif said is not None:
            self._fault("broken-record", f"the XML is broken; what could be read was ({line(said)})")

    def _fault(self, reason: str, detail: str) -> None:
        self.faults.append(Rejected(input=self._source.name, reason=reason, detail=detail))


def _with_depth(events: Any) -> Iterator[tuple[str, Any, int]]:
    above = 0
    for event, element in events:
        if event == "start":
            yield event, element, above
            above += 1
            continue
        above -= 1
        yield event, element, above
        # an entry's children are asked for at its end; what stands above entries would grow without end
        if above <= 1:
            element.clear()
            parent = element.getparent()
            if parent is not None:
                del parent[:]


class _Capped:
    """A file that ends at `cap` bytes; `full` where it would have gone on."""

    def __init__(self, file: io.BufferedIOBase, cap: int) -> None:
        self._file = file
        self._left = cap
        self.full = False

    def read(self, size: int = -1) -> bytes:
        if self.full:
            return b""
        found = self._file.read(min(size, self._left + 1) if size >= 0 else self._left + 1)
        self.full = len(found) > self._left
        found = found[: self._left]
        self._left -= len(found)
        return found


def local(element: Any) -> str:
    """Return the element's name without its namespace or prefix, lower case."""
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else ""


def text(element: Any) -> str | None:
    """Return all text inside the element; None where there is no element."""
    return "".join(element.itertext()) if element is not None else None
