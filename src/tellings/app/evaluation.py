"""Evaluations: runs `evals/<task>/measure.py` and holds what they give to their floors, which only rise."""

import importlib.util
import json
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from tellings.errors import ConfigError

Measure = Callable[[Path | None], list[dict[str, Any]]]
# A figure may come out this much under its floor: floors are written with three places.
_ROUNDING = 0.0005


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One set measured for one task: figures, and the floors they must not fall below."""

    task: str
    set: str
    figures: dict[str, float]
    floors: dict[str, float]

    @property
    def below(self) -> tuple[str, ...]:
        """The figures that are under their floor, or missing."""
        return tuple(sorted(name for name, floor in self.floors.items() if self.figures.get(name, 0.0) < floor - _ROUNDING))


def folder() -> Path:
    """Return the folder of the evaluations: beside the source in a checkout, else in the working directory; else ConfigError."""
    for root in (Path(__file__).parents[3], Path.cwd()):
        if (root / "evals").is_dir():
            return root / "evals"
    raise ConfigError("the evaluations are part of a checkout; there is no folder evals here")


def tasks() -> tuple[str, ...]:
    """Return the names of the tasks that can be measured."""
    return tuple(sorted(path.parent.name for path in folder().glob("*/measure.py")))


def evaluate(task: str | None, data: Path | None) -> Iterator[Row]:
    """Yield a row for each set of the task (of all tasks where None), on own cases and on what is under `data`.

    Where `data` is None, the development data beside the checkout is measured if it is there. Raises ConfigError for an unknown task or
    folder.
    """
    if task is not None and task not in tasks():
        raise ConfigError(f"no evaluation is named {task!r}; there are {', '.join(tasks())}")
    if data is not None and not data.is_dir():
        raise ConfigError(f"no folder {data}")
    beside = folder().parent.parent / "shared" / "data"
    where = data or (beside if beside.is_dir() else None)
    for name in [task] if task else tasks():
        floors = _floors(name)
        for row in _measure(name)(where):
            own = {**floors.get(row["set"], {}), **row.get("floors", {})}
            yield Row(task=row["task"], set=row["set"], figures={k: round(v, 4) for k, v in row["figures"].items()}, floors=own)


def _floors(task: str) -> dict[str, dict[str, float]]:
    path = folder() / task / "floors.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def _measure(task: str) -> Measure:
    path = folder() / task / "measure.py"
    spec = importlib.util.spec_from_file_location(f"tellings_evals_{task}", path)
    if spec is None or spec.loader is None:
        raise ConfigError(f"cannot load {path.name} of {task}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: Measure = module.measure
    return found


def as_json(rows: list[Row]) -> str:
    """Return the rows as JSON: {"rows": [{"task", "set", "figures", "floors"}]}."""
    listed = [{"task": r.task, "set": r.set, "figures": r.figures, "floors": r.floors} for r in rows]
    return json.dumps({"rows": listed}, indent=1) + "\n"


def print_table(rows: list[Row]) -> None:
    """Print one table, a row a set, a figure that is under its floor marked."""
    table = Table("task", "set", "figures (floor)")
    for row in rows:
        shown = [
            f"{name} {value:.3f}" + (f" ({row.floors[name]:.3f})" if name in row.floors else "") + (" BELOW" if name in row.below else "")
            for name, value in row.figures.items()
        ]
        table.add_row(row.task, row.set, "\n".join(shown))
    Console().print(table)
