"""The claim table: every claim of a brief with all who tell it, the passages of each, and why each passage is in it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tellings.briefing.asking import bears, forms
from tellings.briefing.composing.material import Material
from tellings.briefing.composing.ranking import Ranking
from tellings.briefing.names import names_of
from tellings.briefing.render.json import contract
from tellings.briefing.schema import ClaimOut, Out, StoryOut, SupportOut, WhyOut
from tellings.model.articles import Article
from tellings.model.briefs import Brief, StoryBrief
from tellings.model.inputs import Inputs
from tellings.model.observed import Statement
from tellings.model.resolved import ClaimStatus, Relation, Slot


class TellingOut(Out):
    """An article that the table speaks of; `told_by` is what a brief calls it."""

    id: str
    told_by: str
    story: str
    input: str
    given_id: str | None
    outlet: str | None
    origin: str | None
    headline: str | None
    published: str | None
    url: str | None


class PassageOut(SupportOut):
    """A passage that supports a claim; `chain` is on whose word it says so, from the speaker outwards, empty in the outlet's own voice."""

    told_by: str
    chain: list[str]


class ClaimValueOut(Out):
    """One value that tellings differ on, with the passages that give it: who tells it, and on whose word."""

    value: str
    support: list[PassageOut]


class CellOut(Out):
    """What one article has of a claim: the places of its passages in the claim's `support`."""

    article: str
    told_by: str
    passages: list[int]


class ClaimRow(Out):
    """A claim as the brief has it, cut up by who tells it; `a` and `b` of `why` are places in `support`.

    `omitted_by` names the tellings that leave it out although most others have it.
    """

    id: str
    story: str
    headline: str
    text: str
    status: ClaimStatus
    independent: int
    units: list[str]
    rests_on: str | None
    slot: Slot | None
    relation: Relation | None
    values: list[ClaimValueOut]
    support: list[PassageOut]
    why: list[WhyOut]
    told: list[CellOut]
    omitted_by: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which claims are wanted: those of these statuses (any where none is named), with so many independent tellings at least.

    `outlet` keeps what a telling of that name tells, `not_in` what no telling of that name tells (a name in part will do); `about` what has
    all of these words, in any form, in its text or passages.
    """

    status: tuple[ClaimStatus, ...] = ()
    min_independent: int = 1
    outlet: str | None = None
    not_in: str | None = None
    about: str | None = None


def claims(brief: Brief, wanted: Wanted | None = None) -> list[ClaimRow]:
    """Return the claims of the brief that are wanted: story by story, and in each what matters most first, as in the brief."""
    asked = wanted or Wanted()
    made = contract(brief)
    names = {article.id: article for article in tellings(brief)}
    articles = {article.id: article for article in brief.articles}
    found: list[ClaimRow] = []
    for story, told in zip(made.stories, brief.stories, strict=True):
        rows = _Rows(story, told, names)
        ranking = Ranking(_material(told, [articles[key] for key in told.story.articles]))
        place = {claim.id: at for at, claim in enumerate(sorted(told.claims, key=ranking.key))}
        found += [row for row in map(rows.row, sorted(story.claims, key=lambda c: place[c.id])) if _is_wanted(row, names, asked)]
    return found


def tellings(brief: Brief) -> list[TellingOut]:
    """Return the articles of the brief's stories, in the order in which briefs list them."""
    articles = {article.id: article for article in brief.articles}
    return [
        _telling(articles[key], name, story.story.id)
        for story in brief.stories
        for key, name in names_of(articles[key] for key in story.story.articles).items()
    ]  # fmt: skip


def _telling(article: Article, name: str, story: str) -> TellingOut:
    return TellingOut(
        id=article.id, told_by=name, story=story, input=article.input, given_id=article.given_id, outlet=article.outlet,
        origin=article.written_by, headline=article.headline, published=article.published, url=article.url,
    )  # fmt: skip


def _material(story: StoryBrief, articles: Iterable[Article]) -> Material:
    """The story's records as composing had them, save the times, which no brief holds and no weight of a claim asks for."""
    return Material(
        Inputs.of(
            story.story, *articles, *story.claims, *story.comparisons, *story.conflicts, *story.copy_groups, *story.coverage,
            *story.statements, *story.quotations, *story.entities, *story.mentions,
        )
    )  # fmt: skip


class _Rows:
    """Makes rows of one story's claims."""

    def __init__(self, story: StoryOut, told: StoryBrief, names: dict[str, TellingOut]) -> None:
        self._story = story
        self._names = names
        self._statements = {s.id: s for s in told.statements}
        self._claims = {c.id: c for c in told.claims}
        self._values = {c.claim: c.values for c in told.conflicts}
        self._chains = {q.id: q.chain for q in story.quotations}
        self._entities = {e.id: e.name for e in story.entities}
        self._omitted: dict[str, list[str]] = {}
        for covered in story.coverage:
            for claim in covered.omits:
                self._omitted.setdefault(claim, []).append(covered.article)
        self._rank = {key: at for at, key in enumerate(names)}

    def row(self, claim: ClaimOut) -> ClaimRow:
        support = self._passages(claim.support, self._claims[claim.id].statements)
        given = self._values.get(claim.id, ())
        places: dict[str, list[int]] = {}
        for place, passage in enumerate(support):
            places.setdefault(passage.article, []).append(place)
        return ClaimRow(
            id=claim.id, story=self._story.id, headline=self._story.headline, text=claim.text, status=claim.status,
            independent=claim.independent, units=claim.units, rests_on=claim.rests_on, slot=claim.slot, relation=claim.relation,
            values=[
                ClaimValueOut(value=value.value, support=self._passages(value.support, own.statements))
                for value, own in zip(claim.values, given, strict=True)
            ],
            support=support, why=claim.why,
            told=[
                CellOut(article=key, told_by=self._names[key].told_by, passages=places[key])
                for key in sorted(places, key=lambda key: self._rank[key])
            ],
            omitted_by=[self._names[key].told_by for key in sorted(self._omitted.get(claim.id, ()), key=lambda key: self._rank[key])],
        )  # fmt: skip

    def _passages(self, support: Sequence[SupportOut], statements: Iterable[str]) -> list[PassageOut]:
        return [
            PassageOut(
                article=passage.article, start=passage.start, end=passage.end, exact=passage.exact, modality=passage.modality,
                attributed_to=passage.attributed_to, told_by=self._names[passage.article].told_by,
                chain=self._chain(self._statements[statement], passage),
            )
            for passage, statement in zip(support, statements, strict=True)
        ]  # fmt: skip

    def _chain(self, statement: Statement, passage: SupportOut) -> list[str]:
        if statement.quotation in self._chains:
            return self._chains[statement.quotation]
        return [self._entities[passage.attributed_to]] if passage.attributed_to in self._entities else []


def _is_wanted(row: ClaimRow, names: dict[str, TellingOut], wanted: Wanted) -> bool:
    if (wanted.status and row.status not in wanted.status) or row.independent < wanted.min_independent:
        return False
    told = [names[cell.article] for cell in row.told]
    if wanted.outlet is not None and not any(is_called(telling, wanted.outlet) for telling in told):
        return False
    if wanted.not_in is not None and any(is_called(telling, wanted.not_in) for telling in told):
        return False
    return wanted.about is None or forms((row.text, *(p.exact for p in row.support))) >= forms((wanted.about,))


def is_called(telling: TellingOut, name: str) -> bool:
    """Return whether a telling bears the name, in part too: as a brief calls it, or by outlet, writer of its text, or own id."""
    return bears(name, (telling.told_by, telling.outlet, telling.origin, telling.given_id))
