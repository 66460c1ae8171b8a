"""What a page's JSON-LD says: its nodes, with `@graph`, lists, nesting and references by `@id` followed."""

import html
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

_ARTICLE: Final = re.compile(
    r"(?:Article|BlogPosting|LiveBlogPosting|SocialMediaPosting|DiscussionForumPosting|Report|Reportage|VideoObject|ImageGallery|MediaGallery|PodcastEpisode|Recipe|Review|QAPage|HowTo|CreativeWork)$"
)
_PAGE: Final = re.compile(r"(?:WebPage|ItemPage|AboutPage|MedicalWebPage|CollectionPage)$")
_MAX_NODES: Final = 3000
_BROKEN: Final = (
    # a comma before a closing bracket, a comma that lacks between two objects, line ends and tabs inside strings are read with strict=False
    (re.compile(r",(\s*[}\]])"), r"\1"),
    (re.compile(r"\}(\s*)\{"), r"},\1{"),
)
_NEWS: Final = re.compile(r"(?:NewsArticle|ReportageNewsArticle|AnalysisNewsArticle|OpinionNewsArticle|LiveBlogPosting)$")
_TAG: Final = re.compile(r"<[^<>]{0,200}>")


@dataclass(slots=True)
class Linked:
    """The nodes of a page's JSON-LD in order, and those that others may refer to."""

    nodes: list[dict[str, Any]] = field(default_factory=list)
    by_id: dict[str, dict[str, Any]] = field(default_factory=dict)

    def articles(self) -> list[dict[str, Any]]:
        """Return the nodes that tell of an article, news before other kinds."""
        kinds = [(node, types_of(node)) for node in self.nodes]
        found = [(node, kind) for node, kind in kinds if any(_ARTICLE.search(name) for name in kind)]
        rank = [(_rank(kind), at, node) for at, (node, kind) in enumerate(found)]
        return [node for _, _, node in sorted(rank, key=lambda r: r[:2])]

    def pages(self) -> list[dict[str, Any]]:
        """Return the nodes that tell of the page as a page."""
        return [node for node in self.nodes if any(_PAGE.search(name) for name in types_of(node))]

    def kind(self, *names: str) -> list[dict[str, Any]]:
        """Return the nodes of these types."""
        return [node for node in self.nodes if any(name in names for name in types_of(node))]

    def whole(self, value: Any) -> Any:
        """Return what a value that is only a reference (`{"@id": …}`) refers to, else the value."""
        if isinstance(value, dict) and "@id" in value and not value.get("name"):
            other = self.by_id.get(str(value["@id"]))
            return other if other is not None else value
        return value

    def texts(self, value: Any) -> list[str]:
        """Return the strings of a value: its own, or the names of what it lists or refers to."""
        found: list[str] = []
        for item in value if isinstance(value, list) else [value]:
            whole = self.whole(item)
            if isinstance(whole, dict):
                named = whole.get("name") or whole.get("@value") or whole.get("alternateName")
                found += [clean(name) for name in (named if isinstance(named, list) else [named]) if isinstance(name, str)]
            elif isinstance(whole, str):
                found.append(clean(whole))
        return [text for text in found if text]


def _rank(kinds: Iterable[str]) -> int:
    names = list(kinds)
    if any(_NEWS.search(name) for name in names):
        return 0
    return 1 if any(name.endswith(("Article", "Posting", "Report")) for name in names) else 2


def clean(text: str) -> str:
    """Return the text without references to characters, tags and doubled white space."""
    if "&" in text:
        text = html.unescape(html.unescape(text))
    if "<" in text:
        text = _TAG.sub("", text)
    return " ".join(text.split())


def types_of(node: dict[str, Any]) -> list[str]:
    """Return the node's types without their vocabulary's address."""
    kinds = node.get("@type")
    names = kinds if isinstance(kinds, list) else [kinds]
    return [name.rsplit("/", 1)[-1] for name in names if isinstance(name, str)]


def read_linked(sources: Iterable[str]) -> Linked:
    """Return the nodes of all scripts that are JSON, or can be mended to be."""
    found = Linked()
    for source in sources:
        for node in _nodes(source):
            found.nodes.append(node)
            name = node.get("@id")
            if isinstance(name, str) and node.get("name"):
                found.by_id.setdefault(name, node)
    return found


def _nodes(source: str) -> Iterator[dict[str, Any]]:
    loaded = _load(source)
    waiting: list[Any] = [loaded]
    at = 0
    while at < len(waiting) and at < _MAX_NODES:
        node = waiting[at]
        at += 1
        if isinstance(node, list):
            waiting += node[:200]
        elif isinstance(node, dict):
            if "@type" in node:
                yield node
            for key in (
                "@graph",
                "mainEntity",
                "mainEntityOfPage",
                "author",
                "publisher",
                "creator",
                "breadcrumb",
                "isPartOf",
                "associatedArticle",
            ):
                inner = node.get(key)
                if isinstance(inner, list | dict):
                    waiting.append(inner)


def _load(source: str) -> Any:
    source = source.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
    source = re.sub(r"^(?:/[*/])?\s*<!\[CDATA\[\s*(?:\*/)?|(?://|/\*)?\s*\]\]>\s*(?:\*/)?$", "", source).strip()
    try:
        return json.loads(source, strict=False)
    except (ValueError, RecursionError):
        pass
    for broken, mended in _BROKEN:
        source = broken.sub(mended, source)
    if source.startswith("{") and re.search(r"\},\s*\{", source):
        try:
            return json.loads(f"[{source}]", strict=False)
        except (ValueError, RecursionError):
            pass
    try:
        return json.JSONDecoder(strict=False).raw_decode(source)[0]
    except (ValueError, RecursionError):
        return _by_fields(source)


_FIELD: Final = re.compile(
    r'"(headline|datePublished|dateModified|articleSection|isAccessibleForFree)"\s*:\s*(?:"((?:[^"\\]|\\.){1,400})"|(true|false))'
)


def _by_fields(source: str) -> Any:
    """Return the plain fields of a broken script that tells of one article; None where there may be several."""
    if source.count('"headline"') > 1 or not re.search(r'"@type"\s*:\s*\[?\s*"\w*(?:Article|Posting)"', source):
        return None
    node: dict[str, Any] = {"@type": "Article"}
    for name, text, truth in _FIELD.findall(source):
        if truth:
            node.setdefault(name, truth)
            continue
        try:
            node.setdefault(name, json.loads(f'"{text}"', strict=False))
        except ValueError:
            continue
    return node
