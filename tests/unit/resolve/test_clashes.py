import pytest

from tellings.resolve.merging.clashes import trades_agree, trades_differ, walks_differ, warns


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
        ("Referee", "Defender", True),
        ("", "Mayor", False),
    ],
)
def test_walks_of_life(a, b, differ):
    assert walks_differ([a.lower()] if a else [], [b.lower()]) is differ


def test_trades_agree_by_what_one_can_be_called_or_by_a_walk():
    assert trades_agree(["railway police inspector"], ["inspector"])
    assert trades_agree(["constable"], ["policeman"])
    assert not trades_agree(["lawyer"], ["retired seaman"])


@pytest.mark.parametrize(
    ("a", "b", "differ"),
    [
        (["baker"], ["accused"], True),
        (["pilot"], ["air accident investigator"], True),
        (["coroner"], ["sister"], True),
        (["skipper"], ["boat captain"], False),
        (["surgeon"], ["doctor"], False),
        (["baker"], ["man"], False),
        (["baker"], [], False),
    ],
)
def test_trades_that_cannot_be_said_of_one_person_differ(a, b, differ):
    assert trades_differ(a, b) is differ
