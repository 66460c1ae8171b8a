"""An article's parse as the finding of times sees it: only sentences that hold a time are looked into."""

from bisect import bisect_right
from functools import cache
from typing import Any

from tellings.data import toml
from tellings.data.gazetteer import Gazetteer, gazetteer
from tellings.model.observed import Parse
from tellings.text.timex import lowered


class View:
    """The text in lower case at the offsets of the text, the tokens in lower case, the children of a token within its sentence, and the names."""

    __slots__ = ("_children", "_sent_starts", "flat", "lower", "parse", "tables", "text")

    def __init__(self, text: str, parse: Parse, tables: Gazetteer | None = None) -> None:
        self.text = text
        self.tables = tables or gazetteer()
        self.parse = parse
        self.flat = lowered(text)
        self.lower = [word.lower() for word in parse.words]
        self._sent_starts = [a for a, _ in parse.sents]
        self._children: dict[int, dict[int, list[int]]] = {}

    def token_at(self, offset: int) -> int:
        """Return the token that holds the offset, or the last one before it."""
        return max(0, bisect_right(self.parse.starts, offset) - 1)

    def sentence(self, token: int) -> tuple[int, int]:
        """Return the sentence of a token, as a half-open range of tokens."""
        return self.parse.sents[max(0, bisect_right(self._sent_starts, token) - 1)]

    def children(self, token: int) -> list[int]:
        """Return the tokens whose head the token is, in order."""
        a, b = self.sentence(token)
        if a not in self._children:
            found: dict[int, list[int]] = {}
            for i in range(a, b):
                if self.parse.heads[i] != i:
                    found.setdefault(self.parse.heads[i], []).append(i)
            self._children[a] = found
        return self._children[a].get(token, [])

    def top(self, a: int, b: int) -> int:
        """Return the token of the half-open range whose head lies outside it, the last one where there are several."""
        heads = self.parse.heads
        return next((i for i in range(b - 1, a - 1, -1) if not a <= heads[i] < b or heads[i] == i), a)


@cache
def words(section: str, key: str) -> frozenset[str]:
    """Return a list of calendar.toml as a set."""
    found: dict[str, Any] = toml("calendar")[section]
    return frozenset(found[key])
