"""One walk over a page's elements: those whose tag or names (class, id, itemprop, rel) may say something of the article."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any, Final

from tellings.data import toml

_HUMP: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORD: Final = re.compile(r"\w+")
_LITERAL: Final = re.compile(r"(\w+)(\?)?")
_NO_WORD: Final = re.compile(r"[\W_]+")
_NAMING: Final = frozenset(("class", "id", "itemprop", "rel"))
_LONGEST_NAMES: Final = 300
_LONGEST_CONTENT: Final = 3000
_MAX_JSON: Final = 600_000
# The kinds that are asked for by kind.
_LISTED: Final = frozenset(("byline", "crumbs", "date", "headline", "publisher"))
_KEPT: Final = 400
_ALWAYS_OUTSIDE: Final = frozenset(("aside", "footer", "nav", "form", "blockquote"))
_UNSEEN: Final = frozenset(("script", "style", "noscript", "svg", "template", "select", "button", "iframe", "textarea"))
# Elements that may stand inside a word.
_GLUED: Final = frozenset(("b", "i", "em", "strong", "u", "sup", "sub", "mark", "font", "wbr", "acronym"))
_NEVER_OUTSIDE: Final = frozenset(("html", "body", "main", "article", "h1"))


@dataclass(slots=True)
class Survey:
    """What a page holds: its meta elements by name, the source of its JSON-LD, its headings and times, and elements by what their names say."""

    meta: dict[str, list[str]] = field(default_factory=dict)
    linked: list[str] = field(default_factory=list)
    canonical: str | None = None
    title: str = ""
    language: str | None = None
    headings: list[Any] = field(default_factory=list)
    times: list[Any] = field(default_factory=list)
    named: dict[str, list[Any]] = field(default_factory=dict)
    above: frozenset[Any] = frozenset()
    near: frozenset[Any] = frozenset()
    judged: dict[bool, dict[Any, bool]] = field(default_factory=dict)
    root: Any | None = None

    def of(self, kind: str) -> list[Any]:
        """Return the elements whose names say that they hold `kind`, in the order of the page."""
        return self.named.get(kind, [])

    def is_outside(self, element: Any, *, surely: bool = False) -> bool:
        """True for an element in comments, menus, lists of other articles, forms and the foot of the page; `surely` for the first three.

        What holds the headline as well is never outside; what stands in one box with it is where its names speak of its place only ("bottom").
        """
        judged = self.judged.setdefault(surely, {})
        climbed: list[Any] = []
        outside = False
        node = element
        while node is not None and node not in self.above:
            known = judged.get(node)
            if known is not None:
                outside = known
                break
            climbed.append(node)
            if self._names_outside(node, surely=surely):
                outside = True
                break
            node = node.getparent()
        judged.update(dict.fromkeys(climbed, outside))
        return outside

    def _names_outside(self, node: Any, *, surely: bool) -> bool:
        tag = node.tag
        if tag in _NEVER_OUTSIDE:
            return False
        kinds = kinds_of(names_of(node))
        beside = "beside" in kinds and node.getparent() not in self.near
        weak = (tag in _ALWAYS_OUTSIDE or beside) and not ("byline" in kinds or "date" in kinds or surely)
        return "outside" in kinds or (weak and not (tag == "footer" and _in_article(node)))

    def stand(self, above: Iterable[Any], near: Iterable[Any]) -> None:
        """Take the elements that hold the headline, and of these its boxes."""
        self.above = frozenset(above)
        self.near = frozenset(near)
        self.judged.clear()


def survey(tree: Any) -> Survey:
    """Return what the elements of the page say by tag and name, read in one walk."""
    found = Survey(root=tree, language=tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or tree.get("xml:lang"))
    for element in tree.iter("*"):
        tag = element.tag
        if tag == "meta":
            _meta(element, found)
        elif tag == "script":
            if "ld+json" in (element.get("type") or "").lower() and element.text and len(element.text) <= _MAX_JSON:
                found.linked.append(element.text)
        elif tag == "link":
            _link(element, found)
        elif tag == "title":
            found.title = found.title or " ".join((element.text or "").split())
        elif tag not in _UNSEEN:
            if tag == "h1":
                found.headings.append(element)
            elif tag == "time":
                found.times.append(element)
            names = names_of(element)
            if names:
                for kind in kinds_of(names) & _LISTED:
                    listed = found.named.setdefault(kind, [])
                    if len(listed) < _KEPT:
                        listed.append(element)
    return found


def _in_article(node: Any) -> bool:
    """True for the foot of an article, which says who wrote it and when, unlike that of a page."""
    above = node.getparent()
    while above is not None:
        if above.tag == "article":
            return True
        above = above.getparent()
    return False


def _meta(element: Any, found: Survey) -> None:
    content = element.get("content")
    if not content or len(content) > _LONGEST_CONTENT:
        return
    for attribute in ("property", "name", "itemprop", "http-equiv"):
        name = element.get(attribute)
        if name:
            found.meta.setdefault(name.strip().lower(), []).append(content)


def _link(element: Any, found: Survey) -> None:
    if found.canonical is None and (element.get("rel") or "").lower() == "canonical":
        found.canonical = (element.get("href") or "").strip() or None


def names_of(element: Any) -> str:
    """Return the class, id, itemprop and rel of an element, in its order, joined by blanks."""
    names = [value for name, value in element.items() if name in _NAMING and value]
    if not names:
        return ""
    joined = names[0] if len(names) == 1 else " ".join(names)
    return joined if len(joined) <= _LONGEST_NAMES else ""


@lru_cache(maxsize=32768)
def kinds_of(names: str) -> frozenset[str]:
    """Return the kinds of things that an element of these names holds, by the patterns of `heads.toml`."""
    small = names.lower()
    mixed = small != names
    words = _NO_WORD.sub(" ", _HUMP.sub(" ", names) if mixed else names).lower()
    apart = set(words.split())
    if mixed or "_" in names or not names.isascii():
        apart.update(_WORD.findall(f"{words} {small}"))
    single, longer, lasts = _alternatives()
    kinds = {kind for word in single.keys() & apart for kind in single[word]}
    if not lasts.isdisjoint(apart):
        joined = f" {words} {small} "
        for kind, first, last, pattern in longer:
            if not (kind in kinds or last.isdisjoint(apart) or first.isdisjoint(apart)) and pattern.search(joined):
                kinds.add(kind)
    return frozenset(kinds)


@cache
def _alternatives() -> tuple[
    dict[str, tuple[str, ...]], tuple[tuple[str, frozenset[str], frozenset[str], re.Pattern[str]], ...], frozenset[str]
]:
    """The patterns taken apart: the kinds of each alternative that is one word, which is looked up; the others of each kind, with the words of which
    they begin and end with one; the words with which any of them ends.

    Class names are many and nearly all different: trying every pattern on each was a third of the reading of a head.
    """
    single: dict[str, tuple[str, ...]] = {}
    longer: list[tuple[str, frozenset[str], frozenset[str], re.Pattern[str]]] = []
    for kind, pattern in _patterns():
        rest: list[str] = []
        for alternative in _split(pattern.pattern):
            if alternative.isalnum():
                single[alternative] = (*single.get(alternative, ()), kind)
            else:
                rest.append(alternative)
        if rest:
            first = frozenset(word for text in rest for word in _words(_apart(text, " ")[0]))
            last = frozenset(word for text in rest for word in _words(_apart(text, " ")[-1]))
            longer.append((kind, first, last, re.compile(rf"\b(?:{'|'.join(rest)})\b")))
    return single, tuple(longer), frozenset(word for _, _, words, _ in longer for word in words)


def _words(pattern: str) -> Iterator[str]:
    for word, mark in _LITERAL.findall(pattern):
        yield from (word, word[:-1]) if mark else (word,)


def _split(pattern: str) -> list[str]:
    r"""Return the alternatives of a pattern of the form \b(?:a|b|c)\b; ValueError for another form."""
    if not (pattern.startswith(r"\b(?:") and pattern.endswith(r")\b")):
        if pattern.startswith(r"\b") and pattern.endswith(r"\b") and pattern[2:-2].isalnum():
            return [pattern[2:-2]]
        raise ValueError(f"not of the form \\b(?:a|b)\\b: {pattern}")
    return _apart(pattern[5:-3], "|")


def _apart(pattern: str, mark: str) -> list[str]:
    """Cut the pattern at the marks that stand in no brackets."""
    found, depth = [""], 0
    for char in pattern:
        depth += (char == "(") - (char == ")")
        if char == mark and not depth:
            found.append("")
        else:
            found[-1] += char
    return found


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((row["kind"], re.compile(row["pattern"])) for row in toml("heads")["named"])


def text_of(element: Any, most: int | None = None) -> str:
    """Return the element's visible text with single blanks; of one that has more letters than `most`, so much that it is longer than that."""
    if len(element) == 0:
        return " ".join((element.text or "").split())
    if most is None:
        return " ".join("".join(_pieces(element)).split())
    taken: list[str] = []
    letters = 0
    for piece in _pieces(element):
        taken.append(piece)
        if piece != " ":
            letters += sum(map(len, piece.split()))
            if letters > most:
                break
    return " ".join("".join(taken).split())


