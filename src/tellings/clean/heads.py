"""What the head of an HTML page, its JSON-LD and its time elements say of the article."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from tellings.clean.dates import iso_of, normalised
from tellings.model.articles import MetadataValue

_ARTICLE_TYPES: Final = re.compile(
    r"(?:News|Blog|Report|Opinion|Analysis|Reportage|Background|Review|Live|Satirical|Scholarly|Tech|Social)?(?:Article|Posting|Blog)?(?:Article|Posting)$|^Report$"
)
_URL_DATE: Final = re.compile(r"/(20[0-3]\d|199\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=[/\-_.?]|\d{0,6}(?:\D|$))")
_URL_DATE_WORDS: Final = re.compile(
    r"/(20[0-3]\d|199\d)/(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*/(\d{1,2})(?=/|$)", re.IGNORECASE
)
_MONTHS: Final = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MAX_JSON: Final = 400_000
_MAX_NODES: Final = 2000
_FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "published": (
        "article:published_time", "og:article:published_time", "datepublished", "parsely-pub-date", "sailthru.date", "pubdate", "publishdate",
        "publish-date", "publish_date", "publication_date", "date_published", "article.published", "dc.date.issued", "dcterms.created", "dc.date",
        "dcterms.date", "dc.created", "cxenseparse:recs:publishtime", "citation_publication_date", "article_date_original", "og:pubdate",
        "originalpublicationdate", "rnews:datepublished", "date", "last-modified-date-original", "og:published_time", "video:release_date", "article:published",
    ),
    "modified": ("article:modified_time", "og:article:modified_time", "og:updated_time", "datemodified", "lastmod", "last-modified", "dcterms.modified", "dc.date.modified", "article:modified"),
    "headline": ("og:title", "twitter:title", "headline", "dc.title", "dcterms.title", "parsely-title", "sailthru.title", "title", "citation_title"),
    "byline": ("author", "article:author_name", "dc.creator", "dcterms.creator", "byl", "parsely-author", "sailthru.author", "dc.author", "citation_author", "article.author", "rbauthors", "authors", "article:author"),
    "outlet": ("og:site_name", "application-name", "al:android:app_name", "publisher", "dc.publisher", "dcterms.publisher", "copyright-holder", "apple-mobile-web-app-title", "twitter:site"),
    "url": ("og:url", "twitter:url"),
}  # fmt: skip
_DATE_WORDS: Final = re.compile(
    r"publish|posted|pubdate|dateline|entry-date|post-date|article-date|article__date|timestamp|dateposted|created|post-meta|entry-meta|(?:^|[-_])date(?:$|[-_])|datum|fecha|(?:^|[-_])time(?:$|[-_])"
)
_NOT_DATE: Final = re.compile(r"update|modif|comment|related|sidebar|widget|footer|current|today|now|event|expire|copyright")
_BYLINE_WORDS: Final = re.compile(
    r"(?:^|[-_])(?:byline|author|authors|writer|reporter|autor|auteur|verfasser|redakteur)(?:$|[-_])|author-name|authorname|byline-name|p-author|article__author|post-author"
)
_NOT_BYLINE: Final = re.compile(r"bio|avatar|image|comment|related|box|about|social|photo|desc|more")


def read_head(tree: Any, given_url: str | None) -> dict[str, MetadataValue]:
    """Return what is found of headline, byline, outlet, published, modified, url and language, each with the place that says it.

    Dates come from JSON-LD, meta, time elements, elements named for a date, and the address; never from running text.
    """
    found: dict[str, MetadataValue] = {}
    _json_ld(tree, found)
    _meta(tree, found)
    _links(tree, found)
    _elements(tree, found)
    _address(found, given_url)
    return found


def _put(found: dict[str, MetadataValue], field: str, value: object, where: str) -> None:
    if field in found or not isinstance(value, str):
        return
    text: str | None = " ".join(value.split())
    if field in {"published", "modified"} and text:
        text = normalised(text)
    if text and len(text) <= 600:
        found[field] = MetadataValue(value=text, found=where)


def _json_ld(tree: Any, found: dict[str, MetadataValue]) -> None:
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower() or not script.text or len(script.text) > _MAX_JSON:
            continue
        for node in _nodes(script.text):
            kinds = node.get("@type")
            names = [kinds] if isinstance(kinds, str) else [k for k in kinds if isinstance(k, str)] if isinstance(kinds, list) else []
            if any(_ARTICLE_TYPES.search(name) for name in names):
                _put(found, "headline", _text(node.get("headline") or node.get("name")), "json-ld headline")
                _put(found, "byline", _people(node.get("author") or node.get("creator")), "json-ld author")
                _put(found, "outlet", _text(node.get("publisher")), "json-ld publisher")
                _put(found, "published", node.get("datePublished") or node.get("dateCreated"), "json-ld datePublished")
                _put(found, "modified", node.get("dateModified"), "json-ld dateModified")
                _put(found, "language", node.get("inLanguage"), "json-ld inLanguage")
            elif any(name.endswith("WebPage") for name in names):
                _put(found, "published", node.get("datePublished"), "json-ld datePublished")
                _put(found, "modified", node.get("dateModified"), "json-ld dateModified")


def _nodes(source: str) -> Iterator[dict[str, Any]]:
    source = source.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
    source = re.sub(r"^(?:/\*)?\s*<!\[CDATA\[\s*(?:\*/)?|(?:/\*)?\s*\]\]>\s*(?:\*/)?$", "", source)
    try:
        loaded = json.loads(source, strict=False)
    except (ValueError, RecursionError):
        return
    waiting: list[Any] = [loaded]
    for _ in range(_MAX_NODES):
        if not waiting:
            return
        node = waiting.pop(0)
        if isinstance(node, list):
            waiting += node[:200]
        elif isinstance(node, dict):
            if "@type" in node:
                yield node
            waiting += [
                node[key]
                for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement")
                if isinstance(node.get(key), list | dict)
            ]


def _text(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name") or value.get("@value")
        return _text(value) if isinstance(value, list) else value if isinstance(value, str) else None
    return value if isinstance(value, str) else None


def _people(value: Any) -> str | None:
    people = [_text(person) for person in (value if isinstance(value, list) else [value])]
    named = [" ".join(person.split()) for person in people if person and not person.startswith("http")]
    return ", ".join(dict.fromkeys(named)) or None


def _meta(tree: Any, found: dict[str, MetadataValue]) -> None:
    given: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        content = element.get("content")
        if not content or len(content) > 3000:
            continue
        for attribute in ("property", "name", "itemprop"):
            name = element.get(attribute)
            if name:
                given.setdefault(name.strip().lower(), []).append(content)
    for field, names in _FIELDS.items():
        for name in names:
            values = given.get(name)
            if not values or (field == "byline" and values[0].startswith("http")):
                continue
            value = ", ".join(dict.fromkeys(values[:6])) if field == "byline" else values[0]
            _put(found, field, value.lstrip("@") if name == "twitter:site" else value, f"meta {name}")


def _links(tree: Any, found: dict[str, MetadataValue]) -> None:
    for element in tree.iter("link"):
        if (element.get("rel") or "").lower() == "canonical":
            href = (element.get("href") or "").strip()
            if href.startswith("http"):
                found.pop("url", None)
                _put(found, "url", href, "link canonical")
                break
    language = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or tree.get("xml:lang")
    _put(found, "language", language, "html lang")


def _elements(tree: Any, found: dict[str, MetadataValue]) -> None:
    titles = [" ".join(h.text_content().split()) for h in tree.iter("h1")]
    heads = [title for title in titles if 2 <= len(title.split()) <= 40]
    title = next((" ".join((t.text or "").split()) for t in tree.iter("title")), "")
    if heads and (len(heads) == 1 or not found.get("headline")):
        agreeing = next((h for h in heads if h.casefold() in title.casefold() or _near(h, found.get("headline"))), None)
        if agreeing is not None:
            found["headline"] = MetadataValue(value=agreeing, found="h1")
    _put(found, "headline", title, "title")
    if "headline" not in found and heads:
        _put(found, "headline", heads[0], "h1")
    if "published" not in found:
        _times(tree, found)
    if "byline" not in found:
        _writers(tree, found)


def _near(heading: str, other: MetadataValue | None) -> bool:
    return other is not None and (heading.casefold() in other.value.casefold() or other.value.casefold() in heading.casefold())


def _times(tree: Any, found: dict[str, MetadataValue]) -> None:
    for element in tree.iter("time", "abbr"):
        words = _names(element)
        if _NOT_DATE.search(words):
            continue
        value = element.get("datetime") or (element.get("title") if element.tag == "abbr" else None)
        if value and (element.tag == "time" or "publish" in words):
            _put(found, "published", value, "time element")
        elif element.tag == "time":
            _put(found, "published", iso_of(element.text_content()[:80]), "time element")
        if "published" in found:
            return
    for element in tree.iter("span", "div", "p", "li", "em", "i", "small", "td", "font", "strong", "b", "dd", "h5", "h6", "a"):
        words = _names(element)
        if not words or not _DATE_WORDS.search(words) or _NOT_DATE.search(words) or len(element) > 12:
            continue
        text = " ".join(element.text_content().split())
        if 6 <= len(text) <= 90:
            _put(found, "published", element.get("content") or element.get("datetime") or iso_of(text), "element named for a date")
            if "published" in found:
                return


def _writers(tree: Any, found: dict[str, MetadataValue]) -> None:
    for element in tree.iter("a"):
        if "author" in (element.get("rel") or "").lower().split():
            _put(found, "byline", _writer(element), "link author")
    for element in tree.iter("span", "div", "p", "a", "address", "li", "strong", "em", "b", "h3", "h4", "h5", "cite"):
        words = _names(element)
        if "byline" in found:
            return
        if words and _BYLINE_WORDS.search(words) and not _NOT_BYLINE.search(words) and len(element) <= 8:
            _put(found, "byline", _writer(element), "element named for the writer")


def _writer(element: Any) -> str | None:
    text = " ".join(element.text_content().split())
    return text if 1 < len(text.split()) <= 8 and not any(c.isdigit() for c in text) else None


def _names(element: Any) -> str:
    return " ".join(value for name in ("class", "id", "itemprop") if (value := element.get(name)) and len(value) < 200).lower()


def _address(found: dict[str, MetadataValue], given_url: str | None) -> None:
    if given_url:
        found["url"] = MetadataValue(value=given_url, found="given")
    address = found["url"].value if "url" in found else ""
    if "published" not in found and (day := date_in_address(address)):
        found["published"] = MetadataValue(value=day, found="url")


def date_in_address(address: str) -> str | None:
    """Return the day that a web address names ("/2021/08/24/", "/20210824-", "/2021/aug/24/"), None where it names none."""
    hit = _URL_DATE.search(address)
    if hit:
        return normalised("-".join(hit.groups()))
    hit = _URL_DATE_WORDS.search(address)
    if hit:
        return normalised(f"{hit.group(1)}-{_MONTHS.index(hit.group(2).lower()) + 1:02}-{int(hit.group(3)):02}")
    return None
