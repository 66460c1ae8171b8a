"""Brings direct and indirect drafts together: one draft for each piece of content, each with a cue or with one to follow."""

import re
from typing import Final

import numpy as np

from tellings.extract.quoting.contents.according import according
from tellings.extract.quoting.contents.clauses import Clauses
from tellings.extract.quoting.contents.direct import Direct
from tellings.extract.quoting.contents.learnt import learnt
from tellings.extract.quoting.contents.marks import quoted
from tellings.extract.quoting.contents.nouns import as_told, nouns
from tellings.extract.quoting.contents.posts import posts
from tellings.extract.quoting.contents.taking import NAMES, WEIGHED, features, is_taken
from tellings.extract.quoting.contents.turns import turns
from tellings.extract.quoting.cues import cue_at
from tellings.extract.quoting.drafts import Draft
from tellings.extract.quoting.relays.relaying import add_relays
from tellings.extract.quoting.trees import Tree
from tellings.model.articles import Article
from tellings.text.segment import paragraphs

# A draft with what is to be seen of it.
Weighed = tuple[Draft, list[float] | None]
# A content with more than this share of its letters in marks is the words in the marks.
_MARKED_SHARE: Final = 0.85
# A clause that begins with a sentence in marks of so many words is that sentence.
_BEGINS: Final = 6
_DATELINE: Final = re.compile(r"[A-ZÀ-Þ][A-ZÀ-Þ .'’-]{2,40}(?:, [A-Z][\w .]{1,30})?(?: ?\([^()\n]{2,30}\))? ?(?:[—–]|--?|:) ?(?=\S)")
# Rules whose contents are kept inside another's content: they give what a third said.
_WHOLE: Final = frozenset({"clause", "fronted", "according", "noun"})
_PRONOUNS: Final = frozenset({"he", "she", "it", "they", "i", "we"})
# A verb of such a form tells what a speaker does besides.
_BESIDE: Final = frozenset({"VBG", "VBN", "VB"})
# Nobody follows who said that who said that who said; a text made of it must not grow with its square.
_DEEPEST: Final = 4


def gather(tree: Tree, article: Article) -> list[Draft]:
    """Return the drafts of an article by place."""
    text = article.text
    paras = paragraphs(text, article.body)
    direct = Direct(tree, text, quoted(text, paras))
    by_marks = dict(direct.drafts())
    kept = _taken(_weighed(tree, direct, _drafts(tree, text, direct, by_marks)))
    kept += _carried_on(tree, direct, by_marks, kept)
    signed = [*posts(tree, text, paras), *turns(tree, text, paras)]
    if signed:
        kept = _apart(kept, signed)
    return sorted(kept, key=lambda d: (d.start, d.end, d.rule))


def weigh(tree: Tree, article: Article) -> list[Weighed]:
    """Return every draft before it is decided what is taken, each with what is to be seen of it; None for one that is always taken."""
    direct = Direct(tree, article.text, quoted(article.text, paragraphs(article.text, article.body)))
    by_marks = dict(direct.drafts())
    made = _weighed(tree, direct, _drafts(tree, article.text, direct, by_marks))
    return made + [(draft, None) for draft in _carried_on(tree, direct, by_marks, [draft for draft, _ in made])]


def _drafts(tree: Tree, text: str, direct: Direct, by_marks: dict[int, Draft]) -> list[Draft]:
    indirect = Clauses(tree).of(cue for i in range(len(tree.parse)) if (cue := cue_at(tree, i)))
    indirect += [*according(tree), *as_told(tree), *nouns(tree)]
    indirect.sort(key=lambda d: (d.start, -d.end, d.rule))
    kept = add_relays(tree, _own_words(tree, _outermost(tree, _Merge(direct, by_marks).merged(indirect))))
    for draft in kept:
        draft.start = _past_dateline(text, draft.start, draft.end)
    return kept


