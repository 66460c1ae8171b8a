from itertools import permutations

import pytest

from tellings.model.judged import CLAIM, NO_CONFLICT, SOURCE, agreed, pairs_of, values
from tellings.model.resolved import Link


def said(a, sign, b, rule=CLAIM, judge="person"):
    return Link(a=a, b=b, judgement="same" if sign == "=" else "different", judge=judge, rule=rule, score=1.0)


@pytest.mark.parametrize(
    ("told", "same", "apart"),
    [
        ("", "", ""),
        ("a=b", "ab", ""),
        ("a=b a/b", "", "ab"),
        ("a/b a=b", "ab", ""),
        ("a/b b=a", "ba", ""),
        # what follows from later words stands over an earlier one
        ("a/c a=b b=c", "bc ab", ""),
        ("a=c a=b b/c", "ab", "bc"),
        ("a=b b=c c=d a/d", "cd bc", "ad"),
        ("a=b c/b c=d d=a", "da cd", "cb"),
    ],
)
def test_the_last_word_counts_and_all_that_is_left_holds_together(told, same, apart):
    links = [said(word[0], word[1], word[2]) for word in told.split()]
    found = pairs_of(links, CLAIM)
    assert [a + b for a, b in found.same] == same.split()
    assert [a + b for a, b in found.apart] == apart.split()
    assert not pairs_of(links, SOURCE)


@pytest.mark.parametrize("order", list(permutations(["a=b", "b=c", "c/d", "d=a", "b/d"])))
def test_nothing_that_is_left_contradicts_the_rest(order):
    found = pairs_of([said(word[0], word[1], word[2]) for word in order], CLAIM)
    group = {one: {one} for one in "abcd"}
    for a, b in found.same:
        every = group[a] | group[b]
        group.update(dict.fromkeys(every, every))
    assert all(b not in group[a] for a, b in found.apart)
    # the last one always holds
    a, sign, b = order[-1]
    assert (b in group[a]) == (sign == "=")


def test_only_what_persons_say_counts():
    assert not pairs_of([said("a", "=", "b", judge="rule")], CLAIM)


def test_each_pair_that_agrees_is_named_for_itself():
    links = [said(a, sign, b, NO_CONFLICT) for a, sign, b in ("a=b", "b=c", "a=c", "c/d", "d/e", "e=d", "f=g", "g/f")]
    assert agreed(links, NO_CONFLICT) == {frozenset(pair) for pair in ("ab", "bc", "ac", "de")}


def test_a_value_is_the_last_that_was_given():
    links = [said("q", "=", "name:Ann Smith", SOURCE), said("r", "=", "none", SOURCE), said("q", "=", "m", SOURCE)]
    assert {key: link.b for key, link in values(links, SOURCE).items()} == {"q": "m", "r": "none"}
