"""The text of an article that stands in a page's scripts: schema.org's articleBody, the entries of a live blog, the state of an application."""

import html
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

from tellings.data import toml

_BODY: Final = re.compile(r'"articleBody"\s*:\s*("(?:[^"\\]|\\.)*")')
_BREAKS: Final = re.compile(r"<\s*(?:/?\s*(?:p|div|li|h[1-6])|br)\b[^>]*>|[\r\n]+", re.IGNORECASE)
_TAGS: Final = re.compile(r"<[^>]*>")
_BETWEEN: Final = re.compile(r"[\W_]+")
_SHORTEST: Final = 200
_PROBE: Final = 40
_MOST: Final = 1_000_000
# Letters of a page below which its state is read, and of the paragraphs there.
_SEEN: Final = 1500
_PARAGRAPH: Final = 60
_STATE: Final = re.compile(r"^\s*(?:(?:window|self|globalThis)[\w.\[\]\"']{1,80}\s*=\s*)?(?=[{\[])")
_SENTENCE: Final = re.compile(r"[.!?…。！？।؟][\"”’'»)\]]*$")
_CODE: Final = re.compile(r"[{};]\s*$|function\s*\(|=>|^\s*(?:https?:)?//|[{}]")
_DEEPEST: Final = 64


def unseen_paragraphs(tree: Any, seen: str) -> list[str]:
    """Return the paragraphs of the longest articleBody of which neither beginning, middle nor end is in the text that is seen.

    Where there is none and little is seen, those that stand in the state of the application that shows the page.
    """
    body = max(_bodies(tree), key=len, default="")
    if len(body) < _SHORTEST and len(seen) < _SEEN:
        body = _of_states(tree)
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


def _of_states(tree: Any) -> str:
    """Return the longest text that stands in one place of a script's data, under a name for texts."""
    best = ""
    for script in tree.iterfind(".//script"):
        source = script.text
        if not source or len(source) > _MOST or script.get("type", "").endswith("ld+json"):
            continue
        begin = _STATE.match(source)
        if begin is None:
            continue
        try:
            value, _ = json.JSONDecoder(strict=False).raw_decode(source, begin.end())
        except (ValueError, RecursionError):
            continue
        best = max(best, *_texts(value), key=len)
    return best


def _texts(value: object) -> Iterator[str]:
    """Yield the paragraphs of each place: those whose keys are the same, whatever their numbers in lists."""
    yield ""
    places: dict[tuple[str, ...], list[str]] = defaultdict(list)
    waiting: list[tuple[object, tuple[str, ...]]] = [(value, ())]
    while waiting:
        one, path = waiting.pop()
        if isinstance(one, dict) and len(path) < _DEEPEST:
            waiting += [(part, (*path, name)) for name, part in reversed(one.items()) if not _is_beside(name)]
        elif isinstance(one, list):
            waiting += [(part, path) for part in reversed(one)]
        elif isinstance(one, str) and any(map(_names_text, path)):
            places[path] += [line for line in map(str.strip, _bare(one).split("\n")) if _is_told(line)]
    for lines in places.values():
        yield "\n".join(dict.fromkeys(lines))


def _is_told(line: str) -> bool:
    return len(line) >= _PARAGRAPH and _SENTENCE.search(line) is not None and _CODE.search(line) is None


@lru_cache(maxsize=4096)
def _names_text(name: str) -> bool:
    return re.search(toml("states")["text"], name.casefold()) is not None


@lru_cache(maxsize=4096)
def _is_beside(name: str) -> bool:
    return re.search(toml("states")["beside"], name.casefold()) is not None


def _plain(literal: str) -> str:
    try:
        return _bare(json.loads(literal, strict=False))
    except ValueError:
        return ""


def _bare(value: str) -> str:
    value = html.unescape(value)
    return html.unescape(_TAGS.sub("", _BREAKS.sub("\n", value)))
