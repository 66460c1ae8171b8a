import pytest
from tests.unit.clean.pages_for_tests import article

from tellings.clean.maintext.kinds import _is_error, _table, is_wall
from tellings.clean.measure import words_in
from tellings.data import toml
from tellings.model.articles import Article, Rejected

LINES = [
    "The ferry company said on Monday that its last boat would not sail before the ice had left the strait.",
    "Islanders have asked the province for a helicopter, which it lends only to doctors and the police.",
    "The mayor told the council that the shop had flour for three weeks and coffee for less than one.",
    "A hearing on the winter timetable is set for the second week of January in the county town.",
]


def read(body, head=""):
    return article(f"<html><head><title>Ferry</title>{head}</head><body>{body}</body></html>", medium="html")


def paragraphs(lines=LINES):
    return "".join(f"<p>{line}</p>" for line in lines)


@pytest.mark.parametrize("row", toml("page_kinds")["error"], ids=lambda row: row["lang"])
def test_each_error_row_fits_its_example(row):
    assert _is_error(row["example"])
    assert _is_error(f"{row['example']} | The Evening Ferry")


@pytest.mark.parametrize("row", toml("page_kinds")["wall"], ids=lambda row: row["lang"])
def test_each_wall_row_fits_its_example(row):
    assert is_wall(row["example"])


@pytest.mark.parametrize("row", toml("page_kinds")["consent"], ids=lambda row: row["lang"])
def test_each_consent_row_fits_its_example(row):
    assert _table("consent").search(row["example"].casefold())


def test_an_error_page_sent_as_found_is_rejected_and_an_article_about_errors_is_not():
    made = read("<h1>Page not found</h1><p>What you asked for is not here. It may have been moved, or never have been written.</p>")
    assert isinstance(made, Rejected)
    assert made.reason == "error-page"
    assert isinstance(
        read(
            f"<article><h1>Page not found: how errors are counted</h1>{paragraphs([f'{line} That was on day {day}.' for day in range(3) for line in LINES])}</article>"
        ),
        Article,
    )


def test_a_wall_with_little_above_it_is_rejected_and_a_teaser_of_paragraphs_stays():
    wall = "<div><p>Subscribe to continue reading.</p></div>"
    made = read(f"<article><h1>Ferry</h1><p>{LINES[0]}</p></article>{wall}")
    assert isinstance(made, Rejected)
    assert made.reason == "paywalled"
    assert isinstance(read(f"<article><h1>Ferry</h1>{paragraphs()}</article>{wall}"), Article)


def test_a_list_of_teasers_is_no_article_unless_it_says_so():
    teasers = "".join(f"<div><h2><a href=/{at}>Ferry story {at}</a></h2><p>{line}</p></div>" for at, line in enumerate(LINES))
    made = read(f"<main><h1>News</h1>{teasers}</main>")
    assert isinstance(made, Rejected)
    assert made.reason == "not-an-article"
    assert isinstance(read(f"<main><h1>Ferries</h1>{teasers}</main>", '<meta property="og:type" content="article">'), Article)


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ('<meta property="og:type" content="video.other">', f"<h1>Ferry</h1><p>{LINES[0]}</p>"),
        ('<script type="application/ld+json">{"@type": "ImageGallery"}</script>', f"<h1>Ferry</h1><p>{LINES[0]}</p>"),
        ("", "<h1>Ferry</h1>" + "".join(f"<figure><figcaption>Ferry number {at} in the ice</figcaption></figure>" for at in range(4))),
        ("", "<p>We and our partners store cookies on your device to show personalised advertising.</p>"),
    ],
)
def test_pages_of_videos_pictures_and_consent_are_rejected(head, body):
    made = read(body, head)
    assert isinstance(made, Rejected)
    assert made.reason == "not-an-article"


def test_short_articles_stay():
    assert isinstance(read(f"<article><h1>Ferry</h1><p>{LINES[0]}</p></article>"), Article)


def test_articles_in_scripts_without_spaces_are_no_labels():
    lines = ["島と本土を結ぶ渡し船が来年四月からなくなる。県が三日に発表した。", "船長は「客が減るのは慣れている」と話した。"]
    assert isinstance(read(f"<h1>渡し船</h1><div>{paragraphs(lines)}</div>"), Article)
    assert words_in(lines[0]) > 10
    assert words_in("The ferry waits.") == 3
