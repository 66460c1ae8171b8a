"""A parse as a tree of one sentence: children, edges, and the questions that finding clauses asks."""

from collections.abc import Iterator

from tellings.model.observed import Parse


class Tree:
    """Children and reach of each token of one article; indices are those of the parse."""

    __slots__ = ("children", "left", "parse", "right")

    def __init__(self, parse: Parse) -> None:
        size = len(parse)
        self.parse = parse
        self.children: list[list[int]] = [[] for _ in range(size)]
        for token, head in enumerate(parse.heads):
            if head != token:
                self.children[head].append(token)
        self.left, self.right = list(range(size)), list(range(size))
        for begin, end in parse.sents:
            for token in self._bottom_up(begin, end):
                head = parse.heads[token]
                if head != token:
                    self.left[head] = min(self.left[head], self.left[token])
                    self.right[head] = max(self.right[head], self.right[token])

    def _bottom_up(self, begin: int, end: int) -> list[int]:
        order = [token for token in range(begin, end) if self.parse.heads[token] == token]
        for token in order:  # grows while it is read: parents before children
            order.extend(child for child in self.children[token] if begin <= child < end)
        return order[::-1]

    def child(self, token: int, *deps: str) -> int | None:
        """Return the first child with one of the relations."""
        of = self.parse.deps
        for child in self.children[token]:
            if of[child] in deps:
                return child
        return None

    def kids(self, token: int, *deps: str) -> Iterator[int]:
        """Yield the children with one of the relations, in order."""
        of = self.parse.deps
        return iter([c for c in self.children[token] if of[c] in deps])

    def lemma(self, token: int) -> str:
        """Return the token's lemma."""
        return self.parse.lemmas[token]
