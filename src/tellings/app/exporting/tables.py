"""Records to rows of the tables: what passages say only of wanted articles, and what articles mean together where one of them is wanted."""

from collections.abc import Iterator, Mapping

from tellings.app.exporting import moments
from tellings.app.exporting.base import ArticleVersion, HeldPage, Told
from tellings.briefing.render.json import article_out
from tellings.briefing.schema import ClaimOut
from tellings.model.briefs import SideAccount
from tellings.model.observed import Statement
from tellings.model.spans import Selector
from tellings.model.versions import Change, Revision, Withdrawal

Row = Mapping[str, object]
# Scores are rounded before they are shown, so that another processor's last bit does not show.
_PLACES = 4


def article_row(version: ArticleVersion, *, with_text: bool) -> Row:
    """Return the row of `articles` that a version is."""
    article = version.article
    made = article_out(article)
    return {
        "id": article.id, "version": version.number, "page": article.page, "given_id": article.given_id, "input": article.input,
        "outlet": article.outlet, "origin": article.written_by, "owner": article.owner, "state_run": made.state_run,
        "headline": article.headline, "byline": article.byline, "byline_kind": article.byline_kind, "dateline": article.dateline,
        "credit": article.credit, "published": article.published, "published_day": moments.day(article.published),
        "published_utc": moments.utc(article.published), "modified": article.modified, "modified_utc": moments.utc(article.modified),
        "url": article.url, "canonical": article.canonical, "language": article.language, "section": article.section,
        "paywalled": article.paywalled, "text": article.text if with_text else None, "made_by": article.origin,
        "first_version": version.first, "current": version.current, "added": version.added,
    }  # fmt: skip


def page_row(held: HeldPage) -> Row:
    """Return the row of `pages` that a page is."""
    page = held.page
    return {
        "id": page.id, "input": page.input, "url": page.url, "sha256": page.sha256, "bytes": len(page.raw), "medium": page.medium,
        "charset": page.charset, "fetched_at": page.fetched_at, "fetched_utc": moments.utc(page.fetched_at), "given_id": page.given_id,
        "given_outlet": page.given_outlet, "given_headline": page.given_headline, "given_byline": page.given_byline,
        "given_published": page.given_published, "added": held.added,
    }  # fmt: skip


def story_rows(told: Told) -> Iterator[tuple[str, Row]]:
    """Yield the story's rows, each with the name of its table, one table after the other."""
    for table, rows in (
        ("stories", _stories), ("story_articles", _story_articles), ("claims", _claims), ("claim_support", _claim_support),
        ("claim_matches", _claim_matches), ("claim_values", _claim_values), ("quotations", _quotations), ("entities", _entities),
        ("mentions", _mentions), ("events", _events), ("event_mentions", _event_mentions), ("copy_groups", _copy_groups),
        ("copy_articles", _copy_articles), ("copy_passages", _copy_passages), ("coverage", _coverage), ("sides", _sides),
        ("meetings", _meetings), ("developments", _developments),
        ("revisions", _revisions), ("changes", _changes), ("withdrawals", _withdrawals),
    ):  # fmt: skip
        for row in rows(told):
            yield table, row


def _passage(sel: Selector) -> Row:
    return {"article": sel.article, "start": sel.start, "end": sel.end, "exact": sel.exact, "prefix": sel.prefix, "suffix": sel.suffix}


def _stories(told: Told) -> Iterator[Row]:
    days = sorted(filter(None, (moments.day(article.published) for article in told.articles)))
    yield {
        "id": told.out.id, "headline": told.out.headline, "articles": [article.id for article in told.articles],
        "told_by": list(told.names.values()), "first_day": days[0] if days else None, "last_day": days[-1] if days else None,
        "claims": len(told.brief.claims), "made_by": told.brief.story.origin,
    }  # fmt: skip


def _story_articles(told: Told) -> Iterator[Row]:
    why: dict[str, list[str]] = {}
    for key, reason in told.brief.story.why:
        why.setdefault(key, []).append(reason)
    for article in told.articles:
        if article.id in told.wanted:
            yield {
                "story": told.out.id, "article": article.id, "told_by": told.names[article.id],
                "why": "; ".join(why.get(article.id, ())) or None,
            }  # fmt: skip


def wanted_claims(told: Told) -> Iterator[tuple[ClaimOut, tuple[Statement, ...]]]:
    """Yield the claims that a wanted article tells, as the contract has them, with their statements."""
    statements = {statement.id: statement for statement in told.brief.statements}
    for made, claim in zip(told.out.claims, told.brief.claims, strict=True):
        found = tuple(statements[key] for key in claim.statements)
        if any(statement.sel.article in told.wanted for statement in found):
            yield made, found


