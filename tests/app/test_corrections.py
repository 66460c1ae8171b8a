"""What a person says of a story changes its brief as it is meant, and nothing of it is left once it is taken back."""

from dataclasses import replace

import pytest

from tellings.app import briefs
from tellings.app.contexts import make_context
from tellings.briefing.check import check_brief
from tellings.briefing.render import json
from tellings.engine.local import LocalEngine
from tellings.model.articles import Page
from tellings.model.judged import (
    CLAIM,
    ENTITY,
    ENTITY_COUNTRY,
    ENTITY_KIND,
    ENTITY_NAME,
    NO_CONFLICT,
    NOT_QUOTATION,
    NOT_STATEMENT,
    SOURCE,
    UTTERANCE,
)
from tellings.model.resolved import Link
from tellings.settings import Settings
from tellings.store.memory import MemoryStore

TEXTS = {
    "Courier": """The ferry Halden sank off Port Brandon on Monday, killing 14 people.

"We will raise the wreck before winter," said harbour master Ilse Brandt. Brandt spoke in Port Brandon.

The transport minister, Tomas Varga, said the crew had been warned. He left for the coast on Tuesday.
""",
    "Gazette": """The ferry Halden sank off Port Brandon on Monday, killing 17 people.

"We will raise the wreck before winter," harbour master Ilse Brandt said.

Varga said the crew had been warned. Divers found the ship's bell.
""",
    "Herald": """The ferry Halden went down off Port Brandon on Monday and 14 people were killed.

Ilse Brandt told reporters that the wreck would be raised before winter. The divers recovered the bell of the ship.

Tomas Varga denied that the ministry knew of the leak.
""",
}
SETTINGS = Settings(one_story=True, published="2026-03-11", strict=True)


def analysed(*links):
    pages = [
        Page(
            id=name,
            input=f"{name.lower()}.txt",
            medium="record",
            raw=text.encode(),
            sha256="",
            given_published="2026-03-11",
            given_outlet=name,
        )
        for name, text in TEXTS.items()
    ]
    store = MemoryStore()
    store.put("", links)
    LocalEngine(make_context=make_context, settings=replace(SETTINGS, processes=1)).run(pages, store)
    made = briefs._assemble(pages, [], store, SETTINGS)
    check_brief(made)
    return made


@pytest.fixture(scope="module")
def plain():
    return analysed()


def said(judgement, rule, a, b):
    return Link(a=a, b=b, judgement=judgement, judge="person", rule=rule, score=1.0)


class Told:
    """The story of a brief, by what a reader sees of it."""

    def __init__(self, made):
        (self.story,) = made.stories
        self.bytes = json.render(made)
        self.outlet = {article.id: article.input.removesuffix(".txt").capitalize() for article in made.articles}
        self.mentions = {m.id: m for m in self.story.mentions}
        self.statements = {s.id: s for s in self.story.statements}

    def mention(self, outlet, exact, nth=0):
        return sorted((m for m in self.mentions.values() if self._is(m.sel, outlet, exact)), key=lambda m: m.sel.start)[nth].id

    def statement(self, outlet, exact):
        return next(s.id for s in self.statements.values() if self._is(s.sel, outlet, exact))

    def quotation(self, outlet, words):
        return next(q for q in self.story.quotations if self.outlet[q.content.article] == outlet and words in q.content.exact)

    def _is(self, sel, outlet, exact):
        return self.outlet[sel.article] == outlet and sel.exact == exact

    def entity(self, mention):
        return next((e for e in self.story.entities if mention in e.mentions), None)

    def claims(self, statement):
        return [c for c in self.story.claims if statement in c.statements]

    def status(self, claim):
        return next(c for c in self.story.comparisons if c.claim == claim.id)

    def lines(self, section):
        return [s.text for s in self.story.sentences if s.section == section]


@pytest.fixture(scope="module")
def told(plain):
    return Told(plain)


def with_links(*links):
    return Told(analysed(*links))


def test_links_that_no_person_made_or_that_concern_nobody_change_nothing(told):
    other = said("different", ENTITY, "0123456789abcdef", told.mention("Courier", "Tomas Varga"))
    rule = replace(said("different", ENTITY, told.mention("Courier", "Tomas Varga"), told.mention("Gazette", "Varga")), judge="rule")
    assert with_links(other, rule).bytes == told.bytes


