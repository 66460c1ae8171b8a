"""What persons decided on a version of an article that another has replaced: it holds for the same passages of the current one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from tellings.model.observed import Mention, Quotation, Statement
from tellings.model.resolved import Link
from tellings.model.spans import Selector
from tellings.store import articles, judgements
from tellings.store.articles import Kept

Said = Mention | Statement | Quotation


def links_on(connection: Connection, current: Iterable[Kept]) -> tuple[Link, ...]:
    """Return the Links in force on what these current versions of articles say, in the order in which persons made them; those on older versions among them."""
    held = list(current)
    older = {
        one.id: newest.number
        for newest in held
        if newest.version > 1
        for one in articles.versions(connection, newest.lineage)
        if not one.current
    }
    links = judgements.in_force(connection, [*(one.id for one in held), *older])
    if not links or not older:
        return links
    into = _into(connection, older)
    return tuple(replace(link, a=into.get(link.a, link.a), b=into.get(link.b, link.b)) for link in links)


def _into(connection: Connection, older: Mapping[str, int]) -> dict[str, str]:
    """The record of the current version for each of an older one, by their ids."""
    numbers = {name: one.number for name, one in articles.by_id(connection, list(older)).items()}
    wanted = sorted({*numbers.values(), *older.values()})
    found: dict[str, str] = {}
    said: Mapping[int, Sequence[Said]]
    for said in (
        articles.records(connection, Mention, wanted),
        articles.records(connection, Statement, wanted),
        articles.records(connection, Quotation, wanted),
    ):
        for name, newest in older.items():
            found |= same_passages(said.get(numbers[name], ()), said.get(newest, ()))
    return found


def same_passages(before: Sequence[Said], now: Sequence[Said]) -> dict[str, str]:
    """Return for records of one version those that stand for them in another: of the same words, by the words around them where these stand more often."""
    there = _by_words(now)
    found: dict[str, str] = {}
    for words, held in _by_words(before).items():
        others = there.get(words, [])
        if len(held) == len(others):
            found |= {one.id: other.id for one, other in zip(held, others, strict=True)}
            continue
        for one in held:
            for near in (_around, _before, _behind):
                same = [other for other in others if near(_sel(other)) == near(_sel(one))]
                if len(same) == 1:
                    found[one.id] = same[0].id
                    break
    return found


def _by_words(records: Sequence[Said]) -> dict[tuple[str, ...], list[Said]]:
    found: dict[tuple[str, ...], list[Said]] = {}
    for one in sorted(records, key=lambda one: (_sel(one).start, _sel(one).end, one.id)):
        kind = (one.predicate, one.rule) if isinstance(one, Statement) else (one.rule,) if isinstance(one, Quotation) else ()
        found.setdefault((_sel(one).exact, *kind), []).append(one)
    return found


def _sel(one: Said) -> Selector:
    return one.content if isinstance(one, Quotation) else one.sel


def _around(sel: Selector) -> tuple[str, str]:
    return sel.prefix, sel.suffix


def _before(sel: Selector) -> str:
    return sel.prefix


def _behind(sel: Selector) -> str:
    return sel.suffix
