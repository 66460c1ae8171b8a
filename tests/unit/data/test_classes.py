import pytest

from tellings.data import rows, toml
from tellings.data.classes import called, capital_of, classes, countries, ranked
from tellings.data.gazetteer import gazetteer, plain

CODES = {row["code"] for row in rows("countries")}


@pytest.mark.parametrize("row", toml("classes")["class"], ids=lambda row: row["key"])
def test_a_class_is_called_by_its_example(row):
    size, keys = called(row["example"].removeprefix("the ").split())
    assert size
    assert row["key"] in keys
    assert row.get("over") in {None, *classes()}


def test_the_longest_noun_of_a_class_is_meant():
    assert called(["the", "low-cost", "carrier"])[0] == 2
    assert called(["the", "mountain", "of", "debt"]) == (0, frozenset())


@pytest.mark.parametrize(("part", "key"), [(part, key) for part, table in toml("regions").items() for key in table])
def test_regions_are_of_countries(part, key):
    assert countries(part, key)
    assert countries(part, key) <= CODES | {"MYT", "TCA", "GUF", "PYF", "NCL", "SXM", "CUW", "ABW", "BMU", "GIB", "VGB", "VIR", "CYM", "MTQ", "GLP", "NIU", "COK", "GUM", "FRO", "FLK", "ESH", "MAC", "PRI", "GRL", "REU", "HKG"}  # fmt: skip


@pytest.mark.parametrize("row", rows("capitals"), ids=lambda row: f"{row['country']} {row['state']}")
def test_a_state_has_its_capital(row):
    assert capital_of(row["country"], row["state"]) == row["city"]
    assert row["country"] in CODES
    found = {known.country for known in gazetteer().lookup(row["state"])}
    assert row["alone"] == "no" or row["country"] in found


@pytest.mark.parametrize("row", rows("superlatives"), ids=lambda row: f"{row['of']} {row['what']}")
def test_a_rank_names_a_place(row):
    assert ranked(row["of"], row["what"].split()) == row["place"]


@pytest.mark.parametrize("row", rows("nicknames"), ids=lambda row: row["form"])
def test_another_name_of_a_place_is_found(row):
    text = f"Then {row['form']} slept."
    hits = gazetteer().find(text, 0, len(text))
    assert any(known.country in (row["country"] or None, None) and known.kind == "place" for hit in hits for known in hit.known)


@pytest.mark.parametrize("row", rows("firms"), ids=lambda row: row["name"])
def test_a_firm_is_found_with_its_trade_and_owner(row):
    assert set(row["classes"].split("|")) <= set(classes())
    assert row["country"] in CODES | {""}
    bearers = gazetteer().lookup(plain(row["name"].split(" (")[0]))
    assert any(known.kind == "organisation" for known in bearers)
    if row["parent"]:
        assert any(known.id in gazetteer().owners for known in bearers)
