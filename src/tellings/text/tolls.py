"""What a clause says befell people, by its verb or by what it counts ("four were killed", "the death toll rose to nine")."""

from functools import cache

from tellings.data import toml
from tellings.text.figures import former_values


def fate(predicate: str, subject: str) -> str:
    """Return what befell people by the clause's predicate ("kill", "be dead") or counted subject; "" where it is no such thing."""
    return counted(predicate, subject) or _fates().get(predicate.removeprefix("be ").split(" ")[0], "")


def counted(predicate: str, subject: str) -> str:
    """Return the fate that the subject counts ("dead" of "the death toll") where the predicate gives its number ("rise"), else ""."""
    words = f" {' '.join(subject.lower().split())} "
    if not words.strip() or predicate.split(" ", maxsplit=1)[0] not in _giving():
        return ""
    return next((fate_ for phrase, fate_ in _counts() if f" {phrase} " in words), "")


def rises(predicate: str) -> bool:
    """True of a predicate by which a count has grown."""
    return predicate.split(" ", maxsplit=1)[0] in _rising()


def outgrown(predicate: str, subject: str, exact: str) -> tuple[float, ...]:
    """Return the earlier counts that a clause on a toll that has grown gives ("rose from three to five": 3)."""
    return former_values(exact) if rises(predicate) and counted(predicate, subject) else ()


@cache
def _fates() -> dict[str, str]:
    return dict(toml("tolls")["fate"])


@cache
def _counts() -> tuple[tuple[str, str], ...]:
    return tuple((phrase, row["fate"]) for row in toml("tolls")["count"] for phrase in row["phrases"])


@cache
def _giving() -> frozenset[str]:
    return frozenset(toml("tolls")["giving"]["verbs"]) | _rising()


@cache
def _rising() -> frozenset[str]:
    return frozenset(toml("tolls")["rising"]["verbs"])
