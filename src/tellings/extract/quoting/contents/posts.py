"""Posts set into an article: the words, and under them the writer's name, handle and date."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from tellings.extract.quoting.drafts import Draft
from tellings.extract.quoting.trees import Tree
from tellings.model.spans import Span

# "— Ada Mensah (@adamensah) November 8, 2016"
_SIGNED: Final = re.compile(
    r"\s(?:—|–|--)\s*(?P<name>\S[^()\n@—–]{0,60}?)\s*\(@\w{1,30}\)\s*(?P<date>(?:\d{1,2} )?[A-Z][a-z]{2,8}\.? (?:\d{1,2}, )?\d{4})"
)
_LINKS: Final = re.compile(r"(?:\s*(?:https?://|pic\.twitter\.com/|t\.co/)\S+)+\s*$")
# No post of the kind is longer, in code points; where a page's line ends are lost it begins with a sentence within so many.
_LONGEST: Final = 300


def posts(tree: Tree, text: str, paragraphs: Sequence[Span]) -> Iterator[Draft]:
    """Yield the words of each signed post, with the writer's name and handle as source."""
    for para in paragraphs:
        begins = para.start
        for found in _SIGNED.finditer(text, para.start, para.end):
            start, end = _words(tree, text, begins, found.start())
            end = start + len(_LINKS.sub("", text[start:end]))
            begins = found.end()
            if text[start:end].strip():
                name = (found.start("name"), text.index(")", found.start("name")) + 1)
                yield Draft(start=start, end=end, rule="post", kind="direct", signature=name)


def _words(tree: Tree, text: str, begins: int, end: int) -> tuple[int, int]:
    """The post's words: from the earliest sentence within reach."""
    closed = max(text.rfind(mark, begins, end) for mark in ('."', ".”", '!"', "!”"))
    first = max(begins, end - _LONGEST, closed + 2 if closed >= 0 else begins)
    if first == begins or first == closed + 2:
        return first, end
    parse, k = tree.parse, tree.at(first)
    starts = [parse.starts[a] for a, _ in parse.sents[tree.sent_of[k] :][:20] if first <= parse.starts[a] < end] if k < len(parse) else []
    return (starts[0] if starts else first), end
