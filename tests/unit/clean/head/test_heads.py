import json

import pytest
from tests.unit.clean.pages_for_tests import article

from tellings.clean.head.addresses import date_in_address
from tellings.clean.head.alone import is_label, names_alone, signed
from tellings.clean.head.bylines import desk_of, people_of
from tellings.clean.head.datelines import dateline_of
from tellings.clean.head.dates import Customs, iso_of
from tellings.clean.head.heads import read_head
from tellings.clean.head.linked import read_linked
from tellings.clean.head.printed import times_in
from tellings.data import toml
from tellings.text.linearise import parse


def head(html, **more):
    return {name: value.value for name, value in read_head(parse(html), "https://quay.example/news/ferry", **more).items()}


GRAPH = {
    "@graph": [
        {"@type": "Article", "headline": "Ferry sinks", "author": {"@id": "#p"}, "publisher": {"@id": "#o"}, "datePublished": "2025-03-03T18:05:00+01:00",
         "articleSection": ["Coast"], "isAccessibleForFree": False},
        {"@type": ["Person"], "@id": "#p", "name": "Mira Tolland"}, {"@type": "Organization", "@id": "#o", "name": "The Quay"},
    ]
}  # fmt: skip


def test_a_graph_with_references_is_followed():
    made = head(
        f'<html><head><script type="application/ld+json">{json.dumps(GRAPH)}</script></head><body><h1>Ferry sinks</h1></body></html>'
    )
    assert (made["byline"], made["outlet"], made["published"]) == ("Mira Tolland", "The Quay", "2025-03-03T18:05:00+01:00")
    assert (made["section"], made["paywalled"]) == ("Coast", "true")


@pytest.mark.parametrize(
    "source",
    [
        '{"@type": "NewsArticle", "headline": "Ferry sinks",}',
        '{"@type": "NewsArticle", "headline": "Ferry sinks"} {"@type": "Person", "name": "x"}',
        '{"@type": "NewsArticle", "headline": "Ferry sinks", "description": "a "broken" string"}',
        '<!-- {"@type": "NewsArticle", "headline": "Ferry\nsinks"} -->',
    ],
)
def test_broken_json_is_mended_where_it_can_be(source):
    assert [" ".join(node["headline"].split()) for node in read_linked([source]).articles()] == ["Ferry sinks"]


def test_the_headline_is_what_readers_see_without_kickers_and_site():
    page = """<html><head><title>Ferry sinks off Ansel | Coast | The Quay</title><meta property=og:title content="Boat goes down"></head><body>
    <header><h1 class=site-title><a href="/">The Quay</a></h1></header><main><h1><span class=kicker>Coast</span> Ferry sinks off Ansel</h1></main></body></html>"""
    assert head(page)["headline"] == "Ferry sinks off Ansel"


def test_times_are_of_the_article_and_of_its_zone():
    page = """<html lang=en><head><meta property="article:published_time" content="2025-03-04T02:05:00Z"></head><body><h1>Ferry sinks</h1>
    <p class=meta>By Mira Tolland and Jon Ask, Senior Reporters | March 3, 2025 6:05 pm</p><p>On 9 May 2019 a ferry sank here too.</p>
    <aside><a href=/b>Another ferry sinks off Ansel</a> <time datetime=2020-01-01>old</time></aside></body></html>"""
    made = head(page)
    assert (made["published"], made["byline"]) == ("2025-03-03T18:05:00-08:00", "Mira Tolland, Jon Ask")
    assert "published" not in head(page.replace("2025-03-04", "2031-03-04").replace("March 3, 2025", ""), fetched="2026-01-01")


def test_no_date_is_taken_from_text_comments_or_lists():
    page = """<html><body><h1>Ferry sinks</h1><p>It had been built on 4 May 2001, in the yard of the old town.</p><div id=comments><time datetime=2024-01-01>x</time></div>
    <div class=related><span class=date>3.4.2020</span></div><footer>© 2020 The Quay, 3.4.2019</footer></body></html>"""
    assert "published" not in head(page)


@pytest.mark.parametrize("row", toml("heads")["meta"]["section"][:6])
def test_sections_are_read_from_meta(row):
    assert head(f'<html><head><meta name="{row}" content="Coast"></head><body><h1>Ferry sinks</h1></body></html>')["section"] == "Coast"


