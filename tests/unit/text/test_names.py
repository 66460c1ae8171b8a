import pytest

from tellings.text.names import fold, initials, same_organisation, same_person, short_form


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Vladimir Putin", "Vladmir Putin"),
        ("Gregor Paszkiewicz", "Gregor Paskiewicz"),
        ("Mohammed al-Qasimawi", "Muhammad Al Qassimawi"),
        ("H.R. Lindqvist", "Harold Lindqvist"),
        ("Bob Farnworth", "Robert Farnworth"),
        ("José Peña", "Jose Pena"),
        ("Luiz Inácio Lula da Silva", "Luiz Inacio da Silva"),
    ],
)
def test_one_person(a, b):
    likeness = same_person(a, b)
    assert likeness is not None
    assert likeness.judgement == "same"


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Daniel Okonjo", "David Okonjo"),
        ("George W. Bush", "Jeb Bush"),
        ("Xi Jinping", "Li Keqiang"),
        ("Kim Soo-bin", "Kim Su-min"),
        ("Anna Hall", "Anna Ball"),
        ("John Marsh Jr", "John Marsh Sr"),
        ("Christina Weber", "Christine Weber"),
    ],
)
def test_two_persons(a, b):
    likeness = same_person(a, b)
    assert likeness is None or likeness.judgement == "different"


def test_a_surname_alone_says_nothing():
    assert same_person("Bush", "George W. Bush") is None


def test_organisations():
    assert same_organisation("IMF", "International Monetary Fund").rule == "acronym"
    assert same_organisation("MoD", "Ministry of Defence").rule == "acronym"
    assert same_organisation("Elektra", "Elektra Holdings").rule == "name-short"
    assert same_organisation("Air Meridia", "Meridia Airports") is None
    assert same_organisation("Bank of Lima", "Bank of Lisbon") is None


def test_short_forms_leave_off_general_words_only():
    assert short_form("volta", "volta motors")
    assert not short_form("volta", "volta river authority of ghana")
    assert initials("United Nations") == "UN"
    assert fold("Mr. O’Neil's") == "mr oneil"
