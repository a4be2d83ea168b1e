"""A page is worked on in its thread from the first middleware to the last.

Under ASGI Django runs middlewares that can do so in the loop, and gives each of their synchronous hooks to the request's thread: between
loop and thread a page went back and forth some twenty times, each time behind whatever else wanted Python's lock (a tenth to a
fifth of what a small page costs). All our pages are synchronous. What stays open, the event stream, is let in by its thread like a page
(`monitor/streams.py` says which one) and told in the loop afterwards.
"""

from __future__ import annotations

from typing import Any

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIHandler
from django.db import close_old_connections
from django.http import HttpRequest, HttpResponseBase

from monitor.streams import PATHS


class PagesHandler(ASGIHandler):
    """Django's, with a synchronous chain of the same middlewares."""

    def load_middleware(self, is_async: bool = False) -> None:
        """The synchronous chain, whatever is asked for."""
        super().load_middleware(is_async=False)

    async def get_response_async(self, request: HttpRequest) -> Any:
        """The response, from the request's thread."""
        return await sync_to_async(self._let_in if request.path_info in PATHS else self.get_response)(request)

    def _let_in(self, request: HttpRequest) -> HttpResponseBase:
        """A stream lasts for hours: its thread gives the connection back once it is let in."""
        try:
            return self.get_response(request)
        finally:
            close_old_connections()
