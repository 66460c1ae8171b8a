"""Claims and quotations as W3C Web Annotations: each passage a target, found again by its words and by its place.

The body is the claim that the passage supports, or the speaker whose words it gives. https://www.w3.org/TR/annotation-model/: a
TextPositionSelector counts code points, from 0, in the text without markup; here in the article's text as `articles` gives it.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from tellings.app.exporting.base import ArticleVersion, HeldPage, Told
from tellings.app.exporting.files import Folder
from tellings.app.exporting.graphs import ItemList
from tellings.app.exporting.naming import urn, web_address
from tellings.app.exporting.tables import wanted_claims
from tellings.briefing.schema import ClaimOut, QuotationOut
from tellings.model.articles import Article
from tellings.model.observed import Statement
from tellings.model.spans import Selector
from tellings.text.counting import counted

CONTEXT: Final = "http://www.w3.org/ns/anno.jsonld"
Annotation = dict[str, Any]


class AnnotationWriter:
    """Writes annotations.jsonld: a list of two AnnotationCollections for each story, of its claims and of its quotations, each with one AnnotationPage."""

    def __init__(self, folder: Folder) -> None:
        self._items = ItemList(folder.file("annotations.jsonld"), b"[", b"]")

    def story(self, told: Told) -> None:
        """Take a story."""
        self._items.add(_collection(told, "claims", _claims(told)))
        self._items.add(_collection(told, "quotations", _quotations(told)))

    def article(self, version: ArticleVersion) -> None:
        """An article by itself has no annotation."""

    def page(self, held: HeldPage) -> None:
        """A page has none either."""

    def close(self) -> None:
        """Write the end of the document."""
        self._items.close()


def _collection(told: Told, of: str, annotations: Iterable[Annotation]) -> dict[str, Any]:
    items = list(annotations)
    name = f"{urn('story', told.out.id)}:{of}"
    page = {"id": f"{name}:page:1", "type": "AnnotationPage", "partOf": name, "startIndex": 0, "items": items}
    software = {"id": urn("software", told.manifest.tellings), "type": "Software", "name": f"Tellings {told.manifest.tellings}"}
    return {
        "@context": CONTEXT,
        "id": name,
        "type": "AnnotationCollection",
        "label": f"{told.out.headline} ({of})",
        "generator": software,
        "total": len(items),
        # a page of nothing is not allowed
        **({"first": page, "last": page["id"]} if items else {}),
    }


def _claims(told: Told) -> Iterator[Annotation]:
    for claim, statements in wanted_claims(told):
        for statement in statements:
            if statement.sel.article in told.wanted:
                yield _of_claim(claim, statement, told.by_id[statement.sel.article])


def _of_claim(claim: ClaimOut, statement: Statement, article: Article) -> Annotation:
    tellings = counted(claim.independent, "independent telling")
    text = _text(claim.text, "describing", article.language)
    return {
        "id": f"{urn('claim', claim.id)}:passage:{statement.id}",
        "type": "Annotation",
        "motivation": "describing",
        "body": [{"id": urn("claim", claim.id), **text}, _text(claim.status, "tagging"), _text(tellings, "commenting")],
        "target": _target(statement.sel, article),
    }


def _quotations(told: Told) -> Iterator[Annotation]:
    for made, own in zip(told.out.quotations, told.brief.quotations, strict=True):
        if made.article in told.wanted:
            yield _of_quotation(made, own.content, told.by_id[made.article])


def _of_quotation(made: QuotationOut, content: Selector, article: Article) -> Annotation:
    """The speaker identifies the words; who relayed them is told beside."""
    relays = made.chain[1:] if made.source is not None else made.chain
    body = [_text(made.source, "identifying")] if made.source is not None else []
    body += [_text(f"via {name}", "commenting") for name in relays]
    return {
        "id": urn("quotation", made.id),
        "type": "Annotation",
        "motivation": "identifying",
        "body": [*body, _text(f"{made.kind} quotation", "tagging")],
        "target": _target(content, article),
    }


def _text(value: str, purpose: str, language: str | None = None) -> dict[str, str]:
    made = {"type": "TextualBody", "value": value, "purpose": purpose}
    return made if language is None else {**made, "format": "text/plain", "language": language}


def _target(sel: Selector, article: Article) -> dict[str, Any]:
    quote = {"type": "TextQuoteSelector", "exact": sel.exact, "prefix": sel.prefix, "suffix": sel.suffix}
    address = web_address(article)
    return {
        "type": "SpecificResource",
        "source": address or urn("article", article.id),
        **({"scope": urn("article", article.id)} if address is not None else {}),
        "selector": [
            {name: value for name, value in quote.items() if value},
            {"type": "TextPositionSelector", "start": sel.start, "end": sel.end},
        ],
    }
