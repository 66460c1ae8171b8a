"""Who said what, as rows: every quotation of a brief with its article, or those by one speaker, or about some words."""

from typing import Final

from tellings.briefing.asking import forms
from tellings.briefing.composing.places import country_name
from tellings.briefing.names import names_of
from tellings.briefing.render.json import contract
from tellings.briefing.schema import QuotationOut
from tellings.data.gazetteer import gazetteer
from tellings.model.briefs import Brief, StoryBrief
from tellings.model.observed import Quotation
from tellings.text.names import fold

# Forms of a mention that name nobody: "he", "the minister" are found by whom they stand for.
_NAMELESS: Final = ("pronoun", "description")
_SMALL: Final = frozenset(["of", "the"])


class QuoteOut(QuotationOut):
    """A quotation with what is known of its article and its source: `told_by` is what
    a brief calls the telling, `source_key` the id in the user's own list of names.
    """

    story: str
    headline: str
    told_by: str
    input: str
    given_id: str | None
    outlet: str | None
    origin: str | None
    published: str | None
    url: str | None
    source_office: str | None
    source_country: str | None
    source_key: str | None


def quotes(brief: Brief, *, by: str | None = None, about: str | None = None) -> list[QuoteOut]:
    """Return the quotations of the brief in the order of stories, articles and places, as `brief` gives them.

    `by` keeps those whose source bears the name: every word of it stands in one name, office or description of the source, or it is the
    source's key. `about` keeps those with all of its words, in any form, in the content or in the names of whom the content speaks of. Case and
    accents are read past.
    """
    made = contract(brief)
    articles = {article.id: article for article in made.articles}
    rank = {article.id: place for place, article in enumerate(made.articles)}
    found: list[QuoteOut] = []
    for story, told in zip(made.stories, brief.stories, strict=True):
        known = {entity.id: entity for entity in story.entities}
        wanted = _Wanted(told, by, about)
        names = names_of(article for article in brief.articles if article.id in told.story.articles)
        observed = {quotation.id: quotation for quotation in told.quotations}
        for row in sorted(story.quotations, key=lambda q: (rank[q.article], q.content.start, q.content.end, q.id)):
            if not wanted.is_met(observed[row.id], row):
                continue
            article, entity = articles[row.article], known.get(row.source_entity or "")
            found.append(
                QuoteOut(
                    **{name: getattr(row, name) for name in row.__struct_fields__},
                    story=story.id, headline=story.headline, told_by=names[row.article], input=article.input, given_id=article.given_id, outlet=article.outlet,
                    origin=article.origin, published=article.published, url=article.url, source_office=entity.office if entity else None,
                    source_country=entity.country if entity else None, source_key=entity.key if entity else None,
                )
            )  # fmt: skip
    return found


def speakers(brief: Brief) -> tuple[str, ...]:
    """Return the names of all sources of the brief, each once, in order of the alphabet."""
    return tuple(sorted({q.source for story in contract(brief).stories for q in story.quotations if q.source is not None}))


class _Wanted:
    """What a quotation of one story must have."""

    def __init__(self, story: StoryBrief, by: str | None, about: str | None) -> None:
        self._by = by
        self._about = forms([about]) if about is not None else None
        self._mentions = {m.id: m for m in story.mentions}
        self._entity_of = {m: e for e in story.entities for m in e.mentions}
        self._in_article: dict[str, list[tuple[int, int, str]]] = {}
        for mention in story.mentions:
            entity = self._entity_of.get(mention.id)
            if entity is not None:
                place = (mention.sel.start, mention.sel.end, entity.name)
                self._in_article.setdefault(mention.sel.article, []).append(place)

    def is_met(self, quotation: Quotation, row: QuotationOut) -> bool:
        """True where both the speaker and the words are wanted."""
        return self._is_by(quotation, row) and self._is_about(quotation)

    def _is_by(self, quotation: Quotation, row: QuotationOut) -> bool:
        if self._by is None:
            return True
        asked = set(fold(self._by).split()) - _SMALL
        names = {row.source or "", quotation.source or ""}
        entity = self._entity_of.get(quotation.source_mention or "")
        if entity is not None:
            if entity.key is not None and entity.key.casefold() == self._by.strip().casefold():
                return True
            members = [self._mentions[m] for m in entity.mentions]
            names |= {entity.name, entity.office or "", *(m.name for m in members if m.form not in _NAMELESS)}
            names |= {m.sel.exact for m in members if m.form not in _NAMELESS}
            if entity.office is not None and entity.country is not None:
                names.add(f"{entity.office} {country_name(entity.country)} {gazetteer().adjective.get(entity.country, '')}")
        return bool(asked) and any(asked <= set(fold(name).split()) for name in names)

    def _is_about(self, quotation: Quotation) -> bool:
        if self._about is None:
            return True
        content = quotation.content
        spoken_of = (
            name for start, end, name in self._in_article.get(content.article, ()) if content.start <= start and end <= content.end
        )
        said = forms((content.exact, *spoken_of))
        return bool(self._about) and said.issuperset(self._about)
