import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.data import toml
from tellings.ingest.discover import pages_of
from tellings.ingest.listing.dates import iso
from tellings.ingest.listing.entries import Text, is_whole, sends_on
from tellings.ingest.received import Listed
from tellings.model.articles import Page, Rejected
from tellings.settings import Settings

WHOLE = "The harbour master of Ansel said on Monday that the quay would take ships again. " * 10
CONTENT = 'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'


def read(folder, text, name="feed.xml", **settings):
    """What the feed gives, and the addresses that were asked for because of it."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    asked = []

    def fetch(wanted):
        for one in wanted:
            asked.append(one)
            yield Rejected(input=one.url, reason="not-found", detail="404")

    found = list(pages_of([str(path)], Settings(**{"follow": True, "strict": True} | settings), fetch))
    return [item for item in found if isinstance(item, Page) or item.reason != "not-found"], asked


def rss(*items, version="2.0", head="<title>Quay Post</title><link>https://quay.example/news/</link>"):
    return f'<?xml version="1.0"?>\n<rss version="{version}" {CONTENT}><channel>{head}{"".join(items)}</channel></rss>'


def test_an_entry_is_an_address_with_what_the_feed_says_of_it(tmp_path):
    item = (
        "<item><title>Quay &amp;amp; pier &lt;i&gt;reopen&lt;/i&gt;</title><link>../a?x=1#top</link><dc:creator>Ola Benn</dc:creator>"
        "<pubDate>Tue, 03 Mar 2026 09:15:00 +0530</pubDate><description>Ships are back.</description></item>"
    )
    found, (listed,) = read(tmp_path, rss(item))
    assert not found
    assert listed == Listed(
        url="https://quay.example/a?x=1#top", listed_in=str(tmp_path / "feed.xml"), outlet="Quay Post", headline="Quay & pier reopen",
        byline="Ola Benn", published="2026-03-03T09:15:00+05:30",
    )  # fmt: skip


def test_an_entry_with_the_whole_text_is_a_page_and_is_not_fetched(tmp_path):
    item = f"<item><title>Quay reopens</title><link>https://quay.example/a</link><content:encoded><![CDATA[<p>{WHOLE}</p>]]></content:encoded></item>"
    (page,), asked = read(tmp_path, rss(item))
    assert not asked
    assert (page.medium, page.url, page.charset) == ("html", "https://quay.example/a", "utf-8")
    assert page.input == f"{tmp_path}/feed.xml#https://quay.example/a"
    assert (page.given_headline, page.given_outlet) == ("Quay reopens", "Quay Post")
    assert WHOLE.strip() in page.raw.decode()


ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><title>Quay Post</title><link href="https://quay.example/"/>'


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (ATOM + f'<entry><link href="/a"/><updated>2026-03-03T09:15:00-05:00</updated><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{WHOLE}</p></div></content></entry></feed>', "a.atom"),
        (ATOM + f'<entry><id>https://quay.example/a</id><published>2026-03-03T09:15:00-05:00</published><content type="html">&lt;p&gt;{WHOLE}&lt;/p&gt;</content></entry></feed>', "a.xml"),
        (ATOM + f'<entry><link href="/a"/><published>2026-03-03T09:15:00-05:00</published><content>{WHOLE}</content></entry></feed>', "a.txt"),
        ('<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" ' + CONTENT + '><channel rdf:about="https://quay.example/"><title>Quay Post</title><link>https://quay.example/</link></channel>'
         f'<item rdf:about="https://quay.example/a"><link>https://quay.example/a</link><dc:date>2026-03-03T09:15:00-05:00</dc:date><content:encoded>{WHOLE}</content:encoded></item></rdf:RDF>', "a.rdf"),
        (rss(f"<item><guid>https://quay.example/a</guid><pubDate>Tue, 3 Mar 2026 09:15 EST</pubDate><description>{WHOLE * 3}</description></item>", version="0.92"), "a.rss"),
        (json.dumps({"version": "https://jsonfeed.org/version/1", "title": "Quay Post", "items": [{"id": "1", "url": "https://quay.example/a", "content_text": WHOLE, "date_published": "2026-03-03T09:15:00-05:00"}]}), "a.json"),
        (json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Quay Post", "home_page_url": "https://quay.example/x/", "items": [{"url": "../a", "content_html": f"<p>{WHOLE}</p>", "date_published": "2026-03-03T09:15:00-05:00"}]}, indent=1), "feed"),
    ],
)  # fmt: skip
def test_every_kind_of_feed_gives_the_same_page(tmp_path, text, name):
    (page,), _ = read(tmp_path, text, name)
    assert (page.url, page.given_published, page.given_outlet) == ("https://quay.example/a", "2026-03-03T09:15:00-05:00", "Quay Post")
    assert WHOLE.strip() in page.raw.decode()


def test_an_aggregator_names_each_entrys_outlet(tmp_path):
    item = '<item><link>https://quay.example/a</link><source url="https://pier.example/rss">Pier Times</source></item>'
    _, (listed,) = read(tmp_path, rss(item))
    assert listed.outlet == "Pier Times"


def test_bylines_of_several_authors_are_joined(tmp_path):
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "items": [{"url": "https://quay.example/a", "authors": [{"name": "Ola Benn"}, {"name": " Kim\nRoe "}, 3]}],
    }
    _, (listed,) = read(tmp_path, json.dumps(feed), "f.json")
    assert listed.byline == "Ola Benn, Kim Roe"


def test_a_page_that_two_entries_name_counts_once(tmp_path):
    items = [
        f"<item><link>{url}</link></item>"
        for url in ("https://quay.example/a", "http://quay.example/a/?utm_source=rss#x", "https://quay.example/b")
    ]
    _, asked = read(tmp_path, rss(*items))
    assert [listed.url for listed in asked] == ["https://quay.example/a", "https://quay.example/b"]
    whole = f"<item><link>https://quay.example/a</link><content:encoded>{WHOLE}</content:encoded></item>"
    found, _ = read(tmp_path, rss(whole, whole))
    assert len(found) == 1


def test_addresses_are_counted_where_they_are_not_followed(tmp_path):
    items = [f"<item><link>https://quay.example/{n}</link></item>" for n in range(1500)]
    (line,), asked = read(tmp_path, rss(*items), follow=False)
    assert not asked
    assert (line.reason, line.detail) == ("not-followed", "not fetched: 1,500 addresses of this feed; --follow fetches them")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (rss(), "empty"),
        (rss("<item><title>Nothing</title></item>"), "empty"),
        ("<rss version='2.0'><channel><item", "broken-record"),
        ('{"version": "https://jsonfeed.org/version/1.1", "items": {}}', "unsupported-type"),
        ('{"version": "https://jsonfeed.org/version/1.1", "items": [', "broken-record"),
        ('{"version": "https://jsonfeed.org/version/1.1", "items": ' + "[" * 100_000, "broken-record"),
        ('{"version": "https://jsonfeed.org/version/1.1", "items": [3, {}, {"url": "javascript:x"}]}', "empty"),
        (rss(f"<item><link>https://quay.example/</link><description>{'a ' * 3000}</description></item>"), "too-large"),
    ],
)  # fmt: skip
def test_feeds_that_give_nothing_have_a_reason(tmp_path, text, reason):
    found, asked = read(tmp_path, text, max_page_bytes=5_000 if reason == "too-large" else 1_000_000)
    assert [item.reason for item in found] == [reason]
    assert not asked


def test_a_feed_of_endless_tags_is_too_large(tmp_path):
    for text in (rss("<item/>" * 310_000), rss("<item/>" * 310_000).encode("utf-16")):
        found, _ = read(tmp_path, text)
        assert [item.reason for item in found] == ["too-large"]
    quoted = f"<item><link>https://quay.example/a</link><content:encoded><![CDATA[{WHOLE}{'<br>' * 310_000}]]></content:encoded></item>"
    assert isinstance(read(tmp_path, rss(quoted))[0][0], Page)


def test_control_characters_of_a_title_become_spaces(tmp_path):
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Quay\x1b[2J Post",
        "items": [{"url": "https://quay.example/a", "title": "A\x00\x9bb"}, {"url": "https://quay.example/\x1b"}],
    }
    found, (listed,) = read(tmp_path, json.dumps(feed), "f.json")
    assert (listed.outlet, listed.headline) == ("Quay [2J Post", "A b")
    assert [item.reason for item in found] == ["empty"]


@pytest.mark.parametrize("row", toml("feeds")["read_on"], ids=lambda row: row["phrase"])
def test_every_phrase_that_sends_on_is_found_in_its_example(row):
    assert sends_on(row["example"])
    assert not sends_on(row["example"] + " The mayor spoke.")
    assert not is_whole(Text(value=f"<p>{WHOLE}</p><p>{row['example']}</p>", is_html=True))


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        (Text(value=WHOLE, is_html=False), True),
        (Text(value=WHOLE, is_html=False, summary=True), False),
        (Text(value=WHOLE * 3, is_html=False, summary=True), True),
        (Text(value=WHOLE + " […]", is_html=False), False),
        (Text(value=WHOLE + "<a href='x'>Continue&nbsp;reading &rarr;</a>", is_html=True), False),
        (Text(value="<br class='x'>" * 500 + "Ships are back.", is_html=True), False),
    ],
)
def test_the_whole_text_is_told_from_a_summary(text, whole):
    assert is_whole(text) is whole


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Tue, 03 Mar 2026 09:15:00 +0530", "2026-03-03T09:15:00+05:30"),
        ("Tue, 03 Mar 2026 09:15:00 GMT", "2026-03-03T09:15:00+00:00"),
        ("Tue, 03 Mar 2026 09:15:00 -0000", "2026-03-03T09:15:00+00:00"),
        ("2026-03-03T09:15:00.123Z", "2026-03-03T09:15:00+00:00"),
        ("2026-03-03 09:15 +0530", "2026-03-03T09:15:00+05:30"),
        ("2026-03-03T09:15:00", "2026-03-03T09:15:00"),
        ("2026-03-03", "2026-03-03"),
        ("2026-13-03", None),
        ("yesterday", None),
        ("", None),
        (None, None),
    ],
)
def test_times_keep_their_offset(written, meant):
    assert iso(written) == meant


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10))
HOSTILE = {
    "laughs": f"<?xml version='1.0'?><!DOCTYPE rss [{LAUGHS}]>" + rss("<item><title>&l9;</title><link>https://quay.example/a</link></item>"),
    "file": "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY f SYSTEM 'file:///etc/hosts'>]>" + rss("<item><title>a&f;b</title><link>https://quay.example/a</link></item>"),
    "nested": rss("<item><link>https://quay.example/a</link><description>" + "<b>" * 50_000 + "</description></item>"),
    "tags": "<rss version='2.0'>" + "<channel>" * 50_000,
    "nuls": rss("<item><title>a\0b</title><link>https://quay.example/\0a</link></item>"),
    "attribute": rss(f"<item><link>https://quay.example/a</link><enclosure url='{'x' * 1_000_000}'/></item>"),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_feeds_end_and_reach_nothing(tmp_path, case):
    found, asked = read(tmp_path, HOSTILE[case])
    assert found or asked
    shown = repr(found) + repr(asked)
    assert "localhost" not in shown
    assert len(shown) < 20_000


PIECES = ["<rss version='2.0'>", "<channel>", "<item>", "</item>", "<link>https://quay.example/a</link>", "<title>", "&amp;", "&#x110000;", "]]>",
          "<content:encoded>", "<![CDATA[", "<feed xmlns='http://www.w3.org/2005/Atom'>", "<entry>", "<content type='xhtml'>", "<published>9999999-01-01", "\0", "<?xml?>",
          "<link href='http://[bad/'/>", "<urlset>", "<url><loc>", "https://", "</loc></url>", "<opml>", "<outline xmlUrl='x'", "<!DOCTYPE", "\ufeff", "<sitemapindex>", "é"]  # fmt: skip


@given(
    st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=20),
    st.sampled_from(["<rss>", "<feed>", "<opml>", "<urlset>", "<sitemapindex>"]),
)
def test_any_markup_ends_without_an_error(tmp_path_factory, pieces, root):
    found, asked = read(tmp_path_factory.mktemp("any"), root + "".join(pieces).encode("utf-8", "replace").decode())
    assert found or asked
    assert all(isinstance(item, Page | Rejected) for item in found)


JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
    st.sampled_from(["url", "id", "content_html", "content_text", "summary", "authors", "author", "name", "date_published", "title"]), inner, max_size=4), max_leaves=12)  # fmt: skip


@given(JSON)
def test_any_json_ends_without_an_error(tmp_path_factory, value):
    text = json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "items": value if isinstance(value, list) else [value],
            "title": value,
            "authors": value,
        }
    )
    found, asked = read(tmp_path_factory.mktemp("any"), text)
    assert found or asked