def _weighed(tree: Tree, direct: Direct, drafts: list[Draft]) -> list[Weighed]:
    made: list[Weighed] = []
    reach: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: (d.start, -d.end, d.rule)):
        reach = [outer for outer in reach if outer.end > draft.start][-_DEEPEST:]
        row = None
        if draft.rule in WEIGHED and draft.verb is not None:
            nested = any(draft.end <= outer.end and (outer.start, outer.end) != (draft.start, draft.end) for outer in reach)
            row = features(tree, draft, nested=nested, in_marks=direct.inside[draft.verb] >= 0)
        made.append((draft, row))
        reach.append(draft)
    return made


def _taken(made: list[Weighed]) -> list[Draft]:
    """Leave out the drafts of which the learnt trees think that no reader would take them for a quotation."""
    scores = iter(learnt("taking", NAMES).scores(np.array([row for _, row in made if row is not None], dtype=float)).tolist())
    return [draft for draft, row in made if row is None or is_taken(draft, next(scores))]


def _apart(drafts: list[Draft], signed: list[Draft]) -> list[Draft]:
    """Return both, without drafts that overlap a signed post or a speaker's turn: its words are its writer's."""
    signed = sorted(signed, key=lambda d: (d.start, d.end))
    kept, place = list(signed), 0
    for draft in sorted(drafts, key=lambda d: (d.start, d.end)):
        while place < len(signed) and signed[place].end <= draft.start:
            place += 1
        if place == len(signed) or draft.end <= signed[place].start or draft.kind == "direct":
            kept.append(draft)
    return kept


def _past_dateline(text: str, start: int, end: int) -> int:
    """Return where a content begins that takes in the dateline before it: "NAIROBI, Kenya (Agency) — …"."""
    if start and text[text.rfind("\n", 0, start) + 1 : start].strip(' “"') != "":
        return start
    found = _DATELINE.match(text, start, end)
    return found.end() if found else start


class _Merge:
    """Decides, for each indirect draft that touches passages in marks, which of the two stands."""

    def __init__(self, direct: Direct, by_marks: dict[int, Draft]) -> None:
        self.direct, self.by_marks = direct, by_marks
        self.mixed: set[int] = set()

    def merged(self, indirect: list[Draft]) -> list[Draft]:
        """Return the drafts that stand, indirect ones given by place."""
        outer, kept, number = self.direct.outer, [], 0
        for draft in indirect:
            while number < len(outer) and outer[number].closes <= draft.start:
                number += 1
            held = self._held(draft, number)
            if not held or self._stands(draft, held):
                kept.append(draft)
        kept += [draft for number, draft in self.by_marks.items() if number not in self.mixed]
        return kept

    def _held(self, draft: Draft, number: int) -> list[int]:
        outer, held = self.direct.outer, []
        while number < len(outer) and outer[number].opens < draft.end:
            held.append(number)
            number += 1
        return held

    def _stands(self, draft: Draft, held: list[int]) -> bool:
        outer = [self.direct.outer[n] for n in held]
        first = outer[0]
        if len(held) == 1 and first.opens <= draft.start and draft.end <= first.closes:
            draft.start, draft.end = max(draft.start, first.start), min(draft.end, first.end)
            return self._stands_inside(draft, held[0])
        speech = [n for n in held if n in self.by_marks]
        marked = sum(min(draft.end, q.closes) - max(draft.start, q.opens) for q in outer)
        if speech and (marked >= _MARKED_SHARE * (draft.end - draft.start) or any(self.direct.is_sentence(n) for n in speech)):
            return False
        if first.opens <= draft.start + 1 and self.direct.is_begun(held[0]) and self.direct.words(held[0]) >= _BEGINS:
            draft.start, draft.end, draft.kind, draft.rule = first.start, first.end, "direct", "marks"
            self.by_marks.setdefault(held[0], draft)
            return False
        draft.kind = "mixed"
        self.mixed.update(held)
        return True

    def _stands_inside(self, draft: Draft, number: int) -> bool:
        """What a speaker in marks tells of others is not kept; what a cue outside gives of the words in marks is."""
        q = self.direct.outer[number]
        if draft.verb is not None and q.start <= self.direct.parse.starts[draft.verb] < q.end:
            return number not in self.by_marks and not self.direct.is_sentence(number)
        draft.kind = "mixed"
        return number not in self.by_marks


