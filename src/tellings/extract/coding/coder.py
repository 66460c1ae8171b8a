"""Finds the events of an article: triggers, the pattern that fits each, roles, status, time, place and extent."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from tellings.extract.coding.extent import Times, extent_of, place_of
from tellings.extract.coding.names import Names
from tellings.extract.coding.patterns import Kind, Pattern, is_cooperation, matching, table, trigger_lemma
from tellings.extract.coding.roles import Roles, roles_of
from tellings.extract.coding.status import status_of
from tellings.extract.coding.tree import Tree
from tellings.model.observed import EventStatus, Mention, Parse, TimeExpression

# These are worth telling without a known name on either side: who was shot, arrested or marched is often no name.
_NAMELESS: Final = frozenset({"ASSAULT", "COERCE", "PROTEST", "MOBILIZE", ""})


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """One event by token and mention indices. `sentence` is the sentence's index; `time` and `place` index times and mentions."""

    trigger: int
    sentence: int
    pattern: Pattern
    roles: Roles
    status: EventStatus
    time: int | None
    place: int | None
    extent: tuple[int, int]


def code(parse: Parse, mentions: Sequence[Mention], times: Sequence[TimeExpression] = ()) -> list[Coded]:
    """Return the events of the article in text order; a trigger gives at most one."""
    tree = Tree(parse)
    names = Names(parse, mentions)
    when = Times(tree, times)
    found: list[Coded] = []
    for number, (start, end) in enumerate(parse.sents):
        found.extend(_in_sentence(tree, names, when, (number, start, end)))
    return found


def _in_sentence(tree: Tree, names: Names, when: Times, sentence: tuple[int, int, int]) -> Iterator[Coded]:
    number, start, end = sentence
    known = table()
    found: dict[int, Coded] = {}
    for i in range(start, end):
        kind = _kind(tree, i)
        if kind is None or (kind, trigger_lemma(tree, i, kind)) not in known or names.inside(tree, i):
            continue
        for pattern in matching(tree, i, kind):
            coded = _event(tree, names, when, (number, pattern, i))
            if coded is not None:
                found[i] = coded
                break
            if pattern.rule.endswith(" none") or not (pattern.root or pattern.mode):
                break
    yield from _kept(tree, found)


def _kind(tree: Tree, i: int) -> Kind | None:
    if tree.is_verb(i):
        return "verb"
    pos = tree.pos[i]
    if pos in ("NOUN", "PROPN"):
        # "March" is a month
        return "noun" if tree.parse.ner[i] not in ("DATE", "TIME") else None
    return "adj" if pos == "ADJ" and tree.deps[i] in ("acomp", "conj", "oprd") else None


def _event(tree: Tree, names: Names, when: Times, found: tuple[int, Pattern, int]) -> Coded | None:
    number, pattern, i = found
    if not pattern.root and not pattern.mode:
        return None
    roles = roles_of(tree, names, pattern, i)
    if pattern.named and not roles.recipients and not (pattern.kind == "noun" and not pattern.recip and roles.actors):
        return None
    if pattern.who[:1] == ("obj",) and not (pattern.weight or roles.recipients or roles.heads or tree.kids(i, "xcomp", "ccomp")):
        # "the home side attacked": nobody was
        return None
    if not (roles.actors or roles.recipients) and not _tellable(pattern, roles):
        return None
    anchors = (i,) if roles.carrier is None else (i, roles.carrier)
    time = when.nearest(tree, number, anchors)
    status = status_of(tree, i, roles.carrier)
    if status not in ("happened", "ongoing") and pattern.root not in _NAMELESS and not (roles.actors or roles.recipients):
        return None
    return Coded(
        trigger=i, sentence=number, pattern=pattern, roles=roles, status=status, time=time,
        place=place_of(tree, names, roles, i), extent=extent_of(tree, names, roles, i, when.ranges[time] if time is not None else None),
    )  # fmt: skip


def _tellable(pattern: Pattern, roles: Roles) -> bool:
    if pattern.kind == "noun":
        return pattern.root in _NAMELESS or bool(pattern.weight)
    return (pattern.root in _NAMELESS or pattern.weight > 0) and bool(roles.subjects or roles.heads)


def _kept(tree: Tree, found: dict[int, Coded]) -> Iterator[Coded]:
    """The events without those that only repeat another: the noun inside a verb's pattern, a purpose of the same kind."""
    for i, coded in found.items():
        above = found.get(tree.heads[i]) if tree.heads[i] != i else None
        if coded.pattern.kind == "noun":
            carrier = found.get(coded.roles.carrier) if coded.roles.carrier is not None else None
            if any(_names(over, tree.lemmas[i], coded) for over in (above, found.get(tree.heads[tree.heads[i]]), carrier)):
                continue
        elif (
            above is not None
            and tree.deps[i] in ("advcl", "xcomp")
            and coded.pattern.root == above.pattern.root
            and coded.status != "happened"
        ):
            continue
        yield coded


def _names(over: Coded | None, noun: str, coded: Coded) -> bool:
    """True where the pattern of `over` has the noun for its object, and so tells the same ("signed a treaty", "suspended talks")."""
    if over is None or over is coded or noun not in over.pattern.obj | over.pattern.pobj:
        return False
    return over.pattern.root == coded.pattern.root or coded.status == "happened"


def convention(root: str, status: EventStatus) -> str:
    """Return the root a code book gives to an event that is not (yet) real: what is meant is agreed, threatened, demanded or refused."""
    if root in ("", "AGREE", "THREATEN", "REQUEST", "REJECT"):
        return root
    if status == "denied":
        return "REJECT"
    if root == "ACCUSE":
        return root
    if status == "demanded":
        return "REQUEST"
    if status in ("planned", "threatened"):
        return "AGREE" if is_cooperation(root) and status == "planned" else "THREATEN"
    return root
