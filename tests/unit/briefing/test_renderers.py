import itertools
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html
from markdown_it import MarkdownIt
from tests.unit.briefing import invented

from tellings.briefing.check import check_brief
from tellings.briefing.render import highlight, render
from tellings.briefing.render.markdown import escape
from tellings.briefing.render.numbering import Numbering
from tellings.model.articles import Furniture, Rejected
from tellings.model.briefs import Brief, Manifest
from tellings.text.anchor import select

EMPTY = Brief(manifest=Manifest(tellings="0", inputs=(), settings=(), backends=(), stages=()), articles=(), stories=(), not_seen=())
UNSEEN = (Rejected(input="pages/x.bin", reason="binary", detail="no text in it"),)


@pytest.fixture(scope="module")
def made():
    return invented.brief(unseen=UNSEEN)


def test_the_same_passage_has_the_same_number():
    numbering = Numbering()
    a, b = select("x", "one two", 0, 3), select("x", "one two", 4, 7)
    assert [numbering.number(sel) for sel in (a, b, a)] == [1, 2, 1]
    assert numbering.passages == ((1, a), (2, b))


def test_every_mark_on_a_terminal_resolves_to_outlet_offsets_and_words(made):
    text = render(made, "terminal")
    brief, passages = text.split("PASSAGES")
    cited = set(re.findall(r"\[(\d+)\]", brief))
    assert cited
    listed = dict(re.findall(r"\[(\d+)\] (.+?) \d+–\d+ ", passages))
    assert cited == set(listed)
    assert "Vale Gazette 77–130 “Engineers opened two gates" in re.sub(r"\s+", " ", passages)
    assert "pages/x.bin — binary: no text in it" in passages
    assert "\x1b" not in text
    assert max(map(len, text.splitlines())) <= 80


def test_all_forms_give_the_same_bytes_twice(made):
    for form in ("terminal", "markdown", "html"):
        assert render(made, form) == render(invented.brief(unseen=UNSEEN), form)


def test_the_page_links_lines_and_passages_both_ways(made):
    page = lxml_html.fromstring(render(made, "html"))
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    hrefs = [h for h in page.xpath("//a/@href") if h.startswith("#")]
    assert hrefs
    assert {h[1:] for h in hrefs} <= set(ids)
    for line in page.xpath("//li[starts-with(@id, 's1-l')]"):
        cites = list(line.xpath(".//a[@class='cite']/@href"))
        assert cites, lxml_html.tostring(line)
        for cite in cites:
            mark = page.get_element_by_id(cite[1:])
            assert mark.tag == "mark"
            number = cite.rsplit("p", 1)[1]
            assert page.xpath(f"//sup[@class='back']/a[@href='#{line.get('id')}'][contains(@aria-label, 'passage {number},')]")


def test_the_page_asks_nothing_of_the_net_and_runs_nothing(made):
    text = render(made, "html")
    page = lxml_html.fromstring(text)
    assert not page.xpath("//script | //link | //img | //iframe | //@src | //form")
    assert not [a for a in page.xpath("//@*") if a.attrname.startswith("on")]
    assert "@import" not in text
    assert "url(" not in text
    outside = [h for h in page.xpath("//a/@href") if not h.startswith("#")]
    assert outside == ["https://gazette.example/dam"]


def test_the_page_has_its_landmarks_headings_and_language(made):
    page = lxml_html.fromstring(render(made, "html"))
    assert page.get("lang") == "en"
    assert page.xpath("//main")
    assert page.xpath("//aside[@aria-label]")
    assert page.xpath("//a[@class='skip']")
    levels = [int(h.tag[1]) for h in page.xpath("//h1 | //h2 | //h3 | //h4")]
    assert levels[0] == 1
    assert all(b <= a + 1 for a, b in itertools.pairwise(levels))
    for element in page.xpath("//*[@aria-labelledby]"):
        assert page.get_element_by_id(element.get("aria-labelledby")).text_content().strip()


def article_text(element):
    """An article's text as the page shows it, without labels and the ways back."""
    for extra in element.xpath(".//sup[@class='back'] | .//span[@class='reason']"):
        extra.drop_tree()
    return element.text_content()


def test_the_page_shows_each_articles_whole_text(made):
    page = lxml_html.fromstring(render(made, "html"))
    reasons = {e.text for e in page.xpath("//span[@class='reason']")}
    shown = ["".join(article_text(e).split()) for e in page.xpath("//div[@class='text']")]
    assert sorted(shown) == sorted("".join(t.split()) for t in invented.TEXTS.values())
    assert reasons == {"navigation", "headline", "dateline", "share", "credit"}


HOSTILE = '<script>alert(1)</script> "quoted" & <img src=x onerror=alert(1)> \x1b[31m\u202e [x](javascript:alert(1)) `code` <b>'


