from zlib import crc32

import numpy as np
import pytest

from tellings import data
from tellings.backends.base import Context
from tellings.model.articles import Article
from tellings.model.inputs import Inputs
from tellings.model.observed import Mention, Quotation, TimeExpression
from tellings.model.resolved import Entity, Link, Story, Utterance
from tellings.model.spans import Selector
from tellings.resolve import utterances
from tellings.resolve.uttering import speakers, words
from tellings.resolve.uttering.days import Days
from tellings.text.anchor import select

WHOLE = "We had a long and open talk about the flood. We also agreed to share Covid-19 vaccines with our neighbours"


class Bag:
    """Vectors of the telling words: nearness is how many are the same."""

    name = "bag"

    def embed(self, sentences):
        rows = np.zeros((len(sentences), 256), dtype=np.float32)
        for row, sentence in enumerate(sentences):
            for stem in words.stems(words.normalised(sentence)):
                rows[row, crc32(stem.encode()) % 256] = 1.0
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


CONTEXT = Context(settings=None, parser=None, embedder=Bag(), quick=Bag())


class Told:
    """Articles with quotations in them, as the stages before make them."""

    def __init__(self):
        self.records = [Story(id="s", articles=())]
        self.entities = {}
        self.count = 0

    def says(self, article, content, by=None, *, kind="direct", named=True, sort="person", day=None, country=None, office=None, frame=""):
        """`by` says `content` in the article, which is its own: text, quotation and mention; returns the quotation's id."""
        self.count += 1
        name = f"q{self.count}"
        text = f"{by or 'Somebody'} said{' on ' + day if day else ''} {frame}: {content}"
        key = f"{article}{self.count}"
        source = select(key, text, 0, len(by)) if by else None
        self.records.append(Article(id=key, page=key, input=key, text=text, body=(), furniture=(), outlet=article, published="2026-03-06"))
        self.records.append(
            Quotation(
                id=name, content=select(key, text, len(text) - len(content), len(text)), kind=kind, source=by, source_sel=source,
                source_mention=f"m{self.count}" if by else None,
            )
        )  # fmt: skip
        if by:
            form = "name" if named else "description"
            self.records.append(Mention(id=f"m{self.count}", sel=source, kind=sort, form=form, name=by))
            self.entities.setdefault(by, (sort, country, office, []))[3].append(f"m{self.count}")
        if day:
            at = text.index(day)
            self.records.append(TimeExpression(id=f"t{self.count}", sel=select(key, text, at, at + len(day)), type="DATE", value=day))
        return name

    def made(self):
        people = [
            Entity(id=by, story="s", name=by, kind=sort, mentions=tuple(found), country=country, office=office)
            for by, (sort, country, office, found) in self.entities.items()
        ]
        found = list(utterances.run(Inputs.of(*self.records, *people), CONTEXT))
        return {u.longest: set(u.quotations) for u in found if isinstance(u, Utterance)}, [x for x in found if isinstance(x, Link)]


@pytest.fixture
def told():
    return Told()


def test_two_halves_and_the_whole_are_one_utterance(told):
    told.says("a", "We had a long and open talk about the flood.", "Ada Mensah")
    told.says("a", "We also agreed to share COVID-19 vaccines with our neighbours,", "Ada Mensah")
    whole = told.says("b", WHOLE, "Ada Mensah")
    groups, links = told.made()
    assert groups == {whole: {"q1", "q2", "q3"}}
    assert all(link.rule == "same-words" and link.score > 0.9 for link in links)


def test_other_words_of_the_speaker_are_another_utterance(told):
    told.says("a", WHOLE, "Ada Mensah")
    told.says("b", "The flood has taken all that we had, and nobody came to help us", "Ada Mensah")
    assert told.made() == ({}, [])


def test_the_same_words_of_two_persons_are_two_utterances(told):
    told.says("a", WHOLE, "Ada Mensah")
    told.says("b", WHOLE, "Kofi Darko")
    assert told.made()[0] == {}


def test_an_unnamed_speaker_may_be_the_named_one_but_no_other_office(told):
    told.says("a", WHOLE, "the port authority", named=False, sort="organisation")
    told.says("b", WHOLE, "the health directorate", named=False, sort="organisation")
    assert told.made()[0] == {}
    told.says("c", WHOLE, "Ada Mensah")
    assert len(told.made()[0]) == 1


