"""The lines of a mail or a chat's message above its text: who sent it, when, and what it is about."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from tellings.clean.head.credits import like_outlet
from tellings.clean.head.dates import iso_of, normalised
from tellings.clean.head.matter import Matter
from tellings.data import toml
from tellings.data.outlets import by_name
from tellings.model.articles import Block, FurnitureReason, MetadataValue

_HEADER: Final = re.compile(r"([^\s:：][^:：]{0,24})\s?[:：]\s*(.*)$")
_MOST_LINES: Final = 14
_LEAST: Final = 3
_LONGEST: Final = 300
_ADDRESS: Final = re.compile(r"\s*[<\[(]?[\w.+-]+@[\w.-]+[>\])]?\s*")
# The head of a message as Telegram copies it: "Quay News, [3 Nov 2026 at 14:22]".
_SENT: Final = re.compile(
    r"(?P<name>[^\n\[\]]{2,60}), \[(?P<day>\d{1,2}[./ ]\w{2,9}[./ ]\d{2,4})(?:,? at|,)? \d{1,2}:\d\d(?::\d\d)?(?: ?[AaPp][Mm])?\]:?$"
)
_REASONS: Final[dict[str, FurnitureReason]] = {"subject": "headline", "sender": "outlet", "sent": "date"}


def message_head(text: str, blocks: Sequence[Block]) -> Matter | None:
    """Return what the head of a mail or message says where the text begins with one: subject, day, and the sender if it is an outlet."""
    if not blocks:
        return None
    first = text[blocks[0].start : min(blocks[0].end, blocks[0].start + _LONGEST)]
    sent = _SENT.match(first)
    if sent is not None:
        return _message(sent, blocks[0])
    listed = list(_headers(text, blocks))
    kinds = {kind for _, kind, _ in listed}
    if len(listed) < _LEAST or not {"subject", "sender"} <= kinds:
        return None
    values = {kind: value for _, kind, value in reversed(listed)}
    found = {"headline": MetadataValue(value=values["subject"], found="mail header")} if values["subject"] else {}
    sender = _ADDRESS.sub(" ", values["sender"]).strip(" \"'<>")
    if sender and (like_outlet(sender) or by_name(sender) is not None or "newsletter" in sender.casefold()):
        found["outlet"] = MetadataValue(value=sender, found="mail header")
    day = normalised(values.get("sent", ""))
    if day:
        found["published"] = MetadataValue(value=day, found="mail header")
    return Matter(found=found, lines=[(block, _REASONS.get(kind, "other")) for block, kind, _ in listed])


def _message(sent: re.Match[str], block: Block) -> Matter:
    name = "".join(c for c in sent.group("name") if c.isascii() or c.isalpha()).strip()
    day = iso_of(sent.group("day"), short=True)
    found = {"outlet": MetadataValue(value=name, found="message header")} if name else {}
    if day:
        found["published"] = MetadataValue(value=day, found="message header")
    return Matter(found=found, lines=[(block, "outlet")])


def _headers(text: str, blocks: Sequence[Block]) -> Iterator[tuple[Block, str, str]]:
    for block in blocks[:_MOST_LINES]:
        found = _HEADER.match(text[block.start : min(block.end, block.start + _LONGEST)])
        kind = _kinds().get(found.group(1).strip().casefold()) if found else None
        if found is None or kind is None:
            return
        yield block, kind, " ".join(found.group(2).split())


@cache
def _kinds() -> dict[str, str]:
    return {name.casefold(): kind for kind, names in toml("heads")["mail"].items() for name in names}
