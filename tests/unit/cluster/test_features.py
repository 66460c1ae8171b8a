"""What an article is compared by: words, names, figures, days."""

from datetime import date

import msgspec
import numpy as np
import pytest

from tellings.cluster import likeness
from tellings.cluster.features import features_of, run
from tellings.model.articles import Article
from tellings.model.inputs import Inputs
from tellings.model.observed import Features, Mention, TimeExpression, Vectors
from tellings.model.spans import Selector, Span

SEL = Selector(article="a", exact="x", prefix="", suffix="", start=0, end=1)


def article(text: str, headline: str = "", published: str | None = None) -> Article:
    return Article(
        id="a", page="a", input="a", text=text, body=(Span(start=0, end=len(text)),), furniture=(), headline=headline, published=published
    )


def mention(name: str, kind: str = "person", form: str = "name", known: str | None = None) -> Mention:
    return Mention(id=name, sel=SEL, kind=kind, form=form, name=name, known=known)


def time(value: str, kind: str = "DATE") -> TimeExpression:
    return TimeExpression(id=value, sel=SEL, type=kind, value=value)


def test_without_any_other_record_the_words_are_there():
    (made,) = run(Inputs.of(article("A ferry ran aground off Lirrin.", "Ferry aground")), None)
    assert dict(made.terms)["lirrin"] == 2.0
    assert dict(made.headline) == {"aground": 1.0, "ferry": 2.0}
    assert (made.names, made.days, made.vector) == ((), (), b"")


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("The storm killed 12 people in Osk.", "12 dead"),
        ("Twelve people were killed.", "12 dead"),
        ("At least 1,200 homes lost power.", "1200 home"),
        ("The bill was $284 million.", "284000000 USD"),
    ],
)
def test_figures_go_with_what_they_count(text, figure):
    assert figure in dict(features_of(article(text)).figures)


def test_spellings_of_a_person_meet_in_the_surname():
    made = features_of(article(""), [mention("José Almar"), mention("Jose Almar"), mention("Almar")])
    assert {key: weight for key, role, weight in made.names if role == "person"} == {"almar": 2.0, "jose almar": 2.0}


def test_a_known_name_goes_by_its_id_and_pronouns_by_none():
    made = features_of(article(""), [mention("UK", "place", known="country:GBR"), mention("he", form="pronoun")])
    assert made.names == (("country:GBR", "place", 1.0),)


def test_days_in_full_and_other_dates_apart():
    times = [time("2024-03-05TMO", "TIME"), time("2024-03-05"), time("XXXX-WXX-2"), time("2021"), time("PAST_REF"), time("P3D", "DURATION")]
    made = features_of(article(""), (), times)
    assert made.days == (date(2024, 3, 5).toordinal(),)
    assert made.times == ("2021", "XXXX-WXX-2")


def test_the_opening_is_kept_as_half_floats():
    made = features_of(article(""), (), (), [Vectors(article="a", model="m", keys=("lede",), rows=((0.6, 0.8),))])
    assert np.frombuffer(made.vector, dtype="<f2").tolist() == pytest.approx([0.6, 0.8], abs=1e-3)


def test_features_come_back_from_an_archive_as_they_went_in():
    made = features_of(article("The storm killed 12 people.", "Storm"), [mention("Ada Moor")], [time("2024-03-05")])
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(made), type=Features) == made


@pytest.mark.parametrize(
    ("key", "shown"),
    [("XXXX-02-11", "11 February"), ("2026-05", "2026-05"), ("office:502b7b60785d224d", ""), ("erdogan", "erdogan"), ("place:NOR", "NOR")],
)
def test_reasons_name_what_a_reader_knows(key, shown):
    assert likeness._shown(key) == shown
