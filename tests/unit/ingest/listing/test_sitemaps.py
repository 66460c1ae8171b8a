import gzip

import pytest

from tellings.ingest.discover import pages_of
from tellings.ingest.received import Listed
from tellings.model.articles import Rejected
from tellings.settings import Settings

NAMES = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'


def urlset(*urls):
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<!-- made -->\n<urlset {NAMES}>{"".join(urls)}</urlset>'


def url(address, rest=""):
    return f"<url>\n<loc> {address} </loc>{rest}</url>"


def read(folder, data, name="sitemap.xml", **settings):
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    asked = []

    def fetch(wanted):
        for one in wanted:
            asked.append(one)
            yield Rejected(input=one.url, reason="not-found", detail="404")

    found = pages_of([str(path)], Settings(**{"follow": True, "strict": True} | settings), fetch)
    return [item for item in found if item.reason != "not-found"], asked


@pytest.mark.parametrize("packed", [False, True])
def test_a_news_sitemap_says_outlet_headline_time_and_language(tmp_path, packed):
    news = (
        "<news:news><news:publication><news:name>Quay Post</news:name><news:language>en</news:language></news:publication>"
        "<news:publication_date>2026-03-03T09:15+05:30</news:publication_date><news:title>Quay &amp; pier reopen</news:title></news:news>"
        "<image:image><image:loc>https://quay.example/a.jpg</image:loc></image:image><lastmod>2026-03-04</lastmod>"
    )
    text = urlset(url("https://quay.example/a", news), url("https://quay.example/b"), url("mailto:x"), "<other/>", "<url/>").encode()
    found, asked = read(tmp_path, gzip.compress(text) if packed else text, "news.xml.gz" if packed else "news.xml")
    assert not found
    assert asked[0] == Listed(
        url="https://quay.example/a", listed_in=asked[0].listed_in, outlet="Quay Post", headline="Quay & pier reopen",
        published="2026-03-03T09:15:00+05:30", language="en",
    )  # fmt: skip
    assert [listed.url for listed in asked] == ["https://quay.example/a", "https://quay.example/b"]
    # a change is no publication
    assert asked[1].published is None


def test_marks_that_were_not_escaped_lose_nothing(tmp_path):
    text = urlset(
        url("https://quay.example/a?b=1&c=2&copy=3"),
        url("<![CDATA[https://quay.example/a?b=2&c=2]]>"),
        url("https://quay.example/a?b=3&amp;c=2\x08"),
    )
    found, asked = read(tmp_path, text.replace("-->", "é -->").encode("cp1252").replace(b"UTF-8", b"windows-1252"))
    assert not found
    assert [listed.url[21:] for listed in asked] == ["a?b=1&c=2&copy=3", "a?b=2&c=2", "a?b=3&c=2"]


def test_the_block_that_a_reference_is_cut_by_does_not_show(tmp_path):
    for pad in range(40):
        text = urlset(f"<x>{'x' * (65_536 - 420 + pad)}</x>", *(url(f"https://quay.example/?a=1&amp;b=é{n}&c=2") for n in range(20)))
        found, asked = read(tmp_path, text)
        assert [listed.url for listed in asked] == [f"https://quay.example/?a=1&b=é{n}&c=2" for n in range(20)]
        assert not found


def test_a_sitemap_without_a_namespace_and_in_utf_16_is_one(tmp_path):
    text = '<?xml version="1.0" encoding="UTF-16"?><urlset><url><loc>https://quay.example/a</loc></url></urlset>'.encode("utf-16")
    assert [listed.url for listed in read(tmp_path, text)[1]] == ["https://quay.example/a"]


def test_the_first_are_taken_where_no_date_is_given_and_the_rest_is_counted(tmp_path):
    (line,), asked = read(tmp_path, urlset(*(url(f"https://quay.example/{n}") for n in range(1234))), max_links=30)
    assert [listed.url for listed in asked] == [f"https://quay.example/{n}" for n in range(30)]
    assert (line.reason, line.detail) == (
        "not-followed",
        "not fetched: 1,204 more addresses it leads to, above the limit of 30 (max_links)",
    )


def test_the_newest_are_taken_where_all_are_dated_and_too_many(tmp_path):
    days = [f"<lastmod>2026-03-{day:02}T10:00:00+{hour:02}:00</lastmod>" for day, hour in ((1, 0), (9, 2), (9, 1), (4, 0), (9, 2))]
    urls = [url(f"https://quay.example/{n}", day) for n, day in enumerate(days)]
    _, asked = read(tmp_path, urlset(*urls), max_links=3)
    assert [listed.url[-1] for listed in asked] == ["2", "1", "4"]
    _, asked = read(tmp_path, urlset(*urls), max_links=5)
    assert [listed.url[-1] for listed in asked] == ["0", "1", "2", "3", "4"]
    _, asked = read(tmp_path, urlset(*urls, url("https://quay.example/5")), max_links=3)
    assert [listed.url[-1] for listed in asked] == ["0", "1", "2"]


