from tellings.clean.maintext.refine import is_dated, ledes, refine
from tellings.data import toml
from tellings.model.articles import Block, PageText
from tellings.text.linearise import linearise, parse

PARAGRAPHS = [
    "The ferry company said on Monday that its last boat would not sail before the ice had left the strait.",
    "Islanders have asked the province for a helicopter, which it lends only to doctors and the police.",
    "The mayor told the council that the shop had flour for three weeks and coffee for less than one.",
]


def refined(source, *kept):
    text, blocks = linearise(source, parse(source))
    page = PageText(page="p", text=text, blocks=blocks)
    lines = [text[block.start : block.end] for block in blocks]
    return [line for line, take in zip(lines, refine(page, [line in kept for line in lines]), strict=True) if take]


def test_lede_and_meta_words_mark_their_examples():
    assert ledes().search(toml("elements")["lede"]["example"])
    assert is_dated(Block(start=0, end=1, path=(toml("elements")["meta"]["example"],)))


def test_subheads_between_paragraphs_come_back_and_headings_of_boxes_do_not():
    source = (
        f"<div><p>{PARAGRAPHS[0]}</p><h2>Ice in the strait</h2><p>{PARAGRAPHS[1]}</p>"
        f"<div class=related-posts><h3>More on this</h3></div><p>{PARAGRAPHS[2]}</p><h2>Contact</h2></div>"
    )
    assert refined(source, *PARAGRAPHS) == [PARAGRAPHS[0], "Ice in the strait", *PARAGRAPHS[1:]]


def test_linked_headings_come_back_where_they_head_the_slides_of_a_gallery():
    captions = [f"{line} That was boat {at}." for at, line in enumerate(PARAGRAPHS * 2)]
    slides = "".join(f"<div id=photo-{at}99><h2><a href=/{at}>Boat {at}</a></h2><p>{line}</p></div>" for at, line in enumerate(captions))
    alone = f"<div><p>{PARAGRAPHS[0]}</p><h2><a href=/x>Another story</a></h2><p>{PARAGRAPHS[1]}</p></div>"
    assert "Boat 3" in refined(slides, *captions)
    assert refined(alone, *PARAGRAPHS) == PARAGRAPHS[:2]


def test_a_lede_without_a_final_point_is_taken_and_lines_of_dates_are_not():
    lede = "Islanders wait for the thaw as the shop runs out of coffee"
    meta = "Published on Monday by the harbour desk, and updated before the evening."
    source = f"<h1>Ferry</h1><div class=article-lead>{lede}</div><div class=post-meta>{meta}</div>" + "".join(
        f"<p>{p}</p>" for p in PARAGRAPHS
    )
    assert refined(source, *PARAGRAPHS) == [lede, *PARAGRAPHS]


def test_lists_of_links_within_the_text_go_and_lists_of_facts_stay():
    links = [f"Older story number {at}" for at in range(3)]
    facts = ["Boats: two", "Crew: eleven", "Passengers: forty"]
    source = (
        f"<p>{PARAGRAPHS[0]}</p><ul>{''.join(f'<li><a href=/x>{x}</a></li>' for x in links)}</ul>"
        f"<p>{PARAGRAPHS[1]}</p><ul>{''.join(f'<li>{x}</li>' for x in facts)}</ul>"
    )
    assert refined(source, *PARAGRAPHS, *links, *facts) == [*PARAGRAPHS[:2], *facts]


def test_a_caption_is_no_text_unless_the_captions_are_the_article():
    captions = "".join(f"<figure><figcaption>{line}</figcaption></figure>" for line in PARAGRAPHS)
    assert refined(captions, *PARAGRAPHS) == PARAGRAPHS
    assert refined(
        f"<p>{PARAGRAPHS[0]} {PARAGRAPHS[1]}</p><figcaption>A boat</figcaption>", f"{PARAGRAPHS[0]} {PARAGRAPHS[1]}", "A boat"
    ) == [f"{PARAGRAPHS[0]} {PARAGRAPHS[1]}"]


