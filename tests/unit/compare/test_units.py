from tellings.compare.units import Units
from tellings.model.articles import Article
from tellings.model.observed import Statement
from tellings.model.resolved import CopyGroup
from tellings.model.spans import Span
from tellings.text.anchor import select

TEXT = "The ferry sank near Lagos. The crew swam ashore. Divers came."


def article(name: str, **more: str | None) -> Article:
    return Article(id=name, page=name, input=name, text=TEXT, body=(Span(start=0, end=len(TEXT)),), furniture=(), **more)


def statement(where: str, start: int = 0, end: int = 25) -> Statement:
    return Statement(
        id=f"{where}{start}", sel=select(where, TEXT, start, end), sentence=Span(start=0, end=26), predicate="sink", modality="happened"
    )


def names(units: Units, *statements: Statement) -> list[str]:
    return [unit.name for unit in units.behind(statements)]


def test_two_outlets_are_two_units_and_one_outlet_is_one() -> None:
    units = Units([article("a", outlet="Gazette"), article("b", outlet="Courier"), article("c", outlet="gazette")], [])
    assert names(units, statement("a"), statement("b"), statement("c")) == ["Courier", "Gazette"]


def test_a_reprint_counts_as_who_wrote_it() -> None:
    units = Units([article("a", outlet="Aggregator", written_by="Gazette"), article("b", outlet="Gazette")], [])
    assert names(units, statement("a"), statement("b")) == ["Gazette"]


def test_outlets_of_one_owner_are_one_unit() -> None:
    units = Units([article("a", outlet="Gazette", owner="Acme"), article("b", outlet="Courier", owner="Acme")], [])
    assert len(names(units, statement("a"), statement("b"))) == 1


def test_a_whole_copy_group_counts_once_with_its_origin() -> None:
    group = CopyGroup(id="g", articles=("a", "b"), kind="whole", passages=(), written_by="Wire")
    units = Units([article("a", outlet="Gazette"), article("b", outlet="Courier"), article("c", outlet="Wire")], [group])
    assert names(units, statement("a"), statement("b"), statement("c")) == ["Wire"]


def test_a_partial_copy_joins_only_where_the_support_is_shared_text() -> None:
    passages = (select("a", TEXT, 0, 26), select("b", TEXT, 0, 26))
    group = CopyGroup(id="g", articles=("a", "b"), kind="partial", passages=passages)
    units = Units([article("a", outlet="Gazette"), article("b", outlet="Courier")], [group])
    assert len(names(units, statement("a"), statement("b"))) == 1
    assert len(names(units, statement("a", 27, 48), statement("b", 27, 48))) == 2


def test_articles_that_name_no_outlet_are_tellings_of_their_own() -> None:
    units = Units([article("a"), article("b")], [])
    assert len(names(units, statement("a"), statement("b"))) == 2
