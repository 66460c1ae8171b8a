"""Which addresses and ports may be connected to: the public internet's, unless a setting opens the rest."""

import re
from dataclasses import dataclass
from functools import cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

from tellings.data import rows

# Where the web of news is served. Other ports of a public host are its mail, its databases, its control panels.
PORTS: Final = frozenset({80, 443, 8080, 8443})
_GLOBAL_V6: Final = IPv6Network("2000::/3")
# Prefixes whose addresses carry an IPv4 address, with the number of bits that follow it: RFC 4291 (mapped, compatible), 2765, 6052, 3056.
_CARRIERS: Final = (
    (IPv6Network("::ffff:0:0/96"), 0),
    (IPv6Network("::ffff:0:0:0/96"), 0),
    (IPv6Network("64:ff9b::/96"), 0),
    (IPv6Network("2002::/16"), 80),
    (IPv6Network("::/96"), 0),
)
# What a refusal says where the setting would have opened it.
_OPENS: Final = "--allow-private allows it"
_NUMBER: Final = re.compile(r"[0-9]+|0x[0-9a-f]*", re.IGNORECASE)
_LABEL: Final = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """Says what may be connected to. With `allow_private` private networks and all ports are open; what is never a host stays shut."""

    allow_private: bool = False

    def objection(self, address: str) -> str | None:
        """Return what speaks against connecting to the address (a numeric one, as a resolver gives it), or None."""
        try:
            number = ip_address(address)
        except ValueError:
            return "no address at all"
        if isinstance(number, IPv6Address) and number.scope_id is not None:
            return "an address of one link only"
        return self._objection(number)

    def objection_to_number(self, host: str) -> str | None:
        """Return what speaks against a host that is an address already, or None; what a name leads to is seen when it is resolved."""
        found = self.objection(host) if _is_ip(host) else None
        return None if found is None else f"{host} is {found}"

    def _objection(self, number: IPv4Address | IPv6Address) -> str | None:
        for network, what, opened in _special():
            if number.version == network.version and number in network:
                return (None if self.allow_private else f"{what} ({_OPENS})") if opened else what
        if isinstance(number, IPv4Address):
            return None
        for carrier, after in _CARRIERS:
            if number in carrier:
                return self._objection(IPv4Address((int(number) >> after) & 0xFFFF_FFFF))
        return None if number in _GLOBAL_V6 else "a reserved address"

    def objection_to_port(self, port: int) -> str | None:
        """Return what speaks against the port, or None."""
        if not 0 < port < 65_536:
            return f"port {port} is none"
        return None if self.allow_private or port in PORTS else f"port {port} is not one of {', '.join(map(str, sorted(PORTS)))} ({_OPENS})"


def objection_to_host(host: str) -> str | None:
    """Return what is wrong with a host's spelling, or None for a name or an IP address in its one usual spelling.

    A name whose last part is a number is an IPv4 address to a resolver, however it is spelled (decimal, octal, hexadecimal, fewer
    parts): only four decimal numbers without leading zeros pass (WHATWG URL, "ends in a number").
    """
    if ":" in host:
        return None if _is_ip(host) else "an IPv6 address that is none"
    labels = host.split(".")
    if _NUMBER.fullmatch(labels[-1]):
        return None if _is_ip(host) else "an IP address in an odd spelling"
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        return "not a host's name"
    return None


def _is_ip(host: str) -> bool:
    try:
        return str(ip_address(host)) == host or ":" in host
    except ValueError:
        return False


@cache
def _special() -> tuple[tuple[IPv4Network | IPv6Network, str, bool], ...]:
    return tuple((ip_network(row["network"]), row["what"], row["opened"] == "yes") for row in rows("special_addresses"))
