"""A page's own site: the names it goes by, and titles without them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import Any, Final
from urllib.parse import unquote

from tellings.clean.head.credits import like_outlet
from tellings.clean.head.survey import kinds_of, names_of, text_of
from tellings.data import toml
from tellings.data.outlets import host_of

_CJK: Final = "\u3000-\u30ff\u3400-\u9fff\uac00-\ud7af\uff00-\uff60”’》"
_SEPARATOR: Final = re.compile(
    rf"\s+(?:[-–—―:/·•∙・●~]|::|>|»|«|›|‹|::|\|\|)\s+|\s*[|｜»«›•]\s*|\s+::\s+|\s?[-_－—]\s?(?<=[{_CJK}][-_－—])|(?<=[{_CJK}])\s?[-_－—:：]\s?(?=[{_CJK}])"
)
_DATE_TAIL: Final = re.compile(r"^[\d.,/: -]{6,}(?:uhr|h)?$", re.IGNORECASE)
_COPYRIGHT: Final = re.compile(
    r"(?:©|\(c\)|copyright)\s*(?:©|\(c\))?\s*(?:\d{4}\s*(?:[-–—]\s*\d{4})?)?\s*,?\s*(?:by\s+)?([^\d|·•©.,\n]{3,60})", re.IGNORECASE
)
_ARCHIVED: Final = re.compile(r"^(?:https?:)?(?://web\.archive\.org)?/web/\d+\w*/(?=https?:)")
_MOST_LINKS: Final = 60
_LONGEST: Final = 50
_FOOT: Final = 1500
_FEW: Final = 3
_LONG_ENOUGH: Final = 6
_HOME: Final = re.compile(r"(?:https?:)?(?://[^/]+)?/?(?:index\.\w+)?")
_LOGO: Final = re.compile(
    r"^(?:öffnet die |zur )?(?:startseite|seite|homepage)\s*(?:von|der|:|-)?\s*|^(?:back to|go to|visit)\s+(?:the )?|\s*\b(?:logo|homepage|home)\b\s*$|^(?:logo|zur startseite|startseite)\s*(?:von|of|:|-)?\s*",
    re.IGNORECASE,
)
# Of how many parts a site's name may be; each is looked at with all that follows it.
_MOST_PARTS: Final = 8
_FOLDED: Final = re.compile(r"[\W_]+")
_WORD: Final = re.compile(r"[^\W_]+")
# What a house's name may end in: its short form in brackets, its legal form.
_FORM: Final = re.compile(
    r"\s*\((?:[^\W\d_]|[.&-]){2,10}\)\s*$|,?\s(?:e\.\s?V\.|gGmbH|GmbH(?: & Co\. KG)?|AG|SE|KG|Inc\.?|Ltd\.?|LLC|PLC|S\.?A\.?|S\.?p\.?A\.?|S\.?r\.?l\.?|B\.?V\.?|AB|AS|Oy|Pty|Pvt)\s*$"
)


def unarchived(address: str) -> str:
    """Return the address that an archive's address holds, any other as it is."""
    return _ARCHIVED.sub("", address) if "/web/" in address else address


def fold(text: str) -> str:
    """Return letters and digits alone, in small letters."""
    return _FOLDED.sub("", text.casefold())


class Houses:
    """The names by which a page's own site goes, and its host."""

    def __init__(self, names: Iterable[str], address: str | None, persons: Iterable[str] = ()) -> None:
        """Take the names that the page declares or prints at its head, its address, and whom it declares as persons.

        `no_persons` are the names that are no writer's: on a person's own pages the site's name is.
        """
        self.names = tuple(dict.fromkeys(name for name in names if name))
        declared = {fold(name) for name in persons if len(name.split()) > 1 and not like_outlet(name)}
        own_pages = address is not None and host_of(address).endswith(tuple(toml("heads")["blogs"]))
        self.no_persons = () if own_pages else tuple(name for name in self.names if fold(name) not in declared)
        self.folds = {_bare(name) for name in self.names} - {""}
        host = host_of(address) if address else ""
        labels = [label for label in host.split(".")[:-1] if label not in {"www", "news", "blog", "m", "en", "de", "com", "co"}]
        self._path = fold(unquote(address.partition("//")[2].partition("/")[2])) if address else ""
        self.labels = {fold(label) for label in labels if len(label) > 2}

    def addressed(self, text: str) -> bool:
        """True where the page's address has the text in its path."""
        return len(fold(text)) >= _LONG_ENOUGH and fold(text) in self._path

    def own(self, text: str) -> bool:
        """True where the text is a name of the page's own site."""
        return _own(text, tuple(sorted(self.folds)), tuple(sorted(self.labels)))

    def named(self, text: str) -> bool:
        """True where the text is one of the site's names, to the letter."""
        bare = _bare(text)
        return bare in self.folds or (bare in self.labels and len(text.split()) <= _FEW)


