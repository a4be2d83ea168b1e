"""GET of a page or the API reads from the replica, where there is one and nothing speaks against it.

Against it speak: the replica is away or lags; the page is about the moment (health, metrics, the event stream, signing in); the
same browser or token has just written. A query that fails at the replica in the middle of a page makes the page begin again on the
primary: reading twice does no harm.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import blake2b
from typing import Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction, sync_to_async
from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from dashboards.replica_pins import pin, pinned
from dashboards.wrote import SAFE, has_written, remember_writing
from monitor.lib.replica import Reads, replica_reads
from monitor.lib.replica_watch import replica_watch

MOMENT = frozenset({"health", "healthz", "readyz", "metrics", "live", "wall-live", "logout", "login"})
"""Names of addresses that are about now, or about who somebody is."""
MARGIN_S = 5  # beyond the longest lag of a replica in use: it is looked at once a second


class ReplicaMiddleware:
    """In MIDDLEWARE always; not used where TINGCHAO_REPLICA_URL is empty."""

    sync_capable = async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        if not settings.REPLICA_URL:
            raise MiddlewareNotUsed
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> Any:
        """Sync or async, as the chain is."""
        if iscoroutinefunction(self):
            return self._in_loop(request)
        with replica_reads() as reads:
            _begin(request, reads)
            response = self.get_response(request)
        _remember(request, response)
        return response

    async def _in_loop(self, request: HttpRequest) -> HttpResponseBase:
        with replica_reads() as reads:
            if request.headers.get("Authorization"):
                await sync_to_async(_begin)(request, reads)  # may ask Valkey
            else:
                _begin(request, reads)
            response: HttpResponseBase = await self.get_response(request)
        if request.method not in SAFE:
            await sync_to_async(_remember)(request, response)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        """Django's hook; the view is kept, for a second try."""
        reads: Reads = request.tingchao_reads  # type: ignore[attr-defined]
        if request.resolver_match is not None and request.resolver_match.url_name in MOMENT:
            reads.primary = True
        request.tingchao_again = lambda: view(request, *args, **kwargs)  # type: ignore[attr-defined]

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Django's hook: the page once more, from the primary."""
        reads: Reads = request.tingchao_reads  # type: ignore[attr-defined]
        again: Callable[[], Any] | None = getattr(request, "tingchao_again", None)
        if not isinstance(error, OperationalError | InterfaceError) or not reads.asked or again is None:
            return None
        replica_watch().distrust(type(error).__name__)
        reads.primary, reads.asked = True, False
        response = again()
        return response.render() if callable(getattr(response, "render", None)) else response  # type: ignore[no-any-return]


@contextmanager
def reads_ahead() -> Iterator[None]:
    """For a thread that reads what pages will ask for: from where their GET would read it. A failed read is raised."""
    if not settings.REPLICA_URL:
        yield
        return
    with replica_reads() as reads:
        reads.primary = not replica_watch().state.usable
        try:
            yield
        except (OperationalError, InterfaceError) as error:
            if reads.asked:
                replica_watch().distrust(type(error).__name__)
            raise


def _begin(request: HttpRequest, reads: Reads) -> None:
    request.tingchao_reads = reads  # type: ignore[attr-defined]
    reads.primary = (
        request.method not in SAFE
        or not replica_watch().state.usable
        or has_written(request)
        or pinned(_token(request))
    )


def _remember(request: HttpRequest, response: HttpResponseBase) -> None:
    """Whoever wrote reads from the primary until every replica in use must have it."""
    if request.method in SAFE or request.method == "OPTIONS":
        return
    seconds = settings.REPLICA_LAG + MARGIN_S
    pin(_token(request), seconds)
    remember_writing(response, seconds)


def _token(request: HttpRequest) -> str:
    sent = request.headers.get("Authorization", "")
    return blake2b(sent.encode(), digest_size=16).hexdigest() if sent else ""
