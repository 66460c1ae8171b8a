"""Which words of an HTML page are its headline: the heading that readers see, held against what the head of the page declares."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from tellings.clean.head.sites import Houses, fold, unarchived
from tellings.clean.head.survey import Survey, kinds_of, names_of, text_of

_WORD: Final = re.compile(r"[^\W_]+")
_LONGEST: Final = 350
_KICKER_TAGS: Final = frozenset(("small", "time"))
_KICKER: Final = re.compile(r"kicker|overline|topline|roofline|dachzeile|eyebrow|subtitle|subhead", re.IGNORECASE)
_LABEL_END: Final = " \t|:-–—/·•»"
# A heading of so few words ("News", "Details") may be that of a section.
_LABEL_WORDS: Final = 2
_ALIKE: Final = 0.5
_LOWER_HEADINGS: Final = ("h2", "h3", "h4")
_ENTRY_TAGS: Final = ("b", "strong", "font", "p", "div", "span", "td", "center", "big")
_MOST_TRIED: Final = 1500
_NEAR: Final = 5
_SUREST: Final = 2.0
_SAME: Final = 3


@dataclass(slots=True, frozen=True)
class Heading:
    """A headline, where it was found, and the element that shows it, if one does."""

    text: str
    found: str
    element: Any | None = None


def agreement(a: str, b: str) -> int:
    """Return how far two printings of a headline agree: 3 the same, 2 one within the other, 1 half of their words, 0 less."""
    x, y = fold(a), fold(b)
    if not x or not y:
        return 0
    if x == y:
        return 3
    short, long = sorted((x, y), key=len)
    if len(short) >= 8 and short in long:
        return 2
    first, second = set(_WORD.findall(a.casefold())), set(_WORD.findall(b.casefold()))
    shared = len(first & second)
    return 1 if shared >= 2 and shared >= _ALIKE * min(len(first), len(second)) else 0


def choose(page: Survey, declared: Sequence[tuple[str, str]], houses: Houses) -> Heading | None:
    """Return the headline: the heading of the page that agrees best with what is declared, else what is declared.

    `declared` holds where and what, without suffixes, the surest first. Names of the site are no headline.
    """
    titles = [text for _, text in declared]
    tried: list[tuple[float, int, Any, str]] = []
    for at, element in enumerate(page.headings[:40]):
        whole = text_of(element)
        if not 2 <= len(whole) <= _LONGEST or _is_site(element, whole, houses):
            continue
        level = max((agreement(whole, title) for title in titles), default=0)
        if level == 0 and page.is_outside(element):
            continue
        surest = _SUREST if titles and agreement(whole, titles[0]) == level else 0.0
        tried.append((_standing(element, level, at) + surest, -at, element, whole))
    said = [text for where, text in declared if where == "json-ld headline"]
    crumbs = [row for row in tried if _in_crumbs(row[2]) and all(agreement(row[3], text) < _SAME for text in said)]
    tried = [row for row in tried if row not in crumbs] or tried
    best = max(tried, key=lambda t: t[:2], default=None)
    if best is not None and best in crumbs:
        # a step of the breadcrumbs that is marked as heading: readers take a lower heading for the headline, where it is what is declared
        return _entry(page, titles, houses) or _shown(page, declared) or Heading(_words(best[2], best[3], titles), "h1", best[2])
    entry = _entry(page, titles, houses) if best is None or best[0] < 10 else None
    if entry is not None:
        return entry
    if best is not None and best[0] >= 10:
        return Heading(_words(best[2], best[3], titles), "h1", best[2])
    shown = _shown(page, declared)
    if shown is not None:
        return shown
    if best is not None and (_believed(best, tried, declared) or houses.addressed(best[3])):
        return Heading(_words(best[2], best[3], titles), "h1", best[2])
    for where, text in declared:
        if text and not houses.named(text):
            return Heading(text, where)
    if best is not None:
        return Heading(_words(best[2], best[3], titles), "h1", best[2])
    return None


def _believed(best: tuple[float, int, Any, str], tried: Sequence[object], declared: Sequence[tuple[str, str]]) -> bool:
    """True for a heading that agrees with nothing declared and is the headline all the same: the only one, or named as one."""
    if len(best[3].split()) <= _LABEL_WORDS and any(len(text.split()) > _LABEL_WORDS for _, text in declared):
        return False
    return len(tried) == 1 or best[0] >= 3 or not declared


def _standing(element: Any, level: int, at: int) -> float:
    names = kinds_of(names_of(element))
    inside = 0.0
    node = element.getparent()
    for _ in range(12):
        if node is None:
            break
        if node.tag in {"article", "main"}:
            inside = 1.0
            break
        node = node.getparent()
    return 10.0 * level + (3.0 if "headline" in names else 0.0) + inside - 0.01 * at


def _is_site(element: Any, text: str, houses: Houses) -> bool:
    if houses.named(text):
        return True
    links = [child for child in element.iter("a") if child.get("href")]
    if len(links) == 1 and _is_home(links[0].get("href")) and fold(text_of(links[0])) == fold(text):
        return True
    parent = element.getparent()
    return "site" in kinds_of(names_of(element)) or (parent is not None and "site" in kinds_of(names_of(parent)) and len(text.split()) <= 8)


def _in_crumbs(element: Any) -> bool:
    node = element
    for _ in range(_NEAR):
        if node is None:
            return False
        if "crumbs" in kinds_of(names_of(node)):
            return True
        node = node.getparent()
    return False


def _is_home(href: str) -> bool:
    return (
        re.fullmatch(r"(?:https?:)?(?://[^/]+)?/?(?:index\.\w+|home/?|[a-z]{2}/)?(?:#\w*)?", unarchived(href.strip().lower())) is not None
    )


def _entry(page: Survey, titles: Sequence[str], houses: Houses) -> Heading | None:
    """Return a lower heading that is named a headline and agrees with what is declared."""
    best: tuple[int, int, Any, str] | None = None
    for at, element in enumerate(page.of("headline")[:80]):
        if element.tag in {"h1", "body", "article", "section", "header"}:
            continue
        whole = text_of(element)
        if not 3 <= len(whole) <= _LONGEST or houses.named(whole):
            continue
        level = max((agreement(whole, title) for title in titles), default=0)
        if level >= 2 and (best is None or level > best[0]) and not page.is_outside(element):
            best = (level, -at, element, whole)
    if best is None:
        return None
    return Heading(_words(best[2], best[3], titles), f"{best[2].tag} named a headline", best[2])


def _shown(page: Survey, declared: Sequence[tuple[str, str]]) -> Heading | None:
    """Return the declared headline that an element of the page shows word for word."""
    root = page.root
    if root is None or not declared:
        return None
    wanted = {fold(text): (where, text) for where, text in reversed(declared) if len(fold(text)) >= 4}
    firsts = {key[:4] for key in wanted}
    for tags, most in ((_LOWER_HEADINGS, _MOST_TRIED), (_ENTRY_TAGS, _MOST_TRIED)):
        for tried, element in enumerate(root.iter(*tags)):
            if tried > most:
                break
            own = element.text or (element[0].text if len(element) and isinstance(element[0].tag, str) else None)
            if not own or fold(own[:60])[:4] not in firsts:
                continue
            hit = wanted.get(fold(text_of(element)[:_LONGEST]))
            if hit is not None and not page.is_outside(element, surely=tags is _LOWER_HEADINGS and not _links(element)):
                return Heading(text_of(element), f"{hit[0]}, shown in {element.tag}", element)
    return None


def _links(element: Any) -> bool:
    parent = element.getparent()
    return (parent is not None and parent.tag == "a") or next(element.iter("a"), None) is not None


def _words(element: Any, whole: str, titles: Sequence[str]) -> str:
    """Return the heading's text without kickers and labels that stand in elements of their own."""
    kept: list[str] = []
    _keep(element, kept, depth=0)
    text = " ".join("".join(kept).split()).strip()
    text = text.lstrip(_LABEL_END).strip() if fold(text) != fold(whole) else text
    text = text.rstrip(" |:–—/·•»-") if fold(text) != fold(whole) else text
    if len(fold(text)) < 2:
        text = whole
    folded = fold(text)
    if len(element) and folded and all(fold(title) != folded for title in titles):
        inner = {fold(text_of(child)) for child in element.iter() if isinstance(child.tag, str) and child is not element}
        for title in sorted(titles, key=len, reverse=True):
            key = fold(title)
            if len(key) >= 8 and key != folded and (folded.endswith(key) or folded.startswith(key)):
                rest = folded[: -len(key)] if folded.endswith(key) else folded[len(key) :]
                if key in inner or rest in inner:
                    return title
    return text


def _keep(element: Any, kept: list[str], depth: int) -> None:
    if element.text:
        kept.append(element.text)
    for child in element:
        tag = child.tag
        if isinstance(tag, str) and tag not in {"script", "style", "svg", "noscript", "button", "template"}:
            names = names_of(child)
            kinds = kinds_of(names)
            kicker = tag in _KICKER_TAGS or ("kicker" in kinds and ("headline" not in kinds or _KICKER.search(names) is not None))
            if not kicker:
                glued = tag in {"b", "i", "em", "strong", "u", "sup", "sub", "mark", "font", "wbr"}
                kept.append("" if glued else " ")
                if depth < 20:
                    _keep(child, kept, depth + 1)
                kept.append("" if glued else " ")
        if child.tail:
            kept.append(child.tail)