def _pieces(element: Any) -> Iterator[str]:
    waiting: list[Any] = [element]  # no recursion: tags never closed nest deeper than the interpreter's calls
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            yield item
            continue
        if item.text:
            yield item.text
        for child in reversed(item):
            if child.tail:
                waiting.append(child.tail)
            tag = child.tag
            if isinstance(tag, str) and tag not in _UNSEEN:
                waiting += (child,) if tag in _GLUED else (" ", child, " ")


def following(element: Any, most: int) -> Iterator[Any]:
    """Yield at most so many elements after this one in the order of the page, parents before children, nothing unseen."""
    node = element
    while node is not None and most > 0:
        after = node.getnext()
        while after is not None and most > 0:
            if isinstance(after.tag, str) and after.tag not in _UNSEEN:
                for found in after.iter("*"):
                    most -= 1
                    if most < 0:
                        return
                    if found.tag not in _UNSEEN:
                        yield found
            after = after.getnext()
        node = node.getparent()


def preceding(element: Any, most: int) -> Iterator[Any]:
    """Yield at most so many elements before this one, nearest first, which do not hold it."""
    node = element
    while node is not None and most > 0:
        before = node.getprevious()
        while before is not None and most > 0:
            if isinstance(before.tag, str) and before.tag not in _UNSEEN:
                inside = [found for found in before.iter("*") if found.tag not in _UNSEEN][-most:]
                most -= len(inside)
                yield from reversed(inside)
            before = before.getprevious()
        node = node.getparent()
