"""The index of an archive: words and meaning of its articles, and the articles that have what is looked for.

A broad search does not look at every match. Of the words the latest matches are taken, and the latest with all of them in the headline; of the
meaning the nearest. Where filters leave few articles, all of those are looked at instead; else the latest matches are filtered. What was taken is then
ranked (`store/ranking.py`). What is left out in this way is said (`Found.more`), and found by asking for earlier days.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, Subquery, and_, false, func, or_, select, union

from tellings.model.articles import Article
from tellings.model.observed import Features
from tellings.store import articles, search_postgres, search_sqlite, vectors
from tellings.store.numbers import these
from tellings.store.stories import NO_DAY
from tellings.store.tables import ARTICLE_ENTITIES, ARTICLES, CORROBORATED, ENTITY_WORDS, INFO, MEMBERS, VECTORS
from tellings.text import queries
from tellings.text.names import fold
from tellings.text.queries import Query

# Of the matches of words so many, the latest, are ranked; where there are more than are weighed, so many more that have them in the headline.
_LATEST: Final = 400
_WEIGHED: Final = 60
_HEADLINES: Final = 100
_NEAREST: Final = 200
# Of the matches so many, the latest, are held against filters; more where the first of them leave not enough. Of the articles that the filters leave those of earlier days, no more than are asked for one
# by one, are held against the words; as many as are few are held against the meaning.
_FIRST: Final = 1_000
_WALKED: Final = 4_000
_ENOUGH: Final = 100
_ASKED: Final = 100
_FEW: Final = 400
# Articles that one filter leaves are gone through for the others; no more than so many.
_DRIVING: Final = 10_000
# Names of entities that the words of a filter may mean.
_NAMES: Final = 200
# Articles that are held unpacked at a time.
_BATCH: Final = 200
_KEY: Final = "search"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which articles are looked at: of outlets of that name (in part too), of the days from `since` to `until` (ordinals), that name an entity
    (by name in part, or key), a country's places, officials or bodies (ISO alpha-3), of a story, that tell a corroborated claim.
    """

    outlet: str | None = None
    since: int | None = None
    until: int | None = None
    entity: str | None = None
    country: str | None = None
    story: str | None = None
    corroborated: bool = False

    @property
    def settled(self) -> bool:
        """True where it is settled when an article comes whether it is looked at: not by what stories and other articles make of it later."""
        return self.entity is None and self.country is None and self.story is None and not self.corroborated


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Articles that have the words, the latest first (those of them that have all in the headline too, as far as they were looked for), and those near
    in meaning with their cosines; `more`: there may be others that have the words.
    """

    words: tuple[int, ...]
    headlines: frozenset[int]
    near: dict[int, float]
    more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """One filter: rows of a table by the values of a column, and the article of each."""

    article: ColumnElement[int]
    by: tuple[tuple[ColumnElement[Any], tuple[object, ...]], ...]

    def holds(self) -> ColumnElement[bool]:
        """What it asks of a row of ARTICLES."""
        found = self._rows()
        if self.article is ARTICLES.c.number:
            return found
        return select(self.article).where(and_(self.article == ARTICLES.c.number, found)).exists()

    def behind(self, number: int) -> Select[int]:
        """The articles behind the number that it leaves: its table's index gives them without a look at the others."""
        return select(self.article).where(and_(self.article > number, self._rows()))

    def _rows(self) -> ColumnElement[bool]:
        return or_(*(column.in_(values) for column, values in self.by))


def create(connection: Connection) -> None:
    """Make the index of words where there is none, and take in the articles that are kept."""
    _words(connection).create(connection)
    _note(connection)
    complete(connection)


def index(connection: Connection, number: int, article: Article, vector: bytes) -> None:
    """Take an article into the index: its words, and its opening's vector (little-endian float16, empty where it has none).

    It can be found from then on; taken in once more, it stays as it is.
    """
    index_all(connection, {number: (article, vector)})


