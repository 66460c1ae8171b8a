"""Whatever persons say of a story, and however much of it: the brief holds, nothing is in two places, and what is judged last is as it was said."""

from dataclasses import replace
from random import Random

import pytest
from tests.app.test_corrections import TEXTS

from tellings.app import briefs
from tellings.app.contexts import make_context
from tellings.briefing.check import check_brief
from tellings.briefing.render import json
from tellings.engine.local import LocalEngine
from tellings.model import judged
from tellings.model.articles import Page
from tellings.model.briefs import StoryBrief
from tellings.model.observed import Mention, Quotation, Statement
from tellings.model.resolved import Claim, Entity, Link, Story, Utterance
from tellings.settings import Settings
from tellings.store.memory import MemoryStore

SETTINGS = Settings(one_story=True, published="2026-03-11", processes=1, strict=True, embedder="lexical", quick="lexical", pairs="none")
WORDS = {
    judged.ENTITY_NAME: ("name:Zed Yorke", "name:The Board"),
    judged.ENTITY_KIND: ("kind:person", "kind:place", "kind:organisation", "kind:other"),
    judged.ENTITY_COUNTRY: ("country:USA", "country:none"),
    judged.NOT_STATEMENT: ("none",),
    judged.MAIN_EVENT: ("none",),
    judged.SOURCE: ("none", "name:Zed Yorke"),
    judged.NOT_QUOTATION: ("none",),
}
OF = {
    judged.ENTITY: Mention, judged.ENTITY_NAME: Mention, judged.ENTITY_KIND: Mention, judged.ENTITY_COUNTRY: Mention, judged.CLAIM: Statement,
    judged.NO_CONFLICT: Statement, judged.NOT_STATEMENT: Statement, judged.MAIN_EVENT: Statement, judged.UTTERANCE: Quotation,
    judged.SOURCE: Quotation, judged.NOT_QUOTATION: Quotation,
}  # fmt: skip


class Tried:
    """A story of a few articles, or of many that reprint one another, to be read with any judgements."""

    def __init__(self, copies):
        pages = [
            Page(
                id=f"{name}{k}", input=f"{name}{k}.txt", medium="record", raw=f"{text}\nOur reporter {k} filed from pier {7 * k}.\n".encode(), sha256="",
                given_published="2026-03-11", given_outlet=f"{name} {k}",
            )
            for k in range(copies) for name, text in TEXTS.items()
        ]  # fmt: skip
        store = MemoryStore()
        self.engine = LocalEngine(make_context=make_context, settings=SETTINGS)
        self.engine.run(pages, store)
        (self.inputs,) = self.engine._stories(store, [key for key in store.keys(Story) if key])
        self.brief = briefs._assemble(pages, [], store, SETTINGS)

    def read(self, links=()):
        ((_, made),) = self.engine.resolve([self.inputs.replaced({Link: judged.concerning(links, self.inputs)})])
        whole = replace(self.brief, stories=tuple(record for record in made if isinstance(record, StoryBrief)))
        check_brief(whole)
        return made, json.render(whole)

    def links(self, random, made):
        """A few judgements on anything, and a few that part what rules have joined."""
        chosen = []
        for _ in range(random.choice([1, 4, 16, 60])):
            rule = random.choice(sorted(OF))
            held = [record.id for record in self.inputs.all(OF[rule])]
            others = (*WORDS.get(rule, ()), *(held if rule in (judged.ENTITY, judged.CLAIM, judged.NO_CONFLICT, judged.UTTERANCE) else ()))
            others = (*others, *(m.id for m in self.inputs.all(Mention))) if rule == judged.SOURCE else others
            chosen.append((rule, random.choice(held), random.choice(others), random.choice(["same", "different"])))
        for rule, groups in (
            (judged.ENTITY, [e.mentions for e in made if isinstance(e, Entity) and len(e.mentions) > 1]),
            (judged.CLAIM, [c.statements for c in made if isinstance(c, Claim) and len(c.statements) > 1]),
        ):
            chosen += [(rule, *random.sample(random.choice(groups), 2), "different") for _ in range(2)]
        random.shuffle(chosen)
        return [Link(a=a, b=b, judgement=how, judge="person", rule=rule, score=1.0) for rule, a, b, how in chosen]


@pytest.fixture(scope="module", params=[1, 9])
def tried(request):
    return Tried(request.param)


@pytest.mark.parametrize("seed", range(8))
def test_all_that_is_said_holds_at_once(tried, seed):
    made, before = tried.read()
    links = tried.links(Random(seed), made)
    made, shown = tried.read(links)
    entity = _where(made, Entity, "mentions")
    assert all(len(found) == 1 for found in entity.values())
    for a, b in judged.pairs_of(links, judged.ENTITY).apart:
        assert not entity.get(a, set()) & entity.get(b, set())
    for a, b in judged.pairs_of(links, judged.ENTITY).same:
        assert entity[a] == entity[b]
    none, no_quotation = judged.denied(links, judged.NOT_STATEMENT), judged.denied(links, judged.NOT_QUOTATION)
    claims = _where(made, Claim, "statements")
    assert none.isdisjoint(claims)
    for a, b in judged.pairs_of(links, judged.CLAIM).same:
        if {a, b} <= claims.keys():
            assert claims[a] & claims[b]
    utterance = _where(made, Utterance, "quotations")
    for a, b in judged.pairs_of(links, judged.UTTERANCE).apart:
        assert not utterance.get(a, set()) & utterance.get(b, set())
    for a, b in judged.pairs_of(links, judged.UTTERANCE).same:
        assert utterance.get(a) == utterance.get(b) or no_quotation & {a, b}
    # the same again, and nothing of it without it
    assert tried.read(links)[1] == shown
    assert tried.read()[1] == before


def _where(made, kind, members):
    found = {}
    for record in made:
        if isinstance(record, kind):
            for one in getattr(record, members):
                found.setdefault(one, set()).add(record.id)
    return found
