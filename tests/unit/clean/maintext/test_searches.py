"""What a search that remembers finds is what the library's own expression finds, whatever the tree."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from lxml import html as lxml_html
from trafilatura import xpaths
from trafilatura.settings import BASIC_CLEAN_XPATH

from tellings.clean.maintext.searches import remembered

LISTS = ("BODY", "REMOVE_COMMENTS", "REMOVE_COMMENTS_AND_LISTS", "RAW_TREE_PRUNE", "OVERALL_DISCARD", "TEASER_DISCARD", "PRECISION_DISCARD")
SEARCHES = [search for name in LISTS for search in getattr(xpaths, f"{name}_XPATH")] + xpaths.DISCARD_IMAGE_ELEMENTS + [BASIC_CLEAN_XPATH]
READ = [search for search in SEARCHES if remembered(search) is not search]
TAGS = [
    "div",
    "div",
    "section",
    "article",
    "main",
    "p",
    "span",
    "ul",
    "ol",
    "li",
    "aside",
    "details",
    "header",
    "h1",
    "svg",
    "footer",
    "list",
    "item",
]
NAMES = [
    "post", "entry", "article-body", "story-body", "content", "page-content", "Comments", "commentary", "comment-list", "disqus_thread", "infinite-scroll",
    "mvp-post-add-box", "elementor-share-buttons", "share", "sidebar", "cookie", "cookie-banner", "OneTrust", "footer", "reply-4", "hidden", "is hidden", "x",
    "teaser", "Teaser-3", "bottom", "a link b", "caption", "main", "fulltext", "FullText", "nav", "", "tide table",
]  # fmt: skip
ATTRIBUTES = st.lists(
    st.tuples(
        st.sampled_from(
            ["class", "id", "class", "id", "style", "role", "itemprop", "aria-hidden", "data-component", "data-lp-replacement-content"]
        ),
        st.sampled_from([*NAMES, "display:none", "border: 0", "Navigation", "true", "articleBody", "article", "MostPopularStories"]),
    ),
    max_size=3,
    unique_by=lambda pair: pair[0],
)
TREES = st.recursive(
    st.tuples(st.sampled_from(TAGS), ATTRIBUTES, st.just([])),
    lambda inner: st.tuples(st.sampled_from(TAGS), ATTRIBUTES, st.lists(inner, max_size=4)),
    max_leaves=12,
)


def tree_of(described):
    tag, attributes, inner = described
    element = etree.Element(tag)
    for name, value in attributes:
        element.set(name, value)
    element.extend([tree_of(each) for each in inner])
    return element


@settings(deadline=None, max_examples=150)
@given(TREES)
def test_what_is_found_is_what_the_expression_finds(described):
    tree = etree.Element("html")
    tree.append(tree_of(described))
    for search in READ:
        found, wanted = list(remembered(search)(tree)), search(tree)
        assert found == (wanted[:1] if search.path.rstrip().endswith("[1]") else wanted), search.path


def test_all_expressions_that_ask_for_names_are_read():
    assert len(READ) == len(SEARCHES) - 1  # one is a union of two first elements, and seldom asked


@pytest.mark.parametrize(
    "path",
    [
        ".//div[@class='a' and @id='b']",
        "//p",
        ".//p[2]",
        ".//p/b",
        ".//p[contains(@class, '')]",
        "(.//p)[1]|.//div",
        ".//p[last()]",
        ".//p[b]",
    ],
)
def test_an_expression_of_another_form_stays_as_it_is(path):
    search = etree.XPath(path)
    assert remembered(search) is search


def test_of_several_names_the_first_in_the_page_is_meant():
    search = remembered(etree.XPath(".//p[starts-with(@id|@class, 'tide')]"))
    tree = lxml_html.fromstring("<div><p class=tide id=x>1</p><p id=x class=tide>2</p><p class=tide>3</p><p id=tide>4</p></div>")
    assert [p.text for p in search(tree)] == ["1", "3", "4"]
