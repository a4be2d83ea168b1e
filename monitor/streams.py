"""An event stream lasts for hours and asks the database for a moment: it must not keep a thread of its own all that time.

Django gives each request that runs in the loop a thread for its synchronous parts, and takes it back at the end of the request: 500 open
streams were 500 threads, with what each of them keeps (`bench live`: a fifth of the memory of a web process). Here streams take
turns at a few.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from typing import Any

from asgiref.sync import ThreadSensitiveContext

PATHS = frozenset({"/live/"})
THREADS = 8  # as many are let in at a time: after a restart all browsers come back at once


class StreamApplication:
    """ASGI: synchronous parts of a stream's request run in one of THREADS threads, one at a time in each."""

    def __init__(self, application: Any) -> None:
        self._application = application
        self._turns = cycle([ThreadPoolExecutor(1, thread_name_prefix=f"stream-{n}") for n in range(THREADS)])

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "http" or scope.get("path", "") not in PATHS:
            await self._application(scope, receive, send)
            return
        # the outermost context counts: Django's own changes nothing
        async with ThreadSensitiveContext(executor=next(self._turns)):
            await self._application(scope, receive, send)
