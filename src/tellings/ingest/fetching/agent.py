"""The name that Tellings gives of itself to servers, and the part of it that a robots.txt calls it by."""

import re
from typing import Final

from tellings.errors import ConfigError
from tellings.version import __version__

HONEST: Final = f"Tellings/{__version__} (+compares what outlets report; obeys robots.txt, one request a host at a time)"
_PRODUCT: Final = re.compile(r"[A-Za-z_-]+")  # RFC 9309, 2.2.1: a product token holds no digits
_SENDABLE: Final = re.compile(r"[\x20-\x7e]+")


def user_agent(told: str | None) -> str:
    """Return the user agent to send. Raises ConfigError where the one told cannot stand in a header or names no product."""
    agent = HONEST if told is None else told.strip()
    if not _SENDABLE.fullmatch(agent) or not _PRODUCT.match(agent):
        raise ConfigError(f"user_agent: {agent!r} must begin with a product's name and hold printable ASCII only")
    return agent


def product(agent: str) -> str:
    """Return the product token, lower case, that groups of a robots.txt are matched with."""
    found = _PRODUCT.match(agent)
    return found.group().lower() if found else "*"
