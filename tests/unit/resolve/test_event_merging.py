"""Event mentions of several articles merged to events."""

from itertools import permutations

import pytest

from tellings.backends.base import Context
from tellings.backends.lexical import LexicalEmbedder
from tellings.model.articles import Article
from tellings.model.inputs import Inputs
from tellings.model.observed import EventMention, TimeExpression
from tellings.model.resolved import CopyGroup, Entity, Event, Link, Story
from tellings.model.spans import Selector, Span
from tellings.resolve import events
from tellings.settings import Settings

ENTITIES = [Entity(id=f"e-{n}", story="s", name=n, kind="person", mentions=(f"{n}@1", f"{n}@2")) for n in ("ann", "bob", "cyd")]


def art(name: str, outlet: str | None = None, written_by: str | None = None) -> Article:
    return Article(
        id=name, page=name, input=name, text="x" * 99, body=(Span(start=0, end=99),), furniture=(), outlet=outlet, written_by=written_by
    )


def sel(article: str, start: int) -> Selector:
    return Selector(article=article, start=start, end=start + 5, exact="xxxxx")


def seen(key: str, actors: str = "", recipients: str = "", **more: object) -> EventMention:
    article, _, start = key.partition(":")
    number = article[-1]
    given = {"plover": "CONSULT", "cameo": "040", "status": "happened", "rule": "verb:meet 040", "reciprocal": True, **more}
    return EventMention(
        id=key, sel=sel(article, int(start)), actors=tuple(f"{n}@{number}" for n in actors.split()),
        recipients=tuple(f"{n}@{number}" for n in recipients.split()), **given,
    )  # type: ignore[arg-type]  # fmt: skip


def when(key: str, value: str) -> TimeExpression:
    return TimeExpression(id=key, sel=sel("a1", 50), type="DATE", value=value)


def merge(*records: object) -> list[object]:
    articles = [r for r in records if isinstance(r, Article)] or [art("a1"), art("a2")]
    story = Story(id="s", articles=tuple(a.id for a in articles))
    rest = [r for r in records if not isinstance(r, Article)]
    context = Context(settings=Settings(), parser=None, embedder=LexicalEmbedder(), quick=LexicalEmbedder())  # type: ignore[arg-type]
    return list(events.run(Inputs.of(*articles, story, *ENTITIES, *rest), context))


def merged(*records: object) -> list[Event]:
    return [e for e in merge(*records) if isinstance(e, Event)]


def test_a_mutual_event_is_one_whoever_is_named_first():
    found = merged(seen("a1:0", "ann", "bob"), seen("a2:0", "bob", "ann"))
    assert [e.mentions for e in found] == [("a1:0", "a2:0")]
    assert found[0].independent == 2


def test_who_attacked_whom_does_matter():
    attack = {"plover": "ASSAULT", "cameo": "190", "rule": "verb:attack 190", "reciprocal": False}
    assert len(merged(seen("a1:0", "ann", "bob", **attack), seen("a2:0", "bob", "ann", **attack))) == 2


def test_other_participants_or_another_day_are_other_events():
    monday, tuesday = when("t1", "2031-05-05"), when("t2", "2031-05-06")
    assert len(merged(seen("a1:0", "ann", "bob"), seen("a2:0", "ann", "cyd"))) == 2
    assert len(merged(monday, tuesday, seen("a1:0", "ann", "bob", time="t1"), seen("a2:0", "ann", "bob", time="t2"))) == 2


def test_a_coarser_time_agrees_and_the_finer_is_shown():
    found = merged(
        when("t1", "2031-05"), when("t2", "2031-05-06"), seen("a1:0", "ann", "bob", time="t1"), seen("a2:0", "ann", "bob", time="t2")
    )
    assert [e.time_value for e in found] == ["2031-05-06"]


@pytest.mark.parametrize("status", ["planned", "denied", "demanded"])
def test_what_is_only_meant_is_not_what_happened(status):
    assert len(merged(seen("a1:0", "ann", "bob"), seen("a2:0", "ann", "bob", status=status))) == 2


def test_a_plan_and_its_doing_on_one_day_are_one_event_that_happened():
    found = merged(when("t", "2031-05-06"), seen("a1:0", "ann", "bob", time="t", status="planned"), seen("a2:0", "ann", "bob", time="t"))
    assert [e.status for e in found] == ["happened"]


def test_copies_and_reprints_count_once():
    pair = (seen("a1:0", "ann", "bob"), seen("a2:0", "ann", "bob"))
    group = CopyGroup(id="g", articles=("a1", "a2"), kind="whole", passages=())
    assert merged(*pair, group)[0].independent == 1
    assert merged(art("a1", outlet="The Gazette"), art("a2", outlet="Mirror", written_by="The Gazette"), *pair)[0].independent == 1
    assert merged(art("a1", outlet="The Gazette"), art("a2", outlet="Mirror"), *pair)[0].independent == 2


def test_every_mention_is_in_one_event_and_links_say_why():
    records = (seen("a1:0", "ann", "bob"), seen("a1:20", "ann"), seen("a2:0", "bob", "ann"), seen("a2:30", "cyd", "ann"))
    made = merge(*records)
    mentions = sorted(m for e in made if isinstance(e, Event) for m in e.mentions)
    links = [x for x in made if isinstance(x, Link)]
    assert mentions == sorted(r.id for r in records)
    assert links
    assert all(link.rule and 0 < link.score <= 1 for link in links)


def test_order_of_mentions_does_not_matter():
    records = (seen("a1:0", "ann", "bob"), seen("a2:0", "bob", "ann"), seen("a2:30", "cyd", "ann"))
    assert len({tuple(repr(x) for x in merge(*order)) for order in permutations(records)}) == 1
