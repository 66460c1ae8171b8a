"""Finds what each article asserts, at clause level: main and joined verbs, relative clauses, participles, appositions, nouns of events.

Furniture is not parsed and so asserts nothing; questions, commands and pure comment assert nothing.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import accumulate

from tellings.backends.base import Context
from tellings.data import toml
from tellings.extract.stating.clauses import Clause, clauses, elliptical
from tellings.extract.stating.modality import modality_of
from tellings.extract.stating.sharing import closing, leading
from tellings.extract.stating.trees import Tree
from tellings.model.articles import Article
from tellings.model.inputs import Inputs
from tellings.model.observed import Figure, Mention, Parse, Quotation, Statement, TimeExpression
from tellings.model.spans import Span, content_id
from tellings.text.anchor import select
from tellings.text.figures import Number, find

ORIGIN = "statements@3"
_CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "NUM", "ADV"})
_OLDEST = 120
_AGE_DIGITS = 3
_MONTHS = frozenset({"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"})
_CLOCK = frozenset({"a.m.", "p.m.", "am", "pm", "a.m", "p.m", "o'clock", "gmt"})
_OFFSETS = frozenset({"later", "earlier", "ago"})
_EMPTY = frozenset({"be", "have", "do", "say", "tell", "more", "most", "also", "other", "then", "there", "here", "so", "very", "just"})


def run(inputs: Inputs, context: Context) -> Iterable[object]:
    """Yield the article's Statements, by where they stand."""
    article, parse = inputs.one(Article), inputs.one(Parse)
    reader = _Reader(article, parse, inputs)
    seen: set[str] = set()
    for begin, end in parse.sents:
        for statement in reader.sentence(begin, end):
            if statement.id not in seen:
                seen.add(statement.id)
                yield statement


