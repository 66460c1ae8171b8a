"""The meaning of articles' openings: a vector each, and the nearest ones to a vector.

The table is what counts. Beside a SQLite file stands `<archive>.vectors`, a graph of the same vectors mapped into memory, so that not all of them
are looked through; on PostgreSQL pgvector does that where it is present. The graph only proposes: what it names is looked up in the table and
compared again, so one that is behind, of another archive, or holds what was forgotten can make no result. Articles later than the graph knows are
looked through; without a graph the latest articles are.
"""

import contextlib
import json
import os
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Row, func, select, text
from usearch.index import Index, search

from tellings.store import search_postgres
from tellings.store.tables import VECTORS

Vector = NDArray[np.float32]
# So many are looked through in less time than a graph takes to be opened.
_EXACT: Final = 8_192
# Without a graph so many of the latest articles are looked through.
_WINDOW: Final = 20_000
# The graph is brought forward when this share of what it knows is missing from it: writing it takes as long as it is large.
_BEHIND: Final = 0.01
_BATCH: Final = 8_192
# A graph only proposes: one of half the usual edges is made and read in half the time.
_EDGES: Final = 12
_LOOKED: Final = 64
_AT_ONCE: Final = 500
_PLACES: Final = 4
_MAGIC: Final = b"TELLVEC1"
_END: Final = struct.Struct("<Q8s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """The graph in a file: of the vectors of articles up to the number `through`."""

    index: Index
    through: int
    count: int


def put(connection: Connection, held: Mapping[int, bytes]) -> None:
    """Keep the vectors of articles: little-endian float16, empty where there is none."""
    connection.execute(VECTORS.insert(), [{"article": number, "data": data} for number, data in held.items()])
    if connection.dialect.name == "postgresql":
        search_postgres.put_vectors(connection, held)


def remove(connection: Connection, numbers: Sequence[int]) -> None:
    """Take the vectors of the articles away, and with them the graph, which cannot lose single ones; `catch_up` makes it anew."""
    for at in range(0, len(numbers), _AT_ONCE):
        connection.execute(VECTORS.delete().where(VECTORS.c.article.in_(numbers[at : at + _AT_ONCE])))
    if connection.dialect.name == "postgresql":
        search_postgres.remove_vectors(connection, numbers)
    path = _beside(connection)
    if path is not None:
        path.unlink(missing_ok=True)


def likeness(connection: Connection, vector: Vector, numbers: Sequence[int]) -> dict[int, float]:
    """Return the cosine of each of the articles that has a vector of as many dimensions, rounded."""
    found: dict[int, float] = {}
    for at in range(0, len(numbers), _AT_ONCE):
        asked = select(VECTORS.c.article, VECTORS.c.data).where(VECTORS.c.article.in_(numbers[at : at + _AT_ONCE]))
        found |= _scored(connection.execute(asked), vector)
    return found


def nearest(connection: Connection, vector: Vector, most: int) -> dict[int, float]:
    """Return up to `most` articles whose openings mean the most alike, and their cosines, rounded."""
    if connection.dialect.name == "postgresql":
        proposed = search_postgres.nearest(connection, vector.tolist(), most)
        if proposed is not None:
            return likeness(connection, vector, proposed)
    graph = _graph_of(connection, len(vector))
    found = (
        {}
        if graph is None
        else likeness(connection, vector, [int(key) for key in graph.index.search(vector.astype(np.float16), most).keys])
    )
    later = select(VECTORS.c.article, VECTORS.c.data).where(VECTORS.c.article > (graph.through if graph else 0))
    found |= _scored(connection.execute(later.order_by(VECTORS.c.article.desc()).limit(_WINDOW)), vector)
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
    """Bring the graph beside the archive forward where it is missing, of another archive, or far behind; return whether it was written.

    For a connection that reads, when nothing is being written: it takes about a second for two thousand articles.
    """
    path = _beside(connection)
    size = _dimensions(connection)
    if path is None or not size:
        return False
    graph = _graph_of(connection, size)
    through = graph.through if graph else 0
    if _later(connection, through) < max(_EXACT, _BEHIND * (graph.count if graph else 0)):
        return False
    index = Index(ndim=size, metric="cos", dtype="f16", connectivity=_EDGES, expansion_add=_LOOKED)
    if graph is not None:
        index.load(path)
    for numbers, matrix in _batches(connection, through, size):
        index.add(np.array(numbers, dtype=np.uint64), matrix)
        through = numbers[-1]
    _write(index, path, {"through": through, "count": len(index), "dimensions": size})
    return True


def _later(connection: Connection, through: int) -> int:
    return connection.execute(select(func.count()).select_from(VECTORS).where(VECTORS.c.article > through)).scalar_one()


def _dimensions(connection: Connection) -> int:
    latest = select(func.length(VECTORS.c.data)).where(func.length(VECTORS.c.data) > 0).order_by(VECTORS.c.article.desc()).limit(1)
    return (connection.execute(latest).scalar() or 0) // 2


def _batches(connection: Connection, through: int, size: int) -> Iterator[tuple[list[int], NDArray[np.float16]]]:
    while True:
        asked = select(VECTORS.c.article, VECTORS.c.data).where(VECTORS.c.article > through).order_by(VECTORS.c.article).limit(_BATCH)
        rows = connection.execute(asked).all()
        if not rows:
            return
        through = rows[-1].article
        held = [row for row in rows if len(row.data) == 2 * size]
        if held:
            matrix = np.frombuffer(b"".join(row.data for row in held), dtype="<f2").reshape(len(held), size)
            yield [row.article for row in held], matrix


def _write(index: Index, path: Path, about: dict[str, int]) -> None:
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        index.save(part)
        told = json.dumps(about).encode()
        with part.open("ab") as out:
            out.write(told + _END.pack(len(told), _MAGIC))
            out.flush()
            os.fsync(out.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _beside(connection: Connection) -> Path | None:
    """Where the graph of a SQLite file stands; None where there is no file."""
    if connection.dialect.name != "sqlite":
        return None
    name = connection.execute(text("SELECT file FROM pragma_database_list WHERE name = 'main'")).scalar()
    return Path(f"{name}.vectors") if name else None


def _graph_of(connection: Connection, size: int) -> Graph | None:
    """The graph beside the archive, where it is whole and of these vectors: the last one it knows is compared with the table."""
    path = _beside(connection)
    if path is None:
        return None
    with contextlib.suppress(OSError):
        state = path.stat()
        graph = _opened(path, state.st_mtime_ns, state.st_size)
        if graph is None or graph.index.ndim != size:
            return None
        kept = connection.execute(select(VECTORS.c.data).where(VECTORS.c.article == graph.through)).scalar()
        known = graph.index.get(graph.through)
        if kept is not None and known is not None and np.array_equal(np.asarray(known, dtype="<f2"), np.frombuffer(kept, dtype="<f2")):
            return graph
    return None


@lru_cache(maxsize=2)
def _opened(path: Path, changed: int, size: int) -> Graph | None:
    """The graph in the file, mapped; None where its end says that it is cut off or something else."""
    del changed
    if size <= _END.size:
        return None
    with path.open("rb") as file:
        file.seek(size - _END.size)
        length, magic = _END.unpack(file.read(_END.size))
        if magic != _MAGIC or length > size - _END.size:
            return None
        file.seek(size - _END.size - length)
        about = json.loads(file.read(length))
    index = Index(ndim=about["dimensions"], metric="cos", dtype="f16")
    index.view(path)
    return Graph(index=index, through=about["through"], count=about["count"])
