"""The text of an article that stands in a page's scripts: schema.org's articleBody, and the entries of a live blog."""

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
            if "liveBlogUpdate" in source:
                found.append("\n".join(line for entry in _entries(source) for line in entry if line))
    return found


def live_updates(tree: Any) -> list[tuple[str, str]]:
    """Return headline and text of each entry that schema.org's liveBlogUpdate names, in its order."""
    found = []
    for script in tree.iterfind('.//script[@type="application/ld+json"]'):
        source = script.text
        if source and "liveBlogUpdate" in source and len(source) < _MOST:
            found += _entries(source)
    return found


def _entries(source: str) -> list[tuple[str, str]]:
    try:
        value = json.loads(source, strict=False)
    except (ValueError, RecursionError):
        return []
    found = []
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting += reversed(one)
        elif isinstance(one, dict):
            updates = one.get("liveBlogUpdate")
            entries = updates if isinstance(updates, list) else [updates]
            found += [(_text_of(entry.get("headline")), _text_of(entry.get("articleBody"))) for entry in entries if isinstance(entry, dict)]
            waiting += [part for name, part in reversed(one.items()) if name != "liveBlogUpdate" and isinstance(part, dict | list)]
    return found


def _text_of(value: object) -> str:
    return _bare(value) if isinstance(value, str) else ""


def _plain(literal: str) -> str:
    try:
        return _bare(json.loads(literal, strict=False))
    except ValueError:
        return ""


def _bare(value: str) -> str:
    value = html.unescape(value)
    return html.unescape(_TAGS.sub("", _BREAKS.sub("\n", value)))
