"""Who speaks: the head of the noun phrase to which a cue gives its content, and who passed the words on."""

from dataclasses import dataclass
from typing import Final

from tellings.extract.quoting.trees import Tree

NOUNS: Final = frozenset({"NOUN", "PROPN", "PRON"})
_SUBJECTS: Final = ("nsubj", "nsubjpass", "csubj")
_CITES: Final = frozenset({"cite", "quote", "report"})
_RELATIVES: Final = frozenset({"who", "which", "that", "whom"})
_CLIMB: Final = 6
_STOPS: Final = frozenset({"“", '"', "‘", "”", "—", "–", "--", ":"})
_DET: Final = frozenset({"DET", "ADJ", "NUM"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Head tokens: who is given as speaking, and who passed it on, outwards."""

    head: int | None
    relays: tuple[int, ...] = ()


def agent(tree: Tree, verb: int) -> int | None:
    """Return the head of the by-phrase of a passive verb."""
    for by in tree.kids(verb, "agent", "prep"):
        if tree.parse.words[by].lower() == "by":
            found = tree.first(by, "pobj", "pcomp")
            if found is not None and tree.parse.pos[found] in NOUNS:
                return found
    return None


def is_passive(tree: Tree, verb: int) -> bool:
    """True where the verb is passive."""
    return tree.first(verb, "auxpass", "nsubjpass") is not None


def speaker(tree: Tree, verb: int) -> Speaker:
    """Return who speaks by the verb: its subject, the by-phrase of a passive, or who governs it from above."""
    parse = tree.parse
    if is_passive(tree, verb):
        by = agent(tree, verb)
        return Speaker(head=by)
    if _after_with(tree, verb):
        return Speaker(head=verb - 1)
    own = _subject(tree, verb)
    if own is not None:
        return Speaker(head=_through_relative(tree, verb, own))
    return _from_above(tree, verb) if parse.heads[verb] != verb else Speaker(head=None)


def _after_with(tree: Tree, verb: int) -> bool:
    """True for "with the mayor saying": the noun phrase between "with" and a participle speaks, whatever the parser made of it."""
    parse, at = tree.parse, verb - 1
    if not parse.words[verb].endswith("ing") or at < 0 or parse.pos[at] not in NOUNS:
        return False
    while at > max(0, verb - _CLIMB) and parse.pos[at] in NOUNS | _DET:
        at -= 1
    return parse.words[at].lower() == "with"


def _subject(tree: Tree, verb: int) -> int | None:
    if verb not in tree.subjects:
        found = [k for k in tree.kids(verb, *_SUBJECTS) if tree.parse.pos[k] in NOUNS | _DET]
        tree.subjects[verb] = min(found, key=lambda k: (abs(k - verb), k)) if found else None
    return tree.subjects[verb]


def _through_relative(tree: Tree, verb: int, subject: int) -> int:
    """The noun that a relative pronoun stands for."""
    parse = tree.parse
    if parse.words[subject].lower() in _RELATIVES and parse.deps[verb] in {"relcl", "acl"}:
        return parse.heads[verb]
    return subject


def _from_above(tree: Tree, verb: int) -> Speaker:
    parse, at = tree.parse, verb
    for _ in range(_CLIMB):
        dep, head = parse.deps[at], parse.heads[at]
        if head == at:
            return Speaker(head=None)
        if dep in {"acl", "relcl"} and parse.pos[head] in NOUNS:
            cited = _cited(tree, head)
            return Speaker(head=head, relays=cited)
        if dep == "pcomp" and parse.words[head].lower() == "as" and parse.lemmas[parse.heads[head]] in _CITES:
            return _quoted_as(tree, parse.heads[head], at)
        if parse.lemmas[head] in _CITES and dep in {"xcomp", "ccomp", "advcl"} and _as(tree, at):
            return _quoted_as(tree, head, at)
        at = head
        if parse.pos[at] in {"VERB", "AUX"}:
            own = _subject(tree, at)
            if own is not None:
                if is_passive(tree, at) and parse.deps[own] != "nsubjpass":
                    return Speaker(head=agent(tree, at))
                return Speaker(head=_through_relative(tree, at, own))
        elif parse.pos[at] in NOUNS and dep != "pobj":
            return Speaker(head=at)
    return Speaker(head=None)


def _as(tree: Tree, verb: int) -> bool:
    return any(tree.parse.words[k].lower() == "as" for k in tree.kids(verb, "mark", "prep", "advmod"))


def _quoted_as(tree: Tree, cite: int, saying: int) -> Speaker:
    """X cited Y as saying; Y was quoted (by X) as saying; Y was quoted as saying by X."""
    if is_passive(tree, cite):
        by = agent(tree, cite)
        by = by if by is not None else agent(tree, saying)
        return Speaker(head=_subject(tree, cite), relays=(by,) if by is not None else ())
    relay = _subject(tree, cite)
    if relay is None:
        relay = _from_above(tree, cite).head
    obj = tree.first(cite, "dobj")
    return Speaker(head=obj, relays=(relay,) if relay is not None and obj is not None else ())


def _cited(tree: Tree, noun: int) -> tuple[int, ...]:
    """The relay where the noun is the object of citing: "it quoted a minister saying"."""
    cite = tree.parse.heads[noun]
    if tree.parse.deps[noun] == "dobj" and tree.parse.lemmas[cite] in _CITES:
        relay = _subject(tree, cite)
        return (relay,) if relay is not None else ()
    return ()


def phrase(tree: Tree, head: int) -> tuple[int, int]:
    """Return first and last token of a source's noun phrase: without what follows a comma, save a name in apposition."""
    parse = tree.parse
    first, last = tree.left[head], tree.right[head]
    sent = parse.sents[tree.sent_of[head]]
    first, last = max(first, sent[0]), min(last, sent[1] - 1)
    named = next((k for k in tree.kids(head, "appos") if parse.pos[k] == "PROPN" and parse.pos[head] != "PROPN"), None)
    floor = tree.right[named] if named is not None else head
    for k in tree.kids(head, "prep"):
        if k > floor and (timed := tree.first(k, "pobj")) is not None and parse.ner[timed] in {"DATE", "TIME"}:
            last = min(last, tree.left[k] - 1)
    for k in range(floor + 1, last + 1):
        if parse.words[k] in {",", "(", "—", "–", "--", "“", '"', "‘", ":"}:
            last = k - 1
            break
    for k in range(head - 1, first - 1, -1):
        if parse.words[k] in {"“", '"', "”", "—", "–", "--", ":", ";"}:
            first = k + 1
            break
    while (
        first < head and parse.pos[first] in {"PUNCT", "CCONJ", "ADV", "SCONJ"} and parse.deps[first] in {"punct", "cc", "advmod", "mark"}
    ):
        first += 1
    last = max(last, head)
    while last == head and parse.pos[head] == "PROPN" and last + 1 < sent[1] and parse.pos[last + 1] == "PROPN":
        last = head = last + 1
    return first, last


def whole_phrase(tree: Tree, head: int) -> tuple[int, int]:
    """Return first and last token of a source's noun phrase with what stands in apposition: "Ada Mensah, a lawyer in Accra"."""
    parse = tree.parse
    first, last = phrase(tree, head)
    end = min(tree.right[head], parse.sents[tree.sent_of[head]][1] - 1)
    if end <= last or parse.words[last + 1] not in {",", "("} or not _belongs(tree, head, last + 1):
        return first, last
    for k in range(last + 1, end + 1):
        if parse.words[k] in _STOPS:
            end = k - 1
            break
    while end > last and parse.words[end] in {",", "—", "–", "-", "--", ".", ";"}:
        end -= 1
    return first, end


def _belongs(tree: Tree, head: int, mark: int) -> bool:
    """True where what follows the comma tells who the source is."""
    return any(k > mark for k in tree.kids(head, "appos", "relcl", "acl", "amod", "nummod", "npadvmod", "prep"))
