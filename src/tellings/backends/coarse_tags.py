"""Universal POS and the lemmas of closed classes from a spaCy attribute ruler, each answer asked for once.

The ruler matches 170 patterns against every token and is an eighth of a parse. Its patterns ask a token's tag, lower-case form and
dependency (and, for a few, the dependency of the token before), so its answers can be kept. A few patterns look at a neighbour's
form to lemmatise ("gon na", "let's"); they are left out.
"""

import re
from typing import Any, Final

from spacy.language import Language
from spacy.tokens import Doc, Token

_ASKED: Final = {"TAG", "LOWER", "DEP", "IS_SPACE"}
# Components that may follow the ruler without reading what it writes.
_BLIND: Final = {"ner", "lemmatizer"}


class CoarseTags:
    """Answers for one pipeline's ruler. `of(pipeline)` gives None where its patterns ask more than can be kept."""

    def __init__(self, nlp: Language, ruler: Any, firsts: frozenset[str]) -> None:
        self._nlp, self._ruler, self._firsts = nlp, ruler, firsts
        self._words, self._shapes = _words_asked(ruler)
        self._known: dict[tuple[str, str, str, str], tuple[str, str, str]] = {}

    @classmethod
    def of(cls, nlp: Language) -> "CoarseTags | None":
        """Return the answers for the pipeline's ruler, and switch the ruler off in it; None where it has to run as it is."""
        if "attribute_ruler" not in nlp.pipe_names:
            return None
        ruler: Any = nlp.get_pipe("attribute_ruler")
        after = set(nlp.pipe_names[nlp.pipe_names.index("attribute_ruler") + 1 :])
        firsts: set[str] = set()
        for row in ruler.patterns:
            for pattern in row["patterns"]:
                if not {key for token in pattern for key in token} <= _ASKED:
                    return None
                if len(pattern) > 1 and "POS" in row["attrs"]:
                    first = pattern[0].get("DEP")
                    if len(pattern) > 2 or set(pattern[0]) != {"DEP"} or not isinstance(first, str) or row["index"] != 1:
                        return None
                    firsts.add(first)
        if not after <= _BLIND:
            return None
        nlp.disable_pipe("attribute_ruler")
        return cls(nlp, ruler, frozenset(firsts))

    def of_token(self, token: Token) -> tuple[str, str, str]:
        """Return the token's coarse tag, morphology and lemma as the ruler would set them; the lemma is "" where it sets none."""
        before = token.nbor(-1) if token.i > 0 else None
        lead = before.dep_ if before is not None and before.dep_ in self._firsts else ""
        word = token.lower_
        # a word that no pattern names is like any other
        key = (token.tag_, word if self._is_asked(word) else "", token.dep_, lead)
        found = self._known.get(key)
        if found is None:
            found = self._ask(token, lead)
            self._known[key] = found
        return found

    def _is_asked(self, word: str) -> bool:
        return word in self._words or any(shape.search(word) for shape in self._shapes)

    def _ask(self, token: Token, lead: str) -> tuple[str, str, str]:
        words, tags, deps = [token.text], [token.tag_], [token.dep_]
        if lead:
            words, tags, deps = ["there", *words], ["EX", *tags], [lead, *deps]
        heads = [0] * len(words)
        doc = Doc(self._nlp.vocab, words=words, spaces=[False] * len(words), tags=tags, deps=deps, heads=heads)
        asked = self._ruler(doc)[-1]
        return str(asked.pos_), str(asked.morph), str(asked.lemma_)


def _words_asked(ruler: Any) -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """Return the lower-case words that the patterns name, and the regular expressions by which some ask for words."""
    words: set[str] = set()
    shapes: set[str] = set()
    for asked in (token.get("LOWER", {}) for row in ruler.patterns for pattern in row["patterns"] for token in pattern):
        if isinstance(asked, str):
            words.add(asked)
            continue
        words.update(word for how in ("IN", "NOT_IN") for word in asked.get(how, ()))
        shapes.update([asked["REGEX"]] if "REGEX" in asked else [])
        # anything else (fuzzy, by comparison) may be meant for every word
        shapes.update([""] if set(asked) - {"IN", "NOT_IN", "REGEX"} else [])
    return frozenset(words), tuple(re.compile(shape) for shape in sorted(shapes))
