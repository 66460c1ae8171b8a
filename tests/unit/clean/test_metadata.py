from tests.unit.clean.pages_for_tests import article

PAGE = (
    "<html><head><title>Dam gates open - Lirrin Post</title><meta property='og:site_name' content='Lirrin Post'>"
    "<meta property='og:title' content='Dam gates open'></head><body><h1>Dam gates open</h1>"
    "<p>The gates of the dam were opened on Monday after a week of rain, the water board of the valley said in the evening.</p></body></html>"
)
TOLD = {"given_outlet": "All the news", "given_headline": "WATCH: dam!", "given_published": "2026-11-02"}


def test_what_a_feed_says_of_an_address_comes_after_what_its_page_says():
    made = article(PAGE, medium="html", listed=True, **TOLD)
    assert (made.outlet, made.headline, made.published) == ("Lirrin Post", "Dam gates open", "2026-11-02")
    assert dict(made.found)["published"] == "list that names it"


def test_what_a_record_says_beside_its_text_comes_first():
    made = article(PAGE, medium="html", **TOLD)
    assert (made.outlet, made.headline, made.published) == ("All the news", "WATCH: dam!", "2026-11-02")