def test_a_mention_is_taken_out_of_its_entity_with_what_stands_for_it(told):
    varga, other = told.mention("Courier", "Tomas Varga"), told.mention("Gazette", "Varga")
    now = with_links(*(said("different", ENTITY, m, other) for m in (varga, told.mention("Herald", "Tomas Varga"))))
    assert now.entity(other).mentions == (other,)
    assert len(now.entity(varga).mentions) == 4
    assert now.entity(other).id != now.entity(varga).id
    # two speakers are behind what had one
    assert told.status(*told.claims(told.statement("Gazette", "the crew had been warned"))).rests_on == "Tomas Varga"
    assert now.status(*now.claims(now.statement("Gazette", "the crew had been warned"))).rests_on is None


def test_a_mention_is_taken_out_within_its_own_article(told):
    varga, he = told.mention("Courier", "Tomas Varga"), told.mention("Courier", "He")
    now = with_links(said("different", ENTITY, varga, he))
    assert now.entity(he) is None
    assert now.entity(varga).mentions == tuple(m for m in told.entity(varga).mentions if m != he)
    # nobody knows who left: it is no line
    assert any("left for the coast" in line for line in told.lines("single"))
    assert not any("left for the coast" in line for line in now.lines("single"))


def test_a_pronoun_is_somebody_elses(told):
    varga, he, brandt = told.mention("Courier", "Tomas Varga"), told.mention("Courier", "He"), told.mention("Courier", "Ilse Brandt")
    now = with_links(said("different", ENTITY, varga, he), said("same", ENTITY, brandt, he))
    assert now.entity(he) == now.entity(brandt)
    assert now.entity(brandt).name == "Ilse Brandt"
    assert any(line.startswith("[Ilse Brandt] left") for line in now.lines("single"))


def test_whom_a_name_alone_joined_may_be_told_apart_whichever_is_taken_out(told):
    one, other = told.mention("Courier", "Tomas Varga"), told.mention("Herald", "Tomas Varga")
    for a, b in ((one, other), (other, one)):
        now = with_links(said("different", ENTITY, a, b))
        assert now.entity(a) != now.entity(b)
        # the surname alone stays with the one that is not taken out, or where two bear it with neither
        assert told.mention("Gazette", "Varga") not in now.entity(b).mentions


def test_two_entities_are_made_one_against_all_rules(told):
    divers, ministry = told.mention("Gazette", "Divers"), told.mention("Herald", "the ministry")
    now = with_links(said("same", ENTITY, divers, ministry))
    assert now.entity(divers) == now.entity(ministry)
    assert told.mention("Herald", "The divers") in now.entity(divers).mentions


def test_the_last_word_counts(told):
    varga, brandt = told.mention("Courier", "Tomas Varga"), told.mention("Courier", "Ilse Brandt")
    one, apart = said("same", ENTITY, varga, brandt), said("different", ENTITY, varga, brandt)
    assert with_links(one).entity(varga).mentions == with_links(apart, one).entity(varga).mentions
    assert with_links(one, apart).bytes == with_links(apart).bytes == told.bytes


def test_an_entity_gets_its_name_kind_and_country(told):
    divers = told.mention("Gazette", "Divers")
    now = with_links(
        said("same", ENTITY_NAME, divers, "name:Navy divers"), said("same", ENTITY_NAME, divers, "name:Navy diving unit"),
        said("same", ENTITY_KIND, divers, "kind:organisation"), said("same", ENTITY_COUNTRY, told.mention("Courier", "Tomas Varga"), "country:HUN"),
    )  # fmt: skip
    assert (now.entity(divers).name, now.entity(divers).kind) == ("Navy diving unit", "organisation")
    assert [side.side for side in now.story.sides] == ["HUN"]
    assert not told.story.sides
    assert any("Hungary" in line for line in now.lines("said"))


def test_a_statement_is_taken_out_of_a_claim_and_counts_no_more(told):
    (claim,) = told.claims(out := told.statement("Herald", "the wreck would be raised before winter"))
    assert told.status(claim).independent == 3
    now = with_links(*(said("different", CLAIM, s, out) for s in claim.statements if s != out))
    (left,) = now.claims(claim.statements[0])
    assert (now.status(left).independent, now.status(left).status) == (2, "corroborated")
    (own,) = now.claims(out)
    assert (own.statements, now.status(own).status) == ((out,), "single")


def test_claims_are_made_one_and_say_that_a_person_did(told):
    spoke, left = (
        told.statement("Courier", "Brandt spoke in Port Brandon"),
        told.statement("Herald", "the wreck would be raised before winter"),
    )
    now = with_links(said("same", CLAIM, left, spoke))
    (claim,) = now.claims(spoke)
    assert set(claim.statements) >= {*told.claims(left)[0].statements, spoke}
    assert ("by a person", 1.0) in [why[2:] for why in claim.why]
    assert with_links(said("same", CLAIM, left, spoke), said("different", CLAIM, left, spoke)).bytes == told.bytes


