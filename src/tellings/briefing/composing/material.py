"""A story's records with the indices that composing needs, and what has been told already."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from typing import Final

from tellings.briefing.names import in_order, names_of
from tellings.model.articles import Article
from tellings.model.briefs import Comparison, Coverage, Meeting, SideAccount
from tellings.model.inputs import Inputs
from tellings.model.observed import EventMention, Mention, Quotation, Statement, TimeExpression
from tellings.model.resolved import Claim, Conflict, CopyGroup, Entity, Event, Story, Utterance
from tellings.model.spans import Selector

_PRONOUN: Final = re.compile(r"(he|she|they|it|his|her|their|its)\b", re.IGNORECASE)
_STRETCH: Final = 1024
# A quotation is told as a claim where this share of it stands in the claim's passages.
_MOST: Final = 0.7
# How sure a match must be for two passages to say one thing; and for one to be cited beside a better one of its article.
SURE: Final = 0.7
_CITED: Final = 0.5
# A line with a picture's credit at its end and so many code points at the most is all caption.
_CAPTION: Final = 400
# Clauses that stand beside what a sentence says.
_ASIDES: Final = ("relative", "apposition", "participle")
_POSSESSIVE: Final = ("his", "her", "their", "its")


@dataclass(slots=True)
class Told:
    """What earlier sections have told, so that later ones do not tell it again: ids of claims and quotations, and lines' words."""

    claims: set[str] = field(default_factory=set)
    quotations: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    passages: dict[tuple[str, int], list[Selector]] = field(default_factory=dict)

    def cite(self, passages: Iterable[Selector]) -> None:
        """Keep passages that a claim's line gives together with whose word they are."""
        for sel in passages:
            for place in _places(sel):
                self.passages.setdefault(place, []).append(sel)

    def covers(self, content: Selector) -> bool:
        """Return whether cited passages hold most of the content."""
        near = {s for place in _places(content) for s in self.passages.get(place, ()) if s.overlaps(content)}
        held = {at for s in near for at in range(max(s.start, content.start), min(s.end, content.end))}
        return len(held) >= _MOST * (content.end - content.start)

    def is_new(self, words: str) -> bool:
        """Return whether no line has had these words, and keep them."""
        key = "".join(char for char in words.lower() if char.isalnum())
        if key in self.words:
            return False
        self.words.add(key)
        return True


