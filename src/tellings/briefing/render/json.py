"""A brief as JSON of schema `tellings.brief/1`: keys in the contract's order, two spaces, one trailing line end."""

from collections.abc import Mapping

import msgspec

from tellings.briefing import schema as out
from tellings.briefing.composing.differences import Step, steps
from tellings.briefing.names import called
from tellings.data.outlets import state_of
from tellings.model.articles import Article
from tellings.model.briefs import Brief, Comparison, SideAccount, StoryBrief
from tellings.model.observed import Mention, Quotation, Statement
from tellings.model.resolved import Claim, Conflict, Entity, Event
from tellings.model.spans import Selector
from tellings.model.versions import Revision

# Scores are rounded before they are shown, so that another processor's last bit does not show.
_PLACES = 2


def render(brief: Brief) -> str:
    """Return the brief as JSON text."""
    return msgspec.json.format(msgspec.json.encode(contract(brief)), indent=2).decode() + "\n"


def contract(brief: Brief) -> out.BriefOut:
    """Return the brief in the types of the contract."""
    manifest = brief.manifest
    return out.BriefOut(
        schema=out.SCHEMA,
        manifest=out.ManifestOut(
            tellings=manifest.tellings,
            inputs=[out.InputOut(input=name, sha256=digest) for name, digest in manifest.inputs],
            settings=dict(manifest.settings),
            backends=dict(manifest.backends),
            stages=list(manifest.stages),
        ),
        articles=[article_out(article) for article in brief.articles],
        stories=[_Story(story, brief.articles).render() for story in brief.stories],
        not_seen=[out.UnseenOut(input=r.input, reason=r.reason, detail=r.detail) for r in brief.not_seen],
    )


def article_out(article: Article) -> out.ArticleOut:
    """Return the article in the types of the contract."""
    return out.ArticleOut(
        id=article.id,
        given_id=article.given_id,
        input=article.input,
        outlet=article.outlet,
        origin=article.written_by,
        headline=article.headline,
        byline=article.byline,
        byline_kind=article.byline_kind,
        dateline=article.dateline,
        credit=article.credit,
        published=article.published,
        modified=article.modified,
        url=article.url,
        owner=article.owner,
        state_run=any(state_of(name) is not None for name in (article.written_by, article.outlet) if name),
        language=article.language,
        section=article.section,
        canonical=article.canonical,
        paywalled=article.paywalled,
        text=article.text,
        body=[(span.start, span.end) for span in article.body],
        furniture=[out.FurnitureOut(start=f.start, end=f.end, reason=f.reason, why=f.why) for f in article.furniture],
        found=dict(article.found),
    )


def _span(sel: Selector) -> out.SpanOut:
    return out.SpanOut(article=sel.article, start=sel.start, end=sel.end, exact=sel.exact)


def _or_none(sel: Selector | None) -> out.SpanOut | None:
    return None if sel is None else _span(sel)


def _revision(made: Revision) -> out.RevisionOut:
    return out.RevisionOut(
        id=made.id, earlier=made.earlier, newer=made.newer, version=made.version, kept=made.kept, replaced=made.replaced,
        changes=[out.ChangeOut(kind=c.kind, was=_or_none(c.was), now=_or_none(c.now)) for c in made.changes],
        withdrawals=[out.WithdrawalOut(was=_span(w.was), now=_or_none(w.now), still=list(w.still)) for w in made.withdrawals],
    )  # fmt: skip


def _side(side: SideAccount) -> out.SideOut:
    return out.SideOut(
        side=side.side, quotations=list(side.quotations), readouts=list(side.readouts), claims_only_here=list(side.claims_only_here)
    )


