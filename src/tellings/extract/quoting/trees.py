"""A parse as a tree: children, the span under each token, and places in the text."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from tellings.model.observed import Parse


class Tree:
    """Children and subtree edges of every token of a parse; built in time linear in its length."""

    __slots__ = ("children", "left", "parse", "right", "sent_of", "subjects")

    def __init__(self, parse: Parse) -> None:
        count = len(parse)
        self.parse = parse
        self.children: list[list[int]] = [[] for _ in range(count)]
        self.left = list(range(count))
        self.right = list(range(count))
        self.sent_of = [0] * count
        # subjects of verbs already asked for: a verb with thousands of dependents is asked by each of them
        self.subjects: dict[int, int | None] = {}
        for number, (first, last) in enumerate(parse.sents):
            for i in range(first, last):
                self.sent_of[i] = number
                if parse.heads[i] != i:
                    self.children[parse.heads[i]].append(i)
            self._edges(first, last)

    def _edges(self, first: int, last: int) -> None:
        heads = self.parse.heads
        waiting = {i: len(self.children[i]) for i in range(first, last)}
        ready = [i for i in range(first, last) if not waiting[i]]
        while ready:
            i = ready.pop()
            head = heads[i]
            if head == i or head not in waiting:
                continue
            self.left[head] = min(self.left[head], self.left[i])
            self.right[head] = max(self.right[head], self.right[i])
            waiting[head] -= 1
            if not waiting[head]:
                ready.append(head)

    def kids(self, i: int, *deps: str) -> Iterator[int]:
        """Yield the children of a token with one of the labels (all children where none is given), left to right."""
        labels = self.parse.deps
        return (k for k in self.children[i] if not deps or labels[k] in deps)

    def first(self, i: int, *deps: str) -> int | None:
        """Return the first child of a token with one of the labels."""
        return next(self.kids(i, *deps), None)

    def at(self, char: int) -> int:
        """Return the first token that starts at or after a place in the text; the number of tokens where there is none."""
        return bisect_left(self.parse.starts, char)

    def over(self, char: int) -> int:
        """Return the last token that starts at or before a place in the text; -1 where there is none."""
        return bisect_right(self.parse.starts, char) - 1

    def words(self, first: int, last: int) -> str:
        """Return the tokens from `first` to `last` (inclusive), lower case, single spaces between."""
        return " ".join(self.parse.words[first : last + 1]).lower()
