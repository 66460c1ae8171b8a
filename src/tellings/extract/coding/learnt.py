"""Chooses the PLOVER root between two given actors: patterns' votes, vectors and the tree around the actors, weighed by a linear layer.

`scripts/train_plover.py` fits the weights; the file holds numbers over hashed features, no words of what it was fitted on.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from tellings.backends.base import Embedder
from tellings.extract.coding.coder import code, convention
from tellings.extract.coding.names import token_range
from tellings.extract.coding.tree import Tree
from tellings.model.observed import Mention, Parse
from tellings.model.spans import Span
from tellings.text.anchor import select

# YIELD is what older editions of the code book call CONCEDE and RETREAT together.
ROOTS: Final = (
    "AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "YIELD", "ACCUSE", "REQUEST", "REJECT", "THREATEN", "PROTEST", "MOBILIZE",
    "SANCTION", "COERCE", "ASSAULT",
)  # fmt: skip
_HASHED: Final = 4096
# How much each part weighs beside the others before fitting; chosen by cross-validation (evals/events/README.md).
_VECTORS, _VOTES, _TREE = 4.0, 1.0, 2.0
_LEVELS: Final = 4
_TAIL: Final = 40
_DEPENDENTS: Final = frozenset({"dobj", "aux", "neg", "prt", "prep", "xcomp", "ccomp", "acomp", "attr", "oprd"})
_CLIMB: Final = 5


def folded(root: str) -> str:
    """Return the root with CONCEDE and RETREAT as YIELD."""
    return "YIELD" if root in ("CONCEDE", "RETREAT") else root


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A sentence with the spans of who does it and whom it is done to; either may be named more than once, or not at all."""

    text: str
    parse: Parse
    sources: tuple[Span, ...]
    targets: tuple[Span, ...]

    def marked(self) -> str:
        """Return the sentence with SOURCE and TARGET in the actors' places."""
        places = sorted([(s, "SOURCE") for s in self.sources] + [(t, "TARGET") for t in self.targets])
        out, at = [], 0
        for span, word in places:
            if span.start >= at:
                out += [self.text[at : span.start], word]
                at = span.end
        return "".join([*out, self.text[at:]])

    def between(self) -> str:
        """Return the part of the marked sentence from the first actor to a little after the last."""
        words = self.marked()
        found = [k for k in (words.find("SOURCE"), words.find("TARGET")) if k >= 0]
        last = max(words.rfind("SOURCE"), words.rfind("TARGET"))
        return words[min(found) : last + 6 + _TAIL] if found else words


def features(pair: Pair, vectors: Sequence[NDArray[np.float32]]) -> NDArray[np.float32]:
    """Return the row of features; `vectors` are those of `marked()` and `between()`."""
    return np.concatenate(
        [*(_VECTORS * v for v in vectors), _VOTES * _votes(pair), _TREE * _hashed(_around(pair))], dtype=np.float32
    )  # fmt: skip


def rows(pairs: Sequence[Pair], embedder: Embedder) -> NDArray[np.float32]:
    """Return the matrix of features of many pairs; shape (len(pairs), features)."""
    whole = embedder.embed([p.marked() for p in pairs])
    parts = embedder.embed([p.between() for p in pairs])
    return np.stack([features(p, (a, b)) for p, a, b in zip(pairs, whole, parts, strict=True)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """A linear layer: one column of `matrix` and one number of `bias` for each root of ROOTS."""

    matrix: NDArray[np.float32]
    bias: NDArray[np.float32]

    def roots(self, found: NDArray[np.float32]) -> list[str]:
        """Return the best root for each row of features."""
        scores = np.round(found @ self.matrix + self.bias, 4)
        return [ROOTS[int(k)] for k in scores.argmax(axis=1)]


@cache
def weights() -> Weights:
    """Return the weights that come with the package."""
    with (files("tellings.data") / "plover_weights.npz").open("rb") as file, np.load(file, allow_pickle=False) as stored:
        return Weights(matrix=stored["matrix"].astype(np.float32), bias=stored["bias"].astype(np.float32))


def _votes(pair: Pair) -> NDArray[np.float32]:
    """What the patterns say: by how many of the two actors the pattern found in its roles, as coded and as the code book's convention."""
    size = len(ROOTS)
    out = np.zeros(size * (2 * _LEVELS + 3), dtype=np.float32)
    mentions = [*_mentions(pair, pair.sources, "s"), *_mentions(pair, pair.targets, "t")]
    best: tuple[int, int] | None = None
    for event in code(pair.parse, mentions):
        pattern, roles = event.pattern, event.roles
        if not pattern.root:
            continue
        does = {mentions[m].id[0] for m in (*roles.actors, *(roles.recipients if roles.reciprocal else ()))}
        done = {mentions[m].id[0] for m in (*roles.recipients, *(roles.actors if roles.reciprocal else ()))}
        level = 2 * ("s" in does) + ("t" in done)
        meant, said = ROOTS.index(folded(convention(pattern.root, event.status))), ROOTS.index(folded(pattern.root))
        out[level * size + meant] = 1.0
        out[(_LEVELS + level) * size + said] = 0.5
        if pattern.weight:
            out[(2 * _LEVELS + 1) * size + meant] = 0.5
        if pattern.kind == "noun":
            out[(2 * _LEVELS + 2) * size + said] = 0.5
        if best is None or level > best[0]:
            best = (level, meant)
    if best is not None:
        out[2 * _LEVELS * size + best[1]] = 1.0
    return out


def _mentions(pair: Pair, spans: tuple[Span, ...], tag: str) -> Iterator[Mention]:
    for number, span in enumerate(spans):
        if pair.text[span.start : span.end].strip():
            sel = select("pair", pair.text, span.start, span.end)
            yield Mention(id=f"{tag}{number}", sel=sel, kind="organisation", form="name", name=sel.exact)


def _around(pair: Pair) -> Iterator[str]:
    """Features of the words that govern the actors: their lemmas, the path to them, their objects, particles and complements."""
    tree = Tree(pair.parse)
    for tag, spans in (("s", pair.sources), ("t", pair.targets)):
        for span in spans[:2]:
            low, high = token_range(pair.parse, span.start, span.end)
            at = next((k for k in range(low, high) if not low <= tree.heads[k] < high), low)
            path: list[str] = []
            while at < len(tree.heads) and tree.heads[at] != at and len(path) < _CLIMB:
                path.append(tree.deps[at])
                at = tree.heads[at]
                lemma = tree.lemmas[at]
                yield f"{tag}:{lemma}"
                if len(path) <= 2:
                    yield f"{tag}:{'>'.join(path)}:{lemma}"
                if tree.is_verb(at):
                    yield f"{tag}V:{lemma}"
                    yield from _verb_features(tree, at, tag)


def _verb_features(tree: Tree, verb: int, tag: str) -> Iterator[str]:
    for kid in tree.children[verb]:
        if tree.deps[kid] in _DEPENDENTS:
            yield f"{tag}V:{tree.deps[kid]}:{tree.lemmas[kid]}"
            yield f"VO:{tree.lemmas[verb]}:{tree.lemmas[kid]}"


def _hashed(found: Iterator[str]) -> NDArray[np.float32]:
    out = np.zeros(_HASHED, dtype=np.float32)
    for feature in set(found):
        digest = crc32(feature.encode("utf-8", "surrogatepass"))
        out[digest % _HASHED] += 1.0 if digest >> 31 else -1.0
    norm = float(np.linalg.norm(out))
    return out / np.float32(norm) if norm else out
