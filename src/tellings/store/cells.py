"""A file of vectors in cells, so that the nearest to one are looked for in a few cells, and not in all: each vector lies in the cell of its nearest centre.

Compared with a graph of nearest neighbours it is made many times as fast, grows by being copied, and the same vectors give the same bytes.
The file holds centres (float32), where each cell begins, the numbers of the vectors, the vectors (float16), and at its end what it is.
"""

import json
import os
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from usearch.index import search

Batch = tuple[NDArray[np.int64], NDArray[np.float16]]
Batches = Callable[[], Iterator[Batch]]
_MAGIC: Final = b"TELCELL1"
_END: Final = struct.Struct("<Q8s")
_ROUNDS: Final = 5
# Vectors that the centres are found from, for each of them.
_SAMPLE: Final = 32
# Vectors that are looked through for the nearest ones, cell by cell: so many, and a share of all.
_LOOKED: Final = 10_000
_SHARE: Final = 0.03


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """A file of vectors, mapped: those of the numbers up to `through`; the centres were found from `trained` of them."""

    centres: NDArray[np.float32]
    begins: NDArray[np.int64]
    numbers: NDArray[np.int64]
    vectors: NDArray[np.float16]
    through: int
    trained: int

    def nearest(self, vector: NDArray[np.float32], most: int) -> list[int]:
        """Return the numbers of up to `most` of the nearest vectors of the cells that are nearest, in no order."""
        order = np.argsort(-(self.centres @ vector), kind="stable")
        near = order[: 1 + int(np.searchsorted(np.cumsum(np.diff(self.begins)[order]), _LOOKED + _SHARE * len(self.numbers)))]
        parts = [slice(self.begins[cell], self.begins[cell + 1]) for cell in near.tolist()]
        rows = np.concatenate([self.vectors[part] for part in parts])
        numbers = np.concatenate([self.numbers[part] for part in parts])
        if not len(rows):
            return []
        found = search(rows, vector.astype(np.float16), min(most, len(rows)), exact=True, threads=1)
        return [int(one) for one in numbers[found.keys.astype(np.int64)]]

    def last(self) -> NDArray[np.float16] | None:
        """Return the vector of the number `through`; None where it has none."""
        at = np.flatnonzero(self.numbers == self.through)
        return self.vectors[at[0]] if len(at) else None


def opened(path: Path) -> Cells | None:
    """Return the cells in the file, mapped; None where its end says that it is cut off or something else."""
    size = path.stat().st_size
    if size <= _END.size:
        return None
    with path.open("rb") as file:
        file.seek(size - _END.size)
        length, magic = _END.unpack(file.read(_END.size))
        if magic != _MAGIC or length > size - _END.size:
            return None
        file.seek(size - _END.size - length)
        about = json.loads(file.read(length))
    if sum(about["sizes"]) != size - _END.size - length:
        return None
    held = np.memmap(path, dtype=np.uint8, mode="r")
    ends = np.cumsum(about["sizes"]).tolist()
    centres, begins, numbers, vectors = (
        held[end - length : end].view(kind) for length, end, kind in zip(about["sizes"], ends, ("<f4", "<i8", "<i8", "<f2"), strict=True)
    )
    width = about["dimensions"]
    return Cells(
        centres=centres.reshape(-1, width), begins=begins, numbers=numbers, vectors=vectors.reshape(-1, width), through=about["through"],
        trained=about["trained"],
    )  # fmt: skip


def write(path: Path, batches: Batches, count: int, width: int) -> None:
    """Write the file anew from `count` vectors of `width` numbers, which `batches` yields by number, once and again."""
    centres = _centres(batches, count, width)
    numbers, cells = [], []
    for held, matrix in batches():
        numbers.append(held)
        cells.append(_cell(centres, matrix))
    _write(path, centres, _Placed(np.concatenate(numbers), np.concatenate(cells)), batches(), count)


def grow(path: Path, old: Cells, batches: Batches) -> None:
    """Write the file anew with the vectors it had and those of later numbers that `batches` yields."""
    cells = [np.repeat(np.arange(len(old.centres)), np.diff(old.begins))]
    numbers = [np.asarray(old.numbers)]
    for held, matrix in batches():
        numbers.append(held)
        cells.append(_cell(old.centres, matrix))

    def every() -> Iterator[Batch]:
        yield numbers[0], old.vectors
        yield from batches()

    _write(path, np.asarray(old.centres), _Placed(np.concatenate(numbers), np.concatenate(cells)), every(), old.trained)


@dataclass(frozen=True, slots=True)
class _Placed:
    """The numbers of vectors in the order in which they come, and their cells."""

    numbers: NDArray[np.int64]
    cells: NDArray[np.int64]


def _write(path: Path, centres: NDArray[np.float32], placed: _Placed, batches: Iterator[Batch], trained: int) -> None:
    order = np.argsort(placed.cells, kind="stable")
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    begins = np.searchsorted(placed.cells[order], np.arange(len(centres) + 1))
    width = centres.shape[1]
    head = (centres.astype("<f4"), begins.astype("<i8"), placed.numbers[order].astype("<i8"))
    sizes = [*(one.nbytes for one in head), 2 * width * len(order)]
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as out:
            for one in head:
                out.write(one.tobytes())
            out.truncate(sum(sizes))
        if len(order):
            vectors = np.memmap(part, dtype="<f2", mode="r+", offset=sum(sizes[:-1]), shape=(len(order), width))
            at = 0
            for held, matrix in batches:
                vectors[place[at : at + len(held)]] = matrix
                at += len(held)
            vectors.flush()
        about = {"sizes": sizes, "dimensions": width, "through": int(placed.numbers.max(initial=0)), "trained": trained}
        told = json.dumps(about).encode()
        with part.open("ab") as out:
            out.write(told + _END.pack(len(told), _MAGIC))
            out.flush()
            os.fsync(out.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _centres(batches: Batches, count: int, width: int) -> NDArray[np.float32]:
    """About as many centres as a cell will have vectors, by k-means on vectors taken at even distances."""
    most = max(1, int(count**0.5))
    step = max(1, count // (_SAMPLE * most))
    picked, at = [], 0
    for _, matrix in batches():
        picked.append(matrix[(-at) % step :: step])
        at += len(matrix)
    sample = np.concatenate(picked).astype(np.float32).reshape(-1, width)
    centres = sample[:: max(1, len(sample) // most)][:most].copy()
    for _ in range(_ROUNDS):
        cells = _cell(centres, sample)
        sums = np.zeros_like(centres)
        np.add.at(sums, cells, sample)
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        centres = np.where(lengths > 0, sums / np.maximum(lengths, 1e-9), centres)
    return centres


def _cell(centres: NDArray[np.float32], matrix: NDArray[Any]) -> NDArray[np.int64]:
    """The nearest centre of each vector."""
    found: NDArray[np.int64] = np.argmax(matrix.astype(np.float32) @ centres.T, axis=1).astype(np.int64)
    return found
