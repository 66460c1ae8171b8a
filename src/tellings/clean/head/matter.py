"""Front matter: what a Markdown file says of itself above its text, in YAML between lines of three dashes or in TOML between lines of three pluses."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import yaml

from tellings.clean.head.dates import normalised
from tellings.data import toml
from tellings.model.articles import Block, FurnitureReason, MetadataValue

# What is larger than this, or nested deeper, is no front matter; nor is YAML with anchors, which can stand for more than is written.
_LARGEST: Final = 16_384
_DEEPEST: Final = 6
_LONGEST_VALUE: Final = 400
_FENCES: Final = {"---": ("---", "..."), "+++": ("+++",)}
_KEY: Final = re.compile(r"^\"?([\w.: -]{1,40}?)\"?\s*[:=]")
_REASONS: Final[Mapping[str, FurnitureReason]] = {
    "headline": "headline", "byline": "byline", "published": "date", "modified": "date", "outlet": "outlet", "section": "navigation", "credit": "credit",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """Front matter: the fields of Metadata that it gives, and its lines with what each of them is."""

    found: Mapping[str, MetadataValue]
    lines: Sequence[tuple[Block, FurnitureReason]]


def front_matter(text: str, blocks: Sequence[Block]) -> Matter | None:
    """Return the front matter at the head of a text whose `blocks` are its lines; None where there is none, or none that can be read safely."""
    if not blocks:
        return None
    closing = _FENCES.get(text[blocks[0].start : blocks[0].end])
    if closing is None or text[: blocks[0].start].strip("\ufeff \t\r\n"):
        return None
    for at, block in enumerate(blocks[1:], 1):
        if block.end - blocks[0].start > _LARGEST:
            return None
        if block.end - block.start == 3 and text[block.start : block.end] in closing:
            inner = text[blocks[0].end : block.start]
            table = _toml(inner) if closing[0] == "+++" else _yaml(inner)
            if not table:
                return None
            return Matter(found=_fields(table), lines=tuple(_lines(text, blocks[: at + 1])))
    return None


def _toml(inner: str) -> dict[str, Any]:
    if inner.count("[") + inner.count("{") > _DEEPEST * 20:
        return {}
    try:
        return tomllib.loads(inner)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError):
        return {}


def _yaml(inner: str) -> dict[str, Any]:
    """Return the mapping with all values as they are written: nothing is made of a tag, and no alias is followed."""
    try:
        if not _is_plain(inner):
            return {}
        table = yaml.load(inner, Loader=yaml.BaseLoader)  # noqa: S506 - makes strings, lists and dictionaries only
    except (yaml.YAMLError, RecursionError, ValueError):
        return {}
    return table if isinstance(table, dict) else {}


def _is_plain(inner: str) -> bool:
    depth = 0
    for event in yaml.parse(inner, Loader=yaml.BaseLoader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            return False
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            return False
    return True


def _fields(table: Mapping[str, Any]) -> dict[str, MetadataValue]:
    keys = {" ".join(str(key).casefold().replace("-", "_").split()): key for key in table}
    found: dict[str, MetadataValue] = {}
    for field, names in _names().items():
        for name in names:
            said = [value for value in _texts(table[keys[name]]) if value] if name in keys else []
            value = _value(field, said)
            if value:
                found[field] = MetadataValue(value=value, found=f"front matter {name}")
                break
    return found


def _value(field: str, said: Sequence[str]) -> str | None:
    if not said:
        return None
    if field in {"published", "modified"}:
        return normalised(said[0])
    address = said[0].startswith(("http://", "https://"))
    if (field == "url") != address:
        return None
    return ", ".join(said) if field == "byline" else said[0]


def _texts(value: object) -> Iterator[str]:
    """Yield what a value says: a text, those of a list, the name or title of a table."""
    if isinstance(value, list | tuple):
        for item in value[:8]:
            yield from _texts(item) if not isinstance(item, list) else ()
    elif isinstance(value, dict):
        yield from _texts(next((value[name] for name in ("name", "title", "text") if isinstance(value.get(name), str)), ""))
    elif value is not None and len(text := " ".join(str(value).split())) <= _LONGEST_VALUE:
        yield text


def _lines(text: str, blocks: Sequence[Block]) -> Iterator[tuple[Block, FurnitureReason]]:
    fields = {name: field for field, names in _names().items() for name in names}
    reason: FurnitureReason = "other"
    for block in blocks:
        key = _KEY.match(text[block.start : block.end])
        if key is not None:
            reason = _REASONS.get(fields.get(key.group(1).casefold().replace("-", "_"), ""), "other")
        yield block, reason if block is not blocks[-1] else "other"


@cache
def _names() -> dict[str, tuple[str, ...]]:
    return {field: tuple(names) for field, names in toml("heads")["matter"].items()}
