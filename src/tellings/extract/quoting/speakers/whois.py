"""Who a noun phrase names: by the article's mentions, else by what was said of a speaker before, else by its own words."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from tellings import data
from tellings.extract.quoting.relays.outlets import Outlets
from tellings.extract.quoting.relays.press import is_media, is_media_word
from tellings.extract.quoting.speakers.describing import Describing
from tellings.extract.quoting.speakers.lookup import Lookup
from tellings.extract.quoting.speakers.sources import phrase
from tellings.extract.quoting.speakers.variation import Variation
from tellings.extract.quoting.speakers.voices import Voices
from tellings.extract.quoting.trees import Tree
from tellings.model.observed import Mention

Named = tuple[str | None, Mention | None]
_PRONOUNS: Final = frozenset({"he", "she", "it", "they", "i", "we", "who", "him", "her", "them"})
_NAMED: Final = frozenset({"called", "named", "nicknamed"})
_INDEFINITE: Final = frozenset({"a", "an", "one", "another", "some"})
_DEPARTMENT: Final = re.compile(r"\bDept\b\.?")
_DEFINITE: Final = frozenset({"the", "this", "that"})
_BACK: Final = 12
# A noun phrase of a speaker is kept with this many tokens around its head, and this many speakers are remembered.
_AROUND: Final = 12
_REMEMBERED: Final = 40


@cache
def documents() -> dict[str, str]:
    """Return the kind of document each noun names."""
    found: dict[str, str] = data.toml("speech")["documents"]
    return found


@cache
def speakers_of_the_press() -> frozenset[str]:
    """Nouns that as speakers mean one of the press and nobody else."""
    return frozenset(data.toml("speech")["media"]["speakers"])


@cache
def _bodies() -> frozenset[str]:
    """Words that mark the name of an institution or firm."""
    return frozenset(word.lower() for word in data.toml("kinds")["ends"]["words"]) | {"police", "department", "fire", "sheriff"}


class Whois:
    """Resolves heads of noun phrases, asked in the order of the text: what is resolved is remembered for what comes after."""

    def __init__(self, tree: Tree, text: str, mentions: Iterable[Mention]) -> None:
        self.tree, self.parse, self.text = tree, tree.parse, text
        self.lookup = Lookup(tree, mentions)
        self.ordered = self.lookup.ordered
        self.last: Named = (None, None)
        self.before: Named = (None, None)
        self.spoke: list[tuple[frozenset[str], Named]] = []
        self.outlets = Outlets(text, self.lookup)
        self._nouns: dict[str, dict[str, Named]] | None = None
        self.voices = Voices(tree, self.ordered)
        self.describing = Describing(text, self.lookup, self.voices, lambda k: self._it(k, (None, None))[1])
        self.variation = Variation(self.lookup, self.voices)
        self._surnames: dict[str, dict[str, Mention]] | None = None
        self._people = [m for m in self.ordered if m.kind == "person" and m.form == "name"]

    def source(self, head: int) -> Named:
        """Return name and mention of a speaker, and remember them."""
        named = self.name(head)
        root = self.lookup.root(named[1]) if named[1] is not None else None
        found = self._it(head, self.voices.of_pronoun(head, named, root))
        if self.parse.words[head].lower() == "they":
            found = self.voices.of_they(head, found, root)
        elif self.parse.tags[head] in {"NNS", "NNPS"} or self._is_joint(head):
            self.voices.note_many(head, found)
        if self.parse.lemmas[head] in speakers_of_the_press() and (found[1] is None or found[1].antecedent is None):
            found = self.outlets.press(head, found)
        if self._is_person(head, found):
            self.voices.note(head, found, self._spoken_of(head, found))
        if found[0] is not None and self.parse.pos[head] != "PRON":
            self.before, self.last = self.last, found
            self.spoke = [*self.spoke[-_REMEMBERED:], (self._words_of(head), found)]
        return found

    def _spoken_of(self, head: int, found: Named) -> list[str]:
        first, last = phrase(self.tree, head)
        known = ((found[1].known or "").removeprefix("person:") + " " + found[1].sel.exact) if found[1] is not None else ""
        return [*self.parse.words[first : last + 1], *(found[0] or "").split(), *known.split()]

    def _is_person(self, head: int, found: Named) -> bool:
        if any(self.parse.words[w].lower() == "who" for k in self.tree.kids(head, "relcl") for w in self.tree.kids(k, "nsubj")):
            return True
        if found[1] is not None:
            return self.lookup.root(found[1]).kind == "person"
        return self.parse.words[head].lower() in {"he", "she"} or self.parse.ner[head] == "PERSON"

    def can_speak(self, head: int) -> bool:
        """True for persons, bodies, places and documents; false for what else a parser may give as the subject of a participle."""
        if self.parse.pos[head] == "PRON" or self.kind_of_document(head) is not None:
            return True
        found = self.lookup.over(head)
        return found is not None and self.lookup.root(found).kind != "other"

    def signer(self, start: int, end: int) -> Named:
        """Return name and mention of who signed a post, by the places of name and handle; a handle stays beside a private name."""
        words = " ".join(self.text[start:end].split())
        name = _DEPARTMENT.sub("Department", words.partition(" (@")[0])
        if not _bodies().isdisjoint(name.lower().split()):
            words = name
        at = self.tree.at(start)
        found = self.lookup.over(at) if at < len(self.parse) and self.parse.starts[at] < end else None
        public = found is not None and (found.known is not None or found.antecedent is not None)
        named = (self.lookup.root(found).name, found) if found is not None and public else (words, None)
        self.last = named
        return named

    def relay(self, head: int, speaker: str | None = None, *, hears: bool = True) -> Named:
        """Return name and mention of one who passed the words of `speaker` on, an outlet by its whole name; "the newspaper" is the last one.

        One who `hears` is known for an outlet in what follows.
        """
        found = self.outlets.press(head, self.voices.of_pronoun(head, self.name(head), apart=speaker))
        if self.parse.words[head].lower() == "it":
            return self._teller(head, self._it(head, found), speaker)
        if self.parse.deps[head] == "nsubj" and self._is_person(head, found) and not is_media(self.tree, *phrase(self.tree, head)):
            # a person who told of another's words is "she" in what follows
            self.voices.note(head, found, self._spoken_of(head, found))
        if not self.parse.words[head][:1].isupper():
            if is_media_word(self.parse.lemmas[head]) and head and self.parse.pos[head - 1] == "PROPN":
                placed = found[1] is not None and self.lookup.root(found[1]).kind == "place"
                return (self.describing.description(head), None) if placed else self.outlets.whole_name(head - 1, found)
            return found
        found = self.outlets.whole_name(head, found)
        if found[1] is not None and hears:
            self.outlets.heard.append((self.parse.starts[head], found[1]))
        return found

    def _teller(self, head: int, found: Named, speaker: str | None) -> Named:
        """Whom "it" means as one who tells of another's words: the outlet that heard last, else the speaker before if that is no person."""
        other = self.before if self.last[0] == speaker else self.last
        last = other[1]
        unnamed = found[0] in {None, speaker} or (found[1] is not None and self.lookup.root(found[1]).form == "pronoun")
        heard = self.outlets.heard_near(head)
        if unnamed and heard is not None:
            return heard
        named = last is not None and is_media(self.tree, *self.outlets.tokens(self.lookup.root(last)))
        body = other if last is None or named or self.lookup.root(last).kind != "person" else (None, None)
        return body if (unnamed or named) and body[0] is not None else found

    def name(self, head: int) -> Named:
        """Return name and mention of a noun phrase by its head; the mention is None where no mention names it."""
        parse = self.parse
        found = self.lookup.over(head)
        if (member := self.describing.of_group(head)) is not None:
            return member, None
        if self.kind_of_document(head) is not None and (owner := self._owner(head)) is not None:
            return owner
        if self._is_joint(head):
            return self.describing.description(head), None
        if (own := self._calls_itself(head)) is not None:
            return own
        if found is None and parse.pos[head] not in {"NOUN", "PRON"} and (known := self._ends_so(parse.words[head])) is not None:
            return self.lookup.root(known).name, known
        if found is None or (found.form == "description" and found.antecedent is None):
            found = self._apposed(head) or self._named_within(head) or found
        if found is not None and (root := self.lookup.root(found)).form not in {"pronoun", "description"}:
            return self.describing.fullest(root) if root.form == "office" and root.known is None else root.name, found
        pronoun = parse.words[head].lower() in _PRONOUNS and parse.pos[head] == "PRON"
        if pronoun and (found is None or self.lookup.root(found).form == "pronoun"):
            return self.last[0], found or self.last[1]
        if (later := self._named_later(head)) is not None:
            return later
        if (voice := self.voices.of_noun(head)) is not None:
            return voice
        if found is None or found.antecedent is None:
            earlier = self._said_before(head)
            if earlier is not None:
                return earlier
            for taken_up in (self.variation.of(head), self.variation.titled(head), self.variation.ahead(head)):
                if taken_up is not None:
                    return taken_up.name, taken_up
        if found is not None and (person := self._apposed_to(self.lookup.root(found))) is not None:
            return person.name, person
        if found is not None and (person := self.variation.known(self.lookup.root(found))) is not None:
            return person.name, person
        if found is not None and found.antecedent is not None:
            return self.describing.fullest(self.lookup.root(found)), found
        return self.describing.description(head), found

    def _it(self, head: int, found: Named) -> Named:
        """Whom "it said" means where no body is known for it: the subject of the sentence before, a document or a body."""
        parse, sent = self.parse, self.tree.sent_of[head]
        if parse.words[head].lower() not in {"it", "its"}:
            return found
        if found[1] is not None and self.lookup.root(found[1]).kind == "person":
            found = (None, None)
        if sent == 0:
            return found
        if (
            found[1] is not None
            and self.lookup.root(found[1]).kind not in {"person", "place"}
            and self.lookup.root(found[1]).form != "pronoun"
        ):
            return found
        first, end = parse.sents[sent - 1]
        root = next((k for k in range(first, end) if parse.heads[k] == k), first)
        subject = self.tree.first(root, "nsubj", "nsubjpass")
        if subject is None or parse.pos[subject] not in {"NOUN", "PROPN"} or parse.tags[subject] in {"NNS", "NNPS"}:
            return found
        before = self.name(subject)
        return before if before[1] is None or self.lookup.root(before[1]).kind != "person" else found

    def _named_later(self, head: int) -> Named | None:
        """Who "his lawyer", "a colonel" is where one person alone has that noun beside the name: "the colonel, Ada Mensah, said"."""
        parse = self.parse
        if parse.tags[head] != "NN" or not any(parse.deps[k] in {"det", "poss"} for k in self.tree.children[head]):
            return None
        named = self._by_noun().get(parse.lemmas[head], {})
        return next(iter(named.values())) if len(named) == 1 else None

    def _by_noun(self) -> dict[str, dict[str, Named]]:
        """The persons that stand in apposition to a definite noun, by that noun."""
        if self._nouns is None:
            self._nouns = {}
            parse = self.parse
            for m in self._people:
                last = self.tree.over(m.sel.end - 1)
                head = parse.heads[last]
                if parse.deps[last] == "appos" and parse.tags[head] == "NN" and last > head and self._is_definite(head):
                    root = self.lookup.root(m)
                    if " " in root.name:
                        self._nouns.setdefault(parse.lemmas[head], {}).setdefault(root.name, (root.name, m))
        return self._nouns

    def _apposed_to(self, root: Mention) -> Mention | None:
        """The named person beside whom a description stands: "Ada Mensah, a local shopkeeper"."""
        head = self.tree.over(root.sel.end - 1)
        for _ in range(3):
            if head < 0 or self.parse.starts[head] < root.sel.start:
                return None
            if self.parse.deps[head] == "appos":
                named = self.lookup.over(self.parse.heads[head])
                return self.lookup.root(named) if named is not None and named.kind == "person" and named.form == "name" else None
            head = self.parse.heads[head]
        return None

    def kind_of_document(self, head: int) -> str | None:
        """Return the kind of document a noun names; a capital marks a name ("The Evening Post")."""
        inside = self.parse.pos[head] == "PROPN" or (head > 0 and self.parse.pos[head - 1] == "PROPN")
        named = inside and self.parse.words[head][:1].isupper()
        return None if named else documents().get(self.parse.lemmas[head])

    def _is_joint(self, head: int) -> bool:
        """True for two or more speakers together: "India and Russia"."""
        last = phrase(self.tree, head)[1]
        return any(head < k <= last and self.parse.pos[k] in {"NOUN", "PROPN"} for k in self.tree.kids(head, "conj"))

    def _ends_so(self, word: str) -> Mention | None:
        """The one person whose name ends with a word that is no mention itself."""
        if self._surnames is None:
            self._surnames = {}
            for m in self._people:
                if " " in m.name:
                    self._surnames.setdefault(m.name.split()[-1], {})[self.lookup.root(m).id] = m
        found = self._surnames.get(word, {})
        return next(iter(found.values())) if len(found) == 1 else None

    def _calls_itself(self, head: int) -> Named | None:
        """The name that a noun phrase tells of one who is described: "a trader called Ebo", "one, who gave her name as Adwoa"."""
        parse = self.parse
        if parse.pos[head] == "PROPN" or (parse.pos[head] == "PRON" and parse.words[head].lower() in _PRONOUNS):
            return None
        some = any(parse.words[k].lower() in _INDEFINITE for k in self.tree.kids(head, "det", "nummod"))
        end = min(max(self.tree.right[head], head + 2 * some), head + _AROUND, len(parse) - 1)
        for k in range(head + 1, end):
            named = some and parse.words[k].lower() in _NAMED and k == head + 1
            gave = parse.words[k].lower() == "name" and any(parse.lemmas[j] in {"give", "use"} for j in range(head + 1, k))
            at = k + 1
            while gave and at <= end and parse.words[at].lower() in {"as", ",", "only"}:
                at += 1
            if (named or gave) and at <= end and parse.words[at][:1].isalnum() and not parse.words[at][:1].islower():
                last = at
                while last + 1 < len(parse) and parse.words[last + 1][:1].isalnum() and not parse.words[last + 1][:1].islower():
                    last += 1
                if named and last + 1 < len(parse) and parse.pos[last + 1] in {"DET", "ADJ", "NOUN", "PRON"}:
                    return None
                found = self.lookup.over(at)
                return self.text[parse.starts[at] : parse.ends[last]], found if found is not None and found.kind == "person" else None
        return None

    def _apposed(self, head: int) -> Mention | None:
        for k in self.tree.kids(head, "appos", "flat"):
            if self.parse.pos[k] == "PROPN" and (found := self.lookup.over(k)) and found.kind == "person" and found.form == "name":
                return found
        return None

    def _named_within(self, head: int) -> Mention | None:
        """The name that a word for the press only classes: "The Evening Post newspaper"."""
        if not is_media_word(self.parse.lemmas[head]):
            return None
        for k in self.tree.kids(head, "compound", "nmod"):
            found = self.lookup.over(k)
            if found is not None and found.kind == "organisation" and found.form in {"name", "acronym"}:
                return found
        return None

    def _owner(self, head: int) -> Named | None:
        """Who stands behind a document: the ministry's statement, a letter from the ministry."""
        tree, parse = self.tree, self.parse
        by = [k for p in self._prepositions(head, {"from", "by"}) for k in tree.kids(p, "pobj")]
        places = [*by, *tree.kids(head, "poss", "compound", "amod", "nmod")]
        places += [k for p in self._prepositions(head, {"of"}) for k in tree.kids(p, "pobj")]
        for k in places:
            found = self.lookup.over(k)
            if found is not None and found.kind in {"person", "organisation", "place"}:
                return self.lookup.root(found).name, found
        for k in places:
            if k in by or parse.pos[k] == "PROPN":
                return self.describing.description(k), None
        return None

    def _prepositions(self, head: int, words: set[str]) -> list[int]:
        last = phrase(self.tree, head)[1]
        last = min([last, *(self.tree.left[k] - 1 for k in self.tree.kids(head, "relcl") if k > head)])
        return [k for k in range(head + 1, last + 1) if self.parse.words[k].lower() in words and self.parse.pos[k] == "ADP"]

    def _is_definite(self, head: int) -> bool:
        return any(self.parse.words[k].lower() in _DEFINITE for k in self.tree.kids(head, "det"))

    def _said_before(self, head: int) -> Named | None:
        """The earlier speaker whom "the minister", "the uncle" takes up: the noun stood in that speaker's noun phrase."""
        if self.parse.pos[head] != "NOUN" or not self._is_definite(head):
            return None
        if any(self.parse.pos[k] not in {"DET", "PUNCT"} for k in self.tree.children[head] if k < head):
            return None
        noun = self.parse.lemmas[head]
        return next((named for words, named in reversed(self.spoke) if noun in words), None)

    def _words_of(self, head: int) -> frozenset[str]:
        first, last = max(self.tree.left[head], head - _AROUND), min(self.tree.right[head], head + _AROUND)
        parse = self.parse
        kept = {head, *(k for k in range(first, head) if parse.pos[k] in {"NOUN", "PROPN"} and parse.deps[k] in {"compound", "nmod"})}
        kept |= {k for k in self.tree.kids(head, "appos") if k <= last}
        return frozenset(parse.lemmas[k].lower() for k in kept)
