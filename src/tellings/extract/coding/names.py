"""Which mentions stand at which tokens, and who is meant by a noun phrase."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from tellings.extract.coding.tree import Tree
from tellings.model.observed import Mention, Parse

# Inside a noun phrase a name may stand for it: "Russian forces", "Chad's army", "leaders of Niger", "its ally Cuba".
_INSIDE = ("compound", "nmod", "amod", "poss", "appos", "nummod")
_OF = ("of", "from")


class Names:
    """Mentions by token. Where mentions nest, the longest one is the token's."""

    __slots__ = ("_at", "mentions", "spans")

    def __init__(self, parse: Parse, mentions: Sequence[Mention]) -> None:
        self.mentions = mentions
        self.spans = [token_range(parse, m.sel.start, m.sel.end) for m in mentions]
        self._at: dict[int, int] = {}
        for index in sorted(range(len(mentions)), key=lambda k: (self.spans[k][1] - self.spans[k][0], -k)):
            for token in range(*self.spans[index]):
                self._at[token] = index

    def at(self, token: int) -> int | None:
        """Return the index of the mention over the token, None where there is none."""
        return self._at.get(token)

    def inside(self, tree: Tree, token: int) -> bool:
        """True where the token is a part of a proper name: "Rail Accident Investigation Branch", "Committee to Protect Journalists"."""
        index = self._at.get(token)
        if index is None or self.mentions[index].form not in ("name", "acronym"):
            return False
        low, high = self.spans[index]
        return high - low > 1 and tree.words[token][:1].isupper()

    def of(self, tree: Tree, heads: Iterable[int]) -> list[int]:
        """Return the indices of the mentions that the noun phrases at `heads` denote, coordinated ones apart, in text order."""
        found: list[int] = []
        for head in heads:
            for token in tree.conjuncts(head):
                found.extend(m for m in self._denoted(tree, token) if m not in found)
        return found

    def _denoted(self, tree: Tree, token: int) -> list[int]:
        own = self._at.get(token)
        if own is not None:
            return [own]
        level = [token]
        for _ in range(3):
            inner = [k for t in level for k in self._inside(tree, t)]
            found: list[int] = []
            for k in inner:
                mention = self._at.get(k)
                if mention is not None and mention not in found:
                    found.append(mention)
            if found:
                return found
            level = inner
        return []

    def _inside(self, tree: Tree, token: int) -> list[int]:
        found: list[int] = []
        for kid in tree.children[token]:
            dep = tree.deps[kid]
            if dep in _INSIDE:
                found.extend(tree.conjuncts(kid))
            elif dep == "prep" and tree.lemmas[kid] in _OF:
                found.extend(c for k in tree.kids(kid, "pobj") for c in tree.conjuncts(k))
        return found


def token_range(parse: Parse, start: int, end: int) -> tuple[int, int]:
    """Return the half-open range of the tokens that overlap the code points start to end."""
    return bisect_right(parse.ends, start), bisect_left(parse.starts, end)


def key_of(mention: Mention, by_id: dict[str, Mention]) -> str:
    """Return what mentions of one entity within an article share: the gazetteer's id, else the last word of the name."""
    for _ in range(4):
        if mention.antecedent is None or mention.antecedent not in by_id:
            break
        mention = by_id[mention.antecedent]
    words = mention.name.casefold().split()
    return mention.known or (words[-1] if words and mention.kind == "person" else " ".join(words))
