"""Marks as furniture the lines that several articles of one site repeat, whatever their words."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from tellings.backends.base import Context
from tellings.clean.furniture.reading import Mark
from tellings.clean.furniture.repeats import PageLines, SiteLines, marks, page_lines, repeated
from tellings.clean.spans import cover
from tellings.data.outlets import find, host_of
from tellings.model.articles import Article, Block, PageText
from tellings.model.inputs import Inputs
from tellings.model.spans import Span

ORIGIN: Final = "sitewide@1"


def run(inputs: Inputs, context: Context) -> Iterable[object]:
    """Yield every article, in the order given: as it was, or with those of its body's lines marked that its site repeats."""
    articles = inputs.all(Article)
    sites = {site.site: site for site in repeated(_lines_of(article) for article in articles)}
    for article in articles:
        site = sites.get(site_of(article))
        yield _marked(article, site) if site is not None else article


def site_of(article: Article) -> str:
    """Return what tells articles of one site from others: the outlet, the address's host, else the folder or file they came in."""
    if article.outlet:
        known = find(article.outlet)
        return known.id if known is not None else " ".join(article.outlet.casefold().split())
    host = host_of(article.url) if article.url else ""
    return host or article.input.partition("#")[0].rpartition("/")[0]


def _lines_of(article: Article) -> PageLines:
    text = PageText(page=article.id, text=article.text, blocks=tuple(Block(start=s.start, end=s.end) for s in _body_lines(article)))
    return page_lines(article.id, site_of(article), text)


def _body_lines(article: Article) -> Iterator[Span]:
    for span in article.body:
        at = span.start
        for line in article.text[span.start : span.end].splitlines(keepends=True):
            bare = line.strip()
            if bare:
                start = at + line.index(bare)
                yield Span(start=start, end=start + len(bare))
            at += len(line)


def _marked(article: Article, site: SiteLines) -> Article:
    lines = list(_body_lines(article))
    text = PageText(page=article.id, text=article.text, blocks=())
    found = marks(text, lines, (), site)
    if not found:
        return article
    known = [Mark(f.start, f.end, f.reason, f.why) for f in article.furniture]
    body, furniture = cover(article.text, lines, [*known, *found])
    # an article of nothing but repeated lines is as like to be a short notice as furniture
    return replace(article, body=body, furniture=furniture, origin=ORIGIN) if body else article
