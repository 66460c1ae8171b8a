"""Alerts as an Atom feed (RFC 4287): written whole or not at all, with ids that stay."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from tellings.app.output import replacing
from tellings.model.spans import content_id
from tellings.store.follows import Follow, Noted

# Older alerts are in the archive; readers of feeds keep what they have had.
MOST: Final = 200
_TITLE: Final = 160
# Ids are tag: URIs (RFC 4151); .invalid is nobody's domain and will be nobody's.
_TAG: Final = "tag:tellings.invalid,2026:"
# What XML 1.0 has no place for.
_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(path: Path, followed: Sequence[Follow], noted: Sequence[Noted], links: dict[str, str]) -> bool:
    """Write the alerts (the newest first) of these follows to the file where it says something else; return whether it did.

    `links` are the addresses of articles. Raises ConfigError where the file cannot be written.
    """
    text = feed(followed, noted[:MOST], links).encode()
    try:
        if path.read_bytes() == text:
            return False
    except OSError:
        pass  # not there yet, or no longer to be read: it is written anew
    with replacing(path) as out:
        out.write(text)
    return True


def feed(followed: Sequence[Follow], noted: Sequence[Noted], links: dict[str, str]) -> str:
    """Return the Atom feed. Its times are those of the alerts, so that the same alerts give the same bytes."""
    uids = {follow.id: follow.uid for follow in followed}
    updated = max((one.at for one in noted), default=max(follow.made for follow in followed))
    rows = [
        '<?xml version="1.0" encoding="utf-8"?>', '<feed xmlns="http://www.w3.org/2005/Atom">',
        f"  <id>{_TAG}feed:{content_id('atom', *sorted(uids.values())[:1])}</id>", "  <title>Tellings: what is new of what is followed</title>",
        f"  <updated>{_text(updated)}</updated>", "  <author><name>Tellings</name></author>", "  <generator>Tellings</generator>",
    ]  # fmt: skip
    for one in noted:
        rows += _entry(one, uids[one.follow], links)
    return "\n".join([*rows, "</feed>", ""])


def _entry(one: Noted, uid: str, links: dict[str, str]) -> list[str]:
    alert = one.alert
    title = alert.words if len(alert.words) <= _TITLE else f"{alert.words[: _TITLE - 1]}…"
    passages = [f"“{' '.join(sel.exact.split())}” ({links.get(sel.article, sel.article)})" for sel in alert.evidence]
    named = dict.fromkeys(links[sel.article] for sel in alert.evidence if sel.article in links)
    return [
        "  <entry>", f"    <id>{_TAG}{uid}:{alert.id}</id>", f"    <title>{_text(title or alert.note)}</title>", f"    <updated>{_text(one.at)}</updated>",
        f"    <category term={_attribute(alert.kind)}/>",
        *(f'    <link rel="related" href={_attribute(address)}/>' for address in named),
        f'    <content type="text">{_text(chr(10).join([alert.text, *passages, f"story {alert.story}" if alert.story else ""]).strip())}</content>',
        "  </entry>",
    ]  # fmt: skip


def _text(text: str) -> str:
    return escape(_NOT_XML.sub("\ufffd", text))


def _attribute(text: str) -> str:
    return quoteattr(_NOT_XML.sub("\ufffd", text))
