"""Whom an article names for its text, where the tables know the agency and where only other articles do."""

import pytest

from tellings.cluster.crediting import Credits
from tellings.model.articles import Article


def article(name: str, byline: str | None, **more) -> Article:
    return Article(id=name, page=name, input=name, text="", body=(), furniture=(), byline=byline, **more)


WIRE = article("wire", "Northern Press Alliance (NPA)", outlet="Fjord Ledger", written_by="NPA")


@pytest.mark.parametrize(
    "byline", ["NPA", "Harbour Mail staff and NPA", "Ann Lee and NPA", "Ann Lee, NPA", "Ann Lee / npa", "Ann Lee with the NPA"]
)
def test_a_byline_credits_an_agency_that_another_article_names(byline):
    held = article("held", byline, outlet="Harbour Mail", byline_kind="persons")
    assert Credits([WIRE, held]).named(held) == "NPA"
    assert Credits([held, WIRE]).named(held) == "NPA"


@pytest.mark.parametrize("byline", [None, "Ann Lee", "Ann Lee and Bo NPA Finch", "NPAX"])
def test_other_bylines_credit_nobody(byline):
    held = article("held", byline, outlet="Harbour Mail")
    assert Credits([WIRE, held]).named(held) is None


def test_without_an_article_that_names_the_agency_a_byline_is_a_person_and_an_outlets_own_name_is_no_credit():
    held, own = article("held", "NPA", outlet="Harbour Mail"), article("own", "NPA", outlet="The NPA")
    assert Credits([held]).named(held) is None
    assert Credits([WIRE, own]).named(own) is None