class _Story:
    """One story with the indices that its parts need."""

    def __init__(self, story: StoryBrief, articles: tuple[Article, ...]) -> None:
        self.story = story
        self.rank = {article.id: place for place, article in enumerate(articles)}
        self.statements: Mapping[str, Statement] = {s.id: s for s in story.statements}
        self.mentions: Mapping[str, Mention] = {m.id: m for m in story.mentions}
        self.entity_of = {m: e for e in story.entities for m in e.mentions}
        self.comparisons: Mapping[str, Comparison] = {c.claim: c for c in story.comparisons}
        self.conflicts: Mapping[str, Conflict] = {c.claim: c for c in story.conflicts}
        self.longest = {q: u.longest for u in story.utterances for q in u.quotations if q != u.longest}
        self.texts = {article.id: article.text for article in articles}
        self.quotations: Mapping[str, Quotation] = {q.id: q for q in story.quotations}
        self.steps = self._steps()
        self.side_of = {q: s.side for s in story.sides for q in s.quotations}

    def render(self) -> out.StoryOut:
        story = self.story
        return out.StoryOut(
            id=story.story.id,
            headline=story.headline,
            articles=sorted(story.story.articles, key=lambda a: self.rank[a]),
            sentences=[
                out.SentenceOut(
                    text=s.text, section=s.section, evidence=[_span(e) for e in s.evidence], about=s.about, group=s.group or None
                )
                for s in story.sentences
            ],
            copy_groups=[
                out.CopyGroupOut(
                    id=g.id,
                    articles=list(g.articles),
                    kind=g.kind,
                    origin=g.written_by,
                    earliest=g.earliest,
                    carriers=[out.CarrierOut(article=c.article, share=c.share, credit=c.credit, carries=c.carries) for c in g.carriers],
                    evidence=[_span(p) for p in g.passages],
                )
                for g in story.copy_groups
            ],
            claims=[self._claim(claim) for claim in story.claims],
            quotations=[self._quotation(quotation) for quotation in story.quotations],
            entities=[self._entity(entity) for entity in story.entities],
            events=[self._event(event) for event in story.events],
            sides=[_side(s) for s in story.sides],
            meetings=[
                out.MeetingOut(id=m.id, events=list(m.events), kind=m.kind, day=m.day, accounts=[_side(a) for a in m.accounts])
                for m in story.meetings
            ],
            coverage=[out.CoverageOut(article=c.article, claims=list(c.claims), omits=list(c.omits)) for c in story.coverage],
            revisions=[_revision(r) for r in story.revisions],
        )

    def _entity_id(self, mention: str | None) -> str | None:
        entity = self.entity_of.get(mention) if mention is not None else None
        return entity.id if entity is not None else None

    def _support(self, statement: Statement) -> out.SupportOut:
        sel = statement.sel
        return out.SupportOut(
            article=sel.article,
            start=sel.start,
            end=sel.end,
            exact=sel.exact,
            modality=statement.modality,
            attributed_to=self._entity_id(statement.attributed_to),
        )

    def _claim(self, claim: Claim) -> out.ClaimOut:
        compared, conflict = self.comparisons[claim.id], self.conflicts.get(claim.id)
        return out.ClaimOut(
            id=claim.id,
            text=claim.text,
            status=compared.status,
            independent=compared.independent,
            units=list(compared.units),
            rests_on=compared.rests_on,
            support=[self._support(self.statements[s]) for s in claim.statements],
            slot=conflict.slot if conflict else None,
            relation=conflict.relation if conflict else None,
            values=[
                out.ValueOut(value=v.value, support=[self._support(self.statements[s]) for s in v.statements], sources=list(v.sources))
                for v in (conflict.values if conflict else ())
            ],
            why=[out.WhyOut(a=a, b=b, rule=rule, score=round(score, _PLACES)) for a, b, rule, score in claim.why],
        )

    def _quotation(self, quotation: Quotation) -> out.QuotationOut:
        entity: Entity | None = self.entity_of.get(quotation.source_mention) if quotation.source_mention else None
        source = called(quotation.source, entity, self.mentions)
        relays = [self._relay(relay.name, relay.mention) for relay in quotation.relays]
        return out.QuotationOut(
            id=quotation.id,
            article=quotation.content.article,
            content=_span(quotation.content),
            source=source,
            source_entity=entity.id if entity is not None else None,
            source_span=_span(quotation.source_sel) if quotation.source_sel else None,
            cue=quotation.cue,
            cue_span=_span(quotation.cue_sel) if quotation.cue_sel else None,
            kind=quotation.kind,
            chain=[name for name in (source, *relays) if name is not None],
            side=self.side_of.get(quotation.id),
            document=quotation.document,
            variant_of=self.longest.get(quotation.id),
            differences=[self._difference(step, quotation) for step in self.steps.get(quotation.id, ())],
            rule=quotation.rule,
        )

    def _steps(self) -> dict[str, list[Step]]:
        """How each variant departs from the longest quotation of its utterance, the parts that one article has of it read as one."""
        parts: dict[tuple[str, str], list[Quotation]] = {}
        for quotation, longest in sorted(self.longest.items()):
            if quotation in self.quotations and longest in self.quotations:
                one = self.quotations[quotation]
                parts.setdefault((longest, one.content.article), []).append(one)
        found: dict[str, list[Step]] = {}
        for (longest, _), variants in parts.items():
            for step in steps(variants, self.quotations[longest]):
                if step.kind != "same":
                    found.setdefault(step.quotation, []).append(step)
        return found

    def _difference(self, step: Step, quotation: Quotation) -> out.DifferenceOut:
        here, there = step.here, step.there
        longest = self.quotations[self.longest[quotation.id]].content.article
        return out.DifferenceOut(
            kind="altered" if step.kind == "altered" else "cut" if step.kind == "cut" else "added",
            start=here.start if here else None,
            end=here.end if here else None,
            exact=self.texts[quotation.content.article][here.start : here.end] if here else None,
            of_start=there.start if there else None,
            of_end=there.end if there else None,
            of_exact=self.texts[longest][there.start : there.end] if there else None,
        )

    def _relay(self, name: str, mention: str | None) -> str:
        entity = self.entity_of.get(mention) if mention else None
        return called(name, entity, self.mentions) or name

    def _entity(self, entity: Entity) -> out.EntityOut:
        return out.EntityOut(
            id=entity.id,
            name=entity.name,
            kind=entity.kind,
            office=entity.office,
            country=entity.country,
            key=entity.key,
            mentions=[_span(self.mentions[m].sel) for m in entity.mentions],
        )

    def _event(self, event: Event) -> out.EventOut:
        found = {e.id: e for e in self.story.event_mentions}
        mentions = [found[m] for m in event.mentions]
        return out.EventOut(
            id=event.id,
            plover=event.plover,
            mode=event.mode,
            context=list(event.contexts),
            cameo=event.cameo,
            actor=list(event.actors),
            recipient=list(event.recipients),
            reciprocal=event.reciprocal,
            time=out.TimeOut(text=event.time_text, value=event.time_value) if event.time_text is not None else None,
            place=event.place,
            status=event.status,
            independent=event.independent,
            mentions=[
                out.EventSpanOut(article=m.sel.article, start=m.sel.start, end=m.sel.end, exact=m.sel.exact, rule=m.rule) for m in mentions
            ],
        )
