"""The one place that holds every selector of a brief to its text."""

from collections.abc import Iterator

from tellings.errors import AnchorLost
from tellings.model.articles import Article
from tellings.model.briefs import Brief, StoryBrief
from tellings.model.spans import Selector
from tellings.text.anchor import check


def check_brief(brief: Brief) -> None:
    """Return only where every selector's exact text is at its offsets and body and furniture cover each article; else AnchorLost."""
    articles = {article.id: article for article in brief.articles}
    for article in brief.articles:
        check_cover(article)
    for story in brief.stories:
        for sel in selectors(story):
            if sel.article not in articles:
                raise AnchorLost(f"evidence names article {sel.article}, which the brief does not hold")
            check(sel, articles[sel.article].text)


def check_cover(article: Article) -> None:
    """Return only where the spans are sorted, apart, and hold every character that is not white space; else AnchorLost."""
    spans = sorted([(s.start, s.end) for s in article.body] + [(f.start, f.end) for f in article.furniture])
    at = 0
    for start, end in spans:
        if start < at or end <= start:
            raise AnchorLost(f"spans of body and furniture overlap or are empty at {start} in {article.input}")
        if not article.text[at:start].isspace() and at != start:
            raise AnchorLost(f"characters {at}-{start} of {article.input} are neither body nor furniture")
        at = end
    if article.text[at:].strip():
        raise AnchorLost(f"the end of {article.input} is neither body nor furniture")


def selectors(story: StoryBrief) -> Iterator[Selector]:
    """Yield every selector of a story's brief."""
    for sentence in story.sentences:
        yield from sentence.evidence
    for group in story.copy_groups:
        yield from group.passages
    for statement in story.statements:
        yield statement.sel
        yield from (figure.sel for figure in statement.figures)
    for quotation in story.quotations:
        yield quotation.content
        yield from (sel for sel in (quotation.source_sel, quotation.cue_sel) if sel is not None)
        yield from (relay.sel for relay in quotation.relays if relay.sel is not None)
    for revision in story.revisions:
        yield from (sel for change in revision.changes for sel in (change.was, change.now) if sel is not None)
        yield from (sel for one in revision.withdrawals for sel in (one.was, one.now) if sel is not None)
    for mention in story.mentions:
        yield mention.sel
    for event in story.event_mentions:
        yield event.sel
