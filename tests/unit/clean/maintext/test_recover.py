import re

import pytest

from tellings.clean.maintext.candidates import choose
from tellings.clean.maintext.recover import recover
from tellings.data import toml
from tellings.model.articles import Markup, PageText
from tellings.text.linearise import linearise, parse

LEDE = "The ferry company said on Monday that its last boat would not sail before the ice had left the strait."
BODY = [
    "Islanders have asked the province for a helicopter, which it lends only to doctors and the police.",
    "The mayor told the council that the shop had flour for three weeks and coffee for less than one.",
    "A hearing on the winter timetable is set for the second week of January in the county town.",
    "Last year the strait was open until the middle of March, and nobody had thought of flour.",
]
TITLE = "No ferry before the ice has gone"


def recovered(source, *kept):
    text, blocks = linearise(source, parse(source))
    page = PageText(page="p", text=text, blocks=blocks)
    lines = [text[block.start : block.end] for block in blocks]
    return [line for line, take in zip(lines, recover(page, [line in kept for line in lines]), strict=True) if take]


def body(lines=BODY):
    return "<div class=text>" + "".join(f"<p>{line}</p>" for line in lines) + "</div>"


@pytest.mark.parametrize(
    "above",
    [
        f"<p>{LEDE}</p>",
        f"<div class=leadtext>{LEDE}</div><div class=metainfo>Marit Olsen</div>",
        f"<div>By Marit Olsen</div><div>{LEDE}</div>",
        f"<div class=author><span>Marit Olsen</span><p class=excerpt>{LEDE}</p></div>",
        f"<figure><figcaption>The harbour</figcaption><p class=lead>{LEDE}</p></figure>",
        f"<h2>{LEDE[:-1]}</h2>",
    ],
)
@pytest.mark.parametrize("headline", [[TITLE], []])
def test_a_lede_below_the_headline_is_taken_whether_the_headline_was_kept_or_not(above, headline):
    made = recovered(f"<body><div class=head><h1>{TITLE}</h1>{above}</div>{body()}</body>", *headline, *BODY)
    assert made in ([*headline, LEDE, *BODY], [*headline, LEDE[:-1], *BODY])


@pytest.mark.parametrize(
    "above",
    [
        "<div>by Marit Olsen November 8, 2023 | 6:03 pm on the harbour wall</div>",
        "<h2>No ferry will sail before the ice has gone away</h2>",
        f"<div class=newsletter><p>{LEDE}</p></div>",
        f"<div class=slideshow><div>{LEDE}</div></div>",
        f"<div class=entry-meta><p>{LEDE}</p></div>",
        f"<figcaption>{LEDE}</figcaption>",
        f"<p><a href=/x>{LEDE}</a></p>",
    ],
)
def test_what_is_no_lede_stays_out(above):
    assert recovered(f"<body><div class=head><h1>{TITLE}</h1>{above}</div>{body()}</body>", *BODY) == BODY


def test_a_lede_printed_for_phones_too_is_taken_once():
    source = f"<body><h1>{TITLE}</h1><p class=lead>{LEDE}</p><p class=lead>{LEDE}</p>{body()}</body>"
    assert recovered(source, *BODY) == [LEDE, *BODY]


def test_paragraphs_in_further_containers_of_the_same_kind_are_taken_up_to_the_next_headline():
    module = "<div class='module module--text'><p>{}</p></div><div class='module module--image'><button>Info</button></div>"
    source = "<body>" + "".join(module.format(line) for line in BODY) + f"<h1>Another</h1>{module.format(LEDE)}</body>"
    assert recovered(source, BODY[0], BODY[1]) == BODY


def test_embedded_posts_are_taken_without_their_signature():
    post = f"<figure class=wp-block-embed><blockquote class=twitter-tweet><p>{LEDE} #ice</p>— Marit (@marit) May 1</blockquote></figure>"
    lifted = f"<blockquote class=pull><p>{LEDE}</p></blockquote>"
    source = f"<body><h1>{TITLE}</h1><div class=text><p>{BODY[0]}</p>{post}<p>{BODY[1]}</p>{lifted}<p>{BODY[2]}</p></div></body>"
    assert recovered(source, *BODY) == [BODY[0], f"{LEDE} #ice", *BODY[1:3]]


