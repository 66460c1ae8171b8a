"""What records are called outside: IRIs made of their ids."""

from typing import Literal

from tellings.model.articles import Article

Thing = Literal["article", "story", "claim", "quotation", "page", "software"]


def urn(thing: Thing, key: str) -> str:
    """Return the IRI of a record.

    >>> urn("claim", "00ff00ff00ff00ff")
    'urn:tellings:claim:00ff00ff00ff00ff'
    """
    return f"urn:tellings:{thing}:{key}"


def web_address(article: Article) -> str | None:
    """Return the address of the article where it is one of the web."""
    return article.url if article.url is not None and article.url.lower().startswith(("http://", "https://")) else None
