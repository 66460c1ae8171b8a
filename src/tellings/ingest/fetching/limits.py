"""The caps of fetching that no user needs to set."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Times in seconds, sizes in bytes. The total time and the size of a page are settings: `fetch_timeout`, `max_page_bytes`.

    `ahead` is how many addresses are looked at before the first of them has its result, `held` how many bytes of results may wait for
    their turn before only the one that is waited for is fetched. A host that gives no answer `strikes` times in a row is asked no more: each
    time can take all of `fetch_timeout`.
    """

    connect: float = 10.0
    silence: float = 15.0
    redirects: int = 10
    address_length: int = 8_192
    hosts_at_once: int = 8
    hosts_known: int = 4_096
    ahead: int = 256
    held: int = 64_000_000
    robots_bytes: int = 512_000
    robots_known: int = 16_000_000
    robots_redirects: int = 5
    crawl_delay: float = 10.0
    strikes: int = 5
    retry_first: float = 0.5
    retry_most: float = 8.0
    retry_after: float = 20.0


LIMITS: Final = Limits()