@pytest.mark.parametrize("name", toml("heads")["meta"]["published"])
def test_each_name_of_a_date_is_read(name):
    assert (
        head(f'<html><head><meta name="{name}" content="2025-03-03"></head><body><h1>Ferry sinks</h1></body></html>')["published"]
        == "2025-03-03"
    )


@pytest.mark.parametrize(
    ("line", "where", "agency"),
    [
        ("(ANSA) - ROME, MAR 3 - A ferry sank.", "ROME, MAR 3", "ANSA"), ("(Bogotá, EFE).- A ferry sank.", "Bogotá", "EFE"),
        ("DAKAR, (AFP) – A ferry sank.", "DAKAR", "AFP"), ("Riyadh, March 03, 2025, SPA -- A ferry sank.", "Riyadh, March 03, 2025", "SPA"),
        ("新华社成都3月3日电 一艘渡船沉没。", "成都3月3日", "Xinhua"), ("【ワシントン共同】渡し船が沈んだ。", "ワシントン", "Kyodo"), ("(서울=연합뉴스) 배가 가라앉았다.", "서울", "Yonhap"),
        ("पटना। नाव डूब गई।", "पटना", None), ("ОДЕСА. Пором затонув.", "ОДЕСА", None), ("МОСКВА, 3 марта - РИА Новости. Паром затонул.", "МОСКВА, 3 марта", "RIA Novosti"),
        ("Wien – Die Fähre sank.", "Wien", None),
    ],
)  # fmt: skip
def test_datelines_of_houses_and_scripts(line, where, agency):
    found = dateline_of(line, 0)
    assert (found.text, found.agency) == (where, agency)


@pytest.mark.parametrize(
    "line", ["Rome was not built in a day.", "The quay: it is empty.", "Paris and Berlin - both cities - agreed.", "दुनिया। सब"]
)
def test_what_is_no_dateline(line):
    assert dateline_of(line, 0) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Posted Tue., 10/07/2003", "2003-10-07"), ("3 พฤศจิกายน 2569", "2026-11-03"), ("12 آبان 1405", "2026-11-03"), ("令和8年11月3日", "2026-11-03"),
        ("2026. gada 3. novembris", "2026-11-03"), ("ngày 3 tháng 11 năm 2026", "2026-11-03"), ("3 d’octubre de 2024", "2024-10-03"), ("13/11/2026", "2026-11-13"),
        ("3 نوفمبر/تشرين الثاني 2026", "2026-11-03"), ("2026ko azaroaren 3a", "2026-11-03"),
    ],
)  # fmt: skip
def test_printed_dates_of_more_languages_and_calendars(text, day):
    assert iso_of(text) == day


def test_month_first_is_told_by_the_country():
    assert iso_of("03/04/2021") == "2021-04-03"
    assert iso_of("03/04/2021", customs=Customs(month_first=True)) == "2021-03-04"


def test_publication_and_change_are_told_apart():
    assert times_in("Veröffentlicht 3.5.2024, aktualisiert 4.5.2024") == ("2024-05-03", "2024-05-04")
    assert times_in("Updated 4 May 2024 – Published 3 May 2024") == ("2024-05-03", "2024-05-04")


@pytest.mark.parametrize(
    ("address", "day"),
    [
        ("https://q.example/2021/08/24/a", "2021-08-24"), ("https://q.example/a-20210824.html", "2021-08-24"), ("https://q.example/24/08/2021/a", "2021-08-24"),
        ("https://q.example/a-12345678", None),
    ],
)  # fmt: skip
def test_days_in_addresses(address, day):
    assert date_in_address(address) == day


def test_section_and_paywall_reach_the_article():
    text = "The ferry left the quay at six in the morning and did not come back, the harbour master said on Monday. " * 3
    made = article(
        f"<html><head><title>Ferry sinks</title><meta property=article:section content=Coast></head><body><article><h1>Ferry sinks</h1><p>{text}</p>"
        f"<p>{text}</p></article></body></html>",
        "html",
    )
    assert (made.section, made.paywalled) == ("Coast", False)


def test_a_dotted_date_has_its_day_first_everywhere():
    assert iso_of("03.04.2021", customs=Customs(month_first=True)) == "2021-04-03"


@pytest.mark.parametrize(("language", "day"), [("hr", "2025-10-14"), ("pl", "2025-11-14"), ("", "2025-11-14"), ("hr-HR", "2025-10-14")])
def test_listopad_is_october_in_croatian_alone(language, day):
    assert iso_of("14. listopada 2025.", customs=Customs(language=language)) == day


