"""Which quotations of a story give one utterance: pairs of quotations, their speakers and places given (SOURCE.md says how they were written).

`python evals/utterances/measure.py [CASES.jsonl]` lists the errors. A pair is taken as one where both are in one Utterance. `listed` are the
pairs that the cases name; `all` is every pair of a story, one by the closure of those named as one.
"""

import json
import re
import sys
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path

from tellings.app.contexts import make_context
from tellings.engine.local import run_stages
from tellings.model.articles import Article
from tellings.model.inputs import Inputs
from tellings.model.observed import Mention, Quotation
from tellings.model.resolved import Entity, Story, Utterance
from tellings.model.spans import Span
from tellings.pipeline import STAGES
from tellings.resolve import utterances
from tellings.settings import Settings
from tellings.text.anchor import select

HERE = Path(__file__).parent
_READ = tuple(stage for stage in STAGES if stage.name in ("parse", "times"))
_TAG = re.compile(r"<(q) (\w+) (\w+) (\w+)>|<(s) (\w+)>|</[qs]>")


def measure(data: Path | None) -> list[dict]:
    return [row(path) for path in (HERE / "cases.jsonl", HERE / "second.jsonl") if path.exists()]


def row(path: Path, *, show: bool = False) -> dict:
    context = make_context(Settings())
    count: Counter = Counter()
    for line in path.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        records, said = read(case, context)
        made = [u for u in utterances.run(Inputs.of(*records), context) if isinstance(u, Utterance)]
        group = {q: u.id for u in made for q in u.quotations}
        for a, b, kind, want in _pairs(case):
            got = group.get(a, a) == group.get(b, b)
            listed = "" if kind else "un"
            count[f"{listed}listed", want, got] += 1
            count["kind", kind.split(",")[0], want] += want is True
            count["kind found", kind.split(",")[0], want] += want is True and got
            if show and want != got:
                print(f"{case['id']} {'MISSED' if want else 'WRONG'} ({kind or 'not listed'})\n  {a}: {said[a]}\n  {b}: {said[b]}")
    figures = {**_scores(count, ("listed",), "listed"), **_scores(count, ("listed", "unlisted"), "all")}
    for _, kind, want in sorted(k for k in count if k[0] == "kind" and k[2] and k[1]):
        figures[f"found: {kind}"] = count["kind found", kind, want] / count["kind", kind, want]
    figures["pairs"] = sum(n for key, n in count.items() if key[0] == "listed")
    return {"task": "utterances", "set": path.stem, "figures": figures}


def read(case: dict, context: object) -> tuple[list[object], dict[str, str]]:
    """The records of a case as the stages before would make them, and the words of each quotation with who says them."""
    records: list[object] = []
    said: dict[str, str] = {}
    mentions: dict[str, list[str]] = defaultdict(list)
    ids = []
    for number, given in enumerate(case["articles"]):
        key = f"{case['id']}-{number}"
        text, contents, sources = _plain(given["text"])
        body = (Span(start=0, end=len(text)),)
        article = Article(
            id=key,
            page=key,
            input=key,
            text=text,
            body=body,
            furniture=(),
            outlet=given["outlet"],
            published=given["published"],
            language="en",
        )
        ids.append(key)
        records += run_stages(_READ, [article], context)
        for name, (speaker, kind, start, end) in contents.items():
            near = sources.get(name)
            source = select(key, text, *near) if near else None
            mention = f"{name}-m" if source is not None and case["speakers"][speaker][0] else None
            shown = case["speakers"][speaker][0] or (source.exact if source else None)
            records.append(
                Quotation(
                    id=name,
                    content=select(key, text, start, end),
                    kind=kind,
                    source=shown,
                    source_sel=source,
                    source_mention=mention,
                    cue="said",
                )
            )
            if mention:
                mentions[speaker].append(mention)
                records.append(Mention(id=mention, sel=source, kind=case["speakers"][speaker][1], form="name", name=shown))
            said[name] = f"[{speaker} {kind}] {text[start:end]}"
    for speaker, (shown, kind, country) in case["speakers"].items():
        if shown:
            records.append(Entity(id=speaker, story=case["id"], name=shown, kind=kind, mentions=tuple(mentions[speaker]), country=country))
    records.append(Story(id=case["id"], articles=tuple(ids)))
    return records, said


def _plain(text: str) -> tuple[str, dict[str, tuple[str, str, int, int]], dict[str, tuple[int, int]]]:
    """The text without its tags, the contents by name and the sources by name."""
    parts: list[str] = []
    at = done = 0
    contents, sources, opened = {}, {}, None
    for found in _TAG.finditer(text):
        parts.append(text[done : found.start()])
        at += found.start() - done
        done = found.end()
        if found[1] or found[5]:
            opened = (found, at)
        elif opened is not None:
            tag, start = opened
            if tag[1]:
                contents[tag[2]] = (tag[3], tag[4], start, at)
            else:
                sources[tag[6]] = (start, at)
    return "".join([*parts, text[done:]]), contents, sources


def _pairs(case: dict) -> list[tuple[str, str, str, bool]]:
    """Every pair of the story's quotations: the two, why it is listed ("" where it is not), and whether they are one."""
    names = [found[2] for article in case["articles"] for found in _TAG.finditer(article["text"]) if found[1]]
    group = {name: name for name in names}
    for a, b, _ in case["same"]:
        old, new = group[b], group[a]
        group = {name: new if held == old else held for name, held in group.items()}
    listed = {frozenset((a, b)): kind for a, b, kind in (*case["same"], *case["other"])}
    return [(a, b, listed.get(frozenset((a, b)), ""), group[a] == group[b]) for a, b in combinations(names, 2)]


def _scores(count: Counter, sets: tuple[str, ...], name: str) -> dict[str, float]:
    right = sum(count[s, True, True] for s in sets)
    wrong = sum(count[s, False, True] for s in sets)
    missed = sum(count[s, True, False] for s in sets)
    precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
    return {
        f"{name}_precision": precision,
        f"{name}_recall": recall,
        f"{name}_f1": 2 * precision * recall / max(1e-9, precision + recall),
    }


if __name__ == "__main__":
    print(json.dumps(row(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "cases.jsonl", show=True), indent=1))