def _outermost(tree: Tree, drafts: list[Draft]) -> list[Draft]:
    """Leave out phrases inside another's content; clauses stay, since there a third is given as speaking."""
    kept: list[Draft] = []
    reach: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: (d.start, -d.end, d.kind != "direct", d.rule)):
        reach = [outer for outer in reach if outer.end > draft.start]
        if len(reach) >= _DEEPEST:
            continue
        if draft.verb is not None and draft.kind != "direct" and draft.rule not in _WHOLE:
            place = tree.parse.starts[draft.verb]
            # what a sentence says by its main verb is itself the content of its "according to"
            main = tree.parse.heads[draft.verb] == draft.verb
            if any(
                outer.start <= place < outer.end and draft.end <= outer.end and not (main and outer.rule == "according") for outer in reach
            ):
                continue
        kept.append(draft)
        reach.append(draft)
    return kept


def _speaking(tree: Tree, last: Draft | None, draft: Draft) -> Draft:
    """Return the one of two drafts with which words in marks go on: not with ", adding that" or ", referring to" of the sentence that has a cue."""
    if last is None or last.verb is None or draft.verb is None or draft.kind == "direct" or draft.rule in {"according", "fronted"}:
        return draft
    beside = tree.parse.tags[draft.verb] in _BESIDE or tree.parse.deps[draft.verb] in {"relcl", "acl"}
    return last if beside and tree.sent_of[last.verb] == tree.sent_of[draft.verb] else draft


def _own_words(tree: Tree, drafts: list[Draft]) -> list[Draft]:
    """Leave out what a speaker tells of words of his own: of "she said she had warned that it leaks" all after "said" is the content."""
    heads = {d.head: d for d in drafts if d.rule == "clause" and d.kind != "direct" and d.head is not None and d.source is not None}
    return [
        d for d in drafts if d.rule not in _WHOLE or d.verb is None or (outer := heads.get(d.verb)) is None or not _is_own(tree, d, outer)
    ]


def _is_own(tree: Tree, inner: Draft, outer: Draft) -> bool:
    parse, who, by = tree.parse, inner.source, outer.source
    if who is None or by is None or who == by or parse.heads[who] != inner.verb or not outer.start <= parse.starts[who] < outer.end:
        return False
    word = parse.words[who].lower()
    if word not in _PRONOUNS:
        return False
    if parse.pos[by] == "PRON":
        return parse.words[by].lower() == word
    kind = parse.ner[by]
    return (
        (kind == "PERSON" and word in {"he", "she"})
        or (kind == "ORG" and word in {"it", "they"})
        or (parse.tags[by] == "NNS" and word == "they")
    )


def _carried_on(tree: Tree, direct: Direct, by_marks: dict[int, Draft], kept: list[Draft]) -> list[Draft]:
    """Return drafts for passages that are sentences and have no cue: they go on with the speaker before them."""
    ordered = sorted(kept, key=lambda d: (d.start, d.end))
    made: list[Draft] = []
    place, last, reach = 0, None, 0
    for number, q in enumerate(direct.outer):
        while place < len(ordered) and ordered[place].start <= q.start:
            # who only speaks inside another's words does not go on
            if last is None or not _is_inside(direct, ordered[place], last):
                last = _speaking(tree, last, ordered[place])
            reach = max(reach, ordered[place].end)
            place += 1
        if number not in by_marks and reach <= q.start and direct.is_sentence(number):
            made.append(Draft(start=q.start, end=q.end, rule="goes-on", kind="direct", follows=last))
    return made


def _is_inside(direct: Direct, draft: Draft, outer: Draft) -> bool:
    """True for a draft whose cue stands in another's words, or which ends in them."""
    place = direct.parse.starts[draft.verb] if draft.verb is not None else draft.end
    return draft.end < outer.end or (draft.kind != "direct" and outer.start <= place < outer.end)