def test_a_second_copy_of_the_body_goes_and_one_line_said_twice_stays():
    long = [f"{line} It was said at the quay, number {at}." for at, line in enumerate(PARAGRAPHS)]
    twice = "".join(f"<p>{line}</p>" for line in long * 2)
    once = "".join(f"<p>{line}</p>" for line in [*long, long[0]])
    assert refined(twice, *long) == long
    assert refined(once, *long) == [*long, long[0]]


def test_a_quote_lifted_out_of_a_paragraph_goes_and_a_quote_of_its_own_stays():
    lifted, own = "coffee for less than one", "We have boats, and no water to put them in."
    body = "".join(f"<p>{line}</p>" for line in PARAGRAPHS)
    assert refined(f"{body}<blockquote>{lifted}</blockquote>", *PARAGRAPHS, lifted) == PARAGRAPHS
    assert own in refined(f"{body}<blockquote>{own}</blockquote>", *PARAGRAPHS, own)


def test_linked_headings_above_a_few_teasers_below_the_article_do_not_come_back():
    teasers = "".join(f"<h3><a href=/{at}>Other {at}</a></h3><p>Short {at}.</p>" for at in range(5))
    source = "".join(f"<p>{line}</p>" for line in PARAGRAPHS) + teasers
    assert "Other 2" not in refined(source, *PARAGRAPHS, *(f"Short {at}." for at in range(5)))


def test_links_in_boxes_do_not_keep_the_boxes():
    links = [f"An older story about the boats of the northern islands, number {at}" for at in range(8)]
    source = (
        f"<p>{PARAGRAPHS[0]}</p><div class=related-posts>{''.join(f'<h3><a href=/{at}>{x}</a></h3>' for at, x in enumerate(links))}</div>"
    )
    assert refined(source, PARAGRAPHS[0], *links) == [PARAGRAPHS[0]]


def test_captions_stay_where_they_are_the_article():
    source = "".join(f"<figure><figcaption>{p}</figcaption></figure>" for p in PARAGRAPHS) + "<p>Boats in the ice.</p>"
    assert refined(source, *PARAGRAPHS, "Boats in the ice.") == [*PARAGRAPHS, "Boats in the ice."]


def test_headings_and_labels_of_links_that_are_left_out_go_with_them():
    links = "<p><a href=/1>The winter of the long ice</a></p><p><a href=/2>How to bake without flour</a></p>"
    source = (
        f"<p>{PARAGRAPHS[0]}</p><p>Lesen Sie auch die verwandten Berichte:</p>{links}"
        f"<p>{PARAGRAPHS[1]}</p><h2>Prices</h2><p>{PARAGRAPHS[2]}</p><h3>Our picks</h3>{links}"
    )
    kept = [*PARAGRAPHS, "Lesen Sie auch die verwandten Berichte:", "Prices", "Our picks"]
    assert refined(source, *kept) == [*PARAGRAPHS[:2], "Prices", PARAGRAPHS[2]]


def test_a_quote_lifted_out_of_the_text_goes_with_its_signature():
    quote = "which it lends only to doctors and the police"
    source = (
        f"<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p><blockquote class=pullquote><p>{quote}</p><cite>An islander</cite></blockquote>"
        f"<p>{PARAGRAPHS[2]}</p><blockquote><p>The sea keeps what it has taken.</p><cite>A proverb</cite></blockquote>"
    )
    own = ["The sea keeps what it has taken.", "A proverb"]
    assert refined(source, *PARAGRAPHS, quote, "An islander", *own) == [*PARAGRAPHS, *own]


def test_a_heading_that_is_a_caption_does_not_come_back():
    source = f"<p>{PARAGRAPHS[0]}</p><div class=image__caption><h2>Boats in the ice</h2></div><p>{PARAGRAPHS[1]}</p>"
    assert refined(source, *PARAGRAPHS) == PARAGRAPHS[:2]


def test_short_lines_that_are_not_shown_go_and_paragraphs_behind_a_button_stay():
    source = f"<div><p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p><div class=hidden><p>{PARAGRAPHS[2]}</p><p>sort: date</p></div></div>"
    assert refined(source, *PARAGRAPHS, "sort: date") == PARAGRAPHS
