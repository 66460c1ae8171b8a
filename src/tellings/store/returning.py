"""Pages that come again after another version has taken their place: what was changed and changed back is a version of its own.

Such a page is kept under an id of its own, with the same bytes: it was received twice. Whether it came again or was only added again is told
by when it was received, where that is known, and else by where it came from: one file that holds another text than it gave last was changed back, and
of the records of one file a later line is later. A page that comes again after a fault of ours is read again.
"""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection, and_, select

from tellings.model.articles import Page
from tellings.model.spans import content_id
from tellings.store import articles
from tellings.store.articles import Kept, parts
from tellings.store.tables import ARRIVALS, ARTICLES, PAGES
from tellings.text.times import moment


def lineage(connection: Connection, page: Page) -> int | None:
    """Return the number of the first version of the article that was made of the page; None where none was."""
    return connection.execute(select(ARTICLES.c.lineage).where(ARTICLES.c.page == page.id)).scalar()


def faulty(connection: Connection, names: Sequence[str]) -> dict[str, int | None]:
    """Return those of the pages that a fault of ours kept from being read, with the number of the article that could not be analysed; None where there is none.

    A fault may pass (memory that was short, an error that a later version has not): what it kept away is neither known nor rejected for good.
    """
    said: dict[str, str] = {}
    for part in parts(names):
        asked = select(ARRIVALS.c.page, ARRIVALS.c.reason).where(and_(ARRIVALS.c.page.in_(part), ARRIVALS.c.reason.is_not(None)))
        said |= {row.page: row.reason for row in connection.execute(asked.order_by(ARRIVALS.c.seq))}
    found: dict[str, int | None] = {name: None for name, reason in said.items() if reason == "fault"}
    for part in parts(sorted(found)):
        for row in connection.execute(select(ARTICLES.c.page, ARTICLES.c.number, ARTICLES.c.analysed).where(ARTICLES.c.page.in_(part))):
            if row.analysed:
                del found[row.page]
            else:
                found[row.page] = row.number
    return found


def again(connection: Connection, page: Page) -> Page | None:
    """Return the page, with its bytes, under the id of the version that it is anew; None where it is none, but known or new."""
    number = lineage(connection, page)
    versions = articles.versions(connection, number) if number is not None else []
    if len(versions) < 2 or not versions[-1].current or versions[-1].page in (page.id, _anew(page, versions[-2])):
        return None
    if not _received_later(connection, page, versions[-1]):
        return None
    kept = articles.page(connection, page.id)
    return None if kept is None else replace(page, id=_anew(page, versions[-1]), raw=kept.raw)


def _anew(page: Page, before: Kept) -> str:
    """The id of the page where it takes the place of the version `before`."""
    return content_id("page again", page.id, before.page)


def _received_later(connection: Connection, page: Page, current: Kept) -> bool:
    if page.fetched_at is None:
        return page.input == current.input or _stands_later(page.input, current.input)
    fetched = connection.execute(select(PAGES.c.fetched_at).where(PAGES.c.id == current.page)).scalar()
    return moment(page.fetched_at) > moment(fetched or current.added)


def _stands_later(one: str, other: str) -> bool:
    """True where both are lines of one file, and the first comes after the second."""
    (file, _, line), (same, _, before) = one.rpartition("#"), other.rpartition("#")
    return file == same != "" and line.isdecimal() and before.isdecimal() and int(line) > int(before)