@pytest.mark.parametrize(("frame", "one"), [("as spokeswoman of the Harbour Board", True), ("", False)])
def test_a_person_speaks_for_a_body_that_the_frame_names(told, frame, one):
    told.says("a", "Two bodies have been recovered and four people are missing", "Lou Vance", frame=frame)
    told.says("b", "two bodies had been recovered and four people were missing", "Harbour Board", sort="organisation", kind="indirect")
    assert bool(told.made()[0]) is one


def test_a_report_in_the_past_tense_has_the_speakers_words(told):
    told.says("a", "We will appeal and our witnesses are ready to be heard", "Bruno Feld")
    told.says("b", "they would appeal and their witnesses were ready to be heard", "Bruno Feld", kind="indirect")
    (link,) = told.made()[1]
    assert (link.rule, link.score) == ("same-words", 1.0)


def test_a_report_in_other_order_is_found_by_its_meaning(told):
    told.says("a", "For six years this valley has had no alarm siren", "Tomas Ruel")
    told.says("b", "the valley was without an alarm siren for six years", "Tomas Ruel", kind="indirect")
    (link,) = told.made()[1]
    assert link.rule == "same-meaning"


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("at least 31 people had drowned in the southern valley", "in the southern valley 58 people had drowned"),
        ("the old stone bridge is safe for heavy lorries", "for heavy lorries the old stone bridge is not safe"),
    ],
)
def test_other_figures_and_a_denial_are_not_the_same_meaning(told, first, then):
    told.says("a", first, "Tomas Ruel", kind="indirect")
    told.says("b", then, "Tomas Ruel", kind="indirect")
    assert told.made()[0] == {}


def test_two_days_part_what_sounds_alike(told):
    told.says("a", "Had a warm and useful talk with the mayor today", "Ada Mensah", day="2026-03-03")
    told.says("b", "Had a warm and useful talk with the mayor today", "Ada Mensah", day="2026-03-05")
    assert told.made()[0] == {}


@pytest.mark.parametrize(
    ("text", "day"), [("VIK, 2026-03-05 — We go now, she said", None), ("On 2026-03-05, she said: We go now", "2026-03-05")]
)
def test_the_day_of_a_dateline_is_not_that_of_the_words(text, day):
    at, said = text.index("2026"), text.index("We go now")
    article = Article(id="a", page="a", input="a", text=text, body=(), furniture=())
    time = TimeExpression(id="t", sel=select("a", text, at, at + 10), type="DATE", value="2026-03-05")
    quotation = Quotation(
        id="q",
        content=select("a", text, said, said + 9),
        kind="direct",
        source_sel=select("a", text, text.index("she"), text.index("she") + 3),
    )
    assert Days([article], [time]).of(quotation) == day


def test_direct_speech_in_other_words_is_one_utterance_only_where_both_may_be_translations(told):
    first, then = "The wolves ruined the harvest and the orchards", "Orchards and harvest were ruined by badgers"
    told.says("a", first, "Ida Vale", country="NOR")
    told.says("b", then, "Ida Vale", country="NOR")
    told.says("c", first, "Joan Hill", country="JAM")
    told.says("d", then, "Joan Hill", country="JAM")
    assert list(told.made()[0].values()) == [{"q1", "q2"}]


def test_order_does_not_matter(told):
    for article, text in (("a", WHOLE), ("b", WHOLE), ("c", WHOLE[:60])):
        told.says(article, text, "Ada Mensah")
    first = told.made()
    told.records.reverse()
    assert told.made() == first


def test_many_quotations_of_one_speaker_do_not_cost_their_square(told):
    for number in range(400):
        told.says("a", f"the committee agreed on point {number} of the long plan for roads and bridges", "Ada Mensah", kind="indirect")
    said = utterances._said(Inputs.of(*told.records))
    assert max(map(len, utterances._candidates(said))) <= 2 * utterances._MOST_CANDIDATES


@pytest.mark.parametrize(
    ("text", "stems"),
    [("Four hundred houses were flooded", {"400", "hous", "flood"}), ("It is 6 per cent", {"6", "percent"}), ("we are one", set())],
)
def test_stems_are_what_tells_something(text, stems):
    assert set(words.stems(words.normalised(text))) == stems


def test_the_tables_of_tongues_hold_their_examples():
    table = data.toml("tongues")
    assert table["english"]["example"] in table["english"]["countries"]
    codes = {row["code"] for row in data.rows("countries")} | {"HKG"}
    assert set(table["english"]["countries"]) <= codes
    text = f"“We go,” {table['translated']['example']}"
    sel = Selector(article="a", start=1, end=6, exact="We go")
    assert speakers.is_translated(Quotation(id="q", content=sel, kind="direct"), speakers.NOBODY, text)