def index_all(connection: Connection, held: Mapping[int, tuple[Article, bytes]]) -> None:
    """Take the articles of the numbers into the index, as `index` does one."""
    numbers = sorted(held)
    known = set(connection.execute(select(VECTORS.c.article).where(these(connection, VECTORS.c.article, numbers))).scalars())
    asked = select(ARTICLES.c.number, ARTICLES.c.day).where(these(connection, ARTICLES.c.number, numbers))
    days = {number: _day_of(day) for number, day in connection.execute(asked) if number not in known}
    # in the order of the index, which takes them in one piece so
    rows = [(number, day, *_forms(held[number][0])) for number, day in sorted(days.items(), key=lambda item: (item[1], item[0]))]
    if rows:
        _words(connection).put(connection, rows)
        vectors.put(connection, {number: held[number][1] for number in sorted(days)})


def unindex(connection: Connection, numbers: Sequence[int]) -> None:
    """Take the articles out, while they are still kept: nothing of their words and vectors is in the index afterwards.

    On SQLite the index is written anew for it, once for each call, so one call should name all that goes. What was overwritten is gone from the
    file itself with the next checkpoint.
    """
    backend = _words(connection)
    backend.secure(connection)
    if _is_older(connection):
        rebuild(connection)
    held = set(connection.execute(select(VECTORS.c.article).where(these(connection, VECTORS.c.article, list(numbers)))).scalars())
    kept = articles.kept(connection, sorted(held))
    for number, article in articles.articles(connection, sorted(held)).items():
        backend.remove(connection, number, _day_of(kept[number].day), *_forms(article))
    vectors.remove(connection, sorted(held))
    backend.purge(connection)


def complete(connection: Connection) -> int:
    """Take in every article that is kept and not in the index; return how many there were."""
    missing = select(ARTICLES.c.number).where(~select(VECTORS.c.article).where(VECTORS.c.article == ARTICLES.c.number).exists())
    numbers = list(connection.execute(missing.order_by(ARTICLES.c.number)).scalars())
    for at in range(0, len(numbers), _BATCH):
        part = numbers[at : at + _BATCH]
        features = articles.records(connection, Features, part)
        held = articles.articles(connection, part)
        index_all(connection, {n: (one, features[n][0].vector if n in features else b"") for n, one in held.items()})
    return len(numbers)


def rebuild(connection: Connection) -> None:
    """Make the index of words anew from the articles that are kept and in it."""
    backend = _words(connection)
    backend.clear(connection)
    numbers = sorted(connection.execute(select(VECTORS.c.article)).scalars())
    for at in range(0, len(numbers), _BATCH):
        part = numbers[at : at + _BATCH]
        kept = articles.kept(connection, part)
        rows = ((number, _day_of(kept[number].day), *_forms(one)) for number, one in articles.articles(connection, part).items())
        backend.put(connection, sorted(rows, key=lambda row: (row[1], row[0])))
    _note(connection)


def find(connection: Connection, query: Query, filters: Filters, vector: vectors.Vector | None = None) -> Found:
    """Return the articles (current versions) that have the words, and where a vector is given those near to it."""
    wanted = _wanted(connection, filters)
    return _filtered(connection, query, filters, wanted, vector) if wanted else _unfiltered(connection, query, filters, vector)


def arrived(connection: Connection, query: Query, filters: Filters, after: int) -> list[int]:
    """Return every article (current versions) behind the number that has the words, in the order of arrival, however many there are.

    `find` gives the latest by their days: what comes late of an earlier day is here.
    """
    wanted = _wanted(connection, filters)
    conditions = [ARTICLES.c.number > after, ARTICLES.c.current, *(one.holds() for one in wanted)]
    if wanted and wanted[0].article is not ARTICLES.c.number:
        conditions.append(ARTICLES.c.number.in_(wanted[0].behind(after)))
    day = func.coalesce(ARTICLES.c.day, NO_DAY)
    conditions += [day >= filters.since] if filters.since is not None else []
    conditions += [day <= filters.until] if filters.until is not None else []
    asked = select(day, ARTICLES.c.number).where(and_(*conditions)).order_by(ARTICLES.c.number)
    rows = [(held, number) for held, number in connection.execute(asked)]
    backend = _words(connection)
    return sorted(number for at in range(0, len(rows), _WALKED) for number in backend.among(connection, query, rows[at : at + _WALKED]))


