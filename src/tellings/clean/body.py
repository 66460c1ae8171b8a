"""Divides a page's text into body and furniture and makes the article."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from tellings.backends.base import Context
from tellings.clean.furniture.lines import Reading, mark_running
from tellings.clean.maintext.extraction import divide_html
from tellings.clean.metadata import read_page
from tellings.clean.spans import cover
from tellings.data.outlets import find
from tellings.model.articles import Article, Markup, Metadata, MetadataValue, Page, PageText, Rejected
from tellings.model.inputs import Inputs
from tellings.model.spans import Span

ORIGIN: Final = "body@3"
_FIELDS: Final = (
    "outlet", "headline", "byline", "dateline", "credit", "published", "modified", "url", "language", "section", "canonical",
    "paywalled",
)  # fmt: skip


def run(inputs: Inputs, context: Context) -> Iterable[object]:
    """Yield the article, its body and furniture covering its text; or a rejection where the page holds no article."""
    page, text, meta = inputs.one(Page), inputs.one(PageText), inputs.one(Metadata)
    if page.medium == "html":
        divided = divide_html(inputs.one(Markup), text, _value(meta.headline), _value(meta.byline or meta.desk))
        if divided.refused is not None:
            reason, detail = divided.refused
            yield Rejected(input=page.input, reason=reason, detail=detail)
            return
        keep, reading = divided.keep, divided.reading
    else:
        keep, reading = [Span(start=block.start, end=block.end) for block in text.blocks], _read(page, text, meta)
    body, furniture = cover(text.text, keep, reading.marks)
    meta = _filed(meta, reading)
    if not body:
        yield Rejected(input=page.input, reason="empty", detail="nothing but site furniture")
        return
    outlet = _value(meta.outlet)
    yield Article(
        id=page.id, page=page.id, input=page.input, text=text.text, body=body, furniture=furniture, given_id=page.given_id, outlet=outlet,
        written_by=_written_by(meta), owner=_owner(meta), headline=_value(meta.headline), byline=_value(meta.byline or meta.desk),
        byline_kind="persons" if meta.byline else "desk" if meta.desk else None, dateline=_value(meta.dateline),
        credit=_value(meta.credit), published=_value(meta.published), modified=_value(meta.modified),
        url=_value(meta.url), language=_value(meta.language) or "en", section=_value(meta.section),
        canonical=_value(meta.canonical), paywalled=meta.paywalled is not None, found=_found(meta), origin=ORIGIN,
    )  # fmt: skip


def _read(page: Page, text: PageText, meta: Metadata) -> Reading:
    known = (
        meta.headline if meta.headline is not None and meta.headline.found.startswith(("given", "front matter", "mail header")) else None
    )
    reading = read_page(page, text, known)
    mark_running(text.text, reading)
    return reading


def _filed(meta: Metadata, reading: Reading) -> Metadata:
    """Return the metadata with the dateline of the body and the agency in it, where the page itself did not say."""
    line = reading.dateline
    if line is None:
        return meta
    if meta.dateline is None and line.text:
        meta = replace(meta, dateline=MetadataValue(value=line.text, found="text"))
    if meta.credit is None and line.agency and (meta.outlet is None or meta.outlet.value != line.agency):
        meta = replace(meta, credit=MetadataValue(value=line.agency, found="agency: dateline"))
    return meta


def _value(value: MetadataValue | None) -> str | None:
    return value.value if value is not None else None


def _found(meta: Metadata) -> tuple[tuple[str, str], ...]:
    signed = replace(meta, byline=meta.byline or meta.desk)
    return tuple((name, value.found) for name in _FIELDS if (value := getattr(signed, name)) is not None)


def _written_by(meta: Metadata) -> str | None:
    """Return who wrote it where a credit says that it was another: an agency, or the outlet of a reprint; not who gave inputs."""
    if meta.credit is None or meta.credit.found.startswith(("inputs", "plural")):
        return None
    return meta.credit.value if meta.outlet is None or meta.credit.value != meta.outlet.value else None


def _owner(meta: Metadata) -> str | None:
    for value in (_written_by(meta), _value(meta.outlet)):
        known = find(value) if value else None
        if known is not None:
            return known.owner
        if value:
            return None
    return None
