import pytest

from tellings.data import toml
from tellings.text.tolls import counted, fate, outgrown, rises


@pytest.mark.parametrize("row", toml("tolls")["count"], ids=lambda row: row["fate"])
def test_each_count_is_known_by_its_example(row: dict[str, str]) -> None:
    verb = next(
        word for word in ("rise", "climb", "stand", "put") if word[:3] in row["example"].replace("rose", "rise").replace("stood", "stand")
    )
    assert counted(verb, row["example"]) == row["fate"]


@pytest.mark.parametrize("table", ["giving", "rising"])
def test_each_verb_list_has_its_example(table: str) -> None:
    example = toml("tolls")[table]["example"].replace("rose", "rise")
    assert any(verb in example for verb in toml("tolls")[table]["verbs"])


@pytest.mark.parametrize(
    ("predicate", "subject", "befell"),
    [
        ("kill", "the blast", "dead"), ("be dead", "two", ""), ("wound", "three men", "hurt"), ("rise", "the death toll", "dead"),
        ("stand", "the number of people injured", "hurt"), ("rise", "the river", ""), ("condemn", "the death toll", ""), ("sing", "", ""),
    ],
)  # fmt: skip
def test_fates(predicate: str, subject: str, befell: str) -> None:
    assert fate(predicate, subject) == befell


def test_what_a_toll_has_grown_from_is_known() -> None:
    assert outgrown("rise", "the death toll", "The death toll rose from three to 1,205 on Friday") == (3.0,)
    assert outgrown("climb", "The number of injured", "The number of injured climbed to 14") == ()
    assert outgrown("rise", "the river", "the river rose from 3 to 5 metres") == ()
    assert rises("climb")
    assert not rises("fall")
