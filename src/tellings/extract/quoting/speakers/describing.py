"""The words by which to call a source that has no name."""

import re
from bisect import bisect_left
from collections.abc import Callable
from functools import cache
from typing import Final

from tellings import data
from tellings.extract.quoting.speakers.lookup import Lookup
from tellings.extract.quoting.speakers.sources import phrase
from tellings.extract.quoting.speakers.voices import Voices
from tellings.model.observed import Mention

_LEFT_OPEN: Final = (" of", " for", " the", " a", " in", " and", " at", " from", "’s", "'s", "’", "'", ",")
_MEMBERS: Final = {"one": "a", "another": "another", "others": "other"}
# So many sentences later "one" may still be one of a group.
_GROUP: Final = 4
# An owner of more words stands behind what is owned.
_SHORT: Final = 3
# Words that name nobody where nothing is known of whom they mean.
_NOBODY: Final = frozenset({"that", "this", "which", "what", "these", "those"})
# The group stands among so many mentions before.
_FAR: Final = 30
# "U.S. officials" are US officials.
_POINTS: Final = re.compile(r"\b(?:[A-Z]\.){2,}")
# What pages leave of a picture's caption before the sentence that follows it.
_CAPTION: Final = re.compile(r"^[Ii]mage (?:copyright|source|caption)\b.*?\b(?:[Ii]mage )?caption ")


@cache
def _kin() -> frozenset[str]:
    return frozenset(data.toml("sources")["kin"]["nouns"])


class Describing:
    """Describes the unnamed sources of one article. `it` gives the mention that "its" at a token stands for."""

    def __init__(self, text: str, lookup: Lookup, voices: Voices, it: Callable[[int], Mention | None]) -> None:
        self.text, self.lookup, self.voices, self.it = text, lookup, voices, it
        self.tree, self.parse = lookup.tree, lookup.parse
        self.sent_starts = {first for first, _ in self.parse.sents}

    def fullest(self, root: Mention) -> str | None:
        """Return the words that describe an unnamed source where it is first spoken of."""
        first, last = self.tree.at(root.sel.start), self.tree.over(root.sel.end - 1)
        head = next((k for k in range(first, last + 1) if not first <= self.parse.heads[k] <= last), last)
        words = self.description(head) if root.form in {"description", "office"} else None
        whole = words is not None and root.name.lower() in words.lower() and not words.endswith(_LEFT_OPEN)
        if words is not None and whole and words.startswith("The ") and root.form == "office":
            return f"t{words[1:]}"
        return words if whole else root.name

    def of_group(self, head: int) -> str | None:
        """Return a bare "one", "another", "others", "one of them" as one or more of the people named last as a group: "another fan"."""
        parse, word = self.parse, self.parse.words[head].lower()
        if word not in _MEMBERS:
            return None
        them = self._of_them(head)
        if them is None and any(k > head and parse.deps[k] != "punct" for k in self.tree.kids(head, "prep", "relcl", "acl", "appos")):
            return None
        groups = self._groups(head)
        if not groups or (them is not None and (len({parse.lemmas[k] for k in groups}) > 1 or self.tree.first(head, "appos", "relcl"))):
            return None
        k = groups[0]
        if them is not None:
            return f"{word} of the {parse.words[k].lower()}"
        noun = parse.words[k].lower() if word == "others" else parse.lemmas[k]
        return f"{'an' if word == 'one' and noun[:1] in 'aeio' else _MEMBERS[word]} {noun}"

    def _groups(self, head: int) -> list[int]:
        """The heads of the plural nouns for persons in the sentences before, the nearest first, outside the words of others."""
        at = bisect_left(self.lookup.starts, self.parse.starts[head])
        found = []
        for m in reversed(self.lookup.ordered[max(0, at - _FAR) : at]):
            first, last = self.tree.at(m.sel.start), self.tree.over(m.sel.end - 1)
            k = next((t for t in range(first, last + 1) if not first <= self.parse.heads[t] <= last), last)
            described = m.kind == "person" and m.form == "description" and not self.voices.is_told(m.sel.start)
            if described and self.parse.tags[k] == "NNS" and 0 <= k < head:
                if self.tree.sent_of[head] - self.tree.sent_of[k] > _GROUP:
                    break
                found.append(k)
        return found

    def _of_them(self, head: int) -> int | None:
        """The pronoun of "one of them"."""
        of = next((k for k in self.tree.kids(head, "prep") if self.parse.words[k].lower() == "of"), None)
        them = self.tree.first(of, "pobj") if of is not None else None
        return them if them is not None and self.parse.words[them].lower() == "them" else None

    def description(self, head: int) -> str | None:
        """Return the words that describe an unnamed source, without what follows a comma or a relative clause."""
        parse = self.parse
        those = parse.words[head].lower() == "those" and self.tree.first(head, "relcl") is not None
        if not those and (parse.tags[head] in {"WDT", "WP", "PRP", "PRP$"} or parse.words[head].lower() in _NOBODY):
            return None
        first, last = phrase(self.tree, head)
        for k in self.tree.kids(head, "relcl", "acl") if not those else ():
            if head < self.tree.left[k] <= last and parse.pos[head] != "PROPN":
                last = self.tree.left[k] - 1
        words = " ".join(self.text[parse.starts[first] : parse.ends[last]].split())
        if parse.tags[first] == "PRP$" and last > first and (owned := self._owned(first, words)) is not None:
            return owned
        plain = parse.pos[first] not in {"PROPN", "NUM"} and parse.pos[head] != "PROPN"
        small = first in self.sent_starts and plain and not words[1:2].isupper()
        words = _POINTS.sub(lambda found: found.group().replace(".", ""), words[:1].lower() + words[1:] if small else words)
        captioned = _CAPTION.match(words)
        if captioned is not None:
            words = words[captioned.end() :][:1].lower() + words[captioned.end() + 1 :]
        return words if len(words) > 1 else None

    def _owned(self, pronoun: int, words: str) -> str | None:
        """A source named by a possessive pronoun, with the name in its place: "editor of the Evening Post", "the boy's father"."""
        owner = self.lookup.pronoun(pronoun)
        if self.parse.words[pronoun].lower() == "its" and (owner is None or self.lookup.root(owner).form == "pronoun"):
            owner = self.it(pronoun)
        if owner is None or (root := self.lookup.root(owner)).form == "pronoun":
            return None
        rest = words.partition(" ")[2]
        first = self.parse.sents[self.tree.sent_of[pronoun]][0]
        others = any(self.parse.pos[k] in {"NOUN", "PROPN"} for k in range(first, pronoun))
        if others and root.form == "description" and self.parse.words[pronoun].lower() == "their":
            return None  # of several groups it is not sure whose
        if root.form in {"name", "acronym"} and rest.split()[-1].lower() in _kin():
            return f"{root.name}' {rest}" if root.name.endswith("s") else f"{root.name}'s {rest}"
        if root.form in {"name", "acronym"}:
            return f"{rest} of {root.name}"
        name = self.fullest(root) or root.name
        if len(name.split()) > _SHORT:
            return f"{rest} of {name}" if " of " not in name else None
        return f"{name}' {rest}" if name.endswith("s") else f"{name}'s {rest}"
