import pytest

from tellings.resolve.merging.clashes import offices_agree, walks_differ, warns


@pytest.mark.parametrize(
    "text",
    [
        "Two clerks named Ilie Dobre came.",
        "He thanked the pilot who shares his name.",
        "The other man, no relation, left.",
        "A namesake in the south was called as well.",
        "Ilie Dobre should not be confused with the actor.",
        "Its director of that name laughed.",
    ],
)
def test_a_report_warns_of_namesakes(text):
    assert warns(text)


@pytest.mark.parametrize("text", ["The bridge will bear the name of the poet.", "He named the ship.", "Both men were called on Monday."])
def test_other_talk_of_names_is_no_warning(text):
    assert not warns(text)


@pytest.mark.parametrize(
    ("a", "b", "differ"),
    [
        ("Bishop", "Colonel", True),
        ("Senator", "Representative", True),
        ("Mayor", "Sergeant", True),
        ("Archbishop", "Cardinal", False),
        ("Senator", "President", False),
        ("Detective Sergeant", "Police Officer", False),
        (None, "Mayor", False),
    ],
)
def test_walks_of_life(a, b, differ):
    assert walks_differ(a, b) is differ


def test_offices_agree_by_a_word_or_a_walk():
    assert offices_agree("Railway Police Inspector", "Inspector")
    assert offices_agree("Constable", "Policeman")
    assert not offices_agree("Lawyer", "Retired Seaman")