def _claims(told: Told) -> Iterator[Row]:
    origins = {claim.id: claim.origin for claim in told.brief.claims}
    for made, _ in wanted_claims(told):
        yield {
            "id": made.id, "story": told.out.id, "text": made.text, "status": made.status, "independent": made.independent,
            "units": made.units, "rests_on": made.rests_on, "slot": made.slot, "relation": made.relation,
            "passages": len(made.support), "made_by": origins[made.id],
        }  # fmt: skip


def _claim_support(told: Told) -> Iterator[Row]:
    chains = {quotation.id: quotation.chain for quotation in told.out.quotations}
    names = {entity.id: entity.name for entity in told.out.entities}
    for made, statements in wanted_claims(told):
        for number, (support, statement) in enumerate(zip(made.support, statements, strict=True), 1):
            if support.article not in told.wanted:
                continue
            speaker = support.attributed_to
            own = chains.get(statement.quotation or "")
            yield {
                "claim": made.id, "story": told.out.id, "passage": number, "statement": statement.id,
                "told_by": told.names[support.article], "outlet": told.by_id[support.article].outlet, **_passage(statement.sel),
                "modality": support.modality, "attributed_to": speaker, "quotation": statement.quotation,
                "chain": own if own is not None else [names[speaker]] if speaker in names else [], "made_by": statement.origin,
            }  # fmt: skip


def _claim_matches(told: Told) -> Iterator[Row]:
    whole = {claim.id: claim.why for claim in told.brief.claims}
    for made, statements in wanted_claims(told):
        for a, b, rule, score in whole[made.id]:
            if {statements[a].sel.article, statements[b].sel.article} <= told.wanted:
                yield {"claim": made.id, "story": told.out.id, "a": a + 1, "b": b + 1, "rule": rule, "score": round(score, _PLACES)}


def _claim_values(told: Told) -> Iterator[Row]:
    conflicts = {conflict.claim: conflict for conflict in told.brief.conflicts}
    for made, _ in wanted_claims(told):
        conflict = conflicts.get(made.id)
        for place, value in enumerate(conflict.values if conflict is not None else (), 1):
            yield {
                "claim": made.id, "story": told.out.id, "place": place, "value": value.value, "statements": list(value.statements),
                "sources": list(value.sources),
            }  # fmt: skip


def _quotations(told: Told) -> Iterator[Row]:
    for made, own in zip(told.out.quotations, told.brief.quotations, strict=True):
        if made.article not in told.wanted:
            continue
        source, cue = made.source_span, made.cue_span
        yield {
            "id": made.id, "story": told.out.id, "told_by": told.names[made.article], "outlet": told.by_id[made.article].outlet,
            **_passage(own.content), "kind": made.kind, "source": made.source, "source_entity": made.source_entity,
            "source_start": source.start if source else None, "source_end": source.end if source else None,
            "source_exact": source.exact if source else None, "cue": made.cue, "cue_start": cue.start if cue else None,
            "cue_end": cue.end if cue else None, "chain": made.chain, "side": made.side, "document": made.document,
            "variant_of": made.variant_of, "rule": made.rule, "made_by": own.origin,
        }  # fmt: skip


def _entities(told: Told) -> Iterator[Row]:
    origins = {entity.id: entity.origin for entity in told.brief.entities}
    for made in told.out.entities:
        articles = list(dict.fromkeys(mention.article for mention in made.mentions))
        if told.wanted.isdisjoint(articles):
            continue
        yield {
            "id": made.id, "story": told.out.id, "name": made.name, "kind": made.kind, "office": made.office, "country": made.country,
            "key": made.key, "mentions": len(made.mentions), "articles": articles, "made_by": origins[made.id],
        }  # fmt: skip


def _mentions(told: Told) -> Iterator[Row]:
    entity_of = {mention: entity.id for entity in told.brief.entities for mention in entity.mentions}
    for mention in told.brief.mentions:
        if mention.sel.article in told.wanted:
            yield {
                "id": mention.id, "entity": entity_of.get(mention.id), "story": told.out.id, **_passage(mention.sel), "kind": mention.kind,
                "form": mention.form, "name": mention.name, "office": mention.office, "country": mention.country,
                "antecedent": mention.antecedent, "traits": list(mention.traits), "made_by": mention.origin,
            }  # fmt: skip


def _events(told: Told) -> Iterator[Row]:
    origins = {event.id: event.origin for event in told.brief.events}
    for made in told.out.events:
        if told.wanted.isdisjoint(mention.article for mention in made.mentions):
            continue
        yield {
            "id": made.id, "story": told.out.id, "plover": made.plover, "mode": made.mode, "contexts": made.context, "cameo": made.cameo,
            "actors": made.actor, "recipients": made.recipient, "reciprocal": made.reciprocal,
            "time_text": made.time.text if made.time else None, "time_value": made.time.value if made.time else None, "place": made.place,
            "status": made.status, "independent": made.independent, "mentions": len(made.mentions), "made_by": origins[made.id],
        }  # fmt: skip


