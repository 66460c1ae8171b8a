import re

import pytest

from tellings.clean.maintext.live import is_stamp, stamps, with_entries
from tellings.data import toml
from tellings.model.articles import Markup, PageText
from tellings.text.linearise import linearise, lines_of, parse

ENTRIES = [
    ("18:05", "Talks end", "The two sides left the town hall shortly after six and said nothing to reporters."),
    ("14:30", "A new offer", "The council has raised its offer by half a percent, its finance chief told the radio."),
    ("11:48", "On the square", "Police counted some four thousand people and one brass band in front of the hall."),
    ("07:10", "Queues", "Commuters waited up to an hour for replacement buses at the northern terminus."),
]
TEXTS = [line for _, *lines in ENTRIES for line in lines]


def page_of(source):
    tree = parse(source)
    text, blocks = linearise(source, tree)
    return Markup(page="p", characters=source, encoding="utf-8", tree=tree), PageText(page="p", text=text, blocks=blocks)


def chosen(source, *kept):
    markup, page = page_of(source)
    lines = [page.text[block.start : block.end] for block in page.blocks]
    made = with_entries(markup, page, [line in kept for line in lines])
    return None if made is None or not made[1] else [line for line, take in zip(lines, made[0], strict=True) if take]


def html(body, title="Strike in Calderon: live updates"):
    return f"<html><head><title>{title}</title></head><body><h1>Strike in Calderon</h1>{body}</body></html>"


def series(form, entries=ENTRIES):
    return "<div>" + "".join(form.format(*entry, at=at) for at, entry in enumerate(entries)) + "</div>"


@pytest.mark.parametrize(
    "form",
    [
        "<article class='post-{at}x'><time>{0}</time><h2>{1}</h2><p>{2}</p></article>",
        "<section><h3>{1}</h3><p><span>{0}</span></p><p>{2}</p><button>Share</button></section>",
        "<li><div>{0}</div><div><b>{1}</b></div><div>{2}</div></li>",
        "<div class=e><span class=ts>Updated at {0} GMT</span><h4><a href='#b{at}'>{1}</a></h4><div>{2}<br></div></div>",
    ],
)
def test_all_entries_are_taken_and_nothing_of_their_times(form):
    assert chosen(html(series(form)), ENTRIES[0][2]) == TEXTS


def test_a_clock_in_the_line_of_its_entry_is_told_from_it():
    markup, page = page_of(html(series("<div><b>{0}</b> {1}. {2}</div>")))
    assert with_entries(markup, page, [False] * len(page.blocks)) is not None
    assert [page.text[start:end] for start, end in stamps(page.text, page.blocks)] == ["18:05 ", "14:30 ", "11:48 ", "07:10 "]
    assert not list(stamps(page.text, page.blocks[:2]))


def test_entries_that_only_the_class_or_the_data_of_the_page_names_need_no_times():
    form = "<div class='{kind}'><h3>{{1}}</h3><p>{{2}}</p></div>"
    plain = html(series(form.format(kind="box")), title="Strike")
    assert chosen(plain) is None
    assert chosen(html(series(form.format(kind="live-update")), title="Strike")) == TEXTS
    data = '<script type="application/ld+json">{"@type": "LiveBlogPosting"}</script>'
    assert chosen(html(series(form.format(kind="box")) + data, title="Strike")) == TEXTS


def test_times_alone_make_no_live_page():
    assert chosen(html(series("<div class=e><time>{0}</time><p>{2}</p></div>"), title="Strike in Calderon")) is None


@pytest.mark.parametrize(
    "form",
    [
        "<div class=e><time>{0}</time><h3><a href='/news/{at}'>{1}</a></h3><p>{2}</p></div>",
        "<div class=e><a href='/news/{at}'><time>{0}</time><h3>{1}</h3><p>{2}</p></a></div>",
        "<div class=comment><b>A reader</b> <time>{0}</time><p>{2}</p></div>",
        "<div class='related-item'><time>{0}</time><p>{2}</p></div>",
    ],
)
def test_teasers_comments_and_related_pages_are_no_entries(form):
    story = [
        f"On day {n} the buses of the northern line stood still again, and nobody at the depot would say for how long." for n in "abcdef"
    ]
    assert chosen(html("".join(f"<p>{line}</p>" for line in story) + series(form)), *story) is None


def test_what_follows_the_entries_goes_and_a_summary_above_them_comes():
    summary = "The talks were adjourned until Thursday, and the strike goes on."
    below = "The museum has bought a new lamp for its lighthouse."
    form = "<div class=e><time>{0}</time><h3>{1}</h3><p>{2}</p></div>"
    source = html(f"<ul><li>{summary}</li></ul>" + series(form) + f"<div><p>{below}</p></div>")
    assert chosen(source, below) == [summary, *TEXTS]


def test_entries_that_are_the_lesser_part_come_in_where_the_choice_has_some_of_them():
    story = [f"The {n} ferry of the morning left the harbour with forty passengers and a very old piano on its deck." for n in "abcdefghij"]
    box = series("<div class='live-update'><time>{0}</time><p>{2}</p></div>", ENTRIES[:2])
    source = html(box + "".join(f"<p>{line}</p>" for line in story))
    assert chosen(source, *story) is None
    assert chosen(source, ENTRIES[0][2], *story) == [ENTRIES[0][2], ENTRIES[1][2], *story]


def test_an_entry_that_is_pinned_and_printed_again_is_taken_once():
    form = "<div class=e><time>{0}</time><p>{2}</p></div>"
    assert chosen(html(series(form, [ENTRIES[2], *ENTRIES]))).count(ENTRIES[2][2]) == 1
    pinned = f"<div class=pinned><time>11:48</time><p>{ENTRIES[2][2]}</p></div>"
    assert chosen(html(pinned + series(form)), ENTRIES[2][2]) == [text for _, _, text in ENTRIES]


def test_entries_named_by_data_are_found_whatever_they_stand_in():
    updates = ",".join(f'{{"headline": "{head}", "articleBody": "{text}"}}' for _, head, text in ENTRIES)
    data = f'<script type="application/ld+json">{{"@type": "LiveBlogPosting", "liveBlogUpdate": [{updates}]}}</script>'
    form = "<x-entry><p>{0}</p><h3>{1}</h3><p>{2}</p></x-entry>"
    assert chosen(html(data + series(form))) == TEXTS


def test_lines_of_an_element_are_those_of_its_page():
    source = html("<div id=a>One <b>two</b><p>three</p></div>four")
    (element,) = parse(source).xpath("//div[@id='a']")
    assert lines_of(element) == ["One two", "three"]


def test_rows_mark_their_examples():
    table = toml("live")
    for word in table["classes"]["examples"]:
        assert re.search(table["classes"]["pattern"], word)
        assert any(stem in word for stem in table["classes"]["stems"])
    for word in table["classes"]["not"]:
        assert not re.search(table["classes"]["pattern"], word)
    for row in table["title"]:
        assert re.search(row["pattern"], row["example"].casefold()), row
    for row in table["ago"]:
        assert is_stamp(row["example"]), row
    for line in table["stamp"]["clocks"] + table["stamp"]["minutes"]:
        assert is_stamp(line), line
    for name in ("beside", "asks"):
        assert re.search(table[name]["pattern"], table[name]["example"].replace("__", "_"))


@pytest.mark.parametrize("line", ["The talks ended at 18:05", "18.05.2025 brachte die Wende", "45", "3.5 percent", "Room 12"])
def test_lines_with_other_words_are_no_stamps(line):
    assert not is_stamp(line)
