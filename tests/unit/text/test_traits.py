import pytest

from tellings.data import rows, toml
from tellings.resolve.merging.describing import kin_rows
from tellings.text.traits import People, fit, inverse_kin, traits_of


@pytest.mark.parametrize(
    ("said", "held", "reason"),
    [
        (["trade:driver"], ["trade:lorry driver"], "trade"),
        (["trade:player"], ["trade:striker"], "trade"),
        (["trade:deputy minister"], ["trade:deputy agriculture minister"], "trade"),
        (["trade:victim"], ["part:victim"], "part"),
        (["age:44"], ["age:44"], "age"),
        (["nation:KEN"], ["nation:KEN"], "nation"),
        (["kin:widow"], ["kin:wife"], "kin"),
    ],
)
def test_a_description_fits_whom_it_can_be_said_of(said, held, reason):
    found = fit(traits_of(said), traits_of(held))
    assert found is not None
    assert reason in found.reasons


@pytest.mark.parametrize(
    ("said", "held"),
    [
        (["trade:lorry driver"], ["trade:bus driver"]),
        (["trade:minister"], ["trade:deputy minister"]),
        (["trade:club president"], ["trade:president"]),
        (["trade:president"], ["trade:former president"]),
        (["trade:goalkeeper"], ["trade:referee"]),
    ],
)
def test_a_trade_that_is_another_speaks_against(said, held):
    found = fit(traits_of(said), traits_of(held))
    assert found is None or found.score < 0


@pytest.mark.parametrize(
    ("said", "held"),
    [
        (["age:44", "trade:driver"], ["age:71", "trade:driver"]),
        (["sex:f", "trade:driver"], ["sex:m", "trade:driver"]),
        (["nation:GHA", "trade:striker"], ["nation:NGA", "trade:striker"]),
        (["trade:victim"], ["part:suspect"]),
    ],
)
def test_age_sex_nation_and_part_tell_two_apart(said, held):
    assert fit(traits_of(said), traits_of(held)) is None


def test_a_description_that_two_fit_is_neither():
    people = People({1: traits_of(["trade:surgeon"]), 2: traits_of(["trade:surgeon", "age:50"]), 3: traits_of(["trade:nurse"])})
    assert people.choice(traits_of(["trade:surgeon"])) is None
    found = people.choice(traits_of(["trade:surgeon", "age:50"]))
    assert found is not None
    assert found[0] == 2


def test_what_many_are_takes_more():
    people = People({1: traits_of(["trade:spokesman"])})
    assert people.choice(traits_of(["trade:spokesman"])) is None


def test_of_her_husband_she_is_the_wife():
    assert inverse_kin("husband", "f") == "wife"
    assert inverse_kin("son", "f") == "mother"
    assert inverse_kin("goalkeeper", "f") is None


@pytest.mark.parametrize("row", rows("kin"), ids=lambda row: f"{row['name']} of {row['of']}")
def test_the_table_of_kin_names_kin_and_goes_both_ways(row):
    assert row["kin"] in toml("callings")["kin"] or row["kin"] == "son-in-law"
    assert row["sex"] in ("m", "f")
    assert row["name"] != row["of"]


def test_the_table_of_kin_is_read_both_ways():
    assert ("hun manet", "son", "hun sen") in kin_rows()
    assert ("hun sen", "father", "hun manet") in kin_rows()


@pytest.mark.parametrize("part", sorted(toml("callings")["parts"]))
def test_a_part_has_verbs_and_no_verb_twice(part):
    row = toml("callings")["parts"][part]
    for verbs in row.values():
        assert len(set(verbs)) == len(verbs)
    assert set(row) <= {"subject", "object"}
