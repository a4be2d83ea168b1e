"""A page is worked on in its thread from the first middleware to the last.

Under ASGI Django runs middlewares that can do so in the loop, and gives each of their synchronous hooks to the request's thread: between
loop and thread a page went back and forth some twenty times, each time behind whatever else wanted Python's lock (a tenth to a
fifth of what a small page costs). All our pages are synchronous; only what stays open has to be told in the loop.
"""

from __future__ import annotations

from typing import Any

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIHandler
from django.core.handlers.base import BaseHandler
from django.http import HttpRequest

from monitor.streams import PATHS


class PagesHandler(ASGIHandler):
    """Django's, with a second chain of the same middlewares: a synchronous one, for all but event streams."""

    def __init__(self) -> None:
        super().__init__()
        self._pages = BaseHandler()
        self._pages.load_middleware()

    async def get_response_async(self, request: HttpRequest) -> Any:
        """The response, whichever chain gives it."""
        if request.path_info in PATHS:
            return await super().get_response_async(request)
        return await sync_to_async(self._pages.get_response)(request)