def _event_mentions(told: Told) -> Iterator[Row]:
    event_of = {mention: event.id for event in told.brief.events for mention in event.mentions}
    for mention in told.brief.event_mentions:
        if mention.sel.article in told.wanted:
            yield {
                "id": mention.id, "event": event_of.get(mention.id), "story": told.out.id, **_passage(mention.sel), "plover": mention.plover,
                "mode": mention.mode, "contexts": list(mention.contexts), "cameo": mention.cameo, "actors": list(mention.actors),
                "recipients": list(mention.recipients), "reciprocal": mention.reciprocal, "place": mention.place, "status": mention.status,
                "quotation": mention.quotation, "rule": mention.rule, "made_by": mention.origin,
            }  # fmt: skip


def _copy_groups(told: Told) -> Iterator[Row]:
    for group in told.brief.copy_groups:
        if not told.wanted.isdisjoint(group.articles):
            yield {
                "id": group.id, "story": told.out.id, "kind": group.kind, "origin": group.written_by, "earliest": group.earliest,
                "articles": list(group.articles), "made_by": group.origin,
            }  # fmt: skip


def _copy_articles(told: Told) -> Iterator[Row]:
    for group in told.brief.copy_groups:
        for carrier in group.carriers:
            if carrier.article in told.wanted:
                yield {
                    "copy_group": group.id, "story": told.out.id, "article": carrier.article, "share": carrier.share,
                    "credit": carrier.credit, "carries": carrier.carries,
                }  # fmt: skip


def _copy_passages(told: Told) -> Iterator[Row]:
    for group in told.brief.copy_groups:
        for sel in group.passages:
            if sel.article in told.wanted:
                yield {"copy_group": group.id, "story": told.out.id, **_passage(sel)}


def _coverage(told: Told) -> Iterator[Row]:
    for covered in told.brief.coverage:
        if covered.article in told.wanted:
            yield {
                "story": told.out.id, "article": covered.article, "claims": list(covered.claims), "omits": list(covered.omits),
                "made_by": covered.origin,
            }  # fmt: skip


def _sides(told: Told) -> Iterator[Row]:
    accounts: list[tuple[str | None, SideAccount]] = [(None, side) for side in told.brief.sides]
    accounts += [(meeting.id, side) for meeting in told.brief.meetings for side in meeting.accounts]
    for meeting, side in accounts:
        yield {
            "story": told.out.id, "side": side.side, "meeting": meeting, "quotations": list(side.quotations),
            "readouts": list(side.readouts), "claims_only_here": list(side.claims_only_here), "made_by": side.origin,
        }  # fmt: skip


def _meetings(told: Told) -> Iterator[Row]:
    for meeting in told.brief.meetings:
        yield {
            "id": meeting.id, "story": told.out.id, "kind": meeting.kind, "day": meeting.day, "events": list(meeting.events),
            "made_by": meeting.origin,
        }  # fmt: skip


def _developments(told: Told) -> Iterator[Row]:
    for one in told.earlier:
        yield {"story": one.story, "earlier": one.earlier, "score": round(one.score, _PLACES), "why": one.why}


def _wanted_revisions(told: Told) -> list[Revision]:
    """Those of which the newest version is a wanted article."""
    newer = {revision.earlier: revision.newer for revision in told.brief.revisions}
    found = []
    for revision in told.brief.revisions:
        newest = revision.newer
        while newest in newer:
            newest = newer[newest]
        if newest in told.wanted:
            found.append(revision)
    return found


def _revisions(told: Told) -> Iterator[Row]:
    for one in _wanted_revisions(told):
        yield {
            "id": one.id, "story": told.out.id, "earlier": one.earlier, "newer": one.newer, "version": one.version, "kept": one.kept,
            "replaced": one.replaced, "changes": len(one.changes), "withdrawals": len(one.withdrawals), "made_by": one.origin,
        }  # fmt: skip


def _changes(told: Told) -> Iterator[Row]:
    for one in _wanted_revisions(told):
        for change in one.changes:
            yield {"revision": one.id, "story": told.out.id, "kind": change.kind, **_changed(change)}


def _withdrawals(told: Told) -> Iterator[Row]:
    for one in _wanted_revisions(told):
        for gone in one.withdrawals:
            yield {
                "revision": one.id, "story": told.out.id, "statement": gone.statement, **_changed(gone), "still": list(gone.still),
            }  # fmt: skip


def _changed(made: Change | Withdrawal) -> Row:
    was, now = made.was, made.now
    return {
        "was_start": was.start if was else None, "was_end": was.end if was else None, "was_exact": was.exact if was else None,
        "now_start": now.start if now else None, "now_end": now.end if now else None, "now_exact": now.exact if now else None,
    }  # fmt: skip
