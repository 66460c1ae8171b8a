"""Finds mentions of persons, organisations and places: names by one pass of tables over the parser's own marks, with office, title and
country; offices, descriptions and pronouns; and what each stands for within the article, where that is sure.

A mention may lie inside a description ("Neal" in "Neal's sister"), never inside a name. The parser's marks are overruled by the tables,
save where a marked name says more ("Jordan Peterson").
"""

from collections.abc import Iterable
from typing import Final

from tellings.backends.base import Context
from tellings.data.gazetteer import gazetteer
from tellings.extract.drafts import Draft, Reading
from tellings.extract.mentioning.antecedents import link
from tellings.extract.mentioning.bearers_of_note import know_namesakes
from tellings.extract.mentioning.describing import places
from tellings.extract.mentioning.institutions import described
from tellings.extract.mentioning.naming import names
from tellings.extract.mentioning.nominals import with_nominals
from tellings.extract.mentioning.particulars import read_particulars, read_pronouns
from tellings.extract.mentioning.phrases import with_offices
from tellings.extract.mentioning.senses import settle
from tellings.model.articles import Article
from tellings.model.inputs import Inputs
from tellings.model.observed import Mention, Parse
from tellings.model.spans import content_id
from tellings.text.anchor import select

ORIGIN: Final = "mentions@4"


def run(inputs: Inputs, context: Context) -> Iterable[object]:
    """Yield the article's mentions in order of place."""
    article, parse = inputs.one(Article), inputs.one(Parse)
    if not len(parse):
        return
    tables = gazetteer(context.names)
    day = article.published[:10] if article.published and article.published[:4].isdigit() else None
    reading = Reading(
        text=article.text, parse=parse, year=int(day[:4]) if day else None, day=day, dateline=article.dateline, outlet=article.outlet
    )
    drafts = settle(reading, names(reading, tables), tables)
    drafts = with_offices(reading, drafts, tables)
    know_namesakes(reading, drafts, tables)
    drafts = with_nominals(reading, described(reading, drafts, tables))
    drafts = places(reading, drafts, tables)
    read_particulars(reading, drafts, tables)
    drafts = link(reading, drafts, tables)
    read_pronouns(reading, drafts)
    yield from _records(reading, article, drafts)


def _records(reading: Reading, article: Article, drafts: list[Draft]) -> Iterable[Mention]:
    parse = reading.parse
    sels = {id(d): select(article.id, article.text, parse.starts[d.a], parse.ends[d.b - 1]) for d in drafts}
    ids = {key: content_id("mention", sel.article, sel.start, sel.end) for key, sel in sels.items()}
    seen: set[str] = set()
    for draft in drafts:
        key = ids[id(draft)]
        if key in seen:
            continue
        seen.add(key)
        root = draft.root
        yield Mention(
            id=key,
            sel=sels[id(draft)],
            kind=draft.kind,
            form=draft.form,
            name=draft.name,
            office=draft.office,
            country=draft.country,
            known=draft.known or (root.known if draft.form != "pronoun" else None),
            antecedent=ids[id(root)] if root is not draft and id(root) in ids else None,
            traits=tuple(draft.traits),
            owner=ids.get(id(draft.owner)),
            origin=ORIGIN,
        )
