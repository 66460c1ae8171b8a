"""A head ends where browsers end it, so that no text of a page without a body stands in it, unseen."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tellings.text.linearise import linearise, parse

SENTENCE = "A barge sank at the Lerum lock on Tuesday."
BEFORE = ["", "<title>Barge</title>", "<meta charset=utf-8>", "<link rel=icon href=x>", "<script>var a = 1</script>", "<style>p {}</style>", "<!doctype html><title>B</title>",
          "<html><head><title>Barge</title>", "<head><title>Barge</title></head>", "<!-- c --><base href=x>"]  # fmt: skip
PARTS = ["<article>{}</article>", "<main>{}", "<section><h2>Barge</h2>{}</section>", "<x-story>{}</x-story>", "<h1>Barge</h1><p>{}", "<div>{}</div>", "<header>{}</header>",
         "<figure><figcaption>{}</figcaption></figure>", "<td>{}", "<p>{}</p></body></html>", "{}"]  # fmt: skip


@pytest.mark.parametrize(("before", "part"), list(product(BEFORE, PARTS)))
def test_text_is_seen_whatever_it_stands_in(before, part):
    source = before + part.format(SENTENCE)
    text, blocks = linearise(source, parse(source))
    assert any(text[block.start : block.end] == SENTENCE for block in blocks)
    assert "var a" not in text


def shown(source: str) -> str:
    return etree.tostring(parse(source)).decode()


def test_what_follows_goes_along_and_comes_before_the_body():
    assert shown("<head><title>T</title><article>a</article>b<script>c</script>d</head><body>e<p>f</p></body>") == (
        "<html><head><title>T</title></head><body><article>a</article>b<script>c</script>de<p>f</p></body></html>"
    )


def test_a_head_that_has_no_text_of_its_own_is_left_as_it_is():
    for source in (
        "<head><x-data><script>c</script></x-data><meta name=a></head><body><p>f</p></body>",
        "<head><title>T</title></head><p>f</p>",
        "<p>f</p>",
    ):
        before = etree.tostring(etree.fromstring(source, etree.HTMLParser()))
        assert etree.tostring(parse(source)) == before


def test_a_head_of_very_many_elements_is_moved_in_time():
    source = "<title>T</title>" + "<x-a>b</x-a>" * 60_000
    text, blocks = linearise(source, parse(source))
    assert len(text) >= 60_000
    assert blocks


TAGS = [
    "title",
    "meta",
    "article",
    "p",
    "x-a",
    "head",
    "body",
    "html",
    "script",
    "noscript",
    "template",
    "svg",
    "frameset",
    "main",
    "/head",
    "/article",
    "/p",
    "/body",
    "!--",
    "a b=c",
]


@given(st.lists(st.sampled_from(TAGS) | st.just("text"), max_size=25))
def test_any_row_of_tags_is_read_and_no_letter_stands_twice(row):
    letters = iter(range(1000))
    source = "".join(f"w{next(letters)}w " if one == "text" else f"<{one}>" for one in row)
    tree = parse(source)
    text, _ = linearise(source, tree)
    words = [word for word in text.split() if word.startswith("w")]
    assert len(words) == len(set(words))
