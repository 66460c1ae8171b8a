import pytest

from tellings.briefing.asking import bears, check_words, forms
from tellings.errors import ConfigError


@pytest.mark.parametrize(
    ("one", "other"), [("ferry", "Ferries"), ("inspect", "inspected"), ("tonne", "tonnes"), ("house", "housing"), ("rescue", "RESCUED")]
)
def test_words_have_one_form_in_all_their_endings(one, other):
    assert forms([one]) == forms([other])


def test_different_words_have_different_forms():
    assert len(forms(["bus bush line lines police polite party part"])) == 7


def test_a_name_is_borne_in_part_and_without_accents():
    assert bears("farallon", ["El Farallón", None])
    assert not bears("farallon gazette", ["El Farallón", "Gazette"])
    assert not bears("", ["El Farallón"])


def test_words_without_a_letter_are_refused():
    check_words("--about", None)
    check_words("--about", "a dam")
    with pytest.raises(ConfigError, match="--about takes at least one word"):
        check_words("--about", " — ")
