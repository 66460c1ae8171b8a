import pytest

from tellings.model.judged import Pairs
from tellings.model.observed import Mention
from tellings.model.spans import Selector
from tellings.resolve.aligning.grouping import groups
from tellings.resolve.correcting import Apart, parts


def mention(name, start, antecedent=None, form="name"):
    sel = Selector(article="a", start=start, end=start + len(name), exact=name)
    return Mention(id=name, sel=sel, kind="person", form=form, name=name, antecedent=antecedent)


# Ann Lee ... Lee ... she ... the baker ... her, who is "the baker"
LEE = [
    mention("Ann Lee", 0),
    mention("Lee", 20, "Ann Lee"),
    mention("she", 40, "Lee", "pronoun"),
    mention("the baker", 60, "Ann Lee", "description"),
    mention("her", 80, "the baker", "pronoun"),
]


@pytest.mark.parametrize(
    ("apart", "expected"),
    [
        ([], {"Ann Lee": ["Ann Lee", "Lee", "she", "the baker", "her"]}),
        ([("Ann Lee", "elsewhere")], {"Ann Lee": ["Ann Lee", "Lee", "she", "the baker", "her"]}),
        ([("Ann Lee", "the baker")], {"Ann Lee": ["Ann Lee", "Lee", "she"], "the baker": ["the baker", "her"]}),
        ([("Ann Lee", "Lee")], {"Ann Lee": ["Ann Lee", "the baker", "her"], "Lee": ["Lee", "she"]}),
        # she stays though she stands for whom is taken out
        ([("she", "Lee")], {"Ann Lee": ["Ann Lee", "she", "the baker", "her"], "Lee": ["Lee"]}),
        # where the name is taken out all others stay together
        ([("Lee", "Ann Lee")], {"Ann Lee": ["Ann Lee"], "Lee": ["Lee", "she", "the baker", "her"]}),
        ([("Ann Lee", "Lee"), ("Ann Lee", "her")], {"Ann Lee": ["Ann Lee", "the baker"], "Lee": ["Lee", "she"], "her": ["her"]}),
    ],
)
def test_who_is_taken_out_goes_with_who_stands_for_it(apart, expected):
    by_id = {one.id: one for one in LEE}

    def chain(one):
        return [one.id, *(chain(by_id[one.antecedent]) if one.antecedent else ())]

    found = parts(LEE[0], LEE, chain, Pairs(apart=tuple(apart)))
    assert {root.id: [one.id for one in part] for root, part in found} == expected


PLACE = {name: k for k, name in enumerate("abcdef")}


def told(same="", apart="", repeats=lambda k: (k,)):
    return Apart.of(Pairs(same=tuple(tuple(p) for p in same.split()), apart=tuple(tuple(p) for p in apart.split())), PLACE, repeats)


@pytest.mark.parametrize(
    ("same", "apart", "found", "expected"),
    [
        ("", "", [[0, 1], [2]], [[0, 1], [2]]),
        ("ac", "", [[0, 1], [2], [3]], [[0, 1, 2], [3]]),
        ("ac cd", "", [[0, 1], [2], [3]], [[0, 1, 2, 3]]),
        ("", "ab", [[0, 1, 2]], [[0, 2], [1]]),
        # what stood with them by a rule gives way
        ("ac", "bd", [[0, 1], [2, 3]], [[0, 1, 2], [3]]),
        ("ac de", "bd", [[0, 1], [2, 3], [4]], [[0, 1, 2], [3, 4]]),
    ],
)
def test_groups_are_as_persons_say(same, apart, found, expected):
    assert told(same, apart).together(found) == expected


def test_what_is_taken_out_is_taken_out_with_its_repeats():
    again = {1: [1, 4, 5], 4: [1, 4, 5], 5: [1, 4, 5]}
    repeats = lambda k: again.get(k, [k])  # noqa: E731
    assert told("", "ab", repeats).from_any(4, [0])
    # save what a person has put back, and where the two have the same words themselves
    assert not told("ae", "ab", repeats).from_any(4, [0])
    assert told("", "eb", repeats).apart == ((4, 1),)


def test_those_told_apart_are_never_grouped_though_all_others_are():
    scores = {(0, 1): 0.9, (0, 2): 0.9, (1, 2): 0.9, (2, 3): 0.9, (0, 3): 0.9, (1, 3): 0.9}
    assert groups(4, scores, 0.5) == [[0, 1, 2, 3]]
    found = groups(4, scores, 0.5, never={0: [3], 3: [0]})
    assert sorted(k for group in found for k in group) == [0, 1, 2, 3]
    assert not any({0, 3} <= set(group) for group in found)
    assert len(found) == 2
