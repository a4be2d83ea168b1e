"""Values between the fetcher and its callers. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from monitor.feeds.labels import OK, UNCHANGED
from monitor.lib.safety import Network


@dataclass(frozen=True, slots=True)
class Policy:
    """How we fetch: limits in seconds and bytes, who we say we are, what may be connected to.

    `patience`: the longest wait for a host's turn; what would wait longer is `deferred`. `board`: Valkey's address, through
    which all workers keep to one pace and one number of requests per host; '' = this process alone.
    """

    user_agent: str
    timeout: float = 20.0
    connect_timeout: float = 8.0
    max_bytes: int = 10_000_000
    max_redirects: int = 5
    max_wait: int = 86_400
    host_delay: float = 0.5
    per_host: int = 2
    concurrency: int = 32
    patience: float = 5.0
    allow_networks: tuple[Network, ...] = ()
    proxy: str = field(default="", repr=False)  # may hold a password
    ca_file: str = ""
    obey_robots: bool = True
    board: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class FetchRequest:
    """One poll: an address and the validators of the last stored answer. `accept`: '' for what feeds are."""

    url: str
    etag: str = ""
    last_modified: str = ""
    accept: str = ""


@dataclass(frozen=True, slots=True)
class SideRequest:
    """A request beside the feed's own; `status` None: no answer, `label` says why. Durations in ms, `begun` as in FetchResult."""

    url: str
    status: int | None
    duration_ms: int = 0
    raw_bytes: int = 0
    label: str = ""
    begun: float = 0.0


@dataclass(frozen=True, slots=True)
class FetchResult:
    """What came of a poll. `outcome` is `ok`, `unchanged` or an error label (labels.py); `body` is inflated.

    `url` is the address after redirects; `moved_to` is set when every hop was permanent (301, 308). `retry_after` and
    `max_age` are seconds, capped. `detail` is for a person and never holds text of the answer. `truncated`: the connection ended before the body
    did; `body` is what came. A host that did not answer is not asked again for a while: then `retry_after` says for how long. `waited_ms`: that part of `duration_ms` in which we held back out of politeness. `link_header`: the
    `Link` field. `defer_s`: with the outcome `deferred`, seconds after which the source may be asked. `side`: other requests that
    this poll made (robots.txt), for the ledger. `begun`: when it went out, on the process's monotonic clock; 0 for one that did not.
    """

    url: str
    outcome: str
    status: int | None = None
    body: bytes = field(default=b"", repr=False)
    content_type: str = ""
    etag: str = ""
    last_modified: str = ""
    retry_after: int | None = None
    max_age: int | None = None
    moved_to: str = ""
    redirects: tuple[str, ...] = ()
    permanent: bool = False
    detail: str = ""
    raw_bytes: int = 0
    duration_ms: int = 0
    waited_ms: int = 0
    truncated: bool = False
    link_header: str = ""
    defer_s: float | None = None
    side: tuple[SideRequest, ...] = ()
    begun: float = 0.0

    @property
    def ok(self) -> bool:
        """True when the source answered: with a body, or that nothing changed."""
        return self.outcome in {OK, UNCHANGED}