@pytest.mark.parametrize(
    ("data", "reasons", "addresses"),
    [
        (urlset(), ["empty"], 0),
        (urlset(url("https://quay.example/a"), "<url><loc>https://quay.exa")[:-9], ["broken-record"], 1),
        (
            gzip.compress(urlset(*(url(f"https://quay.example/{n * 7919 % 100_000}") for n in range(9000))).encode())[:-900],
            ["broken-archive"],
            None,
        ),
    ],
)
def test_what_breaks_off_is_told_after_what_was_read(tmp_path, data, reasons, addresses):
    found, asked = read(tmp_path, data, max_links=10)
    assert [item.reason for item in found if item.reason != "not-followed"] == reasons
    assert len(asked) == (10 if addresses is None else addresses)


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "https://quay.example/ha"}">' for n in range(10))
HOSTILE = {
    "laughs": f"<?xml version='1.0'?><!DOCTYPE urlset [{LAUGHS}]>" + f"<urlset {NAMES}>{url('&l9;')}{url('https://quay.example/a')}</urlset>",
    "laughing attribute": f"<?xml version='1.0'?><!DOCTYPE urlset [{LAUGHS}]>" + f"<urlset {NAMES}>{url('https://quay.example/a', '<x a=&quot;&l9;&quot;/>'.replace('&quot;', chr(34)))}</urlset>",
    "file": "<?xml version='1.0'?><!DOCTYPE urlset [<!ENTITY f SYSTEM 'file:///etc/hosts'>]>" + f"<urlset {NAMES}>{url('https://quay.example/a')}{url('https://quay.example/&f;')}</urlset>",
    "outer dtd": "<?xml version='1.0'?><!DOCTYPE urlset SYSTEM 'http://127.0.0.1:9/x.dtd'>" + f"<urlset {NAMES}>{url('https://quay.example/a')}</urlset>",
    "nested": f"<urlset {NAMES}>{url('https://quay.example/a')}{'<url>' * 300_000}",
    "half references": f"<urlset {NAMES}>{url('https://quay.example/a')}" + "<url><loc>https://quay.example/?a&b&c</loc></url>" * 100_000,
    "strays": f"<urlset {NAMES}>{url('https://quay.example/a')}<x>" + "&a" * 1_000_000,
    "long text": f"<urlset {NAMES}>{url('https://quay.example/a')}{url('https://quay.example/' + 'b' * 20_000_000)}</urlset>",
    "long attribute": f"<urlset {NAMES} x='{'x' * 20_000_000}'>{url('https://quay.example/a')}</urlset>",
    "bytes for bytes": "<?xml version='1.0' encoding='zlib'?>" + f"<urlset {NAMES}>{url('https://quay.example/a')}</urlset>",
    "junk": f"<urlset {NAMES}>{url('https://quay.example/a')}{'<x/>' * 100_000}</urlset>",
    "nuls": urlset(url("https://quay.example/a"), url("https://quay.example/\0b")),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_sitemaps_end_and_reach_nothing(tmp_path, case):
    found, asked = read(tmp_path, HOSTILE[case])
    assert found or asked
    shown = repr(found) + repr(asked)
    assert "localhost" not in shown
    assert len(shown) < 5_000


def test_a_sitemap_that_never_ends_is_cut(tmp_path, monkeypatch):
    monkeypatch.setattr("tellings.ingest.listing.markup._MOST_BYTES", 100_000)
    text = urlset(*(url("https://quay.example/a") for _ in range(200_000)))
    found, asked = read(tmp_path, gzip.compress(text.encode()), max_page_bytes=10)
    assert len(asked) == 1
    assert [item.reason for item in found] == ["too-large"]
    assert "100,000" in found[0].detail


def test_opml_leads_to_feeds(tmp_path):
    text = (
        '<?xml version="1.0"?><opml version="2.0"><head><title>News</title></head><body><outline text="World">'
        '<outline type="rss" text="Quay Post" xmlUrl="https://quay.example/rss"/><outline type="rss" xmlUrl="https://pier.example/rss"/></outline>'
        '<outline type="include" text="More" url="https://pier.example/more.opml"/><outline text="nothing"/></body></opml>'
    )
    _, asked = read(tmp_path, text, "subscriptions.opml")
    assert [listed.url for listed in asked] == ["https://quay.example/rss", "https://pier.example/rss", "https://pier.example/more.opml"]


@pytest.mark.parametrize(
    "text", ["<opml>" + "<outline text='a' xmlUrl='https://quay.example/'>" * 100_000, "<opml>" + "<outline xmlUrl='https://q" * 9]
)
def test_hostile_opml_ends(tmp_path, text):
    found, asked = read(tmp_path, text)
    assert found or asked


@pytest.mark.parametrize("name", ["list.urls", "list.txt", "list", "list.txt.gz"])
def test_a_list_of_addresses_is_one_whatever_its_name(tmp_path, name):
    text = b"\xef\xbb\xbf# ours\nhttps://quay.example/a\r\n\r\n  HTTP://pier.example/b?x=1  \n"
    _, asked = read(tmp_path, gzip.compress(text) if name.endswith("gz") else text, name)
    assert [listed.url for listed in asked] == ["https://quay.example/a", "HTTP://pier.example/b?x=1"]


def test_lines_that_hold_no_address_are_counted(tmp_path):
    text = "https://quay.example/a\n" * 900 + "not one\nhttps://quay.example/b\nhttps://[bad/\n"
    found, asked = read(tmp_path, text, "list.urls")
    assert len(asked) == 2
    assert [item.detail for item in found] == ["2 lines hold no address, line 901 first"]


def test_a_text_that_names_an_address_is_a_text(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("The quay reopened.\nhttps://quay.example/a\n")
    assert [item.medium for item in pages_of([str(path)], Settings())] == ["text"]
