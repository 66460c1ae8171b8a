import pytest

from tellings.text.forms import find_phrase, form, forms, phrases


@pytest.mark.parametrize(
    "words",
    [
        ("close", "closes", "closed", "closing"), ("stab", "stabs", "stabbed", "stabbing"), ("carry", "carries", "carried"),
        ("release", "released", "releasing"), ("pass", "passes", "passed"), ("cancel", "cancelled", "canceled"),
    ],
)  # fmt: skip
def test_regular_forms_are_one(words):
    assert len({form(word) for word in words}) == 1


def test_a_phrase_is_found_in_any_form_and_its_particle_apart():
    assert find_phrase(forms("The union called the strike off."), forms("call off")) == 2
    assert find_phrase(forms("The strike was called off"), forms("call off")) == 3
    assert find_phrase(forms("The union called on members"), forms("call off")) is None


def test_the_longest_phrase_of_a_row_comes_first():
    assert phrases(("open", "cleared to reopen"))[0] == forms("cleared to reopen")
