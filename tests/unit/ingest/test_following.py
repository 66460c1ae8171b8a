import gzip
import itertools
import subprocess
import sys

import pytest
from tests.unit.ingest.warcs_for_tests import members, response

from tellings.data import toml
from tellings.ingest import addresses
from tellings.ingest.discover import pages_of
from tellings.ingest.received import Received
from tellings.model.articles import Rejected
from tellings.settings import Settings

HTML = "text/html; charset=utf-8"


class Web:
    """A web of a few addresses, which keeps what was asked of it."""

    def __init__(self, **answers):
        self.answers = {}
        self.asked = []
        for name, answer in answers.items():
            self.put(f"https://{name}.example/", answer)

    def put(self, address, answer, content_type=None, url=None):
        raw = answer if isinstance(answer, bytes) else answer.encode()
        self.answers[address] = Received(
            name=address, raw=raw, url=url or address, content_type=content_type, fetched_at="2026-03-02T09:15:00Z"
        )

    def fetch(self, wanted):
        for one in wanted:
            address = one if isinstance(one, str) else one.url
            self.asked.append(address)
            yield self.answers.get(address) or Rejected(input=address, reason="not-found", detail="404")

    def read(self, *paths, **settings):
        return list(pages_of([str(path) for path in paths], Settings(**settings), self.fetch))


def short(found):
    return [item.reason if isinstance(item, Rejected) else item.input for item in found]


def feed(*links, title="Quay Post"):
    return (
        f"<rss version='2.0'><channel><title>{title}</title>"
        + "".join(f"<item><link>{link}</link></item>" for link in links)
        + "</channel></rss>"
    )


def index(*links):
    return "<sitemapindex>" + "".join(f"<sitemap><loc>{link}</loc></sitemap>" for link in links) + "</sitemapindex>"


def test_an_address_becomes_a_page_with_address_charset_and_time():
    web = Web()
    web.put("https://quay.example/a", "<p>Ships are back.</p>", "text/html; charset=ISO-8859-1", url="https://www.quay.example/a")
    (page,) = web.read("https://quay.example/a")
    assert (page.input, page.url) == ("https://quay.example/a", "https://www.quay.example/a")
    assert (page.medium, page.charset, page.fetched_at) == ("html", "iso-8859-1", "2026-03-02T09:15:00Z")


def test_equal_bytes_at_two_addresses_are_two_pages(tmp_path):
    web = Web(quay="<p>Ships are back.</p>", pier="<p>Ships are back.</p>")
    first, second = web.read("https://quay.example/", "https://pier.example/")
    assert first.id != second.id
    assert first.sha256 == second.sha256


@pytest.mark.parametrize(
    ("answer", "content_type", "result"),
    [
        ("Ships are back.", "text/plain", "text"),
        ("# Ships\n\nare back.", "text/markdown; charset=utf-8", "markdown"),
        ("<!doctype html><p>Ships", "text/plain", "html"),
        ("<p>Ships", "text/html", "html"),
        (b"%PDF-1.7", "application/pdf", "unsupported-type"),
        (b"\x89PNG" + bytes(range(256)), "image/png", "unsupported-type"),
        (bytes(range(256)) * 9, None, "binary"),
        ("", HTML, "empty"),
        ('{"id": 1}', "application/json", "unsupported-type"),
    ],
)
def test_what_came_is_told_by_its_type_and_its_bytes(answer, content_type, result):
    web = Web()
    web.put("https://quay.example/a.css", answer, content_type)
    (item,) = web.read("https://quay.example/a.css")
    assert result == (item.reason if isinstance(item, Rejected) else item.medium)


def test_a_feed_is_followed_its_entries_dates_and_names_given():
    web = Web(quay=feed("/a", "https://pier.example/"), pier="<p>x</p>")
    web.put("https://quay.example/a", feed("https://quay.example/never").replace("rss", "html"), HTML)
    found = web.read("https://quay.example/")
    assert short(found) == ["https://quay.example/a", "https://pier.example/"]
    assert [page.given_outlet for page in found] == ["Quay Post"] * 2
    assert "https://quay.example/never" not in web.asked


def test_lists_lead_to_lists_three_deep_and_no_deeper():
    web = Web(
        a=index("https://b.example/"),
        b=index("https://c.example/"),
        c=index("https://d.example/"),
        d=feed("https://e.example/", "https://f.example/"),
    )
    (line,) = web.read("https://a.example/")
    assert (line.input, line.reason) == ("https://a.example/", "not-followed")
    assert line.detail == "not fetched: 2 of the addresses it leads to, in lists nested more than 3 deep"


def test_lists_that_lead_to_one_another_end():
    web = Web(a=index("https://b.example/", "https://a.example/"), b=index("https://a.example/"))
    assert web.read("https://a.example/") == []
    assert web.asked == ["https://a.example/", "https://b.example/"]


