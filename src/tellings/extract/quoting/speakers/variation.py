"""Whom "the Brazilian driver", "the 41-year-old" or "the father of two" takes up: the person named last as a subject, where one noun stands for a name."""

import re
from bisect import bisect_left
from functools import cache
from typing import Final

from tellings import data
from tellings.extract.quoting.speakers.lookup import Lookup
from tellings.extract.quoting.speakers.voices import Voices, gender_of
from tellings.model.observed import Mention

# So many sentences before it the person was named.
_REACH: Final = 2
# So many sentences later one who was only described is named.
# So many persons back a title is looked for: beyond it, a book would cost its square.
_LOOK: Final = 300
_AHEAD: Final = 3
_SUBJECTS: Final = frozenset({"nsubj", "nsubjpass"})
_AGED: Final = re.compile(r"(?:\d{1,3}|[a-z]+(?:ty|teen)(?:-[a-z]+)?)-(?:year|month)-old")
# What a writer tells besides of one who was named: "the former director", "the retired general".
_TELLING: Final = (
    "former", "retired", "ex-", "longtime", "long-time", "veteran", "onetime", "one-time", "embattled", "ousted", "disgraced", "outgoing",
    "freshman", "first-term", "second-term", "two-term", "three-term", "self-described", "self-styled", "outspoken", "award-winning",
    "grammy", "oscar", "nobel", "olympic", "millionaire", "billionaire", "turned",
)  # fmt: skip


@cache
def _nouns() -> frozenset[str]:
    return frozenset(data.toml("sources")["variation"]["nouns"])


@cache
def _titles() -> dict[str, frozenset[str]]:
    return {noun: frozenset(words) for noun, words in data.toml("sources")["titles"].items()}


@cache
def _introduced() -> frozenset[str]:
    return frozenset(data.toml("sources")["introduced"]["nouns"])


class Variation:
    """Resolves definite nouns by which writers take a name up again, so as not to repeat it."""

    def __init__(self, lookup: Lookup, voices: Voices) -> None:
        self.tree, self.parse, self.lookup, self.voices = lookup.tree, lookup.parse, lookup, voices
        self.people = [m for m in lookup.ordered if m.kind == "person" and m.form != "demonym"]
        self.places = [m.sel.start for m in self.people]
        self.taken_up: dict[str, Mention | None] = {}

    def of(self, head: int) -> Mention | None:
        """Return the name that the noun phrase takes up, None where that is not sure."""
        if not self._takes_up(head):
            return None
        place = self.parse.starts[self.tree.left[head]]
        sent = self.tree.sent_of[head]
        for m in reversed(self.people[: bisect_left(self.places, place)]):
            at = self.tree.at(m.sel.start)
            back = sent - self.tree.sent_of[at]
            if back > _REACH:
                return None
            last = self.tree.over(m.sel.end - 1)
            if back == 0 or self.voices.is_told(m.sel.start) or not any(self.parse.deps[k] in _SUBJECTS for k in range(at, last + 1)):
                continue
            root = self.lookup.root(m)
            named = root if root.form == "name" else self.known(root)
            return named if named is not None and self._agrees(head, named) else None
        return None

    def titled(self, head: int) -> Mention | None:
        """Return whom "the judge" means: the one person named before with that title."""
        noun, parse = self.parse.lemmas[head].lower(), self.parse
        if (
            parse.tags[head] != "NN"
            or [k for k in range(self.tree.left[head], head) if parse.words[k].lower() != "the"]
            or noun not in _titles()
        ):
            return None
        if not any(parse.words[k].lower() == "the" for k in self.tree.kids(head, "det")):
            return None
        found = {}
        at = bisect_left(self.places, parse.starts[head])
        for m in self.people[max(0, at - _LOOK) : at]:
            before = m.sel.exact.lower().split()[: -len(m.name.split()) or None]
            if m.form == "name" and not _titles()[noun].isdisjoint(before):
                root = self.lookup.root(m)
                found[root.id] = root
        return next(iter(found.values())) if len(found) == 1 else None

    def ahead(self, head: int) -> Mention | None:
        """Return whom "a Kerala woman" at the head of a report means: the private person whom the next sentences name without more."""
        parse, sent = self.parse, self.tree.sent_of[head]
        if sent > 1 or parse.tags[head] != "NN" or not any(parse.words[k].lower() in {"a", "an"} for k in self.tree.kids(head, "det")):
            return None
        if parse.lemmas[head].lower() not in _introduced() or self.tree.first(head, "relcl", "acl", "appos") is not None:
            return None
        for m in self.people[bisect_left(self.places, parse.ends[head]) :]:
            at, last = self.tree.at(m.sel.start), self.tree.over(m.sel.end - 1)
            away = self.tree.sent_of[at] - sent
            if away > _AHEAD:
                return None
            if m.form != "name" or m.antecedent is not None:
                continue
            bare = m.sel.exact == m.name and m.office is None and m.known is None and " " in m.name
            age = last + 2 < len(parse) and parse.words[last + 1] == "," and parse.pos[last + 2] != "NUM"
            subject = any(parse.deps[k] in _SUBJECTS for k in range(at, last + 1))
            return m if away and bare and subject and not age and self._agrees(head, m) else None
        return None

    def known(self, root: Mention) -> Mention | None:
        """The name that a description before has taken up itself."""
        if root.form != "description" or root.id in self.taken_up:
            return self.taken_up.get(root.id)
        self.taken_up[root.id] = None
        last = self.tree.over(root.sel.end - 1)
        self.taken_up[root.id] = self.of(last) if last >= 0 else None
        return self.taken_up[root.id]

    def _takes_up(self, head: int) -> bool:
        parse = self.parse
        first = self.tree.left[head]
        # of "the El Salvador native" the parser gives the article to the place
        if parse.tags[head] not in {"NN", "JJ"} or parse.words[first].lower() != "the":
            return False
        aged = _AGED.fullmatch("".join(parse.words[k] for k in range(first + 1, head + 1)).lower()) is not None
        if any(parse.words[k].lower() in {"other", "first", "second", "third", "same", "latter"} for k in range(first, head)):
            return False
        told = any(parse.words[k].lower().startswith(_TELLING) for k in range(first + 1, head))
        return aged or (told and self._is_person(head)) or parse.lemmas[head].lower() in _nouns() or parse.words[head].lower() in _nouns()

    def _is_person(self, head: int) -> bool:
        found = self.lookup.over(head)
        return found is not None and found.kind == "person" and found.form == "description"

    def _agrees(self, head: int, root: Mention) -> bool:
        nouns = self.parse.words[self.tree.left[head] : head + 1]
        a, b = gender_of(nouns), gender_of([*root.sel.exact.split(), *root.name.split()])
        own = self.lookup.over(head)
        lands = {own.country} if own is not None and own.country is not None else set()
        if a and b and a != b:
            return False
        return not lands or root.country in lands or (root.country is None and self._is_alone(head, root))

    def _is_alone(self, head: int, root: Mention) -> bool:
        """True where nobody else is named in the sentences before."""
        sent = self.tree.sent_of[head]
        for m in reversed(self.people[: bisect_left(self.places, self.parse.starts[self.tree.left[head]])]):
            if sent - self.tree.sent_of[self.tree.at(m.sel.start)] > _REACH:
                break
            if m.form == "name" and self.lookup.root(m).id != root.id:
                return False
        return True
