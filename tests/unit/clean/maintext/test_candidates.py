from tellings.clean.maintext.candidates import choose
from tellings.model.articles import Markup, PageText
from tellings.text.linearise import linearise, parse

STORY = [
    "The ferry company said on Monday that its last boat would not sail before the ice had left the strait.",
    "Islanders have asked the province for a helicopter, which it lends only to doctors and the police.",
    "The mayor told the council that the shop had flour for three weeks and coffee for less than one.",
    "A hearing on the winter timetable is set for the second week of January in the county town.",
]


def chosen(source):
    tree = parse(source)
    text, blocks = linearise(source, tree)
    page = PageText(page="p", text=text, blocks=blocks)
    kept = choose(Markup(page="p", characters=source, encoding="utf-8", tree=tree), page).kept
    return [text[block.start : block.end] for block, take in zip(blocks, kept, strict=True) if take]


def paragraphs(lines):
    return "".join(f"<p>{line}</p>" for line in lines)


def test_the_text_of_a_page_without_scripts_is_read():
    source = f"<html><body><div><a href=/>Home</a></div><noscript><div class=entry>{paragraphs(STORY * 4)}</div></noscript></body></html>"
    assert set(chosen(source)) == set(STORY)
    assert chosen(f"<html><body><p>{STORY[0]}</p><noscript>Please turn on scripts.</noscript></body></html>") == [STORY[0]]


def test_where_no_extractor_finds_text_sentences_outside_boxes_are_taken():
    source = f"<html><body><div class=newsletter><p>{STORY[1]}</p></div><div>{STORY[0]}</div></body></html>"
    assert STORY[0] in chosen(source)


def test_a_text_in_a_script_is_taken_where_nothing_else_is():
    script = '{"articleBody": "' + " ".join(STORY) + '"}'
    source = f'<html><body><script type="application/ld+json">{script}</script><div>Menu</div></body></html>'
    assert chosen(source) == [" ".join(STORY)]
