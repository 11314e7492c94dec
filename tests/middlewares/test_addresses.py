"""Which addresses are private, and that the resolver keeps them back; whole crawls are in test_manners.py."""

from __future__ import annotations

import ipaddress
from typing import Any

import pytest
from twisted.internet.address import IPv4Address

from newsspider.middlewares.addresses import GuardedResolver, TrustedHosts, literal_address
from newsspider.private_addresses import is_private


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1",
        "224.0.0.1", "255.255.255.255", "168.63.129.16", "100.100.100.200",
        "::1", "::", "fe80::1", "fc00::1", "fd00:ec2::254", "ff02::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:7f00:1::",
    ],
)  # fmt: skip
def test_private_addresses_are_known(address: str) -> None:
    assert is_private(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["93.184.215.14", "1.1.1.1", "2606:4700::1111", "64:ff9b::5db8:d70e"])
def test_public_addresses_are_not_private(address: str) -> None:
    assert not is_private(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("2130706433", "127.0.0.1"),
        ("0x7f000001", "127.0.0.1"),
        ("0177.0.0.01", "127.0.0.1"),
        ("127.1", "127.0.0.1"),
        ("127.0.0.1.", "127.0.0.1"),
        ("[::1]", "::1"),
        ("fe80::1%eth0", "fe80::1"),
        ("example.org", None),
        ("0x.example", None),
        ("999999999999", None),
        ("1.2.3.4.5", None),
        ("", None),
    ],
)
def test_addresses_are_read_in_every_form(host: str, address: str | None) -> None:
    assert literal_address(host) == (ipaddress.ip_address(address) if address else None)


class Answers:
    """A resolver with one answer, and a receiver that keeps it."""

    def __init__(self, *addresses: str) -> None:
        self.addresses, self.is_complete = addresses, False
        self.received: list[str] = []

    def resolveHostName(self, receiver: Any, *_: object) -> Any:
        receiver.resolutionBegan(None)
        for address in self.addresses:
            receiver.addressResolved(IPv4Address("TCP", address, 80))
        receiver.resolutionComplete()

    def resolutionBegan(self, _: object) -> None:
        pass

    def addressResolved(self, address: IPv4Address) -> None:
        self.received.append(address.host)

    def resolutionComplete(self) -> None:
        self.is_complete = True


def resolved(host: str, addresses: tuple[str, ...], *guards: TrustedHosts) -> list[str]:
    """Return the addresses that come through."""
    answers: Any = Answers(*addresses)
    resolver = GuardedResolver(answers)
    resolver.guards.extend(guards)
    resolver.resolveHostName(answers, host, 80)
    assert answers.is_complete
    received: list[str] = answers.received
    return received


def test_private_answers_are_kept_back() -> None:
    guard = TrustedHosts()
    assert resolved("rebound.example", ("10.0.0.1", "93.184.215.14"), guard) == ["93.184.215.14"]
    assert "rebound.example" in guard.refused


def test_hosts_that_the_user_named_may_be_private() -> None:
    guard = TrustedHosts()
    guard.add("http://Intranet.example:8080/news/")
    guard.add("proxy.example:3128")
    assert resolved("intranet.example", ("10.0.0.1",), guard) == ["10.0.0.1"]
    assert resolved("proxy.example", ("10.0.0.2",), guard) == ["10.0.0.2"]
    assert resolved("news.intranet.example", ("10.0.0.1",), guard) == []


def test_a_crawl_beside_may_have_hosts_of_its_own() -> None:
    one, other = TrustedHosts(), TrustedHosts()
    other.add("http://intranet.example/")
    assert resolved("intranet.example", ("10.0.0.1",), one, other) == ["10.0.0.1"]
    assert resolved("intranet.example", ("10.0.0.1",)) == ["10.0.0.1"]