@lru_cache(maxsize=4096)
def _own(text: str, folds: tuple[str, ...], labels: tuple[str, ...]) -> bool:
    bare = _bare(text)
    if not bare:
        return False
    if bare in folds or bare in labels:
        return True
    for known in folds:
        if len(known) >= 4 and (bare.startswith(known) or bare.endswith(known)) and len(bare) <= 2.2 * len(known) + 14:
            return True
        if len(bare) >= 4 and (known.startswith(bare) or known.endswith(bare)):
            return True
    for label in labels:
        if len(bare) >= 4 and (label.startswith(bare) or bare.startswith(label) or label.endswith(bare)) and len(text.split()) <= 6:
            return True
    initials = "".join(word[0] for word in _WORD.findall(text.casefold()))
    return len(initials) >= 3 and initials in labels


def _bare(name: str) -> str:
    name = _FORM.sub("", name) or name
    return re.sub(r"^(?:the|die|der|das|le|la|el|il)(?=.{4})|(?:com|org|net|couk|online|news|blog)$", "", fold(name)) or fold(name)


def stripped(title: str, houses: Houses, sections: Sequence[str] = ()) -> tuple[str, str | None, str | None]:
    """Return the title without the site's names and sections at its ends, the name it had, and the section that stood between."""
    title = " ".join(title.split())
    parts: list[tuple[int, int]] = []
    at = 0
    for hit in _SEPARATOR.finditer(title):
        if hit.end() > hit.start() and hit.start() > at:
            parts.append((at, hit.start()))
            at = hit.end()
    parts.append((at, len(title)))
    prefixed = re.match(r"^([^:：]{3,40})[:：]\s*(?=\S{2})", title)
    if prefixed and houses.own(prefixed.group(1)) and len(parts) <= 2:
        return title[prefixed.end() :].strip(), prefixed.group(1), None
    if len(parts) < 2:
        return title, None, None
    named: str | None = None
    ahead = False
    while len(parts) > 1 and _DATE_TAIL.match(title[parts[-1][0] : parts[-1][1]]):
        parts.pop()
    while len(parts) > 1 and houses.own(title[parts[-1][0] : parts[-1][1]]):
        named = title[parts[-1][0] : parts[-1][1]]
        parts.pop()
    # a site's name of several parts ("The Ledger - News for all"): cut where its first part stands
    for at in range(max(1, len(parts) - _MOST_PARTS), len(parts)):
        if houses.own(title[parts[at][0] :]) or (len(parts) - at <= 2 and houses.own(title[parts[at][0] : parts[at][1]])):
            named = named or title[parts[at][0] :]
            del parts[at:]
            break
    while len(parts) > 1 and houses.own(title[parts[0][0] : parts[0][1]]):
        named = named or title[parts[0][0] : parts[0][1]]
        ahead = True
        parts.pop(0)
    section: str | None = None
    known = {fold(name) for name in sections}
    while len(parts) > 1:
        first, last = title[parts[0][0] : parts[0][1]], title[parts[-1][0] : parts[-1][1]]
        if fold(last) in known:
            section = section or last
            parts.pop()
        elif fold(first) in known or (ahead and len(first.split()) <= 2 and len(last.split()) > 2):
            section = section or first
            parts.pop(0)
        else:
            break
    return title[parts[0][0] : parts[-1][1]].strip(), named, section


def names_at_home(tree: Any, title: str, address: str | None) -> list[str]:
    """Return what the links to the site's front page among the first of the page say: its name, or its logo's.

    A link that is not named as the site's own counts only where the title or the host has its words.
    """
    found: list[str] = []
    folded = fold(title) + fold(host_of(address) if address else "")
    for seen, link in enumerate(tree.iter("a")):
        if seen >= _MOST_LINKS:
            break
        href = unarchived((link.get("href") or "").strip().lower())
        if href.startswith("#") or _HOME.fullmatch(href) is None:
            continue
        said = (text_of(link), link.get("title"), *_alternatives(link))
        names = [
            _LOGO.sub("", text).strip() for text in said if text and 2 <= len(text) <= _LONGEST and text.casefold() not in front_words()
        ]
        marked = _is_marked(link)
        found += [name for name in names if fold(name) and (marked or fold(name) in folded)]
    return found[:4]


def _is_marked(link: Any) -> bool:
    node = link
    for _ in range(4):
        if node is None:
            return False
        kinds = kinds_of(names_of(node))
        if "site" in kinds or "home" in kinds:
            return True
        node = node.getparent()
    return False


def _alternatives(link: Any) -> Iterator[str | None]:
    for inner in link.iter("img", "svg"):
        yield inner.get("alt") or inner.get("aria-label")
    yield link.get("aria-label")


def names_in_copyright(text: str, title: str) -> list[str]:
    """Return the names in lines of copyright at the page's foot that its title has too."""
    hits = [hit.group(1).strip(" -–—") for hit in _COPYRIGHT.finditer(text[-_FOOT:])]
    folded = fold(title)
    return [name for name in hits[:3] if fold(name) and fold(name) in folded]


@cache
def front_words() -> frozenset[str]:
    """Return the names of a site's front page in many languages, in small letters."""
    return frozenset(word.casefold() for word in toml("heads")["front"])
