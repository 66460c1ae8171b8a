"""The words of an event, its time and its place."""

from collections.abc import Sequence
from typing import Final

from tellings.extract.coding.names import Names, token_range
from tellings.extract.coding.roles import Roles
from tellings.extract.coding.tree import Tree
from tellings.model.observed import TimeExpression

_LONGEST: Final = 40
_MAX_CLIMB: Final = 10
# A time or place may stand with the verb that shares its subject with the trigger: "flew to Oslo on Monday and met …".
_SHARED: Final = frozenset(
    {"xcomp", "conj", "advcl", "dobj", "pobj", "prep", "nsubj", "nsubjpass", "attr", "acl", "compound", "pcomp", "agent"}
)
_PLACE: Final = frozenset({"in", "at", "near", "outside", "off", "inside"})


class Times:
    """The time expressions of an article by the token they hang from."""

    __slots__ = ("_by_sentence", "ranges", "times")

    def __init__(self, tree: Tree, times: Sequence[TimeExpression]) -> None:
        self.times = times
        self.ranges = [token_range(tree.parse, t.sel.start, t.sel.end) for t in times]
        self._by_sentence: dict[int, list[int]] = {}
        starts = [a for a, _ in tree.parse.sents]
        sentence = 0
        for index in sorted(range(len(times)), key=lambda k: self.ranges[k]):
            if times[index].type not in ("DATE", "TIME") or times[index].value.endswith("_REF"):
                continue
            while sentence + 1 < len(starts) and starts[sentence + 1] <= self.ranges[index][0]:
                sentence += 1
            self._by_sentence.setdefault(sentence, []).append(index)

    def nearest(self, tree: Tree, sentence: int, anchors: tuple[int, ...]) -> int | None:
        """Return the index of the time that belongs to the clause of the anchors (trigger first, then its carrier), None where none does."""
        best: tuple[int, int, int] | None = None
        above = _above(tree, anchors)
        for index in self._by_sentence.get(sentence, ()):
            low, high = self.ranges[index]
            if low >= high:
                continue
            steps = _steps(tree, low, high, above)
            if steps is not None:
                rank = (steps, abs(low - anchors[0]), index)
                best = rank if best is None else min(best, rank)
        return best[2] if best is not None else None


def _above(tree: Tree, anchors: tuple[int, ...]) -> dict[int, int]:
    """The anchors, and the words over them as far as a subject is shared, with their distance."""
    found = dict.fromkeys(anchors, 0)
    at, steps = anchors[0], 0
    while steps < _MAX_CLIMB and tree.heads[at] != at and tree.deps[at] in _SHARED:
        at, steps = tree.heads[at], steps + 1
        found.setdefault(at, steps)
    return found


def _steps(tree: Tree, low: int, high: int, above: dict[int, int]) -> int | None:
    at = next((t for t in range(low, high) if not low <= tree.heads[t] < high), low)
    for climbed in range(_MAX_CLIMB):
        if at in above:
            return climbed + 2 * above[at]
        if climbed and tree.is_verb(at):
            return None
        if tree.heads[at] == at:
            return None
        at = tree.heads[at]
    return None


def place_of(tree: Tree, names: Names, roles: Roles, trigger: int) -> int | None:
    """Return the index of the place mention that says where: "in Agadez", "at the border"."""
    spots = (trigger,) if roles.carrier is None else (trigger, roles.carrier)
    for spot in (*spots, *roles.heads):
        for word, inner in tree.preps(spot):
            if word not in _PLACE:
                continue
            mention = names.at(inner)
            if mention is not None and names.mentions[mention].kind == "place" and mention not in roles.recipients:
                return mention
    return None


def extent_of(tree: Tree, names: Names, roles: Roles, trigger: int, time: tuple[int, int] | None) -> tuple[int, int]:
    """Return the half-open token range of the event's words: from its subject to its objects and time, within its sentence."""
    core = [(trigger, trigger + 1)]
    if roles.carrier is not None:
        core.append((roles.carrier, roles.carrier + 1))
    core += [(k, k + 1) for k in tree.children[trigger] if tree.deps[k] in ("prt", "aux", "auxpass", "neg")]
    core += [tree.phrase(o) for o in tree.kids(trigger, "dobj", "dative", "attr", "acomp")]
    wide = [tree.phrase(h) for h in (*roles.subjects, *roles.heads)]
    wide += [names.spans[m] for m in (*roles.actors, *roles.recipients)]
    if time is not None:
        wide.append(time)
    low, high = min(a for a, _ in core), max(b for _, b in core)
    sentence_low, sentence_high = _sentence(tree, trigger)
    for a, b in sorted(wide, key=lambda r: (min(abs(r[0] - trigger), abs(r[1] - trigger)), r)):
        if a < sentence_low or b > sentence_high:
            continue
        if max(high, b) - min(low, a) <= _LONGEST:
            low, high = min(low, a), max(high, b)
    return max(low, sentence_low), min(high, sentence_high)


def _sentence(tree: Tree, token: int) -> tuple[int, int]:
    sents = tree.parse.sents
    low, high = 0, len(sents)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if sents[middle][0] <= token else (low, middle)
    return sents[low]