def hostile():
    brief = invented.brief()
    story = brief.stories[0]
    articles = tuple(
        replace(a, outlet=HOSTILE, written_by=None, headline=HOSTILE, input=HOSTILE, url="javascript:alert(1)") for a in brief.articles
    )
    lines = tuple(replace(s, text=HOSTILE, words=HOSTILE, note=HOSTILE, group=HOSTILE) for s in story.sentences)
    text = HOSTILE + "\n" + HOSTILE
    first = replace(articles[0], text=text, body=(), furniture=(Furniture(start=0, end=len(text), reason="other"),))
    sel = select(first.id, text, 3, len(HOSTILE) + 9)
    kept = tuple(replace(s, evidence=(sel,), rows=()) for s in lines)
    return replace(
        brief, articles=(first, *articles[1:]), stories=(replace(story, headline=HOSTILE, sentences=kept),),
        not_seen=(Rejected(input=HOSTILE, reason=HOSTILE, detail=HOSTILE),),
    )  # fmt: skip


def test_hostile_text_gets_nowhere_on_the_page():
    text = render(hostile(), "html")
    page = lxml_html.fromstring(text)
    assert not page.xpath("//script | //img | //b | //@onerror")
    assert not [h for h in page.xpath("//a/@href") if h.startswith("javascript")]
    assert "\x1b" not in text
    assert "<script" not in text


def test_hostile_text_gets_nowhere_on_a_terminal_or_in_markdown():
    assert "\x1b" not in render(hostile(), "terminal")
    assert "\u202e" not in render(hostile(), "terminal")
    shown = MarkdownIt("commonmark").render(re.sub(r'<a id="s\d+-p\d+"></a>', "", render(hostile(), "markdown")))
    assert "<script" not in shown
    assert "<img" not in shown
    assert 'href="javascript' not in shown
    assert shown.count("<code>") == shown.count("<code>--format json</code>")


@given(
    st.text(
        st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Zs")) | st.sampled_from("*_`[]()<>#|~-+=:.1 &;!\\/\"'"),
        min_size=1,
    )
)
def test_markdown_shows_any_text_as_it_is(text):
    page = lxml_html.fromstring("<div>" + MarkdownIt("gfm-like", {"linkify": False}).render(f"- x {escape(text)}") + "</div>")
    assert " ".join(page.text_content().split()) == " ".join(f"x {text}".split())
    assert not page.xpath("//a | //em | //strong | //code | //img | //del")
    assert len(page.xpath("//li")) == 1


spans = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=8)


@given(st.text(max_size=40), spans, spans)
def test_pieces_are_the_text_and_their_passages_are_the_passages(text, cited, off):
    passages = [highlight.Passage(number=n, start=min(s), end=max(s)) for n, s in enumerate(cited, 1)]
    furniture, at = [], 0
    for start, end in sorted((min(s), min(max(s), len(text))) for s in off):
        if at <= start < end:
            furniture.append(Furniture(start=start, end=end, reason="other"))
            at = end
    found = highlight.pieces(text, passages, furniture)
    assert "".join(p.text for p in found) == text
    for passage in passages:
        whole = "".join(p.text for p in found if passage.number in p.within)
        real = 0 <= passage.start < passage.end <= len(text)
        assert whole == (text[passage.start : passage.end] if real else "")
        assert sum(passage.number in p.begins for p in found) == sum(passage.number in p.ends for p in found) == int(real)
    assert "".join(p.text for p in found if p.reason) == "".join(text[f.start : f.end] for f in furniture)


def test_a_brief_of_nothing_says_so():
    for form in ("terminal", "markdown", "html"):
        text = render(replace(EMPTY, not_seen=UNSEEN), form)
        assert "Nothing to brief" in text
        assert "no text in it" in text
        assert render(EMPTY, form)


def test_one_article_alone_is_a_brief_of_one_telling():
    brief = invented.brief()
    story = brief.stories[0]
    alone = replace(
        brief,
        articles=(brief.articles[0],),
        stories=(replace(
            story, story=replace(story.story, articles=("gazette",)), copy_groups=(), statements=(), quotations=(), mentions=(), event_mentions=(),
            sentences=tuple(s for s in story.sentences if {e.article for e in s.evidence} == {"gazette"}),
        ),),
    )  # fmt: skip
    check_brief(alone)
    for form in ("terminal", "markdown", "html"):
        assert "nothing to compare it with" in " ".join(render(alone, form).split())


def test_several_stories_stand_one_after_the_other(made):
    two = invented.brief(times=2)
    page = lxml_html.fromstring(render(two, "html"))
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert len(page.xpath("//nav[@aria-label='Stories']//li")) == 2
    assert "Story 2 of 2" in render(two, "terminal")


def test_what_is_not_shown_is_counted(made):
    story = made.stories[0]
    many = tuple(replace(s, group="") for s in story.sentences if s.section == "single") * 20
    long = replace(made, stories=(replace(story, sentences=many),))
    for form in ("terminal", "markdown", "html"):
        assert "and 48 more in" in render(long, form)
