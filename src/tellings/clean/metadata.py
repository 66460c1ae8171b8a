"""Finds what a page says of itself."""

from collections.abc import Iterable

from tellings.backends.base import Context
from tellings.model.articles import Metadata, MetadataValue, Page
from tellings.model.inputs import Inputs


def run(inputs: Inputs, context: Context) -> Iterable[object]:
    """Yield the page's metadata."""
    page = inputs.one(Page)
    yield Metadata(
        page=page.id,
        outlet=given(page.given_outlet),
        headline=given(page.given_headline),
        published=given(page.given_published or context.settings.published),
        url=given(page.url),
        origin="metadata@1",
    )


def given(v: str | None) -> MetadataValue | None:
    """Return a given value."""
    return MetadataValue(value=v, found="given") if v else None
