"""Transcripts: paragraphs that begin with their speaker's label."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from tellings import data
from tellings.extract.quoting.drafts import Draft
from tellings.extract.quoting.trees import Tree
from tellings.model.spans import Span

# "TAPPER: …", "Ada Mensah: …", "The President: …"
_LABEL: Final = re.compile(r"\s*(?P<label>(?:[A-ZÀ-Þ][\w.'’-]*,? ?){1,5}(?:\([^()\n:]{1,40}\) ?)?): ?(?=[\w“\"‘(\[…¿¡])")
_SPOKEN: Final = re.compile(r"\b(?:I|you|we|me|us|my|your|our|You|We|My|Your|Our)\b|[?？]")
# Fewer labelled paragraphs are no transcript; of their labels at least one comes again, and most of what stands behind them is spoken.
_LEAST: Final = 3
_SHARE: Final = 0.6


def turns(tree: Tree, text: str, paragraphs: Sequence[Span]) -> Iterator[Draft]:
    """Yield the words behind each label of a transcript, with the label as source; none where the labels are of a list ("Where: …")."""
    never = frozenset(data.toml("speech")["labels"]["never"])
    found = [(match, para) for para in paragraphs if (match := _LABEL.match(text, para.start, para.end))]
    count = Counter(match["label"].strip() for match, _ in found)
    again = [(match, para) for match, para in found if count[match["label"].strip()] > 1]
    if len(found) < _LEAST or len(count) < 2 or len(again) < _LEAST:
        return
    if sum(bool(_SPOKEN.search(text, match.end(), para.end)) for match, para in found) < _SHARE * len(found):
        return
    for match, para in again:
        end = para.end
        while end > match.end() and text[end - 1].isspace():
            end -= 1
        if match["label"].strip().casefold() not in never and end > match.end():
            head = tree.over(match.start("label") + len(match["label"].rstrip()) - 1)
            yield Draft(start=match.end(), end=end, rule="turn", kind="direct", source=head)
