import pytest

from tellings.app.contexts import make_context
from tellings.engine.local import run_stages
from tellings.model.articles import Article, Page
from tellings.model.observed import Mention
from tellings.model.resolved import Entity, Link, Story
from tellings.pipeline import STAGES
from tellings.settings import Settings

WANTED = [stage for stage in STAGES if stage.name in ("markup", "text", "metadata", "body", "parse", "mentions")]
RESOLVE = [stage for stage in STAGES if stage.name == "entities"]


@pytest.fixture(scope="module")
def resolve():
    context = make_context(Settings(embedder="lexical"))

    def run(*texts):
        records = []
        for n, text in enumerate(texts):
            page = Page(id=f"p{n}", input=f"p{n}", medium="record", raw=text.encode(), sha256="", given_published="2026-03-11")
            records += run_stages(WANTED, [page], context)
        articles = [r for r in records if isinstance(r, Article)]
        story = Story(id="s", articles=tuple(sorted(a.id for a in articles)))
        mentions = {r.id: r for r in records if isinstance(r, Mention)}
        made = run_stages(RESOLVE, [*articles, story, *mentions.values()], context)
        entities = [r for r in made if isinstance(r, Entity)]
        links = [r for r in made if isinstance(r, Link)]
        return entities, mentions, links

    return run


def forms(entity, mentions):
    return {mentions[m].sel.exact for m in entity.mentions}


def test_a_misspelt_name_is_one_person_with_the_right_name(resolve):
    entities, mentions, links = resolve(
        "Harbour master Gregor Paszkiewicz closed the port. Paszkiewicz was calm.",
        "Gregor Paskiewicz, the harbour master, shut the port.",
        "Gregor Paszkiewicz kept the port shut.",
    )
    people = [e for e in entities if e.kind == "person" and "Paskiewicz" in " ".join(forms(e, mentions))]
    assert [e.name for e in people] == ["Gregor Paszkiewicz"]
    assert "Paszkiewicz" in " ".join(forms(people[0], mentions))
    assert any(link.rule == "name-spelling" and link.judgement == "same" for link in links)


def test_countries_go_by_all_their_names(resolve):
    entities, _, _ = resolve("Britain and the UK agreed.", "British officials met the Americans in the US.", "The United States spoke.")
    names = [e.name for e in entities if e.kind == "place"]
    assert names.count("United Kingdom") == 1
    assert names.count("United States") == 1


@pytest.mark.parametrize(
    ("a", "b", "left", "right"),
    [
        ("North Korea fired a rocket.", "South Korea fired a rocket.", "North Korea", "South Korea"),
        ("Daniel Okonjo scored twice.", "David Okonjo scored once.", "Daniel Okonjo", "David Okonjo"),
        ("Maria Santos, 34, was hurt.", "Maria Santos, 61, called for help.", "Maria Santos", "Maria Santos"),
        ("Guinea votes in March.", "Guinea-Bissau votes in March.", "Guinea", "Guinea-Bissau"),
    ],
)
def test_what_is_two_stays_two(resolve, a, b, left, right):
    entities, mentions, _ = resolve(a, b)
    holding = [e for e in entities if forms(e, mentions) & {left, right}]
    assert len(holding) == 2


def test_a_surname_that_two_bear_joins_neither(resolve):
    entities, mentions, _ = resolve("Laura Hennig left.", "Peter Hennig stayed.", "Hennig spoke to the press.")
    assert ["Hennig"] in [sorted(forms(e, mentions)) for e in entities]


def test_an_acronym_joins_its_full_form(resolve):
    entities, mentions, _ = resolve("The Norland Fishing Authority closed the bay.", "The NFA closed the bay.")
    assert any({"Norland Fishing Authority", "NFA"} <= {f.removeprefix("The ") for f in forms(e, mentions)} for e in entities)


def test_the_order_of_articles_changes_nothing(resolve):
    texts = ("Chancellor Angela Merkel met Ann Weber.", "Merkel met Weber in Berlin.", "Police said Ann Weber was well.")
    first, _, _ = resolve(*texts)
    again, _, _ = resolve(*texts)
    assert first == again
    assert [len(e.mentions) for e in first] == sorted((len(e.mentions) for e in first), reverse=True)