def test_the_zone_is_the_one_in_which_readers_are_shown_the_declared_time():
    page = """<html lang=en><head><meta property="article:published_time" content="2025-03-04T03:37:37Z"></head><body><h1>Ferry sinks</h1>
    <time datetime="2025-03-03T23:37:37-04:00">3 March</time><p>It had been built there.</p></body></html>"""
    assert head(page)["published"] == "2025-03-03T23:37:37-04:00"
    assert head(page.replace("23:37:37-04:00", "21:12:05-04:00"))["published"] == "2025-03-04T03:37:37+00:00"


def test_of_two_declared_days_the_printed_one_counts():
    page = """<html lang=en><head><script type="application/ld+json">{"@type": "NewsArticle", "headline": "Ferry sinks", "datePublished": "2024-12-06"}</script>
    <meta property="article:published_time" content="2025-12-15T09:13:00+01:00"></head><body><h1>Ferry sinks</h1><p class=date>15.12.2025</p></body></html>"""
    assert head(page)["published"] == "2025-12-15T09:13:00+01:00"
    assert head(page.replace("15.12.2025", ""))["published"] == "2024-12-06"


def test_a_film_within_the_article_does_not_date_it():
    page = """<html><head><script type="application/ld+json">{"@type": "VideoObject", "name": "Ferry sinks", "uploadDate": "2015-01-16"}</script>
    <meta property="article:published_time" content="2017-12-01"></head><body><h1>Ferry sinks</h1></body></html>"""
    assert head(page)["published"] == "2017-12-01"


@pytest.mark.parametrize(
    ("text", "day"),
    [("3 hours ago", "2025-03-03"), ("Published 3 days ago", "2025-03-01"), ("gestern, 18:20 Uhr", "2025-03-03"), ("hace 2 horas", "2025-03-04"),
     ("il y a une semaine", "2025-02-25"), ("5分前", "2025-03-04"), ("2 years ago", None), ("yesterday the ferry sank", None)],
)  # fmt: skip
def test_an_age_is_counted_from_when_the_page_was_fetched(text, day):
    page = f"<html><body><h1>Ferry sinks off Ansel</h1><div class=meta>{text}</div><p>It had been built there.</p></body></html>"
    assert head(page, fetched="2025-03-04T02:30:00+00:00").get("published") == day
    assert "published" not in head(page)


def test_an_age_is_marked_as_one():
    page = "<html><body><h1>Ferry sinks off Ansel</h1><p>3 hours ago | Coast</p></body></html>"
    assert read_head(parse(page), None, fetched="2025-03-04T12:30:00+00:00")["published"].found == "“3 hours ago” before it was fetched"


PAGE = "<html><head><meta property=og:site_name content='The Quay'></head><body><h1>Ferry sinks off Ansel</h1>{}<p>It had been built there.</p></body></html>"


@pytest.mark.parametrize(
    ("line", "desk"),
    [("<p class=author>Redaktion</p>", "Redaktion"), ("<p>By Quay Staff</p>", "Quay Staff"), ("<p class=byline>AFP/The Quay</p>", "AFP/The Quay"),
     ("<div>Written by <a rel=author href='/author/quay/'>The Quay</a> on 3 March 2025</div>", "The Quay"), ("<p class=author>Agencia EFE</p>", "Agencia EFE"),
     ("<p class=author>admin</p>", None), ("<p>Photo: AP</p>", None), ("<p>From our staff, board and volunteers.</p>", None)],
)  # fmt: skip
def test_a_desk_that_is_printed_as_writer_is_told_apart_from_persons(line, desk):
    made = head(PAGE.format(line))
    assert (made.get("byline"), made.get("desk")) == (None, desk)


def test_a_person_comes_before_a_desk():
    made = head(PAGE.format("<p class=author>Redaktion</p><p>By Mira Tolland</p>"))
    assert (made.get("byline"), made.get("desk")) == ("Mira Tolland", None)


def test_the_site_is_its_own_desk_only_where_it_is_printed():
    page = PAGE.format("<p>The coast was calm.</p>").replace("<head>", "<head><meta name=author content='The Quay'>")
    assert "desk" not in head(page)


@pytest.mark.parametrize("text", ["Sport", "Mira Tolland", "by the sea", "admin"])
def test_what_is_no_desk(text):
    assert desk_of(text) is None


