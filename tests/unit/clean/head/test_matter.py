import pytest

from tellings.clean.head.matter import front_matter
from tellings.clean.pages import lines


def _found(text):
    matter = front_matter(text, tuple(lines(text)))
    return None if matter is None else {name: value.value for name, value in matter.found.items()}


def test_yaml_front_matter_gives_the_fields_of_the_head():
    text = (
        "---\ntitle: 'Rain: more of it'\nauthors:\n  - Mira Tolland\n  - name: Jo Quay\ndate: 2026-03-04\nsite: The Quay Paper\n"
        "source: https://quay.example/rain\ncategories: [Weather, Sea]\ndraft: no\n---\n\nIt rained.\n"
    )
    assert _found(text) == {
        "headline": "Rain: more of it", "byline": "Mira Tolland, Jo Quay", "published": "2026-03-04", "outlet": "The Quay Paper",
        "url": "https://quay.example/rain", "section": "Weather",
    }  # fmt: skip


def test_toml_front_matter_too():
    text = '+++\ntitle = "Rain"\ndate = 2026-03-04T10:00:00+02:00\nauthor = "Mira Tolland"\n+++\nIt rained.\n'
    assert _found(text) == {"headline": "Rain", "published": "2026-03-04T10:00:00+02:00", "byline": "Mira Tolland"}


@pytest.mark.parametrize(
    "text",
    [
        "It rained.\n---\ntitle: Rain\n---\n",
        "---\nIt rained all day.\n---\nAnd it stopped.\n",
        "---\ntitle: Rain\n\nIt rained.\n",
        "---\n- a\n- b\n---\nIt rained.\n",
        "+++\ntitle = Rain\n+++\nIt rained.\n",
        "---\ntitle: [Rain\n---\nIt rained.\n",
        "",
    ],
)
def test_other_texts_have_no_front_matter(text):
    assert not _found(text)


@pytest.mark.parametrize(
    "inner",
    [
        "title: !!python/object/apply:os.system ['true']\n",
        "a: &a [x, x]\nb: &b [*a, *a]\ntitle: [*b, *b]\n",
        "title: " + "[" * 3000 + "]" * 3000 + "\n",
        "title: " + "x" * 20_000 + "\n",
        "title: \x00\n",
    ],
    ids=["tag", "aliases", "deep", "large", "nul"],
)
def test_hostile_front_matter_gets_nowhere(inner):
    found = _found(f"---\n{inner}---\nIt rained.\n")
    assert found is None or set(found) <= {"headline"}
    assert not found or found["headline"] == "true"


def test_hostile_toml_gets_nowhere():
    assert _found(f"+++\ntitle = {'[' * 3000}{']' * 3000}\n+++\nIt rained.\n") is None


def test_lines_of_front_matter_are_furniture_with_a_reason():
    text = "---\ntitle: Rain\nauthor:\n  - Mira Tolland\ntags: [sea]\n---\nIt rained.\n"
    matter = front_matter(text, tuple(lines(text)))
    assert [(text[line.start : line.end], reason) for line, reason in matter.lines] == [
        ("---", "other"), ("title: Rain", "headline"), ("author:", "byline"), ("- Mira Tolland", "byline"), ("tags: [sea]", "other"), ("---", "other"),
    ]  # fmt: skip