def _places(sel: Selector) -> list[tuple[str, int]]:
    """The stretches of its article that a passage touches, so that looking near it does not mean looking everywhere."""
    return [(sel.article, at) for at in range(sel.start // _STRETCH, sel.end // _STRETCH + 1)]


class Passages:
    """Passages of many articles, to be asked whether one of them holds another and more."""

    def __init__(self, passages: Iterable[Selector]) -> None:
        by_article: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for sel in passages:
            by_article[sel.article].append((sel.start, -sel.end))
        self._starts: dict[str, list[tuple[int, int]]] = {a: sorted(set(found)) for a, found in by_article.items()}
        self._reach = {a: list(accumulate((-end for _, end in found), max)) for a, found in self._starts.items()}

    def hold(self, sel: Selector, *, itself: bool = False) -> bool:
        """Return whether a passage begins no later and ends no earlier than `sel`; `itself` says whether that very passage counts."""
        starts = self._starts.get(sel.article, [])
        # those before begin earlier, or begin there and end later
        at = (bisect_right if itself else bisect_left)(starts, (sel.start, -sel.end))
        return at > 0 and self._reach[sel.article][at - 1] >= sel.end


class Material:
    """The records of one story, by id and in the order that briefs show them."""

    def __init__(self, inputs: Inputs) -> None:
        self.story = inputs.one(Story)
        held = set(self.story.articles)
        found = (article for article in inputs.all(Article) if article.id in held)
        self.articles = in_order(found)
        self.claims = inputs.all(Claim)
        self.comparisons = {c.claim: c for c in inputs.all(Comparison)}
        self.conflicts = {c.claim: c for c in inputs.all(Conflict)}
        self.copy_groups = inputs.all(CopyGroup)
        self.coverage = {c.article: c for c in inputs.all(Coverage)}
        self.sides = inputs.all(SideAccount)
        self.meetings = inputs.all(Meeting)
        self.statements = {s.id: s for s in inputs.all(Statement)}
        self.quotations = {q.id: q for q in inputs.all(Quotation)}
        self.utterances = inputs.all(Utterance)
        self.entities = {e.id: e for e in inputs.all(Entity)}
        self.mentions = {m.id: m for m in inputs.all(Mention)}
        self.events = inputs.all(Event)
        self.event_mentions = {e.id: e for e in inputs.all(EventMention)}
        self.times = {t.id: t for t in inputs.all(TimeExpression)}
        self._support: dict[str, tuple[Statement, ...]] = {}
        self._own_days: dict[str, list[TimeExpression]] = {}
        self.rank = {article.id: place for place, article in enumerate(self.articles)}

    @cached_property
    def article(self) -> dict[str, Article]:
        """Articles by id."""
        return {article.id: article for article in self.articles}

    @cached_property
    def names(self) -> dict[str, str]:
        """What to call each article."""
        return names_of(self.articles)

    @cached_property
    def entity_of(self) -> dict[str, Entity]:
        """The entity behind each mention id."""
        return {m: e for e in self.entities.values() for m in e.mentions}

    @cached_property
    def body_before(self) -> dict[str, int]:
        """Where the body of each article begins."""
        return {a.id: a.body[0].start if a.body else 0 for a in self.articles}

    @cached_property
    def _by_sentence(self) -> dict[str, tuple[list[int], dict[int, list[Statement]]]]:
        found: dict[str, dict[int, list[Statement]]] = defaultdict(lambda: defaultdict(list))
        for statement in self.statements.values():
            found[statement.sel.article][statement.sentence.start].append(statement)
        return {article: (sorted(sentences), sentences) for article, sentences in found.items()}

    def statements_around(self, sel: Selector) -> list[Statement]:
        """Return the statements that hold the passage, of the sentence it begins in."""
        starts, sentences = self._by_sentence.get(sel.article, ([], {}))
        at = bisect_right(starts, sel.start) - 1
        return [s for s in sentences[starts[at]] if s.sel.contains(sel)] if at >= 0 else []

    def bracketed(self, article: str, start: int, text: str) -> str:
        """Return a passage that begins at `start` with a pronoun at its head replaced by the name in square brackets, as editors do."""
        lead = _PRONOUN.match(text)
        entity = self.named(article, start, start + len(text)) if lead is not None else None
        if lead is None or entity is None:
            return text
        own = "’s" if lead.group().lower() in _POSSESSIVE else ""
        return f"[{entity.name}{own}]{text[lead.end() :]}"

    def within(self, statement: Statement) -> list[Statement]:
        """Return the clauses that say something else inside the statement's passage."""
        _, sentences = self._by_sentence.get(statement.sel.article, ([], {}))
        near = sentences.get(statement.sentence.start, [])
        return [
            s
            for s in near
            if s.rule in _ASIDES and s.sel != statement.sel and statement.sel.contains(s.sel) and s.predicate != statement.predicate
        ]

    def own_words(self, statement: Statement) -> str:
        """Return the statement's words without those of clauses within it that tell who or what somebody is, or what came before."""
        sel, inner = statement.sel, sorted((s.sel.start, s.sel.end) for s in self.within(statement) if s.rule in _ASIDES)
        kept, at = [], sel.start
        for start, end in inner:
            kept.append(sel.exact[at - sel.start : max(at, start) - sel.start])
            at = max(at, end)
        return "".join((*kept, sel.exact[at - sel.start :]))

    def own_days(self, statement: Statement) -> list[TimeExpression]:
        """Return the dates and times that the statement names for itself: one in a clause within it is that clause's."""
        if statement.id not in self._own_days:
            found = [t for t in (self.times[t] for t in statement.times if t in self.times) if t.type in ("DATE", "TIME")]
            inner = self.within(statement) if found else []
            self._own_days[statement.id] = [t for t in found if not any(s.sel.contains(t.sel) for s in inner)]
        return self._own_days[statement.id]

    def named(self, article: str, start: int, end: int = 0) -> Entity | None:
        """Return the entity with a name that the pronoun at `start` stands for; None where no pronoun begins there or nobody is known.

        None as well where a passage that goes on to `end` names that very entity: "He spoke of Mensah" is not Mensah's doing.
        """
        mention = self.pronouns.get((article, start))
        entity = self.entity_of.get(mention.id) if mention is not None else None
        if entity is None or not entity.name[:1].isupper():
            return None
        later = self._names.get(entity.id, {}).get(article, [])
        at = bisect_right(later, start)
        return None if at < len(later) and later[at] < end else entity

    @cached_property
    def _names(self) -> dict[str, dict[str, list[int]]]:
        """Where each entity is named, by article."""
        found: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for entity in self.entities.values():
            for mention in (self.mentions[m] for m in entity.mentions if m in self.mentions):
                if mention.form == "name":
                    found[entity.id][mention.sel.article].append(mention.sel.start)
        return {entity: {article: sorted(places) for article, places in by.items()} for entity, by in found.items()}

    def is_caption(self, statement: Statement) -> bool:
        """Return whether the statement's sentence is a picture's caption: whole, with the picture's credit right behind it or at the end of its short line."""
        sentence, article = statement.sentence, self.article.get(statement.sel.article)
        if article is None or article.text[sentence.end - 1 : sentence.end] not in (".", "!", "”", '"'):
            return False
        credits_ = self._credits.get(article.id, [])
        at = bisect_left(credits_, (sentence.end, 0))
        if at == len(credits_):
            return False
        start, end = credits_[at]
        between = article.text[sentence.end : start]
        if not between.strip():
            return True
        ends = not article.text[end:].partition("\n")[0].strip()
        return "\n" not in between and ends and start - article.text.rfind("\n", 0, start) <= _CAPTION

    @cached_property
    def _credits(self) -> dict[str, list[tuple[int, int]]]:
        """Where credits of pictures in brackets stand, by article; what ends an article is its own credit."""
        return {
            a.id: sorted(
                (f.start, f.end) for f in a.furniture if a.text[f.start : f.start + 1] == "("
                and (f.reason == "caption" or (f.reason == "credit" and a.body and a.body[-1].end > f.end))
            )
            for a in self.articles
        }  # fmt: skip

    @cached_property
    def pronouns(self) -> dict[tuple[str, int], Mention]:
        """Mentions that are pronouns, by article and where they start."""
        return {(m.sel.article, m.sel.start): m for m in self.mentions.values() if m.form == "pronoun"}

    def support(self, claim: Claim) -> tuple[Statement, ...]:
        """Return the claim's statements, the article's order first, then place in the article."""
        if claim.id not in self._support:
            found = (self.statements[s] for s in claim.statements if s in self.statements)
            self._support[claim.id] = tuple(sorted(found, key=lambda s: (self.rank.get(s.sel.article, 0), s.sel.start, s.sel.end)))
        return self._support[claim.id]

    @cached_property
    def same(self) -> dict[str, str]:
        """One name for all statements of several articles that surely say the same, one by one or through others; only of those that have such a match.

        Those of a claim on which tellings differ do not say the same.
        """
        head: dict[str, str] = {}

        def find(one: str) -> str:
            while head.setdefault(one, one) != one:
                head[one] = head[head[one]]
                one = head[one]
            return one

        differing = {claim for claim, conflict in self.conflicts.items() if conflict.relation != "precision"}
        for claim in (c for c in self.claims if c.id not in differing):
            for a, b, _, score in claim.why:
                one, other = (self.statements.get(claim.statements[k]) for k in (a, b))
                if score >= SURE and one is not None and other is not None and one.sel.article != other.sel.article:
                    first, second = sorted((find(one.id), find(other.id)))
                    head[second] = first
        return {one: find(one) for one in sorted(head)}

    def cited(self, claim: Claim, worded: Statement | None) -> tuple[Selector, ...]:
        """Return the passages that a line of the claim cites: first the one it is worded by, then of each article the one that says it most surely,
        then the others. Beside a better one of its article a passage that may only stand near the claim is left out.
        """
        # a claim of whose matches nothing is told has no weak ones
        sure = {s: 0.0 if claim.why and k else 1.0 for k, s in enumerate(claim.statements)}
        sure |= {claim.statements[later]: score for _, later, _, score in claim.why}
        if worded is not None:
            sure[worded.id] = 2.0
        found = sorted(self.support(claim), key=lambda s: (self.rank.get(s.sel.article, 0), -sure[s.id], s.sel.start, s.sel.end))
        best: dict[str, Statement] = {}
        for statement in found:
            best.setdefault(statement.sel.article, statement)
        first = sorted(best.values(), key=lambda s: worded is None or s.id != worded.id)
        others = [s for s in found if s is not best[s.sel.article] and sure[s.id] >= _CITED]
        return tuple(dict.fromkeys(s.sel for s in (*first, *others)))

    def tellings(self, articles: Iterable[str]) -> list[str]:
        """Return the names of the articles, each once, in the story's order."""
        return list(dict.fromkeys(self.names[a] for a in sorted(set(articles), key=lambda a: self.rank.get(a, 0)) if a in self.names))

    def place(self, sel: Selector) -> int:
        """Return how many code points of its article's body stand before the passage."""
        return max(0, sel.start - self.body_before.get(sel.article, 0))

    def evidence(self, passages: Iterable[Selector]) -> tuple[Selector, ...]:
        """Return the passages, each once: first one of each article in the story's order, then the others."""
        unique = dict.fromkeys(sorted(passages, key=lambda s: (self.rank.get(s.article, 0), s.start, s.end)))
        seen: set[str] = set()
        first = [s for s in unique if s.article not in seen and not seen.add(s.article)]  # type: ignore[func-returns-value]
        leading = set(first)
        return (*first, *(s for s in unique if s not in leading))

    @cached_property
    def unit_of(self) -> dict[str, str]:
        """The independent unit of each article: its whole copy group, else its owner, else its name."""
        units = {a.id: a.owner or a.name for a in self.articles}
        for group in self.copy_groups:
            if group.kind == "whole":
                units.update(dict.fromkeys(group.articles, group.id))
        return units

    def independent(self, articles: Iterable[str]) -> int:
        """Return how many independent units the articles make."""
        return len({self.unit_of[a] for a in articles if a in self.unit_of})

    def independent_of(self, passages: Iterable[Selector]) -> int:
        """Return how many independent units say the passages: those that lie in text which articles share are one telling."""
        units: set[str] = set()
        inside: dict[str, set[str]] = defaultdict(set)
        for sel in passages:
            unit = self.unit_of.get(sel.article, sel.article)
            units.add(unit)
            for group, shared in self._partial.get(sel.article, ()):
                if _lies_in(sel, shared):
                    inside[group].add(unit)
        return _parted(units, inside.values())

    @cached_property
    def _partial(self) -> dict[str, list[tuple[str, list[Selector]]]]:
        """For each article the groups that share a part of it, with the passages."""
        found: dict[str, dict[str, list[Selector]]] = defaultdict(lambda: defaultdict(list))
        for group in (g for g in self.copy_groups if g.kind == "partial"):
            for passage in group.passages:
                found[passage.article][group.id].append(passage)
        return {article: list(groups.items()) for article, groups in found.items()}


def _lies_in(sel: Selector, shared: Iterable[Selector]) -> bool:
    """True where more than half of the passage is in the shared ones, which are of its article."""
    held = sum(max(0, min(sel.end, p.end) - max(sel.start, p.start)) for p in shared)
    return held * 2 > sel.end - sel.start


def _parted(units: Iterable[str], joined: Iterable[Iterable[str]]) -> int:
    """How many sets are left of the units when those that stand in one of `joined` are one."""
    head = {unit: unit for unit in units}

    def find(unit: str) -> str:
        while head[unit] != unit:
            head[unit] = head[head[unit]]
            unit = head[unit]
        return unit

    for several in joined:
        first, *others = map(find, sorted(several))
        for other in others:
            head[find(other)] = find(first)
    return sum(head[unit] == unit for unit in head)
