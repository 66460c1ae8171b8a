"""The extractor with searches that remember gives the library's own text."""

from pathlib import Path

import pytest
import trafilatura
from trafilatura import core, main_extractor

from tellings.clean.decoding import decode
from tellings.clean.maintext import extractor
from tellings.text.linearise import parse

PAGES = sorted((Path(__file__).parents[3] / "golden/pages-to-articles/received").glob("*.html"))


def text_by_library(tree, *, fast):
    document = trafilatura.bare_extraction(tree, include_comments=False, fast=fast)
    return document and document.text


def test_there_are_pages():
    assert len(PAGES) > 50


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_text_of_a_page_is_the_librarys(page):
    tree = parse(decode(page.read_bytes(), html=True)[0])
    for fast in (True, False):
        assert extractor.text_of_page(tree, fast=fast) == text_by_library(tree, fast=fast)


def test_the_library_itself_stays_as_it_is():
    own = list(main_extractor.BODY_XPATH), core.trafilatura_sequence, core.bare_extraction
    extractor.text_of_page(parse(PAGES[0].read_text()), fast=True)
    assert (list(main_extractor.BODY_XPATH), core.trafilatura_sequence, core.bare_extraction) == own


def test_a_library_of_another_build_is_called_as_it_is(monkeypatch):
    monkeypatch.setattr(extractor, "_SEARCHING", {"trafilatura.core": ("of_no_build",)})
    assert extractor._bare_extraction.__wrapped__() is trafilatura.bare_extraction
