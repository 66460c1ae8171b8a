"""Brings direct and indirect drafts together: one draft for each piece of content, each with a cue or with one to follow."""

from collections.abc import Iterable
from typing import Final

from tellings.extract.quoting.according import according
from tellings.extract.quoting.clauses import Clauses
from tellings.extract.quoting.cues import cue_at
from tellings.extract.quoting.direct import Direct
from tellings.extract.quoting.drafts import Draft
from tellings.extract.quoting.marks import quoted
from tellings.extract.quoting.relaying import add_relays
from tellings.extract.quoting.trees import Tree
from tellings.model.articles import Article
from tellings.text.segment import paragraphs

# A content of less than this share outside its marks is the words in the marks.
_MARKED_SHARE: Final = 0.85


def gather(tree: Tree, article: Article) -> list[Draft]:
    """Return the drafts of an article by place."""
    text = article.text
    passages = quoted(text, paragraphs(text, article.body))
    direct = Direct(tree, text, passages)
    by_marks = dict(direct.drafts())
    clauses = Clauses(tree)
    indirect = [d for i in range(len(tree.parse)) if (cue := cue_at(tree, i)) for d in clauses.of(cue)]
    indirect += according(tree)
    kept = add_relays(tree, _merge(direct, by_marks, sorted(indirect, key=lambda d: (d.start, -d.end, d.rule))))
    _carry_on(direct, kept)
    return sorted(kept, key=lambda d: (d.start, d.end, d.rule))


def _merge(direct: Direct, by_marks: dict[int, Draft], indirect: list[Draft]) -> list[Draft]:
    kept: list[Draft] = []
    taken: set[int] = set()
    numbers = iter(range(len(direct.outer)))
    number = next(numbers, None)
    for draft in indirect:
        while number is not None and direct.outer[number].closes <= draft.start:
            number = next(numbers, None)
        held = _passages(direct, draft, number)
        if not held or _inside_one(direct, draft, held):
            if not held or not _is_passage(direct, draft, held[0]):
                kept.append(draft)
            continue
        marked = sum(min(draft.end, direct.outer[n].closes) - max(draft.start, direct.outer[n].opens) for n in held)
        speech = [n for n in held if n in by_marks]
        if speech and marked >= _MARKED_SHARE * (draft.end - draft.start):
            continue
        if speech and any(direct.is_sentence(n) for n in speech):
            continue
        draft.kind = "mixed"
        kept.append(draft)
        taken.update(held)
    for number_, draft in by_marks.items():
        if number_ not in taken:
            kept.append(draft)
    return kept


def _passages(direct: Direct, draft: Draft, number: int | None) -> list[int]:
    held: list[int] = []
    at = number
    while at is not None and at < len(direct.outer) and direct.outer[at].opens < draft.end:
        if direct.outer[at].closes > draft.start:
            held.append(at)
        at += 1
    return held


def _inside_one(direct: Direct, draft: Draft, held: Iterable[int]) -> bool:
    return any(direct.outer[n].start <= draft.start and draft.end <= direct.outer[n].end for n in held)


def _is_passage(direct: Direct, draft: Draft, number: int) -> bool:
    q = direct.outer[number]
    return draft.end - draft.start >= _MARKED_SHARE * (q.end - q.start) or (
        draft.verb is not None and not q.start <= direct.parse.starts[draft.verb] < q.end
    )


def _carry_on(direct: Direct, kept: list[Draft]) -> None:
    """Passages that are sentences and have no cue go on with the speaker before them."""
    covered = sorted(kept, key=lambda d: (d.start, d.end))
    place = 0
    last: Draft | None = None
    made: list[Draft] = []
    for number, q in enumerate(direct.outer):
        while place < len(covered) and covered[place].start <= q.start:
            if covered[place].rule != "inside":
                last = covered[place]
            place += 1
        if last is not None and last.end > q.start:
            continue
        if not direct.is_sentence(number):
            continue
        draft = Draft(start=q.start, end=q.end, rule="goes-on", kind="direct", follows=last)
        made.append(draft)
    kept.extend(made)
