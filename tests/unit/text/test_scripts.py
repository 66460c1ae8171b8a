import json
import re

from tellings.data import toml
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


def stated(value, form="<script type='application/json'>STATE</script>", visible=""):
    source = f"<html><body><p>Menu</p>{visible}{form.replace('STATE', json.dumps(value))}</body></html>"
    text, blocks = linearise(source, parse(source))
    return [text[block.start : block.end] for block in blocks if block.tag == "script"]


def state(body):
    others = [{"title": "Ice road closed", "body": f"{line} So it was said."} for line in STORY]
    return {"props": {"page": {"story": {"title": "No ferry", "body": body}, "related": others, "messages": {"content": STORY[0]}}}}


def test_where_little_is_seen_the_text_is_read_from_the_state_of_the_application():
    typed = [{"type": "paragraph", "text": line} for line in STORY]
    for body in (STORY, typed, "".join(f"<p>{line}</p>" for line in STORY), {"blocks": {"content": typed}}):
        assert stated(state(body)) == STORY
    assert stated(state(STORY), "<script>window.__APP__ = STATE;window.x=1</script>") == STORY
    assert stated(state(STORY), visible="".join(f"<p>{line} {at}</p>" for at, line in enumerate(STORY * 6))) == []


def test_what_is_no_text_in_a_state_is_left_out():
    assert stated({"description": " ".join(STORY), "comments": [{"body": line} for line in STORY]}) == []
    assert stated({"body": ["function (a) { return a.b; }" * 9, "https://boats.example/" + "a" * 300]}) == []
    assert stated(state(STORY), "<script>window.x = {STATE</script>") == []
    deep = "<script>" + '{"body":' * 5000 + "1" + "}" * 5000 + "</script>"
    assert linearise(deep + "<p>Menu</p>", parse(deep + "<p>Menu</p>"))[0] == "Menu"


def test_patterns_fit_their_examples():
    table = toml("states")
    assert all(re.search(table["text"], name.casefold()) and not re.search(table["beside"], name.casefold()) for name in table["texts"])
    assert all(re.search(table["beside"], name.casefold()) for name in table["besides"])
