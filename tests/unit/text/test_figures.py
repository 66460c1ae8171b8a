from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.data import toml
from tellings.text.figures import Number, compatible, find, former_values

_TOKENS = [
    "at",
    "to",
    "of",
    "a",
    "least",
    "more",
    "than",
    "7",
    "seven",
    "-",
    "million",
    "dozens",
    "few",
    "$",
    "3.5",
    "%",
    "percent",
    ",",
    "people",
]


def _lemma(word: str) -> str:
    return word.removesuffix("s") if len(word) > 3 else word


def numbers(text: str) -> list[Number]:
    words = text.replace(".", " .").replace(",", " ,").split() if text.endswith(".") else text.split()
    return list(find(words, [_lemma(word.lower()) for word in words]))


@pytest.mark.parametrize(
    ("text", "low", "high", "bound", "unit"),
    [
        ("at least seven goats drowned", 7, 7, "at_least", None),
        ("more than 50 others were hurt", 50, 50, "more_than", None),
        ("up to 32 huts burned", 32, 32, "at_most", None),
        ("a 45 - minute flight", 2700, 2700, "exact", "s"),
        ("twenty-five barges sank", 25, 25, "exact", None),
        ("1.1 million votes", 1_100_000, 1_100_000, "exact", None),
        ("$ 3 billion in aid", 3e9, 3e9, "exact", "USD"),
        ("20 to 25 tents", 20, 25, "range", None),
        ("some 40 kilometres north", 40_000, 40_000, "about", "m"),
        ("a fine of €12m", 12e6, 12e6, "exact", "EUR"),
        ("nearly 30 percent of pupils", 30, 30, "about", "%"),
        ("two hundred lambs", 200, 200, "exact", None),
        ("dozens of kites", 24, 199, "range", None),
    ],
)
def test_a_number_is_read_with_its_bound_and_unit(text: str, low: float, high: float, bound: str, unit: str | None) -> None:
    (number,) = numbers(text)
    assert (number.low, number.high, number.bound, number.unit) == (low, high, bound, unit)


@pytest.mark.parametrize("row", [*toml("figures")["vague"], *toml("figures")["bound"]], ids=lambda row: " ".join(row["words"]))
def test_each_row_reads_its_example(row: dict[str, object]) -> None:
    (number,) = numbers(str(row["example"]))
    if "bound" in row:
        assert number.bound == row["bound"]
    else:
        assert (number.low, number.high) == (row["low"], row["high"])


@pytest.mark.parametrize(
    ("a", "b", "agree"),
    [
        ((24, 199, "range"), (51, 51, "exact"), True),
        ((5, 5, "at_least"), (5, 5, "exact"), True),
        ((50, 50, "more_than"), (51, 51, "exact"), True),
        ((1000, 1000, "about"), (1050, 1050, "exact"), True),
        ((850, 850, "about"), (1000, 1000, "about"), False),
        ((980, 980, "exact"), (1000, 1000, "about"), True),
        ((24, 24, "exact"), (27, 27, "exact"), False),
        ((2, 2, "at_least"), (6, 6, "at_least"), False),
        ((32, 32, "at_most"), (30, 30, "about"), True),
    ],
)
def test_bounds_decide_whether_two_figures_can_both_hold(a, b, agree: bool) -> None:
    assert compatible(a, b) is agree
    assert compatible(b, a) is agree


@given(st.lists(st.sampled_from(_TOKENS)))
def test_numbers_never_overlap_and_stay_inside(words: list[str]) -> None:
    found = find(words, words)
    assert all(0 <= n.start <= n.core < n.end <= len(words) for n in found)
    assert all(a.end <= b.core for a, b in pairwise(found))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("the toll rose from three to five", [(5, 5)]),
        ("its share was cut from 30 % to 20 %", [(20, 20)]),
        ("prices fell sharply on Monday from 30 to 20", [(20, 20)]),
        ("shares went up from 3 to 5 euros", [(5, 5)]),
        ("a walk from 3 to 5 miles long", [(3, 5)]),
        ("they went down the road and sold from 3 to 5 boats", [(3, 5)]),
        ("children from 6 to 12 sang", [(6, 12)]),
        ("it rose three to five times", [(3, 5)]),
    ],
)
def test_what_a_figure_was_before_it_changed_is_not_one_end_of_a_range(text: str, told: list[tuple[float, float]]) -> None:
    kinds = {number.unit for number in numbers(text)}
    factor = {"m": 1609.344}.get(next(iter(kinds), None) or "", 1)
    assert [(round(n.low / factor), round(n.high / factor)) for n in numbers(text)] == told


def test_the_former_value_can_be_asked_for() -> None:
    assert former_values("The toll rose from three to five, up from 1,200 to 1,300.") == (3.0, 1200.0)
    assert former_values("Children from 6 to 12 sang.") == ()
    example = toml("figures")["change"]["example"]
    assert former_values(example) == (3.0,)


def test_between_two_numbers_is_a_range() -> None:
    words = ["Between", "200", "and", "250", "passengers"]
    found = find(words, [word.lower() for word in words])
    assert [(n.low, n.high, n.bound) for n in found] == [(200, 250, "range")]
    words = ["killed", "200", "and", "250", "horses"]
    assert [(n.low, n.high) for n in find(words, words)] == [(200, 200), (250, 250)]
