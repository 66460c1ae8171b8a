"""What articles say nearly in a claim's words: where such a sentence stands, nobody may say that the article leaves the claim out."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from tellings.model.observed import Statement
from tellings.model.spans import Span

# Of the terms that most of a claim's statements have, a sentence with this share of them says it, or something so near that silence is not certain.
_NEAR: Final = 0.7
# Fewer terms than this say too little to be found again.
_FEWEST: Final = 3


class Wordings:
    """The sentences of a story's articles by their terms."""

    def __init__(self, statements: Iterable[Statement]) -> None:
        sentences: dict[str, dict[Span, set[str]]] = defaultdict(lambda: defaultdict(set))
        for statement in statements:
            sentences[statement.sel.article][statement.sentence].update(statement.terms)
        self._sentences: Mapping[str, list[tuple[Span, frozenset[str]]]] = {
            article: [(sentence, frozenset(terms)) for sentence, terms in found.items()] for article, found in sentences.items()
        }
        self._all = {article: frozenset().union(*(terms for _, terms in found)) for article, found in self._sentences.items()}

    def said(self, core: frozenset[str]) -> bool:
        """Return whether a sentence of any article has most of the terms."""
        return any(self.near(article, core) for article in sorted(self._sentences))

    def near(self, article: str, core: frozenset[str]) -> list[Span]:
        """Return the sentences of the article that have most of the terms; none where there are too few terms to tell."""
        least = _NEAR * len(core)
        if len(core) < _FEWEST or len(core & self._all.get(article, frozenset())) < least:
            return []
        return [sentence for sentence, terms in self._sentences[article] if len(core & terms) >= least]


def core_of(statements: Sequence[Statement]) -> frozenset[str]:
    """Return the terms that at least half of the statements have."""
    counts = Counter(term for statement in statements for term in set(statement.terms))
    return frozenset(term for term, count in counts.items() if count * 2 >= len(statements))
