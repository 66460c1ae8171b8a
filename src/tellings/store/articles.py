"""Pages as received, articles with their versions, and what each article says, in an archive."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Final, TypeVar

from sqlalchemy import Connection, Row, and_, delete, func, select, update

from tellings.errors import StoreError
from tellings.model.articles import Article, Page
from tellings.store.packing import kinds, pack, squeeze, unpack, unsqueeze
from tellings.store.tables import ARTICLES, BLOBS, INFO, PAGES, RECORDS
from tellings.text.times import day_ordinal

Record = TypeVar("Record")
# Numbers in one question: SQLite takes more, and a longer question is no faster.
_AT_ONCE: Final = 500
# The last number that an article had which is gone.
_RETIRED: Final = "last_gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An article as an archive lists it. `number` counts from 1 in the order of arrival, `lineage` is the number of its first version."""

    number: int
    id: str
    page: str
    input: str
    lineage: int
    version: int
    current: bool
    analysed: bool
    added: str
    given_id: str | None = None
    outlet: str | None = None
    unit: str | None = None
    headline: str | None = None
    url: str | None = None
    published: str | None = None
    day: int | None = None
    language: str = "en"


_KEPT: Final = [ARTICLES.c[name] for name in Kept.__dataclass_fields__]


def put_page(connection: Connection, page: Page) -> None:
    """Keep the page and its bytes; bytes that are there already are kept once. Raises StoreError where the digest is that of other bytes."""
    if sha256(page.raw).hexdigest() != page.sha256:
        raise StoreError(f"{page.input}: the page's digest is that of other bytes; nothing of it was kept")
    if connection.execute(select(BLOBS.c.size).where(BLOBS.c.sha256 == page.sha256)).first() is None:
        connection.execute(BLOBS.insert().values(sha256=page.sha256, size=len(page.raw), data=squeeze(page.raw)))
    connection.execute(
        PAGES.insert().values(
            id=page.id,
            sha256=page.sha256,
            input=page.input,
            url=page.url,
            fetched_at=page.fetched_at,
            record=pack([replace(page, raw=b"")]),
        )
    )


def page(connection: Connection, name: str) -> Page | None:
    """Return the page of the id with its bytes; None where there is none."""
    found = connection.execute(
        select(PAGES.c.record, BLOBS.c.data).join(BLOBS, BLOBS.c.sha256 == PAGES.c.sha256).where(PAGES.c.id == name)
    ).first()
    return None if found is None else replace(unpack(Page, found.record)[0], raw=unsqueeze(found.data))


def page_ids(connection: Connection, after: str = "", most: int = _AT_ONCE) -> list[str]:
    """Return so many ids of pages, sorted, from behind `after` on."""
    return list(connection.execute(select(PAGES.c.id).where(PAGES.c.id > after).order_by(PAGES.c.id).limit(most)).scalars())


def digests(connection: Connection, names: Sequence[str]) -> dict[str, str]:
    """Return the SHA-256 of each page that is kept, by its id."""
    found = (row for part in parts(names) for row in connection.execute(select(PAGES.c.id, PAGES.c.sha256).where(PAGES.c.id.in_(part))))
    return {row.id: row.sha256 for row in found}


def known_pages(connection: Connection, names: Sequence[str]) -> frozenset[str]:
    """Return those of the page ids that are kept."""
    return frozenset(row.id for part in parts(names) for row in connection.execute(select(PAGES.c.id).where(PAGES.c.id.in_(part))))


def put_article(connection: Connection, article: Article, *, number: int, analysed: bool, now: str) -> Kept:
    """Keep the article under the number, as a new version where one of its place is there, and return how it is listed."""
    place = place_of(article)
    before = _newest(connection, place) if place is not None else None
    if before is not None:
        connection.execute(update(ARTICLES).where(ARTICLES.c.number == before.number).values(current=False))
    kept = Kept(
        number=number, id=article.id, page=article.page, input=article.input, given_id=article.given_id,
        lineage=before.lineage if before is not None else number, version=before.version + 1 if before is not None else 1,
        current=True, analysed=analysed, added=now, outlet=article.outlet, unit=article.written_by or article.owner or article.outlet,
        headline=article.headline, url=article.url, published=article.published,
        day=day_ordinal(article.published), language=article.language,
    )  # fmt: skip
    connection.execute(ARTICLES.insert().values(place=place, **{name: getattr(kept, name) for name in Kept.__dataclass_fields__}))
    return kept


def place_of(article: Article) -> str | None:
    """Return the key under which a later version of the article would come: its address, else the id and the file that gave it; None where it has neither.

    A file without an address has none: pages of one name in two folders are two articles.
    """
    address = article.canonical or article.url
    if address:
        return f"url {address}"
    if article.given_id:
        return f"given {article.given_id} {article.outlet or ''} {article.input.partition('#')[0]}"
    return None


def next_number(connection: Connection) -> int:
    """Return the number that the next article gets, above those of all articles that are or were there."""
    last = connection.execute(select(func.max(ARTICLES.c.number))).scalar() or 0
    return max(last, _retired(connection)) + 1


def retire(connection: Connection, numbers: Iterable[int]) -> None:
    """Give the numbers of articles that are gone to no other."""
    last = max((*numbers, _retired(connection)))
    connection.execute(INFO.delete().where(INFO.c.key == _RETIRED))
    connection.execute(INFO.insert().values(key=_RETIRED, value=str(last)))


