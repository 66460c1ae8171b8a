import re
from dataclasses import replace

import pytest
from tests.unit.briefing import invented

from tellings import data
from tellings.briefing.composing import background, standing
from tellings.briefing.composing.background import Background
from tellings.briefing.composing.material import Material
from tellings.model.inputs import Inputs
from tellings.model.observed import TimeExpression
from tellings.model.resolved import Claim

ROWS = [row for kind, rows in data.toml("background").items() if kind != "lasting" for row in rows]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["example"])
def test_each_wording_fits_its_example_and_not_its_near_miss(row):
    assert re.search(row["pattern"], row["example"], re.IGNORECASE)
    assert not re.search(row["pattern"], row["but"], re.IGNORECASE)


def test_the_example_of_lasting_verbs_has_one():
    table = data.toml("background")["lasting"]
    assert any(background._is_present(table["example"], verb) for verb in table["verbs"])


@pytest.mark.parametrize(
    ("words", "verb", "present"),
    [
        ("The firm operates two ferries", "operate", True),
        ("The firm will operate two ferries", "operate", False),
        ("The firm did not own it", "own", False),
        ("The dam is a wall of earth", "be", True),
        ("The dam is holding", "be", False),
        ("They carry coal", "carry", True),
        ("He carries coal", "carry", True),
    ],
)
def test_the_simple_present_is_told_from_other_tenses(words, verb, present):
    assert background._is_present(words, verb) is present


def statement_of(words, **more):
    return invented.Records().statement("courier", words, **more)


def holds(words, *, article="courier", **more):
    made = invented.records()
    statement = made.statement(article, words, **more)
    claim = Claim(id="c", story="s", text=words, statements=(statement.id,))
    return Background(Material(Inputs.of(*made.made))).holds(claim)


def test_what_lies_weeks_back_is_background():
    assert holds("The dam was built", article="gazette", times=("t-gazette-1961",))
    assert not holds("Two gates of the Orsk dam were opened", times=("t-courier-Tuesday",))


def test_who_somebody_is_is_background():
    assert holds("A farmer, Jon Petrak", rule="apposition")
    assert not standing.is_trivial(statement_of("A farmer, Jon Petrak", rule="apposition", terms=tuple("abcdef")))
    assert standing.is_trivial(statement_of("A farmer, Jon Petrak", rule="apposition", terms=("farmer", "Petrak")))
    assert not holds("A farmer, Jon Petrak, said he had lost 60 sheep", rule="main")


def test_a_clause_within_does_not_make_the_sentence_background():
    made = invented.records()
    time = made.add(TimeExpression(id="old", sel=made.sel("wire", "opened on Tuesday"), type="DATE", value="1999"))
    outer = made.statement(
        "wire",
        "Dozens of families left their homes below the Orsk dam, whose two gates were opened on Tuesday",
        predicate="leave",
        times=(time.id,),
    )
    inner = made.statement(
        "wire", "the Orsk dam, whose two gates were opened on Tuesday", predicate="open", rule="relative", times=(time.id,)
    )
    made.made[made.made.index(inner)] = replace(inner, sentence=outer.sentence)
    found = Background(Material(Inputs.of(*made.made)))
    outside, inside = (Claim(id=s.predicate, story="s", text="", statements=(s.id,)) for s in (outer, inner))
    assert not found.holds(outside)
    assert found.holds(inside)


def test_what_a_lede_tells_is_news_whatever_its_words():
    assert not holds("Two gates of the Orsk dam", predicate="be", rule="main")
