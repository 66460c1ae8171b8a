"""Whom an article names for its text: its writer or credit line, an agency in a notice at its foot, or another outlet that it says it has it from."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Final

from tellings import data
from tellings.data.outlets import by_name
from tellings.model.articles import Article

# Only what is printed as a notice of the text counts; captions credit pictures.
_NOTICES: Final = frozenset({"legal", "credit"})
_OWNED: Final = re.compile(r"(?:©|\(c\)|\bcopyright\b)[\s,:©]*(?:\d{4}[\s,:]*)?(?:by\s+)?(?P<name>[^.,;|\n©]{2,60})", re.IGNORECASE)
# "Harbour Mail staff and NPA", "Ann Lee, NPA".
_JOINED: Final = re.compile(r"\s*(?:,|;|/|&|\||\band\b|\bwith\b)\s*", re.IGNORECASE)
_PLACE: Final = re.compile(r"[^\W\d_]+(?:[ '’-][^\W\d_]+)*")


class Credits:
    """What each article says of the origin of its text."""

    def __init__(self, articles: Iterable[Article]) -> None:
        held = list(articles)
        said = {article.id: article.written_by or article.credit or _of_notice(article) for article in held}
        # an agency that no table knows is one where another article credits it: a byline that names it is a credit too
        known = {_plain(name).casefold(): name for name in sorted(name for name in said.values() if name)}
        self._named = {article.id: said[article.id] or _in_byline(article, known) for article in held}

    def named(self, article: Article) -> str | None:
        """Return whom the article names as the writer or owner of its text, beside its outlet."""
        return self._named.get(article.id)

    def agency(self, article: Article) -> str | None:
        """Return that name where it is an agency's."""
        name = self.named(article)
        return name if name is not None and _is_agency(name) else None


def one_writer(a: Article, b: Article, named: Credits) -> bool:
    """Return whether both name one writer; or one names an agency, and the other, filed from the same place, names neither a person nor anybody else."""
    one, other = named.named(a), named.named(b)
    if one is not None and other is not None:
        return one == other
    if one is None and other is None:
        return False
    silent, agency = (a, named.agency(b)) if one is None else (b, named.agency(a))
    return agency is not None and silent.byline_kind != "persons" and _filed(a) is not None and _filed(a) == _filed(b)


def heard_from(article: Article, outlets: Sequence[str]) -> str | None:
    """Return which of the outlets the article's body says it has its report from ("told the Harbour Gazette", "the Gazette reported").

    The first one it says so of; an outlet's own name is no credit.
    """
    own = _plain(article.outlet or "")
    found: list[tuple[int, str]] = []
    for outlet in outlets:
        name = _plain(outlet)
        if not name or name == own or name not in article.text:
            continue
        hit = next((m for m in _saying(name).finditer(article.text) if any(s.start <= m.start() < s.end for s in article.body)), None)
        if hit is not None:
            found.append((hit.start(), outlet))
    return min(found)[1] if found else None


def _in_byline(article: Article, known: Mapping[str, str]) -> str | None:
    """The first of the known names that the byline is, or is one of; an outlet's own name is no credit."""
    own = _plain(article.outlet or "").casefold()
    for part in _JOINED.split(article.byline or ""):
        name = _plain(part).casefold()
        if name != own and name in known:
            return known[name]
    return None


def _of_notice(article: Article) -> str | None:
    for piece in article.furniture:
        if piece.reason in _NOTICES:
            for match in _OWNED.finditer(article.text, piece.start, piece.end):
                known = by_name(match["name"].removeprefix("the ").removesuffix(" All rights reserved"))
                if known is not None and known.kind == "agency":
                    return known.name
    return None


@cache
def _is_agency(name: str) -> bool:
    known = by_name(name)
    return known is not None and known.kind == "agency"


def _filed(article: Article) -> str | None:
    place = _PLACE.search(article.dateline or "")
    return place.group().casefold() if place else None


def _plain(outlet: str) -> str:
    return outlet.removeprefix("The ").removeprefix("the ").strip()


@cache
def _saying(name: str) -> re.Pattern[str]:
    table = data.toml("lifting")
    before = "|".join(re.escape(row["words"]) for row in table["before"])
    after = "|".join(re.escape(row["words"]) for row in table["after"])
    return re.compile(rf"\b(?:{before}) (?:the )?{re.escape(name)}\b|\b{re.escape(name)} (?:{after})\b", re.IGNORECASE)
