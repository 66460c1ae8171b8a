from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.data import rows
from tellings.ingest.fetching.guard import Guard, objection_to_host

SHUT = Guard()
OPEN = Guard(allow_private=True)


@pytest.mark.parametrize("row", rows("special_addresses"), ids=lambda row: row["network"])
def test_every_special_network_is_shut_and_opened_as_its_row_says(row):
    network = ip_network(row["network"])
    for address in (network[0], network[-1], ip_address(row["example"])):
        assert address in network
        assert SHUT.objection(str(address))
        assert (OPEN.objection(str(address)) is None) == (row["opened"] == "yes")


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "8.8.8.8", "93.184.216.34", "172.32.0.1", "100.128.0.1", "2606:2800:220:1::1", "2a00:1450::8"]
)
def test_public_addresses_pass(address):
    assert SHUT.objection(address) is None


@pytest.mark.parametrize(
    "address",
    ["::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::169.254.169.254", "64:ff9b:1::1", "2002:7f00:1::1", "2002:a9fe:a9fe::",
     "2001:0:53aa:64c:0:7fff:f5ff:fffe", "::127.0.0.1", "::ffff:0:127.0.0.1", "fe80::1%eth0", "2606:2800:220:1::1%eth0", "4000::1", "", "x"],
)  # fmt: skip
def test_addresses_inside_addresses_and_scoped_ones_do_not_pass(address):
    assert SHUT.objection(address)


def test_public_addresses_inside_addresses_pass():
    assert all(SHUT.objection(a) is None for a in ("::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2002:808:808::1"))


@given(st.ip_addresses(v=4))
def test_what_passes_is_global_and_no_multicast(address: IPv4Address):
    if SHUT.objection(str(address)) is None:
        assert address.is_global
        assert not address.is_multicast
        assert OPEN.objection(str(address)) is None


@given(st.ip_addresses(v=6))
def test_what_passes_of_ipv6_is_global_unicast_or_carries_what_passes(address: IPv6Address):
    if SHUT.objection(str(address)) is None:
        carried = address.ipv4_mapped or address.sixtofour
        inside = SHUT.objection(str(carried)) is None if carried else True
        assert inside
        assert (
            address in IPv6Network("2000::/3")
            or address in IPv6Network("64:ff9b::/96")
            or address.ipv4_mapped
            or address < IPv6Address(2**96)
        )


@given(st.sampled_from(["10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"]), st.data())
def test_no_private_address_passes_in_any_carrier(network, data):
    inside = data.draw(st.ip_addresses(network=network))
    low = int(inside)
    carriers = [
        low | 0xFFFF << 32,
        low,
        low | 0x64FF9B << 96,
        low | 0xFFFF << 48,
        0x2002 << 112 | low << 80 | data.draw(st.integers(0, 2**80 - 1)),
    ]
    assert SHUT.objection(str(inside))
    assert all(SHUT.objection(str(IPv6Address(carrier))) for carrier in carriers)


@pytest.mark.parametrize(
    "host",
    ["2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "127.1", "127.0.1", "010.0.0.1", "1.2.3.4.5", "256.1.1.1", "news.example.0x", "a..b",
     "-a.example", "a-.example", "exa mple.com", "exa%20mple.com", "a" * 64 + ".example", "a." * 130 + "example", "", "%31%32%37.0.0.1", "[::1"],
)  # fmt: skip
def test_odd_spellings_of_hosts_are_refused(host):
    assert objection_to_host(host)


@pytest.mark.parametrize(
    "host", ["news.example", "xn--mnchen-3ya.example", "a_b.news.example", "127.0.0.1", "::1", "2606:2800::1", "intranet", "1.example"]
)
def test_names_and_usual_numbers_are_hosts(host):
    assert objection_to_host(host) is None


@given(st.ip_addresses(v=4))
def test_only_one_spelling_of_a_number_is_a_host(address):
    parts = str(address).split(".")
    assert objection_to_host(str(address)) is None
    odd = [str(int(address)), hex(int(address)), ".".join(hex(int(p)) for p in parts), ".".join("0" + p for p in parts)]
    assert all(objection_to_host(host) for host in odd)


def test_ports_of_the_web_are_open_and_others_need_the_setting():
    assert [port for port in (21, 22, 25, 80, 443, 3306, 6379, 8080, 8443, 9200) if SHUT.objection_to_port(port) is None] == [
        80,
        443,
        8080,
        8443,
    ]
    assert OPEN.objection_to_port(9200) is None
