"""Addresses of pages: what is one, and which two are the same page's."""

import re
from functools import cache
from typing import Final
from urllib.parse import SplitResult, parse_qsl, urlencode, urljoin, urlsplit

from tellings.data import toml

_SCHEMES: Final = ("http://", "https://")
_PORTS: Final = {"http": 80, "https": 443}
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f]")
# No server takes a longer one, and no list of ours is filled by one line.
_LONGEST: Final = 8_000


def is_address(text: str) -> bool:
    """True for what begins like an address that can be fetched."""
    return text[:8].lower().startswith(_SCHEMES)


def absolute(text: str | None, base: str | None = None) -> str | None:
    """Return the http(s) address that the text is, resolved against `base`; None where it is none."""
    bare = "".join((text or "").split())
    if not bare or len(bare) > _LONGEST or _CONTROL.search(bare):
        return None
    try:
        whole = urljoin(base, bare) if base else bare
        return whole if is_address(whole) and urlsplit(whole).hostname else None
    except ValueError:
        return None


def key(address: str) -> str:
    """Return what two addresses of one page share: no scheme, fragment, default port or closing slash, and nothing that counts readers.

    >>> key("HTTPS://Quay-Post.example:443/a/?id=3&utm_source=rss#top")
    'quay-post.example/a?id=3'
    """
    try:
        parts = urlsplit(address)
        host = _host(parts)
    except ValueError:
        return address
    kept = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _counts_readers(pair[0].lower())]
    query = f"?{urlencode(kept)}" if kept else ""
    return f"{host}{parts.path.rstrip('/')}{query}"


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    port = parts.port
    return host if port is None or port == _PORTS.get(parts.scheme.lower()) else f"{host}:{port}"


def _counts_readers(name: str) -> bool:
    whole, beginning = _counters()
    return name in whole or name.startswith(beginning)


@cache
def _counters() -> tuple[frozenset[str], tuple[str, ...]]:
    table = toml("addresses")
    return frozenset(row["name"] for row in table["whole"]), tuple(row["name"] for row in table["beginning"])
