"""Who speaks: the head of the noun phrase to which a cue gives its content, and who passed the words on."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from tellings import data
from tellings.extract.quoting.trees import Tree

NOUNS: Final = frozenset({"NOUN", "PROPN", "PRON"})
_SUBJECTS: Final = ("nsubj", "nsubjpass", "csubj")
_CITES: Final = frozenset({"cite", "quote", "report"})
_RELATIVES: Final = frozenset({"who", "which", "that", "whom"})
_CLIMB: Final = 6
# A name of no more letters may be a word at the head of a title.
_SHORT: Final = 3
_WITH: Final = 14
_TITLE: Final = 6
_STOPS: Final = frozenset({"“", '"', "‘", "”", "—", "–", "--", ":"})
_DET: Final = frozenset({"DET", "ADJ", "NUM"})
_DASHES: Final = frozenset({"—", "–", "--", "-"})
# A relative clause of more tokens is not looked over for the noun before it.
_LONG_CLAUSE: Final = 60
_NOMINAL: Final = frozenset({"appos", "npadvmod", "nmod", "compound", "pobj", "prep", "conj", "poss", "amod", "nummod"})
_INVERTED: Final = frozenset({"dobj", "dative", "oprd", "attr", "appos", "dep", "npadvmod"})


@cache
def _issued() -> tuple[frozenset[str], frozenset[str]]:
    table = data.toml("sources")["issued"]
    return frozenset(table["verbs"]), frozenset(table["makes"])


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
    before = _before_relative(tree, verb)
    if before is not None:
        return Speaker(head=before)
    after = _inverted(tree, verb)
    if after is not None:
        return Speaker(head=after)
    own = _subject(tree, verb)
    if own is not None:
        sender = _sender(tree, verb, own)
        return Speaker(head=_through_relative(tree, verb, own) if sender is None else sender)
    aside = _before_aside(tree, verb)
    if aside is not None:
        return Speaker(head=aside)
    return _from_above(tree, verb) if parse.heads[verb] != verb else Speaker(head=None)


def _after_with(tree: Tree, verb: int) -> bool:
    """True for "with the mayor saying": the noun phrase between "with" and a participle speaks, whatever the parser made of it."""
    parse, at = tree.parse, verb - 1
    if not parse.words[verb].endswith("ing") or at < 0 or parse.pos[at] not in NOUNS:
        return False
    while at > max(0, verb - _CLIMB) and parse.pos[at] in NOUNS | _DET:
        at -= 1
    return parse.words[at].lower() == "with"


def _before_relative(tree: Tree, verb: int) -> int | None:
    """The noun before a relative clause that ends right before a finite verb: "Ada Mensah - who ran for mayor - called for"."""
    parse = tree.parse
    first = parse.sents[tree.sent_of[verb]][0]
    mark = parse.words[verb - 1] if verb > first else ""
    if parse.tags[verb] not in {"VBD", "VBZ", "VBP"} or (mark != "," and mark not in _DASHES):
        return None
    for k in range(verb - 2, max(first + 1, verb - _LONG_CLAUSE), -1):
        if parse.tags[k] in {"WP", "WP$"} and parse.words[k].lower() in {"who", "whose", "whom"}:
            before, noun, own = parse.words[k - 1], k - 2, _subject(tree, verb)
            same = before == mark or (before in _DASHES and mark in _DASHES)
            if not same or noun < first or parse.pos[noun] not in {"NOUN", "PROPN"} or (own is not None and tree.left[own] <= noun <= own):
                return None
            # a post's signature between them: the line ends were lost
            signed = own is not None and any(parse.words[i].startswith("@") for i in range(own, noun))
            if own is not None and not signed and _belongs_to(tree, noun, own):
                return None
            return _top(tree, noun)
        if parse.words[k] in {";", ":", "”", "“", '"'} or (parse.words[k] == mark and parse.words[k - 1] not in {"who", "whose"}):
            return None
    return None


def _before_aside(tree: Tree, verb: int) -> int | None:
    """The noun before a participle set off by commas, to which the parser gave it: "Mr Banda, interviewed in Ndola, said"."""
    parse = tree.parse
    if verb == 0 or parse.words[verb - 1] != ",":
        return None
    for k in tree.kids(verb, "ccomp", "advcl", "dep", "csubj"):
        own = _subject(tree, k) if k < verb and parse.tags[k] in {"VBN", "VBG"} else None
        if own is not None and own < k and tree.first(k, "aux", "auxpass") is None and parse.words[own + 1] == ",":
            return own
    return None


def _belongs_to(tree: Tree, noun: int, own: int) -> bool:
    """True where a noun stands in the noun phrase of another: "Ada Mensah, mayor of Accra, who"."""
    for _ in range(_CLIMB):
        if tree.parse.deps[noun] not in _NOMINAL:
            return False
        noun = tree.parse.heads[noun]
        if noun == own:
            return True
    return False


def _top(tree: Tree, noun: int) -> int:
    """The noun whose phrase a noun belongs to: "a member" in "a member of the board", the first in "Ada and Bo"."""
    parse = tree.parse
    for _ in range(_CLIMB):
        over = parse.heads[noun]
        if parse.deps[noun] == "pobj" and parse.pos[parse.heads[over]] in {"NOUN", "PROPN"} and parse.heads[over] < noun:
            noun = parse.heads[over]
        elif parse.deps[noun] == "conj" and parse.pos[over] in {"NOUN", "PROPN"}:
            noun = over
        else:
            break
    return noun


def _inverted(tree: Tree, verb: int) -> int | None:
    """The noun right after a verb of reporting that ends its clause: "…, reported the Daily Post, adding"."""
    parse = tree.parse
    first, end = parse.sents[tree.sent_of[verb]]
    if verb - first < _CLIMB or parse.words[verb - 1] not in {",", "”", '"', "’"} or parse.tags[verb] not in {"VBD", "VBZ"}:
        return None
    if parse.lemmas[verb] not in {"report", "say", "write", "announce", "claim", "add", "explain", "warn", "argue"}:
        return None
    at = verb + 1
    while at < end and (parse.pos[at] in {"PROPN", "ADJ"} or parse.words[at].lower() == "the"):
        at += 1
    last = at - 1
    closed = at >= end or parse.words[at] in {",", "."}
    fits = last > verb and parse.pos[last] == "PROPN" and parse.heads[last] == verb and parse.deps[last] in _INVERTED
    return last if closed and fits else None


def subjects_above(tree: Tree, verb: int) -> Iterator[int]:
    """Yield the subjects of the clauses around a verb, the nearest first."""
    parse, at = tree.parse, verb
    for _ in range(_CLIMB):
        if parse.pos[at] in {"VERB", "AUX"}:
            own = _subject(tree, at)
            if own is not None:
                yield _through_relative(tree, at, own)
        if parse.heads[at] == at:
            return
        at = parse.heads[at]


def beside_with(tree: Tree, verb: int) -> Iterator[int]:
    """Yield the noun that "with" gives a participle some words on: "with some drivers, including the winner, claiming"."""
    parse = tree.parse
    for k in range(verb - 1, max(parse.sents[tree.sent_of[verb]][0], verb - _WITH), -1):
        ends = tree.right[k] + 1
        if parse.deps[k] == "pobj" and parse.words[parse.heads[k]].lower() == "with" and verb - (parse.words[ends] == ",") == ends:
            yield k


def _subject(tree: Tree, verb: int) -> int | None:
    if verb not in tree.subjects:
        found = [k for k in tree.kids(verb, *_SUBJECTS) if tree.parse.pos[k] in NOUNS | _DET or _is_strange_name(tree, k)]
        beside = verb - 1 if tree.parse.tags[verb] in {"VBD", "VBZ"} and _is_strange_name(tree, verb - 1) else None
        tree.subjects[verb] = min(found, key=lambda k: (abs(k - verb), k)) if found else beside
    return tree.subjects[verb]


def _is_strange_name(tree: Tree, k: int) -> bool:
    """True for a word with a capital letter inside a sentence that the parser took for no noun: "Erdely", "Denning"."""
    parse = tree.parse
    if k <= parse.sents[tree.sent_of[max(k, 0)]][0] or parse.pos[k] not in {"VERB", "ADV", "ADJ", "X", "INTJ"}:
        return False
    return parse.words[k].istitle() and parse.words[k].isalpha() and len(parse.words[k]) > _SHORT and parse.words[k - 1][-1:] not in ".:!?"


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
            issuer = _issuer(tree, head) if parse.tags[at] == "VBG" and not cited else None
            return Speaker(head=head if issuer is None else issuer, relays=cited)
        if dep == "xcomp" and parse.lemmas[head] in _issued()[1] and (made := tree.first(head, "dobj")) is not None and made < at:
            return Speaker(head=made)
        if dep == "conj" and _goes_back(tree, at, head):
            head = parse.heads[head]
        if dep == "pcomp" and parse.words[head].lower() == "as" and parse.lemmas[parse.heads[head]] in _CITES:
            return _quoted_as(tree, parse.heads[head], at)
        if parse.lemmas[head] in _CITES and dep in {"xcomp", "ccomp", "advcl"} and _as(tree, at):
            return _quoted_as(tree, head, at)
        at = head
        if parse.pos[at] in {"VERB", "AUX"}:
            own = _subject(tree, at)
            after = _inverted(tree, at) if own is None else None
            if after is not None:
                return Speaker(head=after)
            if own is not None:
                if is_passive(tree, at) and parse.deps[own] != "nsubjpass":
                    return Speaker(head=agent(tree, at))
                return Speaker(head=_through_relative(tree, at, own))
        elif parse.pos[at] in NOUNS and dep != "pobj":
            return Speaker(head=at)
    return Speaker(head=None)


def _sender(tree: Tree, verb: int, own: int) -> int | None:
    """Who speaks where the participle's own subject is one to whom something is sent: "a letter he sent the mayor accusing"."""
    parse, at = tree.parse, tree.left[own] - 1
    if parse.tags[verb] != "VBG" or own != verb - 1 or at < 0 or parse.pos[at] != "VERB" or parse.lemmas[at] not in _issued()[0]:
        return None
    return _subject(tree, at)


