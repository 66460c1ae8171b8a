"""The meaning of articles' openings: a vector each, and the nearest ones to a vector.

The table is what counts. Beside a SQLite file stands `<archive>.vectors`, the same vectors in cells (`store/cells.py`), so that not all of them are looked
through; on PostgreSQL pgvector does that where it is present. The file only proposes: what it names is looked up in the table and compared again, so one that
is behind, of another archive, or holds what was forgotten can make no result. Articles later than the file knows are looked through; without a file the latest are.
"""

import contextlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Row, func, select, text
from usearch.index import search

from tellings.store import cells, search_postgres, wiping
from tellings.store.numbers import these
from tellings.store.tables import VECTORS

Vector = NDArray[np.float32]
# So many are looked through in less time than a person notices.
_EXACT: Final = 8_192
# Without a file so many of the latest articles are looked through.
_WINDOW: Final = 20_000
# The file is brought forward when this share of what it knows is missing from it, and its centres are found anew when it would be so many times as large.
_BEHIND: Final = 0.01
_GROWN: Final = 4
_BATCH: Final = 8_192
_AT_ONCE: Final = 500
_PLACES: Final = 4


def put(connection: Connection, held: Mapping[int, bytes]) -> None:
    """Keep the vectors of articles: little-endian float16, empty where there is none."""
    connection.execute(VECTORS.insert(), [{"article": number, "data": data} for number, data in held.items()])
    if connection.dialect.name == "postgresql":
        search_postgres.put_vectors(connection, held)


def remove(connection: Connection, numbers: Sequence[int]) -> None:
    """Take the vectors of the articles away, and with them the file, which cannot lose single ones; `catch_up` makes it anew."""
    for at in range(0, len(numbers), _AT_ONCE):
        connection.execute(VECTORS.delete().where(VECTORS.c.article.in_(numbers[at : at + _AT_ONCE])))
    if connection.dialect.name == "postgresql":
        search_postgres.remove_vectors(connection, numbers)
    path = _beside(connection)
    if path is not None:
        path.unlink(missing_ok=True)


def likeness(connection: Connection, vector: Vector, numbers: Sequence[int]) -> dict[int, float]:
    """Return the cosine of each of the articles that has a vector of as many dimensions, rounded."""
    if not numbers:
        return {}
    return _scored(
        connection.execute(select(VECTORS.c.article, VECTORS.c.data).where(these(connection, VECTORS.c.article, numbers))), vector
    )


def nearest(connection: Connection, vector: Vector, most: int) -> dict[int, float]:
    """Return up to `most` articles whose openings mean the most alike, and their cosines, rounded."""
    if connection.dialect.name == "postgresql":
        proposed = search_postgres.nearest(connection, vector.tolist(), most)
        if proposed is not None:
            return likeness(connection, vector, proposed)
    known = _known(connection, len(vector))
    found = {} if known is None else likeness(connection, vector, known.nearest(vector, most))
    later = select(VECTORS.c.article, VECTORS.c.data).where(VECTORS.c.article > (known.through if known else 0))
    found |= _scored(connection.execute(later.order_by(VECTORS.c.article.desc()).limit(_WINDOW)).all(), vector)
    best = sorted(found.items(), key=lambda item: (-item[1], -item[0]))
    return dict(best[:most])


def _scored(rows: Iterable[Row[int, bytes]], vector: Vector) -> dict[int, float]:
    size = 2 * len(vector)
    held = [(number, data) for number, data in rows if len(data) == size]
    if not held:
        return {}
    matrix = np.frombuffer(b"".join(data for _, data in held), dtype="<f2").reshape(len(held), len(vector))
    # compared as they are kept: to widen them first takes several times as long
    matches = search(matrix, vector.astype(np.float16), len(held), exact=True, threads=1)
    found = zip(matches.keys.tolist(), matches.distances.tolist(), strict=True)
    return {held[row][0]: round(1 - distance, _PLACES) for row, distance in found}


def catch_up(connection: Connection) -> bool:
    """Bring the file beside the archive forward where it is missing, of another archive, or far behind; return whether it was written.

    For a connection that reads, when nothing is being written: a million articles take about a minute, a hundredth more some seconds.
    """
    path, size, forgotten = _beside(connection), _dimensions(connection), wiping.times(connection)
    if path is None or not size:
        return False
    known = _known(connection, size)
    behind = _later(connection, known.through if known else 0)
    if behind < max(_EXACT, _BEHIND * (len(known.numbers) if known else 0)):
        return False
    if known is None or len(known.numbers) + behind > _GROWN * known.trained:
        cells.write(path, lambda: _batches(connection, 0, size), _later(connection, 0), size)
    else:
        cells.grow(path, known, lambda: _batches(connection, known.through, size))
    # what was forgotten while it was made may be in it, and who forgot has taken away the file before this one
    with connection.engine.connect() as now, now.begin():
        if wiping.times(now) != forgotten:
            path.unlink(missing_ok=True)
            return False
    return True


def _later(connection: Connection, through: int) -> int:
    return connection.execute(select(func.count()).select_from(VECTORS).where(VECTORS.c.article > through)).scalar_one()


def _dimensions(connection: Connection) -> int:
    latest = select(func.length(VECTORS.c.data)).where(func.length(VECTORS.c.data) > 0).order_by(VECTORS.c.article.desc()).limit(1)
    return (connection.execute(latest).scalar() or 0) // 2


def _batches(connection: Connection, through: int, size: int) -> Iterator[cells.Batch]:
    while True:
        asked = select(VECTORS.c.article, VECTORS.c.data).where(VECTORS.c.article > through).order_by(VECTORS.c.article).limit(_BATCH)
        rows = connection.execute(asked).all()
        if not rows:
            return
        through = rows[-1].article
        held = [row for row in rows if len(row.data) == 2 * size]
        matrix = np.frombuffer(b"".join(row.data for row in held), dtype="<f2").reshape(len(held), size)
        yield np.array([row.article for row in held], dtype=np.int64), matrix


def _beside(connection: Connection) -> Path | None:
    """Where the graph of a SQLite file stands; None where there is no file."""
    if connection.dialect.name != "sqlite":
        return None
    name = connection.execute(text("SELECT file FROM pragma_database_list WHERE name = 'main'")).scalar()
    return wiping.beside(name) if name else None


def _known(connection: Connection, size: int) -> cells.Cells | None:
    """What the file beside the archive holds, where it is whole and of these vectors: the last one it knows is compared with the table."""
    path = _beside(connection)
    if path is None:
        return None
    with contextlib.suppress(OSError):
        state = path.stat()
        known = _opened(path, state.st_mtime_ns, state.st_size)
        if known is None or known[0].centres.shape[1] != size:
            return None
        kept = connection.execute(select(VECTORS.c.data).where(VECTORS.c.article == known[0].through)).scalar()
        if kept is not None and kept == known[1]:
            return known[0]
    return None


@lru_cache(maxsize=2)
def _opened(path: Path, changed: int, size: int) -> tuple[cells.Cells, bytes | None] | None:
    """What the file holds, and the last vector it knows."""
    del changed, size  # a file that was written anew is opened anew
    found = cells.opened(path)
    if found is None:
        return None
    last = found.last()
    return found, None if last is None else last.tobytes()
