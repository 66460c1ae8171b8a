"""Many articles as columns: what is put in is found, and what is dropped leaves nothing."""

import numpy as np
import pytest

from tellings.cluster.likeness import FEATURES, likeness, measured, why
from tellings.cluster.rows import Rows
from tellings.model.observed import Features


def features(name: str, *words: str, vector: tuple[float, ...] = (1.0, 0.0), **more) -> Features:
    return Features(
        article=name, terms=tuple((word, 1.0) for word in sorted(words)), vector=np.array(vector, dtype="<f2").tobytes(), **more
    )


FERRY = features("f", "ferry", "lirrin", "sandbank", published="2024-03-03")
TOO = features("g", "ferry", "lirrin", "coastguard", published="2024-03-03")
VOTE = features("v", "melk", "coalition", "vote", vector=(0.0, 1.0), published="2024-03-09")


def filled(*given: Features) -> Rows:
    rows = Rows()
    for one in given:
        rows.append(one)
    return rows


def test_the_more_is_shared_the_more_alike():
    rows = filled(FERRY, TOO, VOTE)
    same, near, far = likeness(rows, 0, np.array([0, 1, 2]))
    assert same > near > far


def test_likeness_is_the_same_both_ways_round():
    rows = filled(FERRY, TOO, VOTE)
    assert likeness(rows, 0, np.array([1]))[0] == likeness(rows, 1, np.array([0]))[0]


def test_no_others_give_nothing():
    assert likeness(filled(FERRY), 0, np.zeros(0, dtype=np.int64)).shape == (0,)


def test_an_article_without_anything_is_like_none():
    assert likeness(filled(Features(article="e"), FERRY), 0, np.array([1]))[0] < 0.5


def test_why_names_the_words_that_are_shared():
    found = {name: words for name, _, words in why(filled(FERRY, TOO), 0, 1)}
    assert set(found["words"]) == {"ferry", "lirrin"}


def test_rows_depend_on_what_is_there_alone():
    rows = filled(FERRY, VOTE)
    rows.drop([1])
    assert len(rows) == 1
    assert rows.append(TOO) == 1
    fresh = filled(FERRY, TOO)
    assert likeness(rows, 0, np.array([1]))[0] == likeness(fresh, 0, np.array([1]))[0]
    assert rows.telling(0, 9)[0][1] == fresh.telling(0, 9)[0][1]


def test_a_row_that_does_not_count_is_compared_and_tells_nothing_of_how_rare_a_word_is():
    rows, counted = filled(FERRY, VOTE), filled(FERRY, VOTE)
    for one in (rows, counted):
        before = one.telling(0, 9)
        row = one.append(TOO, counted=one is counted)
        assert (one.telling(0, 9) == before) == (one is rows)
        assert likeness(one, 0, np.array([row]))[0] > 0.3
        one.drop([row], counted=one is counted)
        assert one.telling(0, 9) == before
        assert len(one) == 2


def test_what_comes_no_times_is_no_key():
    rows = filled(Features(article="z", terms=(("ferry", 0.0), ("lirrin", 2.0))), Features(article="n", terms=(("ferry", 0.0),)))
    assert [rows.columns["terms"].words[number] for number, _ in rows.telling(0, 9)] == ["lirrin"]
    assert rows.telling(1, 9) == []


def test_a_row_given_again_has_nothing_of_the_one_before():
    rows = filled(FERRY, features("l", *(f"long{k}" for k in range(100))))
    rows.drop([1])
    assert rows.append(features("s", "lirrin")) == 1
    assert len(rows.telling(1, 200)) == 1
    assert likeness(rows, 0, np.array([1]))[0] == likeness(filled(FERRY, features("s", "lirrin")), 0, np.array([1]))[0]


@pytest.mark.parametrize("seed", range(5))
def test_cosines_are_those_of_a_dictionary(seed):
    pick = np.random.default_rng(seed)
    made = [
        Features(
            article=f"a{k}",
            terms=tuple((f"w{w}", float(pick.integers(1, 9))) for w in sorted(pick.choice(300, pick.integers(1, 128), replace=False))),
        )
        for k in range(12)
    ]
    rows = filled(*made)
    column = rows.columns["terms"]
    weighed = [dict(zip(*(side.tolist() for side in column.weighed(row, len(rows))), strict=True)) for row in range(12)]
    expected = [sum(weight * other.get(key, 0.0) for key, weight in weighed[3].items()) for other in weighed]
    assert rows.cosines(3, np.arange(12))[0].tolist() == pytest.approx(expected, abs=1e-5)


def test_a_word_that_many_have_tells_less():
    rows = filled(FERRY, *(features(f"x{k}", "ferry") for k in range(500)))
    ordered = [rows.columns["terms"].words[number] for number, _ in rows.telling(0, 3)]
    assert ordered[-1] == "ferry"
    assert len(rows.telling(0, 2)) == 2


def test_of_too_many_words_the_rarest_stay():
    many = features("m", "said", *(f"zz{k}" for k in range(400)))
    rows = filled(many)
    kept = {rows.columns["terms"].words[number] for number, _ in rows.telling(0, 500)}
    assert len(kept) == rows.columns["terms"].width
    assert "said" not in kept


def test_rows_grow_without_losing_any():
    rows = filled(*(features(f"n{k}", f"word{k}", "lirrin") for k in range(3_000)))
    assert len(rows) == 3_000
    assert likeness(rows, 7, np.array([7, 2_999])).tolist()[0] == pytest.approx(1.0, abs=1e-3)
    assert rows.articles[2_999] == "n2999"


def test_what_one_of_two_has_nothing_of_is_stood_in_for_by_its_words():
    named = features("n", "ferry", "lirrin", names=(("moor", "person", 2.0),))
    rows = filled(named, features("o", "ferry", "lirrin"), features("p", "ferry", "lirrin", names=(("hale", "person", 2.0),)))
    names = measured(rows, 0, np.array([1, 2]))[:, FEATURES.index("names")].tolist()
    assert names == [pytest.approx(1.0, abs=1e-3), 0.0]


def test_names_are_told_apart_by_role():
    rows = filled(*(features(f"r{k}", "ferry", names=(("paris", role, 1.0),)) for k, role in enumerate(("place", "person", "place"))))
    names = measured(rows, 0, np.array([1, 2]))[:, FEATURES.index("names")].tolist()
    assert names == [0.0, pytest.approx(1.0, abs=1e-3)]


def test_a_stamp_is_of_an_outlet_and_a_minute_and_days_have_none():
    told = [
        ("Harbour Mail", "2024-03-03T10:17:05+01:00"),
        ("Harbour Mail", "2024-03-03T10:17:55+01:00"),
        ("Melk Post", "2024-03-03T10:17:05+01:00"),
        ("Harbour Mail", "2024-03-03T10:18:05+01:00"),
        ("Harbour Mail", "2024-03-03"),
        ("Harbour Mail", "2024-03-03T00:00:00"),
        ("Harbour Mail", "2024-03-03T12:00:00"),
        (None, "2024-03-03T10:17:05"),
        ("Harbour Mail", None),
    ]
    rows = filled(*(features(f"a{k}", "ferry", outlet=outlet, published=when) for k, (outlet, when) in enumerate(told)))
    first, again, *others = rows.stamps[: len(told)].tolist()
    assert first == again > 0
    assert len({first, *others[:2]}) == 3
    assert others[2:] == [0] * 5