def _unfiltered(connection: Connection, query: Query, filters: Filters, vector: vectors.Vector | None) -> Found:
    days, dated = (filters.since, filters.until), _in_days(filters)
    latest = _words(connection).newest(query, days, _LATEST)
    words, count = _passing(connection, latest), _extent(connection, _words(connection).newest(query, days, _LATEST + 1))[0]
    headlines: list[int] = []
    if count > _WEIGHED:
        headlines = _passing(connection, _words(connection).newest(query, days, _HEADLINES, headline=True))
    near = vectors.nearest(connection, vector, 3 * _NEAREST if dated else _NEAREST) if vector is not None else {}
    near = {number: near[number] for number in _among(connection, near, dated)}
    return Found(words=tuple(dict.fromkeys([*words, *headlines])), headlines=frozenset(headlines), near=near, more=count > _LATEST)


def _filtered(connection: Connection, query: Query, filters: Filters, wanted: Sequence[_Wanted], vector: vectors.Vector | None) -> Found:
    backend, days, dated = _words(connection), (filters.since, filters.until), _in_days(filters)
    holds = [one.holds() for one in wanted]
    headlines: list[int] = []
    few: list[tuple[int, int]] = []
    for most in (_FIRST, _WALKED):
        words = _passing(connection, backend.newest(query, days, most), holds)
        count, reached = _extent(connection, backend.newest(query, days, most))
        is_all = count < most
        if is_all or len(words) >= _ENOUGH:
            break
    if not is_all or vector is not None:
        driving = _latest_of(wanted[0])
        few = _rows_of(connection, driving, [*holds[1:], *dated])
        is_few = len(few) <= _FEW and _size(connection, driving) < _DRIVING
        if not is_all and len(words) < _ENOUGH:
            headlines = _passing(connection, backend.newest(query, days, _HEADLINES, headline=True), holds)
            earlier = [row for row in few if row[0] <= reached]
            found = backend.among(connection, query, earlier[:_ASKED]) if earlier else []
            words, is_all = list(dict.fromkeys([*words, *headlines, *found])), is_few and len(earlier) <= _ASKED
    near = vectors.likeness(connection, vector, [number for _, number in few[:_FEW]]) if vector is not None else {}
    if vector is not None and not is_few:
        proposed = vectors.nearest(connection, vector, 3 * _NEAREST)
        near |= {number: proposed[number] for number in _among(connection, proposed, [*holds, *dated])}
    best = sorted(near.items(), key=lambda item: (-item[1], -item[0]))[:_NEAREST]
    more = not is_all or len(words) > _LATEST
    return Found(words=tuple(words[:_LATEST]), headlines=frozenset(headlines), near=dict(best), more=more)


def _wanted(connection: Connection, filters: Filters) -> list[_Wanted]:
    """The filters but the days, those that leave the fewest articles first."""
    made: list[_Wanted] = []
    if filters.story is not None:
        made.append(_Wanted(article=MEMBERS.c.article, by=((MEMBERS.c.story, (filters.story,)),)))
    if filters.entity is not None:
        names = entity_names(connection, filters.entity)
        made.append(_Wanted(article=ARTICLE_ENTITIES.c.article, by=((ARTICLE_ENTITIES.c.name, names),)))
    if filters.outlet is not None:
        made.append(_Wanted(article=ARTICLES.c.number, by=((ARTICLES.c.outlet, outlets(connection, filters.outlet)),)))
    if filters.corroborated:
        made.append(_Wanted(article=CORROBORATED.c.article, by=((CORROBORATED.c.told, (True,)),)))
    if filters.country is not None:
        made.append(_Wanted(article=ARTICLE_ENTITIES.c.article, by=((ARTICLE_ENTITIES.c.country, (filters.country,)),)))
    return made


def _latest_of(wanted: _Wanted) -> Subquery:
    """A select of the latest articles that one filter leaves; value by value, since each is in order in its index."""
    parts = [
        select(
            select(wanted.article.label("number"))
            .where(column == value)
            .distinct()
            .order_by(wanted.article.desc())
            .limit(_DRIVING)
            .subquery()
        )
        for column, values in wanted.by
        for value in values
    ]
    return union(*parts).subquery() if parts else select(wanted.article.label("number")).where(false()).subquery()


def _rows_of(connection: Connection, driving: Subquery, conditions: Sequence[ColumnElement[bool]]) -> list[tuple[int, int]]:
    """The latest articles of the select that are current versions and meet the conditions, and one more than a few: (day, number)."""
    asked = select(ARTICLES.c.day, ARTICLES.c.number).join(driving, driving.c.number == ARTICLES.c.number)
    found = asked.where(and_(ARTICLES.c.current, *conditions)).order_by(ARTICLES.c.number.desc()).limit(_FEW + 1)
    return [(_day_of(day), number) for day, number in connection.execute(found).all()]


