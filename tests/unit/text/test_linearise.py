from hypothesis import given
from hypothesis import strategies as st

from tellings.text.linearise import linearise, parse


def text_of(source):
    return linearise(source, parse(source))


def test_blocks_are_set_apart_and_inline_tags_do_not_split_words():
    text, blocks = text_of("<h1>Quay</h1><p>The <b>har</b>bour\n is   open.</p><ul><li>one</li><li>two</li></ul>")
    assert text == "Quay\n\nThe harbour is open.\n\none\ntwo"
    assert [block.tag for block in blocks] == ["h1", "p", "li", "li"]


def test_cells_are_set_apart_and_line_breaks_kept():
    text, _ = text_of("<table><tr><td>Dead</td><td>4</td></tr><tr><td>Hurt</td><td>9</td></tr></table><p>a<br>b</p>")
    assert text == "Dead\t4\nHurt\t9\n\na\nb"


def test_what_a_reader_does_not_see_is_left_out():
    hidden = "<script>x()</script><style>p{}</style><template><p>t</p></template><p hidden>h</p><p style='display: none'>n</p><noscript>s</noscript>"
    text, _ = text_of(f"<p>seen</p>{hidden}<p>too</p><!-- c -->")
    assert text == "seen\n\ntoo"


def test_class_words_and_link_share_are_recorded():
    _, (block,) = text_of("<nav class='Main Menu' id=top><a href=/>Home</a> <a href=/n>News</a></nav>")
    assert {"nav", "main", "menu", "top"} <= set(block.path)
    assert block.link_share > 0.8


def test_ten_thousand_levels_are_read():
    deep = "<html><body>" + "<div>" * 10_000 + "<p>At the bottom.</p>" + "</div>" * 10_000
    text, blocks = text_of(deep)
    assert text == "At the bottom."
    assert blocks


def test_a_page_deeper_than_allowed_is_cut_to_its_lines():
    source = "<div>" * 50 + "<p class=x>Down here.</p>" + "</div>" * 50
    text, (block,) = linearise(source, parse(source), max_depth=20)
    assert (text, block.path) == ("Down here.", ())


def test_giant_attributes_truncated_tags_and_right_to_left_text():
    source = f"<p class='{'x' * 200_000}' title='{'y' * 1_000_000}'>\u0645\u0631\u062d\u0628\u0627</p><p>soft\u00adhyphen &#1; <b"
    assert text_of(source)[0] == "\u0645\u0631\u062d\u0628\u0627\n\nsofthyphen"


@given(
    st.one_of(
        st.text(),
        st.lists(
            st.sampled_from(
                ["<p>", "</p>", "<td>", "<a>", "</a>", "<script>", "word ", "&#0;", "<br>", "<pre>\n", "</div>", "\ud800", "\x00"]
            )
        ).map("".join),
    )
)
def test_blocks_lie_on_the_text_in_order_and_hold_all_of_it(source):
    text, blocks = text_of(source)
    text.encode()
    at = 0
    for block in blocks:
        assert not text[at : block.start].strip()
        assert text[block.start : block.end].strip() == text[block.start : block.end] != ""
        at = block.end
    assert not text[at:].strip()
