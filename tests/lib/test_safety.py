"""Addresses that may and may not be connected to."""

from __future__ import annotations

import pytest

from monitor.lib.safety import address_allowed, networks
from tests.each import each


@each(
    address=[
        *(
            "127.0.0.1",
            "127.9.9.9",
            "10.0.0.1",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.1.1",
            "169.254.169.254",
            "0.0.0.0",
        ),
        *("100.64.0.1", "100.100.100.200", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1"),
        *("::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1", "::ffff:127.0.0.1"),
        *("64:ff9b::7f00:1", "2002:7f00:1::", "not an address", ""),
    ]
)
def test_inside_addresses_are_refused(address: str) -> None:
    assert not address_allowed(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "202.96.128.86", "2400:3200::1", "::ffff:1.1.1.1"])
def test_public_addresses_are_allowed(address: str) -> None:
    assert address_allowed(address)


def test_an_operator_can_allow_a_network_and_nothing_beside_it() -> None:
    allowed = networks(["10.1.0.0/16", "fd12::/16"])
    assert address_allowed("10.1.2.3", allowed)
    assert address_allowed("fd12::9", allowed)
    assert not address_allowed("10.2.0.1", allowed)
