import csv
import io
import re

from tellings.briefing.claims import CellOut, ClaimRow, ClaimValueOut, PassageOut, TellingOut
from tellings.briefing.composing import wording
from tellings.briefing.render import claims as render
from tellings.briefing.schema import WhyOut

DAY = TellingOut(
    id="a1", told_by="Daily Lamp", story="s", input="a.txt", given_id=None, outlet="Daily Lamp", origin=None, headline="Pier burns",
    published=None, url=None,
)  # fmt: skip


def passage(start, exact, told_by="Daily Lamp", chain=()):
    return PassageOut(
        article="a1",
        start=start,
        end=start + len(exact),
        exact=exact,
        modality="happened",
        attributed_to=None,
        told_by=told_by,
        chain=list(chain),
    )


def row(support, why=(), **more):
    given = {
        "id": "c", "story": "s", "headline": "Pier burns", "text": "The pier burned", "status": "single", "independent": 1, "units": ["Daily Lamp"],
        "rests_on": None, "slot": None, "relation": None, "values": [], "omitted_by": [],
    }  # fmt: skip
    told = [CellOut(article="a1", told_by="Daily Lamp", passages=list(range(len(support))))]
    return ClaimRow(**{**given, **more}, support=support, why=list(why), told=told)


def cell(made):
    return next(csv.DictReader(io.StringIO(render.as_csv([made], [DAY]))))["told_by: Daily Lamp"]


def shown(made):
    return re.sub(r"\s+", " ", render.as_table([made], None))


def test_what_asserts_two_things_in_the_same_words_is_one_passage_with_two_numbers():
    twice = [passage(10, "the pier flared and fell"), passage(10, "the pier flared and fell"), passage(50, "The pier burned.")]
    made = row(twice, why=[WhyOut(a=0, b=2, rule="names", score=0.5), WhyOut(a=1, b=2, rule="words", score=0.25)])
    assert cell(made) == "[1][2] a1 10-34 the pier flared and fell\n[3] a1 50-66 The pier burned."
    assert "[1][2] 10–34 “the pier flared and fell” [3] 50–66 as worded here = [1] names 0.50 = [2] words 0.25" in shown(made)


def test_whose_value_it_is_puts_own_voices_first_and_names_each_once():
    value = ClaimValueOut(
        value="three",
        support=[
            passage(0, "three", "B", ("police", "Radio Vik")),
            passage(9, "three", "C"),
            passage(20, "three", "A"),
            passage(30, "three", "C"),
        ],
    )
    made = row([passage(0, "three")], values=[value], status="conflicting", slot="number", relation="contradiction")
    line = next(csv.DictReader(io.StringIO(render.as_csv([made], [DAY]))))
    assert line["values"] == "three: C, A; B, according to police, via Radio Vik"


def test_long_passages_are_cut_at_a_word_and_those_of_a_page_cannot_break_the_table():
    made = row([passage(0, "word\n" * 100 + "\x1b[2J\u202eend")])
    text = render.as_table([made], None)
    assert "word …”" in text
    assert "\x1b" not in text
    assert "\u202e" not in render.as_table([row([passage(0, "a\u202eb")])], None)


def test_no_claims_are_said_to_be_none():
    assert render.as_table([], None) == "No claim.\n"
    assert render.as_csv([], [DAY]).count("\n") == 1


def test_a_cut_between_joined_words_has_one_ellipsis():
    line = "“" + "We heard a bang and ran. " * 3 + "” … “" + "Then the lights went out. " * 3 + "”"
    assert wording.to_sentence(line, 90).count("…") == 1