@pytest.mark.parametrize(
    ("line", "names"),
    [("Megan Tolland", ["Megan Tolland"]), ("Mira Askola, Götz Tolland", []), ("Jörg Askola und Götz Tolland", ["Jörg Askola", "Götz Tolland"]),
     ("Anne-Marie Tolland", ["Anne-Marie Tolland"]), ("Leisure Centre", []), ("Götz", []), ("Götz Tolland says no.", []), ("Megan Tolland, 2025", [])],
)  # fmt: skip
def test_names_alone_are_told_by_their_given_names(line, names):
    assert names_alone(line) == names


@pytest.mark.parametrize(
    ("line", "names"),
    [("Autorin: Mira Tolland, Leiterin des Büros in Tunis.", ["Mira Tolland"]), ("Blog Beitrag von Mira Tolland", ["Mira Tolland"]),
     ("- Redaktion: Mira Tolland (Sprecherin)", ["Mira Tolland"]), ("Von Mira Tolland", []), ("Von der Leyen reist nach Wien", []), ("Foto: Mira Tolland", [])],
)  # fmt: skip
def test_words_that_can_only_stand_before_a_writer(line, names):
    assert signed(line) == names


def test_labels_stand_on_lines_of_their_own():
    assert [is_label(line) for line in ("Von:", "Interview", "Автор", "Foto:", "Von Mira")] == [True, True, True, False, False]


SIGNED = """<html><body><h1>Ferry sinks off Ansel</h1><p>{0}</p><p>{0}</p>{1}<footer>© The Quay</footer></body></html>"""
LONG = "The ferry had been built in the yard of the old town, and nobody had thought that she would ever leave it, said those who had seen her there. "


@pytest.mark.parametrize(
    ("end", "byline"),
    [("<p><strong>Megan Tolland</strong></p>", "Megan Tolland"), ("<p>Text:</p><p>Mira Askola</p>", "Mira Askola"), ("<p>Leisure Centre</p>", None),
     ("<h3>Megan Tolland</h3>", None), ("<figure><figcaption>Megan Tolland</figcaption></figure>", None)],
)  # fmt: skip
def test_a_name_below_the_text_signs_it(end, byline):
    made = article(SIGNED.format(LONG * 2, end).encode(), "html")
    assert made.byline == byline
    assert made.byline_kind == ("persons" if byline else None)


def test_of_whom_the_text_tells_did_not_write_it():
    assert (
        article(
            SIGNED.format(LONG + "Megan Tolland ran. Megan Tolland fell. Megan Tolland sank.", "<p>Megan Tolland</p>").encode(), "html"
        ).byline
        is None
    )


def test_a_box_about_the_author_names_the_writer():
    box = "<div class=author-bio><h3>Megan Tolland</h3><p>She has written for twenty years about the coast and the boats.</p></div>"
    assert head(PAGE.format(box))["byline"] == "Megan Tolland"
    assert "byline" not in head(PAGE.format(box + box.replace("Megan", "Götz")))


@pytest.mark.parametrize(
    "line",
    ["<p>One of them is <a href='/profile/megan-tolland/'>Megan Tolland</a>, who was on deck when the pilot saw the rocks off Ansel head and called.</p>",
     "<span class=author-name><a href='https://commons.wikimedia.org/wiki/File:Quay.jpg'>Megan Askola</a></span>"],
)  # fmt: skip
def test_players_and_makers_of_pictures_are_no_writers(line):
    assert "byline" not in head(PAGE.format(line))


def test_a_cue_may_be_of_two_words():
    assert people_of("Text und Interview: Mira Tolland") == ["Mira Tolland"]


def test_a_heading_of_the_breadcrumbs_yields_to_the_one_that_readers_see():
    page = """<html><head><title>Coast: Ferry sinks off Ansel | The Quay</title></head><body><ol class=breadcrumbs><li><h1>Coast: Ferry sinks off Ansel</h1></li></ol>
    <h2><span class=content__title>Ferry sinks off Ansel</span></h2><p>It had been built there.</p></body></html>"""
    assert head(page)["headline"] == "Ferry sinks off Ansel"
    said = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Coast: Ferry sinks off Ansel"}</script></head>'
    assert head(page.replace("</head>", said))["headline"] == "Coast: Ferry sinks off Ansel"


def test_a_heading_that_the_address_has_is_believed():
    page = (
        "<html><head><title>Days out on the coast and in town</title></head><body><h1>News-Ferry</h1><h1>Boats</h1><p>x</p></body></html>"
    )
    assert head(page)["headline"] == "News-Ferry"
