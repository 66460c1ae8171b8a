"""Articles as `tellings read` prints them."""

import json

from tellings.briefing.render.articles import as_json, as_text
from tellings.model.articles import Article
from tellings.model.spans import Span

TEXT = "The lock at Orsa stays shut until Friday."


def article(**fields) -> Article:
    return Article(
        id="a", page="a", input="orsa.html", text=TEXT, body=(Span(start=0, end=len(TEXT)),), furniture=(), headline="Lock stays shut", **fields
    )  # fmt: skip


def test_section_and_paywall_are_said():
    shown = as_text(article(section="Canals", paywalled=True, found=(("section", "json-ld"), ("paywalled", "json-ld"))), marked=True)
    assert "  section: Canals  (json-ld)\n" in shown
    assert "  paywalled: the page says that its text is not free  (json-ld)\n" in shown
    assert "paywalled" not in as_text(article())


def test_the_canonical_address_is_shown_where_it_is_another():
    url = "https://orsa.example/a"
    assert "canonical" not in as_text(article(url=url, canonical=url))
    assert "  canonical: https://orsa.example/b\n" in as_text(article(url=url, canonical="https://orsa.example/b"))


def test_json_holds_what_the_text_shows():
    out = json.loads(as_json(article(section="Canals", canonical="https://orsa.example/b", paywalled=True)))
    assert (out["section"], out["canonical"], out["paywalled"]) == ("Canals", "https://orsa.example/b", True)
    assert json.loads(as_json(article()))["section"] is None
