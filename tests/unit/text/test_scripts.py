import json

from tellings.text.linearise import linearise, parse

STORY = [
    "The ferry company said on Monday that its last boat would not sail before the ice had left the strait.",
    "Islanders have asked the province for a helicopter, which it lends only to doctors and the police.",
    "The mayor told the council that the shop had flour for three weeks and coffee for less than one.",
]


def lines(body, visible=""):
    script = json.dumps({"@type": "NewsArticle", "articleBody": body})
    source = f'<html><head><script type="application/ld+json">{script}</script></head><body><p>Menu</p>{visible}</body></html>'
    text, blocks = linearise(source, parse(source))
    return [(block.tag, text[block.start : block.end]) for block in blocks]


def test_a_text_that_stands_only_in_a_script_comes_last_by_paragraphs():
    assert lines("\n".join(STORY)) == [("p", "Menu"), *(("script", line) for line in STORY)]
    assert lines("".join(f"<p>{line}</p>" for line in STORY))[1:] == [("script", line) for line in STORY]


def test_a_text_that_is_seen_is_not_read_twice():
    assert lines("\n".join(STORY), "".join(f"<div>{line}</div>" for line in STORY)) == [("p", "Menu"), *(("div", line) for line in STORY)]


def test_short_and_broken_bodies_are_left_out():
    assert lines("A boat.") == [("p", "Menu")]
    source = '<script type="application/ld+json">{"articleBody": "\\u12"}</script><p>Menu</p>'
    assert linearise(source, parse(source))[0] == "Menu"
