"""Event mentions: every pattern's example, roles, status, time, and what is no event."""

from functools import cache

import pytest

from tellings.backends.base import Context
from tellings.backends.lexical import LexicalEmbedder
from tellings.backends.spacy_parser import SpacyParser
from tellings.data import toml
from tellings.extract import events
from tellings.extract.coding.coder import Coded, code, convention
from tellings.extract.coding.patterns import _pattern, codes, table
from tellings.model.articles import Article
from tellings.model.inputs import Inputs
from tellings.model.observed import EventMention, Mention, Parse, Quotation, TimeExpression
from tellings.model.spans import Span, content_id
from tellings.settings import Settings
from tellings.text.anchor import check, select

_KINDS = {"PERSON": "person", "ORG": "organisation", "GPE": "place", "NORP": "place", "FAC": "place", "LOC": "place"}


@cache
def parser() -> SpacyParser:
    return SpacyParser(Settings().parser)


def article(text: str) -> Article:
    return Article(id="a", page="p", input="a.txt", text=text, body=(Span(start=0, end=len(text)),), furniture=())


def named(parse: Parse, text: str) -> list[Mention]:
    """Names as the parser's own recogniser has them."""
    found: list[Mention] = []
    i = 0
    while i < len(parse):
        j = i + 1
        while j < len(parse) and parse.ner[j] == parse.ner[i] and not parse.ner_start[j]:
            j += 1
        if parse.ner[i] in _KINDS:
            found.append(mention(text, text[parse.starts[i] : parse.ends[j - 1]], _KINDS[parse.ner[i]], parse.starts[i]))
        i = j
    return found


def mention(text: str, words: str, kind: str = "person", at: int | None = None) -> Mention:
    start = text.index(words) if at is None else at
    sel = select("a", text, start, start + len(words))
    return Mention(id=content_id("m", start, words), sel=sel, kind=kind, form="name", name=words)  # type: ignore[arg-type]


def coded(text: str) -> list[Coded]:
    parse = parser().parse(article(text))
    return code(parse, named(parse, text))


def ran(
    text: str, mentions: list[Mention], times: tuple[TimeExpression, ...] = (), quotations: tuple[Quotation, ...] = ()
) -> list[EventMention]:
    parse = parser().parse(article(text))
    inputs = Inputs.of(article(text), parse, *mentions, *times, *quotations)
    context = Context(settings=Settings(), parser=parser(), embedder=LexicalEmbedder(), quick=LexicalEmbedder())
    made = [m for m in events.run(inputs, context) if isinstance(m, EventMention)]
    for one in made:
        check(one.sel, text)
    return made


def day(text: str, words: str, value: str) -> TimeExpression:
    start = text.index(words)
    return TimeExpression(id=content_id("t", start), sel=select("a", text, start, start + len(words)), type="DATE", value=value)


ROWS = [(kind, row) for kind in ("verb", "adj", "noun") for row in toml("event_patterns")[kind] if row.get("class") != ""]


@pytest.mark.parametrize(("kind", "row"), ROWS, ids=lambda x: x if isinstance(x, str) else x["example"][:40])
def test_each_pattern_fires_on_its_example(kind, row):
    rules = {_pattern(kind, row, lemma).rule for lemma in row["on"]}
    assert rules & {event.pattern.rule for event in coded(row["example"])}


def test_rules_have_one_name_each():
    for patterns in table().values():
        assert len({p.rule for p in patterns}) == len(patterns)


def test_every_cameo_code_of_a_pattern_is_in_the_table():
    assert all(row["cameo"] in codes() for _, row in ROWS if "cameo" in row)


@pytest.mark.parametrize(
    ("text", "root", "status"),
    [
        ("Germany attacked Poland.", "ASSAULT", "happened"),
        ("Germany will attack Poland.", "ASSAULT", "planned"),
        ("Germany plans to attack Poland.", "ASSAULT", "planned"),
        ("Germany may attack Poland.", "ASSAULT", "possible"),
        ("Germany did not attack Poland.", "ASSAULT", "denied"),
        ("Germany denied that it attacked Poland.", "ASSAULT", "denied"),
        ("Germany threatened to attack Poland.", "ASSAULT", "threatened"),
        ("France urged Germany to attack Poland.", "ASSAULT", "demanded"),
        ("Germany is attacking Poland.", "ASSAULT", "ongoing"),
        ("Germany said it would support Poland.", "SUPPORT", "planned"),
        ("Germany called for a meeting with Poland.", "CONSULT", "demanded"),
        ("If Germany attacks Poland, France will respond.", "ASSAULT", "possible"),
        ("Angela Merkel will hold talks with Barack Obama.", "CONSULT", "planned"),
        ("Germany refused to recognise Kosovo.", "SUPPORT", "denied"),
        ("It would not take a decision to recognise Kosovo soon.", "SUPPORT", "denied"),
    ],
)
def test_status(text, root, status):
    assert status in {event.status for event in coded(text) if event.pattern.root == root}


@pytest.mark.parametrize(
    "text",
    [
        "Germany has said it would have to turn to Poland for help.",
        "The plant met its target in May.",
        "Germany is a member of the United Nations.",
    ],
)
def test_no_event_of_meeting_or_agreement(text):
    assert not [e for e in coded(text) if e.pattern.root in ("AGREE", "CONSULT") and e.status == "happened"]