class _Reader:
    """One article's parse and observations, ready to be asked for the parts of a clause."""

    def __init__(self, article: Article, parse: Parse, inputs: Inputs) -> None:
        self.article = article
        self.parse = parse
        self.tree = Tree(parse)
        self.mentions = _Placed(inputs.all(Mention))
        self.times = _Placed(inputs.all(TimeExpression))
        self.quotations = sorted(inputs.all(Quotation), key=lambda q: (q.content.start, -q.content.end, q.id))
        self._quoted_from = [q.content.start for q in self.quotations]
        self._quoted_to = list(accumulate((q.content.end for q in self.quotations), max))  # how far those up to each reach

    def sentence(self, begin: int, end: int) -> Iterator[Statement]:
        parse = self.parse
        if parse.words[end - 1] == "?" or (end - begin > 1 and parse.words[end - 2] == "?"):
            return
        span = Span(start=parse.starts[begin], end=parse.ends[end - 1])
        numbers = find(parse.words[begin:end], parse.lemmas[begin:end])
        found = [clause for clause in clauses(self.tree, begin, end) if not self._is_comment(clause)]
        earlier = elliptical(self.tree, begin, end, found)
        for clause in ([earlier] if earlier is not None else []) + found:
            yield self._statement(clause, span, [(n, begin) for n in numbers])

    def _is_comment(self, clause: Clause) -> bool:
        head = clause.head
        if clause.rule in ("nominal", "apposition"):
            return False
        imperative = clause.subject is None and self.parse.tags[head] == "VB" and self.tree.child(head, "aux") is None
        lemma = self.tree.lemma(head)
        if self.parse.deps[head] == "ccomp" and self.tree.lemma(self.parse.heads[head]) in _comment():
            hoping = self.tree.child(self.parse.heads[head], "nsubj")
            if hoping is not None and self.parse.words[hoping].lower() in ("i", "we"):
                return True
        if clause.subject is not None and self.parse.words[clause.subject].lower() == "you":
            return True
        first = clause.subject is not None and self.parse.words[clause.subject].lower() == "i"
        return imperative or (lemma in _comment() and (first or clause.subject is None))

    def _statement(self, clause: Clause, sentence: Span, numbers: list[tuple[Number, int]]) -> Statement:
        parse, tree = self.parse, self.tree
        sel = select(self.article.id, self.article.text, parse.starts[clause.start], parse.ends[clause.end - 1])
        modality, negated = modality_of(tree, clause)
        subject = self._phrase(clause.subject)
        actors = self.mentions.within(*subject) if subject is not None else ()
        apart = [(parse.starts[start], parse.ends[end - 1]) for start, end in clause.apart]
        named = [m for m in self.mentions.within(sel.start, sel.end) if not _is_in(m, apart)]
        places = tuple(m.id for m in named if isinstance(m, Mention) and m.kind == "place")
        quotation = self._quotation(sel.start, sel.end)
        return Statement(
            id=content_id("statement", sel.article, sel.start, sel.end, clause.predicate, clause.rule),
            sel=sel,
            sentence=sentence,
            predicate=clause.predicate,
            modality=modality,
            negated=negated,
            actors=tuple(m.id for m in actors),
            objects=tuple(m.id for m in named if m not in actors and m.id not in places),
            places=places or self._shared_places(clause),
            # an elliptical clause ("After the chancellor, she met the king for an hour on Tuesday"): day and hour are the second meeting's, not its own
            times=self._times(clause, [t for t in self.times.within(sel.start, sel.end) if not _is_in(t, apart)]),
            figures=tuple(self._figures(clause, numbers)) if clause.rule != "elliptical" else (),
            terms=self._terms(clause),
            quotation=quotation.id if quotation is not None else None,
            attributed_to=quotation.source_mention if quotation is not None else None,
            subject=self.article.text[subject[0] : subject[1]] if subject is not None else "",
            subject_lemma=tree.lemma(clause.subject) if clause.subject is not None else "",
            object_lemma=tree.lemma(clause.object) if clause.object is not None else "",
            rule=clause.rule,
            origin=ORIGIN,
        )

    def _times(self, clause: Clause, own: Sequence[Mention | TimeExpression]) -> tuple[str, ...]:
        """The clause's own times, and without a day of its own the one that leads its sentence."""
        if clause.rule == "elliptical":
            return ()
        dated = any(isinstance(t, TimeExpression) and t.type in ("DATE", "TIME") for t in own)
        shared = [] if dated else [t for t in self._over(self.times, leading(self.tree, clause)) if isinstance(t, TimeExpression)]
        return tuple(t.id for t in own) + tuple(t.id for t in shared if t.type in ("DATE", "TIME"))

    def _shared_places(self, clause: Clause) -> tuple[str, ...]:
        spans = leading(self.tree, clause) or closing(self.tree, clause)
        return tuple(m.id for m in self._over(self.mentions, spans) if isinstance(m, Mention) and m.kind == "place")

    def _over(self, placed: "_Placed", spans: Sequence[tuple[int, int]]) -> Iterator[Mention | TimeExpression]:
        for start, end in spans:
            yield from placed.within(self.parse.starts[start], self.parse.ends[end - 1])

    def _phrase(self, noun: int | None) -> tuple[int, int] | None:
        if noun is None:
            return None
        left, right = noun, noun
        for child in self.tree.children[noun]:
            if self.parse.deps[child] in ("det", "amod", "compound", "nummod", "poss", "quantmod", "nmod"):
                left, right = min(left, self.tree.left[child]), max(right, self.tree.right[child])
        return self.parse.starts[left], self.parse.ends[right]

    def _terms(self, clause: Clause) -> tuple[str, ...]:
        parse = self.parse
        inside = [t for t in range(clause.start, clause.end) if clause.tells(t)]
        return tuple(dict.fromkeys(parse.lemmas[t] for t in inside if parse.pos[t] in _CONTENT and parse.lemmas[t] not in _EMPTY))

    def _figures(self, clause: Clause, numbers: list[tuple[Number, int]]) -> Iterator[Figure]:
        parse = self.parse
        for number, base in numbers:
            start, core, end = number.start + base, number.core + base, number.end + base
            if parse.words[core].lower() == "one" and parse.words[end : end + 1] == ("of",):
                continue  # one of them: a part, not a count
            if (
                not clause.tells(core)
                or parse.words[min(end, len(parse) - 1)].lower() in _OFFSETS
                or self._is_date(core, end)
                or parse.words[min(end, len(parse) - 1)].lower() in _CLOCK
            ):
                continue
            sel = select(self.article.id, self.article.text, parse.starts[start], parse.ends[end - 1])
            age = self._is_age(core, end)
            low, high = (_years(number.low, number.unit), _years(number.high, number.unit)) if age else (number.low, number.high)
            of, unit = ("age", "age") if age else (self._counted(core, end), number.unit)
            yield Figure(sel=sel, low=low, high=high, bound=number.bound, of=of, unit=unit)

    def _is_age(self, core: int, end: int) -> bool:
        """True for the number in: a 42-year-old man; aged 42; Okoye, 42, a pilot."""
        parse, words = self.parse, self.parse.words
        if any(word == "old" for word in words[end : end + 2]) or (core > 0 and words[core - 1].lower() == "aged"):
            return True
        bare = (
            end == core + 1
            and len(words[core]) <= _AGE_DIGITS
            and words[core].isdecimal()
            and int(words[core]) < _OLDEST
            and parse.deps[core] in ("appos", "nummod")
        )
        return bare and core > 1 and words[core - 1] == "," and parse.pos[core - 2] == "PROPN" and words[end : end + 1] in ((",",), (".",))

    def _is_date(self, core: int, end: int) -> bool:
        parse = self.parse
        word = parse.words[core]
        year = len(word) == 4 and word.isdigit() and "1800" <= word <= "2100" and end == core + 1
        if year and not (parse.deps[core] == "nummod" and parse.tags[parse.heads[core]] in ("NNS", "NNPS")):
            return True
        if any(word.lower().rstrip(".")[:3] in _MONTHS for word in (*parse.words[max(0, core - 1) : core], *parse.words[end : end + 1])):
            return parse.pos[core] == "NUM" and parse.lemmas[core].isdigit()
        placed = self.times.within(parse.starts[core], parse.ends[end - 1], covering=True)
        return any(isinstance(t, TimeExpression) and t.type in ("DATE", "TIME") for t in placed) or (
            not placed and parse.ner[core] in ("DATE", "TIME") and parse.tags[core] != "CD"
        )

    def _counted(self, core: int, end: int) -> str:
        """The lemma of what the number counts: its head noun, through "of" and "others"."""
        parse, tree = self.parse, self.tree
        for token in (end - 1, core):
            if parse.deps[token] in ("nummod", "quantmod", "det", "amod", "compound", "npadvmod"):
                head = parse.heads[token]
                if parse.deps[head] in ("nummod", "quantmod") and parse.pos[head] == "NUM":
                    head = parse.heads[head]
                if parse.pos[head] in ("NOUN", "PROPN"):
                    return tree.lemma(head)
        after = tree.child(core, "prep")
        noun = tree.child(after, "pobj") if after is not None and tree.lemma(after) == "of" else None
        if noun is not None:
            return tree.lemma(noun)
        if end < len(parse) and parse.pos[end] == "NOUN":
            return tree.lemma(end)
        return ""

    def _quotation(self, start: int, end: int) -> Quotation | None:
        """The innermost quotation that holds most of the passage."""
        for k in range(bisect_left(self._quoted_from, end) - 1, -1, -1):
            if self._quoted_to[k] <= start:
                return None  # none of those before reaches this far
            content = self.quotations[k].content
            shared = min(end, content.end) - max(start, content.start)
            if shared * 5 >= (end - start) * 3:
                return self.quotations[k]
        return None


class _Placed:
    """Records with a selector, ready to be asked which stand within a span."""

    def __init__(self, records: Iterable[Mention | TimeExpression]) -> None:
        self._records = sorted(records, key=lambda r: (r.sel.start, r.sel.end, r.id))
        self._starts = [r.sel.start for r in self._records]

    def within(self, start: int, end: int, *, covering: bool = False) -> tuple[Mention | TimeExpression, ...]:
        """Return the records inside the span; with `covering`, those that overlap it."""
        if covering:
            near = self._records[max(0, bisect_left(self._starts, start) - 4) : bisect_right(self._starts, end)]
            return tuple(r for r in near if r.sel.start < end and start < r.sel.end)
        near = self._records[bisect_left(self._starts, start) : bisect_right(self._starts, end)]
        return tuple(r for r in near if r.sel.end <= end)


def _is_in(record: Mention | TimeExpression, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= record.sel.start and record.sel.end <= end for start, end in spans)


def _years(value: float, unit: str | None) -> float:
    return round(value / toml("figures")["units"]["year"][1], 2) if unit == "s" else value


@cache
def _comment() -> frozenset[str]:
    return frozenset(toml("stating")["comment"]["lemmas"])