def _retired(connection: Connection) -> int:
    return int(connection.execute(select(INFO.c.value).where(INFO.c.key == _RETIRED)).scalar() or 0)


def put_records(connection: Connection, number: int, records: Iterable[object]) -> None:
    """Keep the records of an article by kind."""
    rows = [{"article": number, "kind": kind.__name__, "count": len(found), "data": pack(found)} for kind, found in kinds(records).items()]
    if rows:
        connection.execute(RECORDS.insert(), rows)


def put_analysed(connection: Connection, number: int, records: Iterable[object]) -> None:
    """Keep the records of an article that had not been analysed, in the place of those of their kinds: it has been from now on."""
    found = list(records)
    names = sorted({kind.__name__ for kind in kinds(found)})
    connection.execute(delete(RECORDS).where(and_(RECORDS.c.article == number, RECORDS.c.kind.in_(names))))
    put_records(connection, number, found)
    connection.execute(update(ARTICLES).where(ARTICLES.c.number == number).values(analysed=True))


def records(connection: Connection, kind: type[Record], numbers: Sequence[int]) -> dict[int, list[Record]]:
    """Return the records of the kind of each article that has some, by number."""
    found: dict[int, list[Record]] = {}
    for part in parts(sorted(numbers)):
        asked = select(RECORDS.c.article, RECORDS.c.data).where(and_(RECORDS.c.kind == kind.__name__, RECORDS.c.article.in_(part)))
        for row in connection.execute(asked.order_by(RECORDS.c.article)):
            found[row.article] = unpack(kind, row.data)
    return found


def articles(connection: Connection, numbers: Sequence[int]) -> dict[int, Article]:
    """Return the articles of the numbers that are kept."""
    return {number: found[0] for number, found in records(connection, Article, numbers).items()}


def kept(connection: Connection, numbers: Sequence[int]) -> dict[int, Kept]:
    """Return how the articles of the numbers are listed."""
    asked = select(*_KEPT).order_by(ARTICLES.c.number)
    found = (row for part in parts(sorted(numbers)) for row in connection.execute(asked.where(ARTICLES.c.number.in_(part))))
    return {row.number: _kept(row) for row in found}


def by_id(connection: Connection, names: Sequence[str]) -> dict[str, Kept]:
    """Return how the articles of the ids are listed."""
    found = (row for part in parts(sorted(names)) for row in connection.execute(select(*_KEPT).where(ARTICLES.c.id.in_(part))))
    return {row.id: _kept(row) for row in found}


def numbers_of(connection: Connection, names: Sequence[str]) -> dict[str, int]:
    """Return the numbers of the articles of the ids."""
    asked = select(ARTICLES.c.id, ARTICLES.c.number)
    return {row.id: row.number for part in parts(sorted(names)) for row in connection.execute(asked.where(ARTICLES.c.id.in_(part)))}


def like(connection: Connection, name: str, most: int = 20) -> list[Kept]:
    """Return the articles that `name` may mean: its id or the beginning of one, the input's own id, its address or its input; newest first."""
    exact = (ARTICLES.c.id == name) | (ARTICLES.c.given_id == name) | (ARTICLES.c.url == name) | (ARTICLES.c.input == name)
    found = list(connection.execute(select(*_KEPT).where(exact).order_by(ARTICLES.c.number.desc()).limit(most)))
    if not found and len(name) >= 4:
        begins = and_(ARTICLES.c.id >= name, ARTICLES.c.id < name + "g")  # ids are hexadecimal: "g" comes after all that begin so
        found = list(connection.execute(select(*_KEPT).where(begins).order_by(ARTICLES.c.number.desc()).limit(most)))
    return [_kept(row) for row in found]


def versions(connection: Connection, lineage: int) -> list[Kept]:
    """Return the versions of one article, the first one first."""
    return [_kept(row) for row in connection.execute(select(*_KEPT).where(ARTICLES.c.lineage == lineage).order_by(ARTICLES.c.version))]


def numbers(connection: Connection, *, current: bool = False) -> Iterator[int]:
    """Yield the numbers of all articles, or of the current versions only, in the order of arrival."""
    asked = select(ARTICLES.c.number).order_by(ARTICLES.c.number)
    yield from (row.number for row in connection.execute(asked.where(ARTICLES.c.current) if current else asked))


def count(connection: Connection) -> int:
    """Return how many articles there are, versions included."""
    return connection.execute(select(func.count()).select_from(ARTICLES)).scalar_one()


def _newest(connection: Connection, place: str) -> Kept | None:
    found = connection.execute(select(*_KEPT).where(and_(ARTICLES.c.place == place, ARTICLES.c.current))).first()
    return None if found is None else _kept(found)


def _kept(row: Row[tuple[object, ...]]) -> Kept:
    return Kept(**row._mapping)  # noqa: SLF001  # the public name of a row's mapping


Part = TypeVar("Part", int, str)


def parts(names: Sequence[Part]) -> Iterator[Sequence[Part]]:
    """Yield the names a question at a time: databases take so many in one."""
    for at in range(0, len(names), _AT_ONCE):
        yield names[at : at + _AT_ONCE]