def _passing(connection: Connection, latest: Subquery, conditions: Sequence[ColumnElement[bool]] = ()) -> list[int]:
    """Those articles of the select that are current versions and meet the conditions, in its order."""
    asked = select(latest.c.number).join(ARTICLES, ARTICLES.c.number == latest.c.number).where(and_(ARTICLES.c.current, *conditions))
    return [number for (number,) in connection.execute(asked.order_by(latest.c.day.desc(), latest.c.number.desc())).all()]


def _size(connection: Connection, chosen: Subquery) -> int:
    return connection.execute(select(func.count()).select_from(chosen)).scalar_one()


def _extent(connection: Connection, latest: Subquery) -> tuple[int, int]:
    """How many articles the select has, and the earliest of their days."""
    count, day = connection.execute(select(func.count(), func.min(latest.c.day)).select_from(latest)).one()
    return count, day or NO_DAY


def _among(connection: Connection, numbers: Iterable[int], conditions: Sequence[ColumnElement[bool]]) -> list[int]:
    """Those of the articles that are current versions and meet the conditions, in the order given."""
    given = list(dict.fromkeys(numbers))
    if not given:
        return []
    asked = select(ARTICLES.c.number).where(and_(these(connection, ARTICLES.c.number, given), ARTICLES.c.current, *conditions))
    held = set(connection.execute(asked).scalars().all())
    return [number for number in given if number in held]


def _in_days(filters: Filters) -> list[ColumnElement[bool]]:
    made: list[ColumnElement[bool]] = []
    if filters.since is not None:
        made.append(ARTICLES.c.day >= filters.since)
    if filters.until is not None:
        made.append(ARTICLES.c.day <= filters.until)
    return made


def every_outlet(connection: Connection) -> list[str]:
    """Return the names of the outlets of all articles, sorted."""
    first = select(func.min(ARTICLES.c.outlet).label("outlet")).cte("named", recursive=True)
    # each outlet from the one before it: an index in order is jumped through, not read
    following = select(func.min(ARTICLES.c.outlet)).where(ARTICLES.c.outlet > first.c.outlet).scalar_subquery()
    named = first.union_all(select(following).where(first.c.outlet.is_not(None)))
    return [one for one in connection.execute(select(named.c.outlet)).scalars() if one is not None]


def outlets(connection: Connection, name: str) -> tuple[str, ...]:
    """Return the outlets of the archive that bear the name, in part too; the one that is called just so alone, where there is one."""
    known = every_outlet(connection)
    asked = fold(name)
    exact = tuple(one for one in known if fold(one) == asked)
    words = set(asked.split())
    return exact or tuple(one for one in known if words and words <= set(fold(one).split()))


def entity_names(connection: Connection, name: str) -> tuple[str, ...]:
    """Return the names of entities (folded) that have all words of the name, or whose key has, shortest first; the one that is just so alone, if there is one."""
    words = sorted(set(fold(name).split()))
    if not words:
        return ()
    asked = (
        select(ENTITY_WORDS.c.name).where(ENTITY_WORDS.c.word.in_(words)).group_by(ENTITY_WORDS.c.name).having(func.count() == len(words))
    )
    found = list(connection.execute(asked).scalars())
    exact = fold(name)
    return (exact,) if exact in found and len(exact.split()) > 1 else tuple(sorted(found, key=lambda one: (len(one), one))[:_NAMES])


def _words(connection: Connection) -> Any:
    return search_postgres if connection.dialect.name == "postgresql" else search_sqlite


def _forms(article: Article) -> tuple[str, str]:
    """The forms of the words of the headline and of the body."""
    body = (one for span in article.body for one in queries.forms(article.text, span.start, span.end))
    return " ".join(queries.forms(article.headline or "")), " ".join(body)


def _day_of(day: int | None) -> int:
    return NO_DAY if day is None else day


def _is_older(connection: Connection) -> bool:
    return connection.execute(select(INFO.c.value).where(INFO.c.key == _KEY)).scalar() != queries.VERSION


def _note(connection: Connection) -> None:
    connection.execute(INFO.delete().where(INFO.c.key == _KEY))
    connection.execute(INFO.insert().values(key=_KEY, value=queries.VERSION))
