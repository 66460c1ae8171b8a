"""Addresses as people and pages write them, to the one spelling that is asked for."""

import unicodedata
from typing import Final

import httpx

from tellings.ingest.fetching.failures import Failure
from tellings.ingest.fetching.guard import Guard, objection_to_host
from tellings.ingest.fetching.limits import LIMITS

_DEFAULT_PORTS: Final = {"http": 80, "https": 443}


def cleaned(address: str, guard: Guard) -> httpx.URL:
    """Return the address ready to be asked for: http or https, a host in its one spelling, no user, no password, no fragment.

    Raises Failure where it is no address, has another scheme, or its host or port is refused as spelled.
    """
    return _checked(_parsed(address), guard)


def joined(base: httpx.URL, location: str, guard: Guard) -> httpx.URL:
    """Return where a redirect leads, checked like any other address. Raises Failure."""
    try:
        return _checked(base.join(_parsed(location)), guard)
    except (httpx.InvalidURL, ValueError) as error:
        raise Failure("unreadable", f"a redirect that leads to no address: {error}") from error


def host_of(url: httpx.URL) -> str:
    """Return the host's name, by which its queue is known."""
    return url.raw_host.decode("ascii")


def origin_of(url: httpx.URL) -> str:
    """Return scheme, host and port, by which its robots.txt is known."""
    return f"{url.scheme}://{url.netloc.decode('ascii')}"


def port_of(url: httpx.URL) -> int:
    """Return the port, the scheme's own where none is named."""
    return url.port if url.port is not None else _DEFAULT_PORTS[url.scheme]


def _parsed(address: str) -> httpx.URL:
    if len(address) > LIMITS.address_length:
        raise Failure("unreadable", f"an address of {len(address):,} characters")
    try:
        try:
            return httpx.URL(address.strip())
        except httpx.InvalidURL:
            # A host may be typed with loose accents, which no name has; a path that has them is another path without.
            return httpx.URL(unicodedata.normalize("NFC", address.strip()))
    except (httpx.InvalidURL, ValueError) as error:
        raise Failure("unreadable", f"not an address: {error}") from error


def _checked(url: httpx.URL, guard: Guard) -> httpx.URL:
    if url.scheme not in _DEFAULT_PORTS:
        raise Failure("refused", f"{url.scheme or 'no scheme'}: only http and https are fetched")
    host = host_of(url).rstrip(".") if url.host else ""
    if not host:
        raise Failure("unreadable", "the address names no host")
    objection = objection_to_host(host)
    if objection is not None:
        raise Failure("refused", f"the host {host[:100]!r} is {objection}")
    objection = guard.objection_to_port(port_of(url))
    if objection is not None:
        raise Failure("refused", objection)
    return url.copy_with(host=host, userinfo=b"", fragment=None)