def test_a_post_may_be_links_alone_and_come_last():
    post = f"<blockquote class=instagram-media><p><a href=//i>{LEDE}</a></p><p>A post shared by <a href=//m>Marit (@marit)</a></p></blockquote>"
    source = f"<body><h1>{TITLE}</h1><div class=text><p>{BODY[0]}</p><p>{BODY[1]}</p>{post}</div><p>{BODY[2]}</p></body>"
    assert recovered(source, *BODY[:2]) == [*BODY[:2], LEDE]


def test_a_list_within_the_text_comes_back_with_its_heading():
    items = ["Flour for three weeks", "Coffee for less than one", "No lamp oil at all"]
    listed = "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"
    linked = "<ul>" + "".join(f"<li><a href=/{at}>{item}, and more</a></li>" for at, item in enumerate(items)) + "</ul>"
    parts = [f"<p>{BODY[0]}</p>", "<h3>What the shop has</h3>", listed, f"<p>{BODY[1]}</p>", linked, f"<p>{BODY[2]}</p>"]
    source = f"<body><h1>{TITLE}</h1><div class=text>{''.join(parts)}</div></body>"
    assert recovered(source, *BODY) == [BODY[0], "What the shop has", *items, *BODY[1:3]]


def test_the_menu_cell_of_a_page_laid_out_in_tables_goes_and_the_line_that_signs_an_entry():
    menu = "<td>Friends<br><a href=/a>Corn and more</a><br><a href=/b>Dusty roads</a></td>"
    signed = "posted by Merle at 9:14 PM | <a href=/c>Comments (6)</a> | <a href=/p>Permanent link to this</a>"
    source = f"<body><table><tr>{menu}<td>{'<br>'.join(BODY)}<br>{signed}</td></tr></table></body>"
    made = recovered(
        source, "Friends", "Corn and more", "Dusty roads", *BODY, "posted by Merle at 9:14 PM | Comments (6) | Permanent link to this"
    )
    assert made == BODY


def test_a_table_of_facts_keeps_its_links():
    facts = "<table><tr><td>65 g</td><td><a href=/z>Sugar</a></td></tr></table>"
    assert recovered(f"<body>{facts}{body()}</body>", "65 g", "Sugar", *BODY) == ["65 g", "Sugar", *BODY]


def test_teasers_at_the_end_go_with_their_heading_and_slides_stay():
    short = ["The captain is the priest of the island too.", "Nobody has seen the ringer since the spring."]
    cards = "".join(f"<div class=card><a href=/{at}><h4>Another story of ours</h4></a><p>{line}</p></div>" for at, line in enumerate(short))
    source = f"<body><h1>{TITLE}</h1>{body()}<h3>More long reads</h3>{cards}</body>"
    assert recovered(source, *BODY, "More long reads", *short) == BODY
    slides = "".join(f"<div class=card><h4><a href=/{at}>A slide of ours</a></h4><p>{line}</p></div>" for at, line in enumerate(BODY))
    assert recovered(f"<body><h1>{TITLE}</h1>{slides}</body>", *BODY) == BODY


def test_a_choice_of_menus_or_dialogs_gives_way_to_another():
    menu = (
        "<div class=menu>" + "".join(f"<div>{word} and more of it for you</div>" for word in ("World", "Money", "Sport", "Arts")) + "</div>"
    )
    source = (
        f"<html><body>{menu}<div class=slides>"
        + "".join(f"<div class=slide><h2>One</h2><p>{line}</p></div>" for line in BODY)
        + "</div></body></html>"
    )
    tree = parse(source)
    text, blocks = linearise(source, tree)
    page = PageText(page="p", text=text, blocks=blocks)
    kept = choose(Markup(page="p", characters=source, encoding="utf-8", tree=tree), page).kept
    assert set(BODY) <= {text[block.start : block.end] for block, take in zip(blocks, kept, strict=True) if take}


def test_patterns_mark_their_examples():
    for name in ("picture", "post"):
        assert re.search(toml("elements")[name]["pattern"], toml("elements")[name]["example"])
