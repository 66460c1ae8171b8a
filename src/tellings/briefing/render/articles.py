"""Articles as read: their head, then their text, with or without the furniture around it."""

import re
from collections.abc import Iterator
from typing import Final

import msgspec

from tellings.briefing.render.json import article_out
from tellings.briefing.schema import UnseenOut
from tellings.model.articles import Article, Rejected

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def as_json(article: Article) -> str:
    """Return the article as the contract has it, on one line."""
    return msgspec.json.encode(article_out(article)).decode()


def unseen_as_json(item: Rejected) -> str:
    """Return what was not seen as the contract has it, on one line."""
    return msgspec.json.encode(UnseenOut(input=item.input, reason=item.reason, detail=item.detail)).decode()


def as_text(article: Article, *, marked: bool = False) -> str:
    """Return the head and the body's paragraphs; `marked` gives all of the text, furniture as ⟦reason: words⟧, and where each value was found."""
    head = [article.headline or "(no headline)", *_head(article, marked=marked), article.input]
    return shown("\n".join(head) + "\n\n" + (_marked(article) if marked else body_of(article)) + "\n")


def shown(text: str) -> str:
    """Return the text without what could steer a terminal."""
    return _CONTROL.sub("\ufffd", text.replace("\r\n", "\n"))


def _head(article: Article, *, marked: bool) -> Iterator[str]:
    places = dict(article.found)
    values = {
        name: getattr(article, name)
        for name in ("outlet", "byline", "published", "modified", "dateline", "credit", "section", "language", "url", "canonical")
    }
    if article.canonical == article.url:
        del values["canonical"]
    rows = [(name, value) for name, value in values.items() if value]
    if article.written_by:
        rows.insert(1, ("written by", article.written_by))
    if article.paywalled:
        rows.append(("paywalled", "the page says that its text is not free"))
    for name, value in rows:
        place = f"  ({places[name]})" if marked and name in places else ""
        yield f"  {name}: {value}{place}"


def body_of(article: Article) -> str:
    """Return the body's text: its paragraphs, an empty line between them."""
    text = article.text
    parts: list[str] = []
    at: int | None = None
    for span in article.body:
        if at is not None:
            parts.append("\n\n" if "\n" in text[at : span.start] else " ")
        parts.append(text[span.start : span.end])
        at = span.end
    return "".join(parts)


def _marked(article: Article) -> str:
    text = article.text
    parts: list[str] = []
    at = 0
    for piece in article.furniture:
        parts += [text[at : piece.start], f"⟦{piece.reason}: {text[piece.start : piece.end]}⟧"]
        at = piece.end
    return ("".join(parts) + text[at:]).strip("\n")
