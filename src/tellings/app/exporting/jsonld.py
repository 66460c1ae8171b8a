"""Articles as schema.org NewsArticle in JSON-LD: head, whose words it prints, and with `with_text` its text."""

from typing import Final

from tellings.app.exporting.base import ArticleVersion, HeldPage, Told
from tellings.app.exporting.files import Folder
from tellings.app.exporting.graphs import ItemList
from tellings.app.exporting.naming import urn, web_address
from tellings.briefing.render.articles import body_of
from tellings.data.outlets import find, host_of
from tellings.model.articles import Article

_HEAD: Final = b'{"@context":"https://schema.org","@graph":['


class JsonLdWriter:
    """Writes articles.jsonld."""

    def __init__(self, folder: Folder, *, with_text: bool = False) -> None:
        self._with_text = with_text
        self._items = ItemList(folder.file("articles.jsonld"), _HEAD, b"]}")
        self._based_on: dict[str, list[str]] = {}
        self._supplied: dict[str, str] = {}

    def story(self, told: Told) -> None:
        """Take from a story which of its articles print another's text, and whose."""
        for group in told.brief.copy_groups:
            for carrier in group.carriers:
                if carrier.article in told.wanted and carrier.carries is not None:
                    known = self._based_on.setdefault(carrier.article, [])
                    known += [carrier.carries] if carrier.carries not in known else []
                if carrier.article in told.wanted and group.kind == "whole" and group.written_by is not None:
                    self._supplied[carrier.article] = group.written_by

    def article(self, version: ArticleVersion) -> None:
        """Take one version of an article."""
        article = version.article
        text = {"articleBody": body_of(article), "text": article.text} if self._with_text else {}
        supplier = article.written_by or self._supplied.get(article.id)
        fields = {
            "@id": urn("article", article.id),
            "@type": "NewsArticle",
            "identifier": article.id,
            "version": version.number,
            "url": web_address(article),
            "mainEntityOfPage": article.canonical,
            "headline": article.headline,
            "author": _author(article),
            "publisher": _house(article.outlet, article.url),
            "sourceOrganization": _house(supplier) if supplier not in (None, article.outlet) else None,
            "creditText": article.credit,
            "dateline": article.dateline,
            "datePublished": article.published,
            "dateModified": article.modified,
            "inLanguage": article.language,
            "articleSection": article.section,
            "isAccessibleForFree": False if article.paywalled else None,
            "isBasedOn": [{"@id": urn("article", key)} for key in self._based_on.get(article.id, ())] or None,
            **text,
        }
        self._items.add({name: value for name, value in fields.items() if value is not None})

    def page(self, held: HeldPage) -> None:
        """A page says nothing that its article does not."""

    def close(self) -> None:
        """Write the end of the document."""
        self._items.close()


def _author(article: Article) -> list[dict[str, str]] | None:
    if article.byline is None:
        return None
    if article.byline_kind == "persons":
        return [{"@type": "Person", "name": name} for name in article.byline.split(", ")]
    return [{"@type": "Organization", "name": article.byline}]


def _house(name: str | None, url: str | None = None) -> dict[str, str] | None:
    """The outlet or agency; its host where the table of outlets knows it, or the article stands there."""
    if name is None:
        return None
    known = find(name)
    host = known.domains[0] if known is not None and known.domains else host_of(url) if url is not None else ""
    return {"@type": "NewsMediaOrganization", "name": name, **({"url": f"https://{host}/"} if host else {})}
