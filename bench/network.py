"""Machines made of network namespaces: each has an address of its own on a bridge, a loopback of its own, a host name of its own.

Needs root (`ip netns`, `unshare`). What runs in one reaches only what listens on the bridge: nothing of 127.0.0.1.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

NETWORK = "10.231.{n}"


@dataclass(frozen=True, slots=True)
class Bridge:
    """`gateway` is this machine's address on it, `network` all of its addresses, `cables` this end of each namespace's cable."""

    gateway: str
    network: str
    cables: dict[str, str]

    @property
    def machines(self) -> tuple[str, ...]:
        """The namespaces' names."""
        return tuple(self.cables)

    @property
    def rules(self) -> str:
        """pg_hba.conf of a PostgreSQL that listens here and on the bridge."""
        return f"host all all 127.0.0.1/32 scram-sha-256\nhost all all {self.network} scram-sha-256\n"

    def inside(self, machine: str, command: list[str]) -> list[str]:
        """The command line that runs `command` on that machine."""
        renamed = ["unshare", "--uts", "sh", "-c", 'hostname "$0" && exec "$@"', machine]
        return ["ip", "netns", "exec", machine, *renamed, *command]

    def cut(self, machine: str) -> None:
        """Nothing passes any more, and nobody is told: the cable is out."""
        _ip("link", "set", self.cables[machine], "down")

    def heal(self, machine: str) -> None:
        """The cable is back."""
        _ip("link", "set", self.cables[machine], "up")


@contextmanager
def bridge(machines: int) -> Iterator[Bridge]:
    """So many machines on one bridge; all gone at the end. Raises RuntimeError without root."""
    if os.geteuid() != 0:
        raise RuntimeError("Network namespaces need root: run this with sudo.")
    mark = os.getpid() % 200 + 20
    name, base = f"tcb{mark}", NETWORK.format(n=mark)
    cables = {f"tcw{mark}-{n}": f"tcv{mark}-{n}" for n in range(1, machines + 1)}
    try:
        _ip("link", "add", name, "type", "bridge")
        _ip("addr", "add", f"{base}.1/24", "dev", name)
        _ip("link", "set", name, "up")
        for n, (machine, cable) in enumerate(cables.items(), start=1):
            _ip("netns", "add", machine)
            _ip("link", "add", cable, "type", "veth", "peer", "name", "eth0", "netns", machine)
            _ip("link", "set", cable, "master", name, "up")
            _ip("-n", machine, "addr", "add", f"{base}.{n + 1}/24", "dev", "eth0")
            _ip("-n", machine, "link", "set", "eth0", "up")
            _ip("-n", machine, "link", "set", "lo", "up")
        yield Bridge(f"{base}.1", f"{base}.0/24", cables)
    finally:
        for machine in cables:
            with suppress(RuntimeError):
                _ip("netns", "del", machine)
        with suppress(RuntimeError):
            _ip("link", "del", name)


def _ip(*words: str) -> None:
    done = subprocess.run(["ip", *words], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"ip {' '.join(words)}: {done.stderr.strip()}")
