"""Outlets and agencies by name, by alias and by host, from `outlets.toml`."""

import re
import unicodedata
from functools import cache
from typing import Final

from tellings.data import toml
from tellings.model.articles import Outlet
from tellings.model.spans import content_id

_HOST: Final = re.compile(r"(?:https?://)?(?:[\w-]+\.)*[\w-]+\.[a-z]{2,12}(?:[:/].*)?", re.IGNORECASE)
_SECTION: Final = re.compile(r"\s+[-–—|:»]\s+")
_SUBDOMAINS: Final = ("www.", "m.", "amp.", "mobile.")


@cache
def outlets() -> tuple[Outlet, ...]:
    """Return every outlet and agency, in the order of the table."""
    return tuple(
        Outlet(
            id=content_id("outlet", row["name"]), name=row["name"], kind=kind, aliases=tuple(row.get("aliases", ())),
            domains=tuple(row.get("domains", ())), owner=row.get("owner"), country=row.get("country"), state=row.get("state", False),
        )
        for kind in ("agency", "outlet")
        for row in toml("outlets")[kind]
    )  # fmt: skip


def by_name(name: str) -> Outlet | None:
    """Return the outlet of that name or alias; case, accents, points, spaces and a leading "The" do not count.

    A spelling that is exactly a name or an alias wins; a form that fits two outlets is no outlet's.
    """
    exact, loose = _names()
    name = " ".join(name.split()).strip(" .,:;|–—-")
    found = exact.get(name) or loose.get(_squeeze(name))
    if found is None and _SECTION.search(name):
        found = exact.get(_SECTION.split(name)[0]) or loose.get(_squeeze(_SECTION.split(name)[0]))
    return found


def by_host(address: str) -> Outlet | None:
    """Return the outlet to which the host of an address ("https://www.example.org/a", "example.org") belongs."""
    host = host_of(address)
    while host and "." in host:
        if host in _hosts():
            return _hosts()[host]
        host = host.partition(".")[2]
    return None


def find(name: str) -> Outlet | None:
    """Return the outlet that a name, an alias or an address denotes."""
    return (by_host(name) if is_address(name) else None) or by_name(name)


@cache
def state_of(name: str) -> str | None:
    """Return the owner of an outlet or agency that a government runs ("Government of China"); None for any other, and where nobody knows."""
    known = find(name) if name else None
    return known.owner if known is not None and known.state else None


def is_address(text: str) -> bool:
    """True for a text that is one web address or host."""
    return _HOST.fullmatch(text.strip()) is not None


def host_of(address: str) -> str:
    """Return the host of an address, lower case, without the `www.` or `m.` before it; "" where there is none."""
    host = re.sub(r"^[a-z]+://", "", address.strip().lower()).split("/", 1)[0].split("@")[-1].split(":", 1)[0]
    for part in _SUBDOMAINS:
        if host.startswith(part) and host.count(".") > 1:
            return host[len(part) :]
    return host


@cache
def _names() -> tuple[dict[str, Outlet], dict[str, Outlet | None]]:
    exact: dict[str, Outlet] = {}
    loose: dict[str, Outlet | None] = {}
    for outlet in outlets():
        exact.setdefault(outlet.name, outlet)
    for outlet in outlets():
        for form in (outlet.name, *outlet.aliases):
            exact.setdefault(form, outlet)
            key = _squeeze(form)
            loose[key] = outlet if loose.get(key, outlet) is outlet else None
    for outlet in outlets():
        # a name beats another's alias where both fold to one form
        key = _squeeze(outlet.name)
        if loose.get(key) is None and sum(_squeeze(other.name) == key for other in outlets()) == 1:
            loose[key] = outlet
    return exact, loose


@cache
def _hosts() -> dict[str, Outlet]:
    return {domain: outlet for outlet in outlets() for domain in outlet.domains}


def _squeeze(name: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if c.isalnum())
    return plain[3:] if plain.startswith("the") and len(plain) > 6 else plain
