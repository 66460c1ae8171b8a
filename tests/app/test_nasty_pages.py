"""Nasty pages from files to what is printed: every input is told of, and nothing that a page says acts in any form of output."""

import gzip
import html
import json
import re
import tracemalloc
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests import nasty

from tellings.app import briefs
from tellings.app.readings import Reading
from tellings.briefing import render
from tellings.briefing.render.articles import as_text
from tellings.model.articles import Article, Rejected
from tellings.settings import Settings

ATTACKS = [
    "<script>alert(1)</script>", '"><img src=x onerror=alert(2)>', "'><svg/onload=alert(3)>", "javascript:alert(4)", "</style><iframe src=//e.example>",
    "{{ 7 * 7 }}{% raw %}", "[a](javascript:alert(5))", "\x1b]8;;https://e.example\x07a\x1b[31m\x9b1m", "\u202egnp.exe", "<!--", "]]>", "&lt;b&gt;", "`code`", "\x00",
]  # fmt: skip
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def attacked(attack):
    """A page that says the attack wherever a page says anything, escaped so that it is read."""
    said = html.escape(attack)
    return (
        f'<html><head><title>Crane falls {said}</title><meta name=author content="Ana {said}"><meta property="og:site_name" content="Quay {said}">'
        f'<link rel=canonical href="{said}"><script type="application/ld+json">{json.dumps({"@type": "NewsArticle", "headline": f"Crane falls {attack}"})}'
        f"</script></head><body><h1>Crane falls {said}</h1><p>{nasty.SENTENCE}</p><p>Harbour master Ilona Drage said “{said} is no way to moor a ship” and left.</p>"
        f"<p>{said} {nasty.SENTENCE} Nobody was hurt in the fall.</p><figure><figcaption>{said}</figcaption></figure><footer>{said}</footer></body></html>"
    )


class Acting(HTMLParser):
    """Collects the elements of a document that could act, load or lead somewhere."""

    def __init__(self, source):
        super().__init__()
        self.found = []
        self.feed(source)

    def handle_starttag(self, tag, attrs):
        if tag in {"script", "iframe", "object", "embed", "img", "svg", "base", "form", "link", "video", "audio"}:
            self.found.append(tag)
        for name, value in attrs:
            leads = name in {"href", "src", "action", "srcset"} and not re.match(r"#|https?://", value or "#")
            if name.startswith("on") or leads:
                self.found.append((tag, name, value))


@pytest.fixture(scope="module")
def briefed(tmp_path_factory):
    """A brief in each form, of a page for each attack."""
    folder = tmp_path_factory.mktemp("attacked")
    for number, attack in enumerate(ATTACKS):
        (folder / f"page{number}.html").write_text(attacked(attack), encoding="utf-8")
    (folder / "<b>&amp;.txt").write_text(nasty.SENTENCE * 3)
    (folder / "<img src=x>.txt").write_text(" ")
    made = briefs.brief([folder], settings=Settings(one_story=True, strict=True, processes=1))
    return {form: render.render(made, form) for form in ("html", "markdown", "terminal", "json")}


def test_no_page_acts_in_html(briefed):
    assert Acting(briefed["html"]).found == []
    assert "onerror=alert(2)" in briefed["html"]
    assert not _CONTROL.search(briefed["html"])
    assert "\n49" not in briefed["html"]


def test_no_page_acts_in_markdown_or_on_a_terminal(briefed):
    bare = re.sub(r"\\[<>\[\]()`]", "", briefed["markdown"])
    assert not re.search(r"<(?!/?(?:a|del|ins)\b)", bare)
    assert not re.search(r"\]\((?!#)", bare)
    for form in ("markdown", "terminal"):
        assert not _CONTROL.search(briefed[form])


def test_json_says_what_the_pages_said(briefed):
    made = json.loads(briefed["json"])
    assert len(made["articles"]) == len(ATTACKS) + 1
    assert any(ATTACKS[0] in (article["headline"] or "") for article in made["articles"])


@pytest.mark.parametrize("sign", ["1", "²", "(", "“", "-a", "👩\u200d"])
def test_a_long_row_of_one_sign_is_analysed(tmp_path, sign):
    row = sign * (4500 if sign == "1" else 900 // len(sign))
    (tmp_path / "row.txt").write_text(f"{nasty.SENTENCE}\n\nDrage, {row}, said {row} people left.\n\n{nasty.SENTENCE}", encoding="utf-8")
    made = briefs.brief([tmp_path], settings=Settings(strict=True, processes=1))
    assert len(made.articles) == 1


def test_every_monster_in_a_folder_is_an_article_or_a_rejection(tmp_path):
    for number, (_, make) in enumerate(sorted(nasty.MONSTERS.items())):
        (tmp_path / f"{number:02}.html").write_text(make(60), encoding="utf-8", errors="replace")
    with Reading([tmp_path], Settings(strict=True, processes=1)) as reading:
        made = list(reading.results())
        assert len(made) == len(nasty.MONSTERS) == reading.articles + reading.not_read
        assert reading.articles > 0.8 * len(made)


def bomb(times):
    packed = gzip.compress(b"<html><body><p>" + bytes(40_000_000), compresslevel=9)
    for _ in range(times - 1):
        packed = gzip.compress(packed)
    return packed


@pytest.mark.parametrize("name", ["page.html.gz", "page.html", "page.txt.gz", "page", "page.jsonl.gz", "page.warc.gz"])
@pytest.mark.parametrize("times", [1, 2])
def test_an_archive_that_unpacks_without_end_is_not_unpacked(tmp_path, name, times):
    path = tmp_path / name
    path.write_bytes(bomb(times))
    tracemalloc.start()
    with Reading([path], Settings(strict=True, processes=1, max_page_bytes=1_000_000)) as reading:
        made = [item for _, item in reading.results()]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert all(isinstance(item, Rejected) for item in made)
    assert made
    assert peak < 12_000_000


@settings(deadline=None, max_examples=30, suppress_health_check=list(HealthCheck))
@given(nasty.broken(), st.sampled_from(["a.html", "a.txt", "a.md", "a", "a.jsonl", "a.html.gz", "a.warc", "a.xml", "a.json", "a.opml"]))
def test_any_file_is_told_of(tmp_path_factory, raw, name):
    path = tmp_path_factory.mktemp("any") / name
    path.write_bytes(gzip.compress(raw) if name.endswith("gz") else raw)
    with Reading([path], Settings(strict=True, processes=1)) as reading:
        made = [item for _, item in reading.results()]
        assert made
        for item in made:
            if isinstance(item, Article):
                for marked in (True, False):
                    as_text(item, marked=marked).encode()
            else:
                assert item.reason
                assert item.detail
