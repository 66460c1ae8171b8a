from tellings.clean.maintext.again import found_again
from tellings.model.articles import PageText
from tellings.text.linearise import linearise, parse


def page_text(source):
    text, blocks = linearise(source, parse(source))
    return PageText(page="p", text=text, blocks=blocks)


def found(source, *lines):
    page = page_text(source)
    return [page.text[block.start : block.end] for block, kept in zip(page.blocks, found_again(lines, page), strict=True) if kept]


LEDE = "The last ferry of the autumn left the island harbour at dusk."
NEXT = "Its captain said that he would not be back before the ice had gone."


def test_a_line_printed_twice_is_found_once_between_its_neighbours():
    source = f"<aside><p>{LEDE}</p></aside><h1>Ferry</h1><p>{NEXT}</p><p>{LEDE}</p><p>Forty people were on board, and two cars that nobody came for.</p>"
    page = page_text(source)
    kept = found_again([NEXT, LEDE, "Forty people were on board, and two cars that nobody came for."], page)
    assert kept == [False, False, True, True, True]


def test_short_lines_are_looked_for_only_between_their_neighbours():
    assert found(f"<p>Why</p><p>{LEDE}</p><p>Why</p><p>{NEXT}</p><p>Why</p>", LEDE, "Why", NEXT) == [LEDE, "Why", NEXT]


def test_words_split_by_tags_cells_joined_and_composed_letters_are_found():
    assert found("<p>The h<b>arb</b>our of Orléans was closed.</p>", "The harbour of Orle\u0301ans was closed.") == [
        "The harbour of Orléans was closed."
    ]
    table = "<table><tr><td>Passengers on the boat</td><td>forty and two</td></tr></table>"
    assert found(table, "| Passengers on the boat | forty and two |") == ["Passengers on the boat", "forty and two"]


def test_a_paragraph_of_which_the_extractor_left_a_button_out_is_found():
    source = f"<p>{LEDE} <span>Copy link</span> {NEXT}</p>"
    assert found(source, f"{LEDE} {NEXT}") == [f"{LEDE} Copy link {NEXT}"]
