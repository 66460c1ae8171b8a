"""Who did it, and to whom: mentions in the places that a pattern names."""

from dataclasses import dataclass

from tellings.data import toml
from tellings.extract.coding.names import Names
from tellings.extract.coding.patterns import Pattern
from tellings.extract.coding.tree import Tree


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """Indices of mentions, and the heads of the phrases they stand in (for the extent of the event's words)."""

    actors: tuple[int, ...] = ()
    recipients: tuple[int, ...] = ()
    reciprocal: bool = False
    heads: tuple[int, ...] = ()
    subjects: tuple[int, ...] = ()
    carrier: int | None = None


def roles_of(tree: Tree, names: Names, pattern: Pattern, trigger: int) -> Roles:
    """Return actors and recipients of the event that `pattern` sees at `trigger`."""
    carrier = _carrier(tree, trigger) if pattern.kind == "noun" else None
    if pattern.kind == "noun":
        subjects, before = _noun_actors(tree, pattern, trigger, carrier)
    else:
        subjects, before = _verb_subjects(tree, pattern, trigger), []
    actors = names.of(tree, before) or names.of(tree, subjects)
    if pattern.kind == "noun" and not pattern.root:
        # nobody does a crash or a quake: what stands before the noun says where, or who looks into it
        actors = []
    recipients, heads = _recipients(tree, names, pattern, trigger, carrier)
    if pattern.swap:
        actors, recipients = recipients, actors
    if pattern.kind == "noun" and pattern.recip and not actors and len(recipients) > 1:
        actors, recipients = recipients[:1], recipients[1:]
    elif pattern.kind == "noun" and pattern.recip and not actors and _members(tree, trigger):
        actors = recipients
    recipients = [m for m in recipients if m not in actors]
    if pattern.recip and not recipients and len(actors) > 1:
        actors, recipients = actors[:1], actors[1:]
    elif pattern.recip and not recipients and actors and (_several(tree, [*subjects, *before]) or _members(tree, trigger)):
        recipients = list(actors)
    return Roles(
        actors=tuple(actors), recipients=tuple(recipients), reciprocal=pattern.recip, heads=tuple(heads),
        subjects=(*before, *subjects), carrier=carrier,
    )  # fmt: skip


def _members(tree: Tree, noun: int) -> bool:
    """True for "a meeting of Brics nations": those named meet among themselves."""
    return any(tree.lemmas[p] == "of" for p in tree.kids(noun, "prep")) and not any(
        tree.lemmas[p] == "with" for p in tree.kids(noun, "prep")
    )


def _several(tree: Tree, heads: list[int]) -> bool:
    return any(tree.tags[h] in ("NNS", "NNPS") for h in heads)


def _verb_subjects(tree: Tree, pattern: Pattern, trigger: int) -> list[int]:
    if pattern.kind == "adj" and not tree.is_verb(trigger):
        return tree.subjects(tree.heads[trigger]) if tree.is_verb(tree.heads[trigger]) else []
    return tree.subjects(trigger)


def _carrier(tree: Tree, noun: int) -> int | None:
    """The verb that gives the noun its subject: "held talks", "is in talks", "took part in an attack"."""
    head, dep = tree.heads[noun], tree.deps[noun]
    if dep == "conj" and not tree.is_verb(head):
        head, dep = tree.heads[head], tree.deps[head]
    if dep == "pobj":
        head = tree.heads[head]
    verbs = toml("event_status")["carrier"]["verbs"]
    if dep in ("dobj", "pobj", "attr", "nsubjpass") and tree.is_verb(head) and (tree.lemmas[head] in verbs or tree.lemmas[head] == "be"):
        return head
    return None


def _noun_actors(tree: Tree, pattern: Pattern, noun: int, carrier: int | None) -> tuple[list[int], list[int]]:
    """The subject of the carrier verb, and what stands before the noun or after "by" (or the pattern's own words)."""
    before: list[int] = []
    for kid in tree.children[noun]:
        if tree.deps[kid] in ("compound", "amod", "nmod", "poss") and not _against(tree, kid):
            before.extend(_parts(tree, kid))
    words = pattern.actor or ("by",)
    for word, inner in tree.preps(noun):
        if word in words:
            before.append(inner)
    subjects = tree.subjects(carrier) if carrier is not None else []
    return subjects, before


def _against(tree: Tree, kid: int) -> bool:
    """True for "anti-government protests"."""
    return any(tree.words[k].lower().startswith("anti") for k in range(max(0, kid - 2), kid + 1))


def _parts(tree: Tree, kid: int) -> list[int]:
    """For "Modi-Putin talks", "US-China trade deal": the names stand under one another, or under the nearest noun."""
    found = [kid]
    for inner in tree.children[kid]:
        if tree.deps[inner] in ("compound", "nmod", "amod", "conj") and tree.tags[inner].startswith(("NNP", "JJ")):
            found.extend(_parts(tree, inner))
    return sorted(found)


def _absolute(tree: Tree, word: str, head: int) -> bool:
    """True for "with Modi tweeting: …", which tells of another deed."""
    after = head + 1
    if word != "with" or tree.tags[head] != "NNP" or after >= len(tree.words):
        return False
    return tree.words[after].endswith("ing") and tree.deps[after] in ("acl", "advcl", "pcomp")


def _recipients(tree: Tree, names: Names, pattern: Pattern, trigger: int, carrier: int | None) -> tuple[list[int], list[int]]:
    objects = tree.objects(trigger) if pattern.kind == "verb" else []
    places = [trigger, *([carrier] if carrier is not None else []), *objects]
    everyone: list[int] = []
    behind: list[int] = []
    for place in pattern.who:
        if place == "obj":
            heads = [o for o in objects if o != trigger]
        elif place == "comp":
            heads = [s for c in tree.kids(trigger, "ccomp") for s in tree.kids(c, "nsubj", "nsubjpass")]
        else:
            heads = [inner for spot in places for word, inner in tree.preps(spot) if word == place]
            # "accusations by Kenya against Sudan": the parser hangs the second phrase on the first
            heads += [
                inner for spot in places for by, first in tree.preps(spot) if by in ("by", "of", "from", *pattern.who)
                for word, inner in tree.preps(first) if word == place
            ]  # fmt: skip
            heads = [h for h in heads if not _absolute(tree, place, h)]
        found = names.of(tree, heads)
        if found and not (pattern.recip and pattern.kind == "noun"):
            return found, heads
        everyone += [m for m in found if m not in everyone]
        behind += heads
    if everyone:
        return everyone, behind
    first = list(objects) or [inner for spot in places for word, inner in tree.preps(spot) if word in pattern.who]
    return [], first
