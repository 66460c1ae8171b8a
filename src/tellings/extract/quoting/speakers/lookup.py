"""Finds the mention that covers a token, and the mention that it stands for."""

from bisect import bisect_right
from collections.abc import Iterable
from typing import Final

from tellings.extract.quoting.trees import Tree
from tellings.model.observed import Mention

_CHAIN: Final = 8
_BACK: Final = 12


class Lookup:
    """The mentions of one article by place."""

    def __init__(self, tree: Tree, mentions: Iterable[Mention]) -> None:
        self.tree, self.parse = tree, tree.parse
        # a document is asked for its owner: a mention of the document as a whole would hide the owner's
        named = (m for m in mentions if not (m.kind == "other" and m.form == "description"))
        self.ordered = sorted(named, key=lambda m: (m.sel.start, -m.sel.end, m.id))
        self.starts = [m.sel.start for m in self.ordered]
        self.by_id = {m.id: m for m in self.ordered}

    def pronoun(self, token: int) -> Mention | None:
        """Return the pronoun's mention at a token."""
        place = self.parse.starts[token]
        at = bisect_right(self.starts, place)
        return next((m for m in self.ordered[max(0, at - _BACK) : at] if m.sel.start == place and m.form == "pronoun"), None)

    def over(self, token: int) -> Mention | None:
        """Return the longest mention that covers a token."""
        place, found = self.parse.starts[token], None
        at = bisect_right(self.starts, place)
        for m in reversed(self.ordered[max(0, at - _BACK) : at]):
            if m.sel.end > place and (found is None or m.sel.end - m.sel.start > found.sel.end - found.sel.start):
                found = m
        return found

    def root(self, mention: Mention) -> Mention:
        """Return the mention at the end of the chain of what it stands for."""
        for _ in range(_CHAIN):
            ahead = self.by_id.get(mention.antecedent or "")
            if ahead is None or ahead.id == mention.id:
                break
            mention = ahead
        return mention
