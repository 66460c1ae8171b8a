"""The text of an article that stands in a page's scripts: schema.org's articleBody."""

import html
import json
import re
from typing import Any, Final

_BODY: Final = re.compile(r'"articleBody"\s*:\s*("(?:[^"\\]|\\.)*")')
_BREAKS: Final = re.compile(r"<\s*(?:/?\s*(?:p|div|li|h[1-6])|br)\b[^>]*>|[\r\n]+", re.IGNORECASE)
_TAGS: Final = re.compile(r"<[^>]*>")
_BETWEEN: Final = re.compile(r"[\W_]+")
_SHORTEST: Final = 200
_PROBE: Final = 40
_MOST: Final = 1_000_000


def unseen_paragraphs(tree: Any, seen: str) -> list[str]:
    """Return the paragraphs of the longest articleBody of which neither beginning, middle nor end is in the text that is seen."""
    body = max(_bodies(tree), key=len, default="")
    if len(body) < _SHORTEST:
        return []
    letters, visible = _BETWEEN.sub("", body), _BETWEEN.sub("", seen)
    for part in (0.05, 0.5, 0.9):
        at = int(part * len(letters))
        if letters[at : at + _PROBE] in visible:
            return []
    return [line for line in body.split("\n") if line.strip()]


def _bodies(tree: Any) -> list[str]:
    found = []
    for script in tree.iterfind('.//script[@type="application/ld+json"]'):
        source = script.text
        if source and "articleBody" in source and len(source) < _MOST:
            found += [_plain(value.group(1)) for value in _BODY.finditer(source)]
    return found


def _plain(literal: str) -> str:
    try:
        value = json.loads(literal, strict=False)
    except ValueError:
        return ""
    value = html.unescape(value)
    return html.unescape(_TAGS.sub("", _BREAKS.sub("\n", value)))