def who(text: str) -> set[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    parse = parser().parse(article(text))
    names = named(parse, text)
    return {
        (e.pattern.root, tuple(names[m].name for m in e.roles.actors), tuple(names[m].name for m in e.roles.recipients))
        for e in code(parse, names)
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Angela Merkel met Barack Obama in Berlin.", ("CONSULT", ("Angela Merkel",), ("Barack Obama",))),
        ("Barack Obama was praised by Angela Merkel.", ("SUPPORT", ("Angela Merkel",), ("Barack Obama",))),
        ("France and Germany signed a treaty.", ("SUPPORT", ("France",), ("Germany",))),
        ("France accused Germany of shelling Poland.", ("ASSAULT", ("Germany",), ("Poland",))),
        ("France urged Germany to release Poland's fishermen.", ("RETREAT", ("Germany",), ("Poland",))),
        ("Germany, which attacked Poland, was condemned.", ("ASSAULT", ("Germany",), ("Poland",))),
        ("Germany's attack on Poland began at dawn.", ("ASSAULT", ("Germany",), ("Poland",))),
        ("The meeting between Angela Merkel and Barack Obama lasted an hour.", ("CONSULT", ("Angela Merkel",), ("Barack Obama",))),
        ("Angela Merkel held long talks with Barack Obama.", ("CONSULT", ("Angela Merkel",), ("Barack Obama",))),
        ("Anti-German protests against France spread.", ("PROTEST", (), ("France",))),
        ("French troops attacked German soldiers.", ("ASSAULT", ("French",), ("German",))),
    ],
)
def test_who_did_it_to_whom(text, expected):
    assert expected in who(text)


def test_time_of_the_clause_not_of_the_saying():
    text = "The envoy said on Sunday that Angela Merkel met Barack Obama on Friday."
    times = (day(text, "Sunday", "2031-05-04"), day(text, "Friday", "2031-05-02"))
    made = ran(text, [mention(text, "Angela Merkel"), mention(text, "Barack Obama")], times)
    assert [m.time for m in made if m.plover == "CONSULT"] == [times[1].id]


def test_event_set_beside_another_takes_its_day():
    text = "Angela Merkel met Barack Obama on Friday. The Merkel-Obama meeting came on a day when Xi Jinping met Narendra Modi."
    friday = day(text, "Friday", "2031-05-02")
    people = [mention(text, name) for name in ("Angela Merkel", "Barack Obama", "Xi Jinping", "Narendra Modi")]
    start = text.index("Merkel-Obama")
    people += [mention(text, "Merkel", at=start), mention(text, "Obama", at=start + 7)]
    made = ran(text, people, (friday,))
    beside = [m for m in made if people[2].id in m.actors]
    assert [m.time for m in beside] == [friday.id]


def test_a_post_without_subject_is_its_writers():
    text = "Angela Merkel wrote: “Had a long conversation with Barack Obama.”"
    people = [mention(text, "Angela Merkel"), mention(text, "Barack Obama")]
    content = select("a", text, text.index("Had"), len(text) - 1)
    quotation = Quotation(id="q", content=content, kind="direct", source_mention=people[0].id)
    made = [m for m in ran(text, people, quotations=(quotation,)) if m.plover == "CONSULT"]
    assert [(m.actors, m.recipients, m.quotation) for m in made] == [((people[0].id,), (people[1].id,), "q")]


def test_a_quoted_passive_is_not_the_speakers_doing():
    text = "“Seven people were killed when the tram overturned,” Angela Merkel said."
    people = [mention(text, "Angela Merkel")]
    content = select("a", text, 1, text.index(",”"))
    quotation = Quotation(id="q", content=content, kind="direct", source_mention=people[0].id)
    made = ran(text, people, quotations=(quotation,))
    assert [(m.plover, m.mode, m.actors) for m in made if m.mode == "death"] == [("", "death", ())]


def test_a_word_inside_a_proper_name_is_no_trigger():
    text = "The Crash Investigation Bureau opened its doors in May."
    name = mention(text, "Crash Investigation Bureau", "organisation")
    assert not [m for m in ran(text, [name]) if m.mode == "accident" or m.plover == "ACCUSE"]


@pytest.mark.parametrize(
    ("text", "plover"),
    [("Nine people were killed.", ""), ("Nine people were killed in an airstrike.", "ASSAULT"), ("Gunmen killed nine people.", "ASSAULT")],
)
def test_who_is_killed_by_nobody_named_is_a_death(text, plover):
    assert plover in {e.pattern.root for e in coded(text) if e.trigger in (1, 3)}


def test_happenings_without_a_root_carry_their_class():
    found = {e.pattern.mode for e in coded("A powerful earthquake struck the coast. A ferry capsized. Six sailors drowned.")}
    assert {"disaster", "accident", "death"} <= found


@pytest.mark.parametrize(
    ("root", "status", "expected"),
    [("AID", "planned", "AGREE"), ("COERCE", "planned", "THREATEN"), ("RETREAT", "demanded", "REQUEST"), ("AID", "denied", "REJECT"),
     ("CONSULT", "planned", "AGREE"), ("ACCUSE", "demanded", "ACCUSE"), ("ASSAULT", "happened", "ASSAULT")],
)  # fmt: skip
def test_convention(root, status, expected):
    assert convention(root, status) == expected
