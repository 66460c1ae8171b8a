from tellings.compare.units import Units
from tellings.data.outlets import find, outlets
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


def test_support_in_a_passage_of_a_named_writer_is_that_writers() -> None:
    passages = (select("a", TEXT, 0, 26), select("b", TEXT, 0, 26))
    group = CopyGroup(id="g", articles=("a", "b"), kind="partial", passages=passages, written_by="Wire")
    units = Units([article("a", outlet="Gazette"), article("b", outlet="Courier"), article("c", outlet="Herald")], [group])
    assert names(units, statement("a"), statement("b"), statement("c")) == ["Herald", "Wire"]
    assert names(units, statement("a"), statement("c")) == ["Gazette", "Herald"]


def test_an_article_with_support_of_its_own_beside_the_copied_passage_is_independent() -> None:
    passages = (select("a", TEXT, 0, 26), select("b", TEXT, 0, 26))
    group = CopyGroup(id="g", articles=("a", "b"), kind="partial", passages=passages)
    units = Units([article("a", outlet="Gazette"), article("b", outlet="Courier")], [group])
    assert len(names(units, statement("a"), statement("b"), statement("b", 27, 61))) == 2


def test_outlets_of_one_owner_in_the_table_are_one_unit() -> None:
    by_owner: dict[str, list[str]] = {}
    for outlet in outlets():
        by_owner.setdefault(str(outlet.owner), []).append(outlet.name)
    several = {owner: held for owner, held in by_owner.items() if len(held) > 1}
    assert len(several) > 100
    for owner, held in several.items():
        articles = [article(f"x{k}", outlet=name, owner=find(name).owner) for k, name in enumerate(held)]  # type: ignore[union-attr]
        units = Units([*articles, article("y", outlet="Osk Gazette")], [])
        assert len(units.behind([statement(a.id) for a in (*articles, article("y"))])) == 2, owner