def _issuer(tree: Tree, noun: int) -> int | None:
    """Who speaks by what is issued or to whom somebody turns: "it issued a statement saying", "she called the police saying"."""
    parse = tree.parse
    if parse.deps[noun] == "pobj" and parse.words[parse.heads[noun]].lower() == "to":
        to = parse.heads[noun]  # "a letter to the board saying"
        noun = parse.heads[to] if parse.pos[parse.heads[to]] == "NOUN" else noun
        noun = next(tree.kids(parse.heads[to], "dobj"), noun) if parse.pos[parse.heads[to]] == "VERB" else noun
    verb = parse.heads[noun]
    if parse.deps[noun] not in {"dobj", "dative"} or parse.lemmas[verb] not in _issued()[0]:
        return None
    if any(parse.words[k].lower() in {"from", "by"} for k in tree.kids(noun, "prep")) or tree.first(noun, "poss") is not None:
        return None
    if is_passive(tree, verb):
        return None
    return speaker(tree, verb).head


def _goes_back(tree: Tree, verb: int, before: int) -> bool:
    """True where a verb goes on with the one above what it seems to go on with: "said it was over and said why"."""
    parse, above = tree.parse, tree.parse.heads[before]
    if parse.deps[before] != "ccomp" or above == before or parse.tags[verb] != parse.tags[above] or parse.tags[verb] not in {"VBD", "VBZ"}:
        return False
    return parse.lemmas[verb] == parse.lemmas[above] or parse.tags[before] != parse.tags[verb]


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


def _title_ends(tree: Tree, opens: int, last: int) -> int | None:
    """Where a title or a ship's name in marks ends that stands within a noun phrase: "the owner of the “Morning Star” ferry"."""
    parse = tree.parse
    if parse.words[opens] not in {"“", '"', "‘"}:
        return None
    for k in range(opens + 1, min(opens + _TITLE, last + 1)):
        if parse.words[k] in {"”", '"', "’"}:
            return k if k > opens + 1 else None
        if parse.pos[k] not in {"PROPN", "NOUN", "NUM", "ADJ"} or not parse.words[k][:1].isupper():
            return None
    return None


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
    k = floor + 1
    while k <= last:
        closes = _title_ends(tree, k, last)
        if closes is not None:
            k = closes + 1
            continue
        if parse.words[k] in {",", "(", "—", "–", "--", "“", '"', "‘", ":"}:
            last = k - 1
            break
        k += 1
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
