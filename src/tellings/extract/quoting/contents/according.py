"""According to X, in the words of X: the rest of the sentence is the content."""

from collections.abc import Iterator
from typing import Final

from tellings.extract.quoting.drafts import Draft
from tellings.extract.quoting.speakers.sources import NOUNS
from tellings.extract.quoting.trees import Tree

_STOP: Final = frozenset({",", ".", ";", "—", "–", "--", "!", "?"})

_DASHES: Final = frozenset({"—", "–", "--", "("})


def according(tree: Tree) -> Iterator[Draft]:
    """Yield the contents of every "according to X": what stands before it in its sentence, else what stands after its comma."""
    parse = tree.parse
    for i in range(len(parse) - 2):
        if parse.words[i].lower() == "according" and parse.words[i + 1].lower() == "to":
            yield from _content(tree, i, i + 1)
        elif parse.words[i].lower() == "in" and tree.words(i + 1, i + 3) == "the words of":
            yield from _content(tree, i, i + 3)


def named_after(tree: Tree, i: int) -> int | None:
    """Return the head of the noun phrase after "according to", where token `i` is "according"."""
    return _head(tree, i + 2, tree.parse.sents[tree.sent_of[i]][1])


def _content(tree: Tree, i: int, last_word: int) -> Iterator[Draft]:
    parse = tree.parse
    first, end = parse.sents[tree.sent_of[i]]
    head = _head(tree, last_word + 1, end)
    if head is None:
        return
    last = _phrase_end(tree, i, head, end)
    first = _after_dash(tree, first, i, last)
    spans = [(first, i - 1)] if i - first >= 3 else []
    if not spans:
        spans = [(last + 1, end - 1)]
    elif end - last > 5 and parse.words[last + 1] == "," and parse.words[i - 1] == ",":
        spans.append((last + 1, end - 1))
    for begins, ends in spans:
        a, b = begins, ends
        while a <= b and parse.pos[a] in {"PUNCT", "CCONJ"}:
            a += 1
        while b >= a and parse.words[b] in _STOP:
            b -= 1
        if b - a >= 1:
            yield Draft(start=parse.starts[a], end=parse.ends[b], rule="according", cue=(i, last_word), verb=i, source=head)


def _after_dash(tree: Tree, first: int, i: int, last: int) -> int:
    """Where an aside begins that "according to" closes: "the coast — home to 40,000 according to the census — was cut off"."""
    parse = tree.parse
    end = parse.sents[tree.sent_of[i]][1]
    closes = next((k for k in range(last, min(last + 2, end)) if parse.words[k] in _DASHES), None)
    opens = next((k for k in range(i - 1, first, -1) if parse.words[k] in _DASHES), None)
    return opens + 1 if closes is not None and closes < end - 2 and opens is not None else first


def _head(tree: Tree, at: int, end: int) -> int | None:
    parse, last = tree.parse, None
    for k in range(at, end):
        if parse.pos[k] in NOUNS:
            last = k
            if parse.heads[k] < at or parse.heads[k] >= end:
                return k
        elif last is not None and parse.pos[k] not in {"ADJ", "NUM", "PART"}:
            return last
    return last


def _phrase_end(tree: Tree, i: int, head: int, end: int) -> int:
    parse = tree.parse
    last = min(max(tree.right[head], head), end - 1)
    if i == parse.sents[tree.sent_of[i]][0] or parse.words[i - 1] != ",":
        comma = next((k for k in range(head + 1, last + 1) if parse.words[k] == ","), None)
        if comma is not None and tree.right[head] == end - 1:
            return comma - 1
    return last