def test_opml_shares_its_limit_among_its_feeds(tmp_path):
    path = tmp_path / "news.opml"
    path.write_text(
        "<opml version='2.0'><body>" + "".join(f"<outline xmlUrl='https://{name}.example/'/>" for name in "abc") + "</body></opml>"
    )
    dated = (
        "<rss version='2.0'><channel>"
        + "".join(f"<item><link>https://{{0}}.example/{n}</link><pubDate>{n} Mar 2026 0{{1}}:00:00 GMT</pubDate></item>" for n in (9, 8, 7))
        + "</channel></rss>"
    )
    web = Web(**{name: dated.format(name, hour) for hour, name in enumerate("abc")})
    found = web.read(path, follow=True, max_links=4)
    assert web.asked[3:] == ["https://c.example/9", "https://b.example/9", "https://a.example/9", "https://c.example/8"]
    assert found[-1].detail == "not fetched: 5 more addresses it leads to, above the limit of 4 (max_links)"


def test_an_index_of_many_sitemaps_is_not_fetched_whole():
    web = Web(a=index(*(f"https://a.example/{n}.xml" for n in range(300))))
    found = web.read("https://a.example/")
    assert len(web.asked) == 21
    assert "280" in found[-1].detail


def test_a_page_where_a_list_should_be_is_no_article():
    web = Web(a=index("https://b.example/"), b="<html><body><p>Gone.</p></body></html>")
    (item,) = web.read("https://a.example/")
    assert (item.input, item.reason) == ("https://b.example/", "not-an-article")


def test_no_page_is_fetched_twice():
    web = Web(a=feed("https://c.example/?utm_medium=x"), b=feed("http://c.example#y", "https://d.example/"), c="<p>c", d="<p>d")
    web.answers["https://c.example/?utm_medium=x"] = Received(name="https://c.example/?utm_medium=x", raw=b"<p>c", url="https://c.example/")
    found = web.read("https://a.example/", "https://b.example/", "https://d.example/", "https://a.example/#again")
    assert short(found) == ["https://d.example/", "duplicate", "https://c.example/?utm_medium=x"]
    assert len(web.asked) == 4


def test_archives_and_records_come_by_address():
    web = Web()
    web.put(
        "https://a.example/crawl.warc.gz",
        members(response("http://quay.example/a"), response("http://quay.example/b")),
        "application/octet-stream",
    )
    web.put("https://a.example/articles.jsonl.gz", gzip.compress(b'{"text": "a"}\n{"text": "b"}\n'), "application/gzip")
    found = web.read(*web.answers)
    assert short(found) == [
        "https://a.example/crawl.warc.gz#http://quay.example/a", "https://a.example/crawl.warc.gz#http://quay.example/b",
        "https://a.example/articles.jsonl.gz#1", "https://a.example/articles.jsonl.gz#2",
    ]  # fmt: skip


def test_a_bomb_by_address_ends_at_the_cap():
    web = Web()
    web.put("https://a.example/", gzip.compress(b"<p>" + b"a" * 50_000_000))
    assert short(web.read("https://a.example/", max_page_bytes=1_000_000)) == ["too-large"]


def test_files_and_addresses_come_in_the_order_given(tmp_path):
    (tmp_path / "a.txt").write_text("Ships are back.")
    web = Web(a="<p>a", b="<p>b")
    found = web.read("https://a.example/", tmp_path / "a.txt", "https://b.example/", tmp_path / "a.txt")
    assert short(found) == ["https://a.example/", str(tmp_path / "a.txt"), "https://b.example/", str(tmp_path / "a.txt")]


def test_other_schemes_are_refused_and_not_taken_for_files():
    (item,) = Web().read("ftp://quay.example/a")
    assert (item.input, item.reason) == ("ftp://quay.example/a", "refused")


def test_addresses_are_asked_for_as_they_are_needed():
    web = Web(a="<p>a")
    endless = (f"https://a.example/{n}" for n in itertools.count())
    found = pages_of(endless, Settings(), web.fetch)
    assert len(list(itertools.islice(found, 3))) == 3
    assert len(web.asked) <= 4


def test_nothing_of_the_network_is_loaded_for_a_file(tmp_path):
    (tmp_path / "feed.xml").write_text(feed("https://quay.example/a"))
    (tmp_path / "a.warc").write_bytes(response("http://quay.example/a"))
    code = (
        "import sys; from tellings.ingest.discover import pages_of; from tellings.settings import Settings; "
        f"print(len(list(pages_of([{str(tmp_path)!r}], Settings()))), sorted({{'httpx', 'protego', 'tellings.ingest.fetching'}} & set(sys.modules)))"
    )
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert made.stdout.strip() == "2 []"


@pytest.mark.parametrize("row", [*toml("addresses")["beginning"], *toml("addresses")["whole"]], ids=lambda row: row["name"])
def test_every_counter_of_readers_is_left_out_of_the_key(row):
    assert addresses.key(row["example"]) == addresses.key("https://quay-post.example/a")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://Quay.example:443/a/", "http://quay.example/a#top", True),
        ("https://quay.example/a?id=1", "https://quay.example/a?id=2", False),
        ("https://quay.example/a?cid=55", "https://quay.example/a", False),
        ("https://quay.example:8080/a", "https://quay.example/a", False),
        ("https://quay.example/a?q=https://pier.example/b", "https://pier.example/b", False),
        ("https://quay.example/A", "https://quay.example/a", False),
    ],
)
def test_two_addresses_are_one_pages(one, other, same):
    assert (addresses.key(one) == addresses.key(other)) is same
