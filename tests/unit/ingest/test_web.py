"""Addresses to pages through the fetcher itself, over a real server on this machine."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest
from tests.unit.ingest.warcs_for_tests import members, response

from tellings.ingest.discover import pages_of
from tellings.model.articles import Rejected
from tellings.settings import Settings

FEED = "<rss version='2.0'><channel><title>Quay Post</title><item><link>/a</link></item><item><link>/gone</link></item><item><link>/old</link></item></channel></rss>"
INDEX = "<sitemapindex><sitemap><loc>/map.xml</loc></sitemap></sitemapindex>"


class Handler(BaseHTTPRequestHandler):
    answers: ClassVar = {
        "/feed": ("application/rss+xml", FEED.encode()),
        "/index.xml": ("application/xml", INDEX.encode()),
        "/map.xml": ("text/xml", b"<urlset><url><loc>/a</loc></url><url><loc>/a#twice</loc></url></urlset>"),
        "/a": ("text/html; charset=windows-1252", "<p>Ships are b\xe4ck.</p>".encode("cp1252")),
        "/crawl.warc.gz": ("application/gzip", members(response("http://quay.example/a"))),
    }

    def do_GET(self):
        if self.path == "/old":
            self.send_response(301)
            self.send_header("Location", "/a?moved")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        kind, body = self.answers.get(self.path.partition("?")[0], ("text/plain", b"no"))
        self.send_response(200 if self.path.partition("?")[0] in self.answers else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def site():
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def read(*paths, **settings):
    return list(pages_of([str(path) for path in paths], Settings(allow_private=True, fetch_delay=0.0, fetch_retries=0, **settings)))


def short(found, site):
    return [(item.input.removeprefix(site), item.reason if isinstance(item, Rejected) else item.given_outlet) for item in found]


def test_a_feed_by_address_is_read_with_its_pages(site):
    found = read(f"{site}/feed")
    assert short(found, site) == [("/a", "Quay Post"), ("/gone", "not-found"), ("/old", "Quay Post")]
    assert (found[0].charset, found[2].url) == ("windows-1252", f"{site}/a?moved")
    assert found[0].fetched_at.endswith(("Z", "+00:00"))


def test_an_index_of_sitemaps_leads_to_pages(site):
    assert short(read(f"{site}/index.xml"), site) == [("/a", None)]


def test_a_list_in_a_file_is_followed_where_that_is_asked_for(site, tmp_path):
    path = tmp_path / "list.txt"
    path.write_text(f"{site}/feed\n{site}/crawl.warc.gz\n")
    assert [item.reason for item in read(path)] == ["not-followed"]
    assert [name for name, _ in short(read(path, follow=True), site)] == ["/crawl.warc.gz#http://quay.example/a", "/a", "/gone", "/old"]
