"""Whatever a page holds, it ends as an article whose spans hold, or as a rejection with a reason. Nothing is timed: a step that grew with
the square of a page's length would make these tests take minutes.
"""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests import nasty
from tests.unit.clean.pages_for_tests import article

from tellings.briefing.check import check_cover
from tellings.model.articles import Article, Rejected
from tellings.text.anchor import find_again, select

_REASON = re.compile(r"[a-z]+(?:-[a-z]+)*")
_UNSEEN = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_ANY = settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
MEDIA = st.sampled_from(["html", "html", "html", "text", "markdown"])


def holds(made, medium="html"):
    """The outcome, once all that must be true of any outcome is."""
    if isinstance(made, Rejected):
        assert _REASON.fullmatch(made.reason)
        assert made.detail
        return made
    assert isinstance(made, Article)
    check_cover(made)
    made.text.encode()
    for value in (made.headline, made.outlet, made.byline, made.dateline, made.credit, made.published, made.url):
        assert value is None or (value.strip() and value.encode())
    assert medium != "html" or not _UNSEEN.search(made.text)
    for span in (*made.body[:8], *made.furniture[:8], *made.body[-4:], *made.furniture[-4:]):
        found = select(made.id, made.text, span.start, span.end)
        assert made.text[found.start : found.end] == found.exact
        assert len(found.exact) < 20 or find_again(found, made.text) == found
    return made


@pytest.mark.parametrize("name", nasty.MONSTERS)
def test_a_monster_is_read_through(name):
    made = holds(article(nasty.MONSTERS[name](1000), "html"))
    assert nasty.SECRET not in getattr(made, "text", "")


@pytest.mark.parametrize("name", nasty.MONSTERS)
def test_a_monster_cut_anywhere_is_read_through(name):
    whole = nasty.MONSTERS[name](40)
    for part in range(1, 8):
        holds(article(whole[: len(whole) * part // 8], "html"))


@pytest.mark.parametrize("name", nasty.BAIT)
@pytest.mark.parametrize("medium", ["text", "html"])
def test_what_only_begins_a_pattern_a_thousand_times_is_read_through(name, medium):
    bait = nasty.BAIT[name] * (10_000 // len(nasty.BAIT[name]))
    text = f"{nasty.SENTENCE}\n\n{bait}\n\n{nasty.SENTENCE}"
    holds(article(text if medium == "text" else nasty.page(f"<p>{nasty.SENTENCE}</p><p>{bait}</p><pre>{bait}</pre>"), medium), medium)


@_ANY
@given(nasty.broken(), MEDIA)
def test_any_broken_page_gives_an_article_or_a_reason_and_the_same_twice(raw, medium):
    assert holds(article(raw, medium), medium) == article(raw, medium)


@_ANY
@given(nasty.heads())
def test_whatever_a_head_says_the_text_is_read(source):
    made = holds(article(source, "html"))
    assert isinstance(made, Rejected) or "Day 3 of the repairs" in made.text


@_ANY
@given(
    nasty.broken(),
    st.none()
    | st.text(max_size=12)
    | st.sampled_from(["\x00", "utf-16", "utf-7", "hex", "idna", "unicode_escape", "punycode", "x" * 5000]),
)
def test_whatever_charset_an_answer_declares_the_bytes_are_read(raw, charset):
    holds(article(raw, "html", charset=charset))


@pytest.mark.parametrize("name", ["bold in bold", "tables in tables", "quotes never closed"])
def test_a_page_deeper_than_the_parser_goes_is_still_an_article(name):
    made = holds(article(nasty.MONSTERS[name](3000), "html"))
    assert isinstance(made, Article)
    assert len(made.body) > 0
