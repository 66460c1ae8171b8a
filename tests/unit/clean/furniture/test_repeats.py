"""Lines that the pages of one site repeat."""

import random

import pytest
from tests.unit.clean.pages_for_tests import body_of, furniture_of

from tellings.backends.base import Context
from tellings.clean import body, markup, metadata, pages, sitewide
from tellings.clean.furniture.repeats import SiteLines, Tally, page_lines
from tellings.clean.sitewide import site_of
from tellings.model.articles import Article, Page, PageText
from tellings.model.inputs import Inputs
from tellings.model.spans import content_id
from tellings.settings import Settings

CONTEXT = Context(settings=Settings(), parser=None, embedder=None, quick=None)
NAMES = ["Ansel", "Borrow", "Cray", "Dunmore", "Elgin", "Fallow", "Garth", "Holm"]
BACKGROUND = "The breakwater was built in 1911 and has been closed twice since, after the storms of 1953 and 1987."
PROMISE = "Every morning we tell you what the sea will do, and where."


def told(name):
    return (
        f"The pier of {name} fell into the sea on Monday night, and the harbour board of {name} said that nobody had stood on it for an hour.",
        f"Boats came from {name} and from the islands behind it, and their crews searched until the morning without finding anyone in the water.",
    )


def page(text, at, **given):
    raw = text.encode()
    return Page(id=content_id("page", at, raw), input=f"folder/{at}.txt", medium="record", raw=raw, sha256="0" * 64, **given)


def read_all(made):
    """The articles of the pages, after what their sites repeat is marked."""
    found = []
    for one in made:
        records = [one]
        for run in (markup.run, pages.run, metadata.run, body.run):
            records += run(Inputs.of(*records), CONTEXT)
        found.append(records[-1])
    return list(sitewide.run(Inputs.of(*found), CONTEXT))


def site(*, head="", foot="", between="", outlet="The Quayside Post", names=NAMES[:4]):
    texts = ["\n".join(part for part in (head, told(name)[0], between, told(name)[1], foot) if part) for name in names]
    return [page(text, at, given_outlet=outlet) for at, text in enumerate(texts)]


@pytest.mark.parametrize(
    "line", ["Ansel Tides Ferries Harbours Weather of the day", "More of the coast — for those who sail it, row it, swim it"]
)
def test_a_line_that_is_no_sentence_is_furniture_wherever_it_stands(line):
    for made in (site(head=line), site(between=line + "\n- one\n- two"), site(foot=line)):
        articles = read_all(made)
        for article in articles:
            assert line not in body_of(article)
            assert line in dict(furniture_of(article))


def test_why_says_on_how_many_pages():
    line = "- Ansel Tides, Ferries, Harbours"
    articles = read_all(site(between=line))
    assert [f.why for f in articles[0].furniture if articles[0].text[f.start : f.end] == line] == ["stands on 4 of 4 pages of the site"]


def test_a_sentence_to_the_reader_is_furniture_at_the_ends_only():
    assert all(PROMISE not in body_of(article) for article in read_all(site(foot=PROMISE)))
    assert all(PROMISE not in body_of(article) for article in read_all(site(head=PROMISE)))
    assert all(PROMISE in body_of(article) for article in read_all(site(between=PROMISE)))


@pytest.mark.parametrize("where", ["head", "between", "foot"])
def test_background_that_follow_ups_repeat_stays(where):
    assert all(BACKGROUND in body_of(article) for article in read_all(site(**{where: BACKGROUND})))


def test_two_pages_are_too_few():
    line = "- Ansel Tides, Ferries, Harbours"
    articles = read_all(site(between=line, names=NAMES[:2]))
    assert all(line in body_of(article) for article in articles)


def test_lines_of_other_sites_do_not_count():
    line = "- Ansel Tides, Ferries, Harbours"
    made = [page(f"{told(name)[0]}\n{line}\n{told(name)[1]}", at, given_outlet=f"Post of {name}") for at, name in enumerate(NAMES[:4])]
    assert all(line in body_of(article) for article in read_all(made))


def test_later_states_of_one_text_count_once():
    dead = "- Ana Petrov, 41, of the north quay"
    first, second = told("Ansel")
    made = [page(f"{first}\n{dead}\n{second}\n{'More came in the night. ' * at}", at, given_outlet="Post") for at in range(1, 5)]
    articles = read_all(made)
    assert all(dead in body_of(article) for article in articles)


def test_figures_and_case_do_not_make_another_line():
    made = [page(f"{told(name)[0]}\n- {at}2 Readers Online\n{told(name)[1]}", at, given_outlet="Post") for at, name in enumerate(NAMES[:3])]
    made.append(page(f"{told('Holm')[0]}\n- 7 READERS ONLINE\n{told('Holm')[1]}", 9, given_outlet="Post"))
    assert all("eaders" not in body_of(article).lower() for article in read_all(made))


def test_the_order_of_pages_does_not_matter_and_memory_is_bounded():
    made = []
    for at in range(300):
        text = PageText(page=f"p{at}", text="Tides of the day\nNames", blocks=tuple(pages.lines("Tides of the day\nNames")))
        made.append(page_lines(f"p{at}", f"s{at % 7}", text))
    found = set()
    for seed in range(5):
        random.Random(seed).shuffle(made)
        tally = Tally(of_site=20, of_all=50)
        for lines in (*made, *made[:10]):
            tally.add(lines)
            assert sum(len(held) for held in tally._sites.values()) <= 100
        found.add(tally.sites())
    assert len(found) == 1
    (sites,) = found
    assert sum(one.pages for one in sites) <= 50
    assert all(isinstance(one, SiteLines) and len(one.lines) == 2 for one in sites)


def test_articles_of_one_site_are_known_by_outlet_host_or_folder():
    def named(**given):
        return Article(id="a", page="a", input="folder/a.txt", text="", body=(), furniture=(), **given)

    assert site_of(named(outlet="Associated Press")) == site_of(named(outlet="AP"))
    assert site_of(named(url="https://www.quay.example/a?b=1")) == "quay.example"
    assert site_of(named()) == "folder"


def test_an_article_of_nothing_but_repeated_lines_stays_as_it_is():
    made = [page("Tides of the whole coast today\nFerries of the whole coast today", at, given_outlet="Post") for at in range(4)]
    assert len({body_of(article) for article in read_all(made)}) == 1
    assert all(body_of(article) for article in read_all(made))


def test_an_article_of_a_site_that_repeats_nothing_is_the_same_record():
    made = [page("\n".join(told(name)), at, given_outlet="Post") for at, name in enumerate(NAMES[:4])]
    assert [article.origin for article in read_all(made)] == [body.ORIGIN] * 4


def test_a_sentence_that_asks_goes_wherever_it_stands_and_a_writers_note_at_the_end():
    ask, note = "- Check out the tables of the tides and plan your own crossing.", "• Mira Tolland is editor emeritus of the harbour pages."
    assert all(ask not in body_of(article) for article in read_all(site(between=ask)))
    assert all(note not in body_of(article) for article in read_all(site(foot=note)))
