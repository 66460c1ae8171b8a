"""XML of unknown hands, element by element, up to a cap: no entity of the document's own is expanded, and nothing is fetched."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BufferedIOBase
from typing import Final, Literal
from xml.parsers import expat

from tellings.ingest.sources import DAMAGED, Source
from tellings.model.articles import Rejected
from tellings.settings import Settings

# The sitemap protocol's own limit.
_MOST_BYTES: Final = 50 << 20
_BLOCK: Final = 1 << 16
_DEEPEST: Final = 100
# No address or headline is longer.
_LONGEST_TEXT: Final = 10_000
_LONGEST_TAG: Final = 1 << 20
_PIECES: Final = 100
# Of what begins with "&" only the five that XML knows, and numbers, are left: an entity of the document's own stays its name.
_STRAY: Final = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});)")
_CONTROL: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|&#(?:0*(?:[0-8]|1[124-9]|2[0-9]|3[01])|x0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]));"
)
# As much as one reference may be cut by the end of a block.
_REFERENCE: Final = 12
# Python knows encodings of bytes as bytes besides, which no document may ask for.
_DECLARED: Final = re.compile(
    rb"\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']((?:utf-?8|iso-|windows-|cp\d|koi8|latin|us-ascii|gb|big5|euc|shift|tis)[\w.\-]*)",
    re.IGNORECASE,
)
_MARKS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """An element where it begins, with its attributes, or where it ends, with the text that stands in it and in nothing inside it.

    `name` is local and in lower case, as are the attributes' names; `above` counts the elements that it stands in.
    """

    at: Literal["start", "end"]
    name: str
    above: int
    text: str = ""
    attributes: dict[str, str] = field(default_factory=dict)


class Markup:
    """The elements of a source in their order. After the last, `faults` says what was not read."""

    def __init__(self, source: Source, settings: Settings) -> None:
        self.faults: list[Rejected] = []
        self._source = source
        self._cap = max(_MOST_BYTES, settings.max_page_bytes)
        self._found: list[Element] = []
        self._open: list[tuple[str, list[str]]] = []
        self._parser = expat.ParserCreate("utf-8")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text

    def elements(self) -> Iterator[Element]:
        """Yield each element at its start and at its end."""
        try:
            with self._source.unpacked() as file:
                fed = 0
                for text, final in self._blocks(file):
                    block = text.encode("utf-8", "replace")
                    self._parser.Parse(block, final)
                    yield from self._taken()
                    fed += len(block)
                    # a tag that has not ended is looked at again with each block
                    if fed - self._parser.CurrentByteIndex > _LONGEST_TAG:
                        self._fault("broken-record", f"the XML has a tag of more than {_LONGEST_TAG:,} bytes")
                        return
        except expat.ExpatError as error:
            yield from self._taken()
            self._fault("broken-record", f"the XML breaks off at line {error.lineno:,} ({expat.ErrorString(error.code)})")
        except _TooDeepError:
            yield from self._taken()
            self._fault("broken-record", f"the XML is nested more than {_DEEPEST} deep")
        except DAMAGED as error:
            yield from self._taken()
            self._fault("broken-archive", f"the gzip archive is damaged: {error}")

    def _blocks(self, file: BufferedIOBase) -> Iterator[tuple[str, bool]]:
        """Yield the document's text in blocks that cut no reference, and whether the block is the last."""
        left = self._cap
        block = file.read(_BLOCK)
        decoder = _decoder(block)
        held = ""
        while block and left > 0:
            held += decoder.decode(block[:left])
            left -= len(block)
            cut = held.rfind("&", max(0, len(held) - _REFERENCE))
            ready, held = (held, "") if cut < 0 else (held[:cut], held[cut:])
            yield _mended(ready), False
            block = file.read(_BLOCK)
        if block:
            self._fault("too-large", f"what stands behind its first {self._cap:,} bytes was not read")
        else:
            yield _mended(held + decoder.decode(b"", final=True)), True

    def _taken(self) -> list[Element]:
        found, self._found = self._found, []
        return found

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = _local(name)
        if len(self._open) >= _DEEPEST:
            raise _TooDeepError
        own = {_local(key): _unescaped(value) for key, value in attributes.items()}
        self._found.append(Element(at="start", name=local, above=len(self._open), attributes=own))
        self._open.append((local, []))

    def _end(self, _name: str) -> None:
        local, parts = self._open.pop()
        self._found.append(Element(at="end", name=local, above=len(self._open), text=_unescaped("".join(parts))[:_LONGEST_TEXT]))

    def _text(self, text: str) -> None:
        # an element's text comes in pieces of a buffer's size: the first of them are enough
        if self._open and len(self._open[-1][1]) < _PIECES:
            self._open[-1][1].append(text[:_LONGEST_TEXT])

    def _fault(self, reason: str, detail: str) -> None:
        self.faults.append(Rejected(input=self._source.name, reason=reason, detail=detail))


class _TooDeepError(Exception):
    """The document nests deeper than any that is meant to be read."""


def _decoder(head: bytes) -> codecs.IncrementalDecoder:
    declared = _DECLARED.match(head)
    name = next((wide for mark, wide in _MARKS if head.startswith(mark)), None) or (declared.group(1).decode() if declared else "utf-8")
    try:
        return codecs.getincrementaldecoder(name)("replace")
    except LookupError:
        return codecs.getincrementaldecoder("utf-8")("replace")


def _mended(text: str) -> str:
    return _CONTROL.sub("", _STRAY.sub("&amp;", text))


def _unescaped(text: str) -> str:
    # in CDATA, a mended "&" stands as it was written
    return text.replace("&amp;", "&")


def _local(name: str) -> str:
    return name.rpartition(":")[2].lower()
