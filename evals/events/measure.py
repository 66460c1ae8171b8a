"""Events: roots given actors, own sentences from text to coded event, PETRARCH's unit sentences."""

import json
import sys
import tomllib
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent))

import plover

from tellings.engine.local import run_stages
from tellings.extract.coding.patterns import codes
from tellings.model.observed import EventMention, Mention
from tellings.pipeline import STAGES

_ARTICLE = tuple(stage for stage in STAGES if stage.scope == "article" and stage.name not in ("ledes", "statements"))
_FAMILIES = ({"CONCEDE", "RETREAT"},)


def measure(data: Path | None) -> list[dict]:
    found = []
    here = Path(__file__).resolve().parent
    if (here / "cases.jsonl").exists():
        found.append(_row("cases", _own(here / "cases.jsonl")))
    events = data / "events" if data is not None else None
    if events is None or not events.is_dir():
        return found
    with (files("tellings.data") / "plover_weights.npz").open("rb") as file, np.load(file, allow_pickle=False) as stored:
        trained_on = [str(d) for d in stored["trained_on"]]
    found += [_row(path.stem, plover.measured(path, trained_on)) for path in sorted(events.glob("plv_*.jsonl"))]
    found += [_row(path.stem, _petrarch(path)) for path in sorted(events.glob("petrarch_*.jsonl"))]
    return found


def _row(name: str, figures: dict[str, float]) -> dict:
    path = Path(__file__).resolve().parent / "floors.toml"
    floors = tomllib.loads(path.read_text(encoding="utf-8")).get(name, {}) if path.exists() else {}
    return {"task": "events", "set": name, "figures": figures, "floors": floors}


def _lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def coded(text: str) -> tuple[list[EventMention], dict[str, Mention]]:
    """Return the event mentions of a text run through all article stages, and its mentions by id."""
    made = run_stages(_ARTICLE, [plover.article(text)], plover.context())
    return [m for m in made if isinstance(m, EventMention)], {m.id: m for m in made if isinstance(m, Mention)}


def _own(path: Path) -> dict[str, float]:
    """Each sentence has one main event or none: is its root coded, with its status, actor and recipient; is nothing coded where none is."""
    hits = {"root": 0, "status": 0, "actor": 0, "recipient": 0, "none": 0}
    of = {"root": 0, "status": 0, "actor": 0, "recipient": 0, "none": 0}
    for case in _lines(path):
        events, mentions = coded(case["sentence"])
        political = [e for e in events if e.plover]
        if case["plover"] is None:
            of["none"] += 1
            hits["none"] += not political
            _tell(case, political, bool(political))
            continue
        right = [e for e in political if e.plover == case["plover"]]
        allowed = set(case.get("status_accept", [case["status"]]))
        best = max(right, key=lambda e: (e.status in allowed, _stands(case["actor"], e.actors, mentions)), default=None)
        of["root"] += 1
        hits["root"] += best is not None
        _tell(case, political, best is None or best.status not in allowed)
        if best is None:
            continue
        of["status"] += 1
        hits["status"] += best.status in allowed
        for role, ids in (("actor", best.actors), ("recipient", best.recipients)):
            if _has_name(case[role], case["sentence"], mentions.values()):
                of[role] += 1
                hits[role] += _stands(case[role], ids, mentions)
    return {f"{name}_right": hits[name] / of[name] if of[name] else 1.0 for name in hits} | {"sentences": float(of["root"] + of["none"])}


def _has_name(words: str | None, sentence: str, mentions: Iterable[Mention]) -> bool:
    start = sentence.find(words) if words else -1
    return start >= 0 and any(start <= m.sel.start < start + len(words or "") for m in mentions)


def _stands(words: str | None, ids: tuple[str, ...], mentions: dict[str, Mention]) -> bool:
    return bool(words) and any(mentions[i].sel.exact in (words or "") or (words or "") in mentions[i].sel.exact for i in ids)


def _tell(case: dict, events: list[EventMention], wrong: bool) -> None:
    if wrong:
        shown = "; ".join(f"{e.plover} {e.status} ({e.rule})" for e in events)
        print(f"{case['id']}: {case['plover']} {case['status']}, got {shown or 'nothing'}: {case['sentence']}", file=sys.stderr)


def _petrarch(path: Path) -> dict[str, float]:
    """How many of the expected events with a CAMEO code have their root among those coded in the sentence.

    Most of these sentences name invented countries and many codes only test the coder's mechanics, so the figure is a low bound.
    """
    right = of = 0
    for line in _lines(path):
        wanted = {codes()[e["eventcode"]].root for e in line["events"] if e.get("eventcode") in codes()}
        if wanted:
            events, _ = coded(line["text"])
            of += len(wanted)
            right += len(wanted & {e.plover for e in events})
    return {"root_recall": right / of if of else 1.0, "events": float(of)}
