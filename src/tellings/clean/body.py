"""Divides a page's text into body and furniture and makes the article."""

from collections.abc import Iterable

from tellings.backends.base import Context
from tellings.model.articles import Article, Metadata, MetadataValue, Page, PageText
from tellings.model.inputs import Inputs
from tellings.model.spans import Span


def run(inputs: Inputs, context: Context) -> Iterable[object]:
    """Yield the article."""
    page, text, meta = inputs.one(Page), inputs.one(PageText), inputs.one(Metadata)
    yield Article(
        id=page.id,
        page=page.id,
        input=page.input,
        text=text.text,
        body=(Span(start=0, end=len(text.text)),),
        furniture=(),
        given_id=page.given_id,
        outlet=val(meta.outlet),
        headline=val(meta.headline),
        published=val(meta.published),
        url=val(meta.url),
        origin="body@1",
    )


def val(v: MetadataValue | None) -> str | None:
    """Return the value alone."""
    return v.value if v else None
