"""Claims as W3C Web Annotations: each supporting passage a target, found again by its words and by its place, the claim its body.

https://www.w3.org/TR/annotation-model/: a TextPositionSelector counts code points, from 0, in the text without markup; here in the
article's text as `articles` gives it.
"""

from typing import Any, Final

from tellings.app.exporting.base import ArticleVersion, HeldPage, Told
from tellings.app.exporting.files import Folder
from tellings.app.exporting.graphs import ItemList
from tellings.app.exporting.naming import urn, web_address
from tellings.app.exporting.tables import wanted_claims
from tellings.briefing.schema import ClaimOut
from tellings.model.articles import Article
from tellings.model.observed import Statement

CONTEXT: Final = "http://www.w3.org/ns/anno.jsonld"


class AnnotationWriter:
    """Writes annotations.jsonld: a list of an AnnotationCollection for each story, with its one AnnotationPage."""

    def __init__(self, folder: Folder) -> None:
        self._items = ItemList(folder.file("annotations.jsonld"), b"[", b"]")

    def story(self, told: Told) -> None:
        """Take a story."""
        items = [
            _annotation(claim, statement, told.by_id[statement.sel.article])
            for claim, statements in wanted_claims(told)
            for statement in statements
            if statement.sel.article in told.wanted
        ]
        collection = f"{urn('story', told.out.id)}:claims"
        page = {"id": f"{collection}:page:1", "type": "AnnotationPage", "partOf": collection, "startIndex": 0, "items": items}
        self._items.add(
            {
                "@context": CONTEXT,
                "id": collection,
                "type": "AnnotationCollection",
                "label": told.out.headline,
                "generator": {
                    "id": urn("software", told.manifest.tellings),
                    "type": "Software",
                    "name": f"Tellings {told.manifest.tellings}",
                },
                "total": len(items),
                # a page of nothing is not allowed
                **({"first": page, "last": page["id"]} if items else {}),
            }
        )

    def article(self, version: ArticleVersion) -> None:
        """An article by itself has no annotation."""

    def page(self, held: HeldPage) -> None:
        """A page has none either."""

    def close(self) -> None:
        """Write the end of the document."""
        self._items.close()


def _annotation(claim: ClaimOut, statement: Statement, article: Article) -> dict[str, Any]:
    sel = statement.sel
    quote = {"type": "TextQuoteSelector", "exact": sel.exact, "prefix": sel.prefix, "suffix": sel.suffix}
    address = web_address(article)
    target: dict[str, Any] = {
        "type": "SpecificResource",
        "source": address or urn("article", article.id),
        "selector": [
            {name: value for name, value in quote.items() if value},
            {"type": "TextPositionSelector", "start": sel.start, "end": sel.end},
        ],
    }
    if address is not None:
        target["scope"] = urn("article", article.id)
    told = "1 independent telling" if claim.independent == 1 else f"{claim.independent} independent tellings"
    return {
        "id": f"{urn('claim', claim.id)}:passage:{statement.id}",
        "type": "Annotation",
        "motivation": "describing",
        "body": [
            {
                "id": urn("claim", claim.id), "type": "TextualBody", "value": claim.text, "format": "text/plain",
                "language": article.language, "purpose": "describing",
            },
            {"type": "TextualBody", "value": claim.status, "purpose": "tagging"},
            {"type": "TextualBody", "value": told, "purpose": "commenting"},
        ],
        "target": target,
    }  # fmt: skip