def test_what_is_joined_and_what_is_told_apart_both_hold(told):
    first = told.statement("Courier", "The ferry Halden sank off Port Brandon on Monday")
    second = told.statement("Gazette", "The ferry Halden sank off Port Brandon on Monday")
    other = told.statement("Courier", "Brandt spoke in Port Brandon")
    now = with_links(said("same", CLAIM, other, second), said("different", CLAIM, first, second))
    assert all(second not in c.statements for c in now.claims(first))
    assert any(other in c.statements for c in now.claims(second))


def test_what_is_no_statement_supports_nothing(told):
    out = told.statement("Herald", "the wreck would be raised before winter")
    now = with_links(said("different", NOT_STATEMENT, out, "none"))
    assert not now.claims(out)
    assert now.status(now.claims(told.statement("Courier", "We will raise the wreck before winter"))[0]).independent == 2
    assert with_links(said("different", NOT_STATEMENT, out, "none"), said("same", NOT_STATEMENT, out, "none")).bytes == told.bytes


def test_a_conflict_that_is_none_goes_and_the_claim_is_corroborated(told):
    courier, gazette = told.statement("Courier", "killing 14 people"), told.statement("Gazette", "killing 17 people")
    herald = told.statement("Herald", "14 people were killed")
    assert told.status(*told.claims(courier)).status == "conflicting"
    one = with_links(said("same", NO_CONFLICT, courier, gazette))
    assert one.status(*one.claims(courier)).status == "conflicting"
    both = with_links(*(said("same", NO_CONFLICT, s, gazette) for s in (courier, herald)))
    assert (both.status(*both.claims(courier)).status, both.status(*both.claims(courier)).independent) == ("corroborated", 3)
    assert not both.lines("conflicting")
    assert not both.story.conflicts


def test_somebody_else_said_it(told):
    quotation = told.quotation("Gazette", "the crew had been warned")
    brandt = told.mention("Gazette", "Ilse Brandt")
    now = with_links(said("same", SOURCE, quotation.id, brandt))
    row = now.quotation("Gazette", "the crew had been warned")
    assert (row.source, row.source_mention, row.rule) == ("Ilse Brandt", brandt, "by a person")
    assert row.content == quotation.content
    claim = now.claims(now.statement("Gazette", "the crew had been warned"))[0]
    assert now.status(claim).rests_on is None
    assert any("all rest on Tomas Varga" in line for line in told.lines("corroborated"))
    assert any("according to Tomas Varga, Ilse Brandt" in line for line in now.lines("corroborated"))


def test_whom_no_mention_names_and_nobody_may_have_said_it(told):
    quotation = told.quotation("Gazette", "the crew had been warned")
    named = with_links(said("same", SOURCE, quotation.id, "name:Anneke Roos"))
    assert named.quotation("Gazette", "the crew").source == "Anneke Roos"
    assert named.statements[told.statement("Gazette", "the crew had been warned")].attributed_to is None
    nobody = with_links(said("same", SOURCE, quotation.id, "name:Anneke Roos"), said("same", SOURCE, quotation.id, "none"))
    assert nobody.quotation("Gazette", "the crew").source is None


def test_what_is_no_quotation_is_told_in_the_outlets_own_voice(told):
    quotation = told.quotation("Gazette", "the crew had been warned")
    now = with_links(said("different", NOT_QUOTATION, quotation.id, "none"))
    assert quotation.id not in {q.id for q in now.story.quotations}
    statement = now.statements[told.statement("Gazette", "the crew had been warned")]
    assert (statement.quotation, statement.attributed_to) == (None, None)
    assert now.status(*now.claims(statement.id)).rests_on is None


def test_quotations_are_made_one_utterance_and_told_apart(told):
    whole, herald = told.quotation("Courier", "We will raise").id, told.quotation("Herald", "the wreck would be").id
    leak = told.quotation("Herald", "the ministry knew").id
    apart = with_links(
        said("different", UTTERANCE, whole, herald), said("different", UTTERANCE, told.quotation("Gazette", "We will").id, herald)
    )
    assert not any(herald in u.quotations for u in apart.story.utterances)
    one = with_links(said("same", UTTERANCE, whole, leak))
    assert any({whole, herald, leak} <= set(u.quotations) for u in one.story.utterances)
