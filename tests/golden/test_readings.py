import pytest
from tests.golden import readings

WRONG = readings.wrong()


def _marked(page):
    marks = [pytest.mark.xfail(reason=f"{WRONG[page]['part']}: {WRONG[page]['why']}")] if page in WRONG else []
    return pytest.param(page, marks=marks)


@pytest.mark.parametrize("page", [_marked(page) for page in readings.pages()])
def test_a_page_is_read_as_the_editor_marked_it(page):
    asked, made = readings.expected(page), readings.read(page)
    assert made.decided(asked.left_open()) == asked.decided()


@pytest.mark.parametrize("page", [page for page in readings.pages() if page not in WRONG])
def test_where_values_were_found_and_what_the_furniture_is_stands_as_reviewed(page):
    asked, made = readings.expected(page), readings.read(page)
    assert readings.show(made, asked.left_open()) == readings.expected_file(page).read_text(encoding="utf-8"), (
        f"{page} differs; if it should, run make golden and review the diff"
    )


def test_every_page_is_marked_and_every_wrong_one_is_there():
    pages = readings.pages()
    assert [path.name.removesuffix(".txt") for path in sorted((readings.HERE / "expected").iterdir())] == pages
    assert set(WRONG) <= set(pages)


def test_marks_are_read_as_they_are_written():
    text = "outlet: The Quay: A Paper  [meta og:site_name]\nheadline: Rain [again]\n\nB It rained.\nF caption: The quay: before\n? Or so\n"
    review = readings.parse(text)
    assert review.fields == (("outlet", "The Quay: A Paper", "meta og:site_name"), ("headline", "Rain [again]", ""))
    assert review.decided() == ({"outlet": "The Quay: A Paper", "headline": "Rain [again]"}, ["It rained."])
    assert readings.show(review) == text
