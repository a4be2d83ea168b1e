"""Which addresses may be connected to: names are resolved once, the connection goes to the address checked."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Iterable, Sequence

from aiohttp.abc import AbstractResolver, ResolveResult

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# Not "global" for our purpose although the ipaddress module says so, or clearer when listed.
NEVER = tuple(
    ipaddress.ip_network(net)
    for net in ("0.0.0.0/8", "100.64.0.0/10", "169.254.0.0/16", "192.0.0.0/24", "198.18.0.0/15", "64:ff9b:1::/48")
)
CLOUD_METADATA = tuple(
    ipaddress.ip_network(net) for net in ("169.254.169.254/32", "100.100.100.200/32", "fd00:ec2::254/128")
)
NAT64 = ipaddress.ip_network("64:ff9b::/96")


class BlockedAddressError(OSError):
    """A name or literal that leads to an address we do not talk to; the text names the address."""


def networks(words: Iterable[str]) -> tuple[Network, ...]:
    """Networks that an operator allows. Raises ValueError for a word that is none."""
    return tuple(ipaddress.ip_network(word, strict=False) for word in words)


def address_allowed(raw: str, allowed: Sequence[Network] = ()) -> bool:
    """True for a public unicast address, or one inside an allowed network; metadata services only if listed exactly."""
    try:
        address: Address = ipaddress.ip_address(raw.partition("%")[0])
    except ValueError:
        return False
    address = _embedded(address)
    if any(address in net for net in CLOUD_METADATA):
        return any(address in net and net.num_addresses == 1 for net in allowed)
    if any(address in net for net in allowed):
        return True
    return address.is_global and not address.is_multicast and not any(address in net for net in NEVER)


def address_inside(raw: str, allowed: Sequence[Network]) -> bool:
    """True for an address of this machine or of an allowed network."""
    try:
        address = _embedded(ipaddress.ip_address(raw.partition("%")[0]))
    except ValueError:
        return False
    return address.is_loopback or any(address in net for net in allowed)


def literal_address(host: str) -> str | None:
    """The address when the host of a URL is one, else None."""
    try:
        return str(ipaddress.ip_address(host.strip("[]").partition("%")[0]))
    except ValueError:
        return None


def _embedded(address: Address) -> Address:
    """The IPv4 address inside a mapped, 6to4, Teredo or NAT64 one: what is really reached."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
    return inner or address


class SafeResolver(AbstractResolver):
    """Resolves with the system's resolver and raises BlockedAddressError unless every address may be connected to.

    `exempt` are host names that an operator configured himself (the proxy). `inside_only`: public addresses are refused too,
    for what must not cross the internet in the clear.
    """

    def __init__(
        self, allowed: Sequence[Network] = (), exempt: frozenset[str] = frozenset(), *, inside_only: bool = False
    ) -> None:
        self.allowed, self.exempt, self.inside_only = allowed, exempt, inside_only

    def allows(self, address: str) -> bool:
        """Whether this address may be connected to."""
        inside = not self.inside_only or address_inside(address, self.allowed)
        return inside and address_allowed(address, self.allowed)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        loop = asyncio.get_running_loop()
        infos = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM, family=family, flags=socket.AI_ADDRCONFIG)
        found: list[ResolveResult] = []
        for info_family, _type, proto, _name, sockaddr in infos:
            address = str(sockaddr[0])
            if host not in self.exempt and not self.allows(address):
                raise BlockedAddressError(address)
            found.append(
                ResolveResult(
                    hostname=host,
                    host=address,
                    port=port,
                    family=info_family,
                    proto=proto,
                    flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
                )
            )
        if not found:
            raise socket.gaierror(socket.EAI_NONAME, "no address")
        return found

    async def close(self) -> None:
        """Nothing to close."""
