"""A page is worked on in its thread from the first middleware to the last.

Under ASGI Django runs middlewares that can do so in the loop, and gives each of their synchronous hooks to the request's thread: between
loop and thread a page went back and forth some twenty times, each time behind whatever else wanted Python's lock (a tenth to a
fifth of what a small page costs). All our pages are synchronous. Django would still go to the thread twice more, to say that the
request begins and that it has ended: the thread says both itself, and gives its connection back before the answer is on its way. What
stays open, the event stream, is let in by its thread like a page (`monitor/streams.py` says which one) and told in the loop afterwards.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

from asgiref.sync import sync_to_async
from django.core import signals
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.db import close_old_connections
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.urls import set_script_prefix

from monitor.streams import PATHS


class PagesHandler(ASGIHandler):
    """Django's, with a synchronous chain of the same middlewares."""

    def load_middleware(self, is_async: bool = False) -> None:
        """The synchronous chain, whatever is asked for."""
        super().load_middleware(is_async=False)

    async def handle(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """One request, until its answer is sent or nobody waits for it any more."""
        if scope["path"] in PATHS:
            await super().handle(scope, receive, send)
            return
        try:
            body = await self.read_body(receive)
        except RequestAborted:
            return
        with body:
            leaving = asyncio.create_task(self.listen_for_disconnect(receive))
            answering = asyncio.create_task(self._answer(scope, body, send))
            try:
                await asyncio.wait((leaving, answering), return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in (leaving, answering):
                    task.cancel()
            try:
                await answering
            except asyncio.CancelledError:  # its thread may have begun what nobody has ended
                await sync_to_async(signals.request_finished.send)(sender=self.__class__)
            with suppress(RequestAborted, asyncio.CancelledError):
                await leaving

    async def _answer(self, scope: dict[str, Any], body: Any, send: Any) -> None:
        response = await sync_to_async(self._in_thread)(scope, body)
        try:
            with suppress(asyncio.CancelledError):  # whoever asked has left
                await self.send_response(response, send)
        finally:
            if response.streaming:
                await sync_to_async(response.close)()

    def _in_thread(self, scope: dict[str, Any], body: Any) -> Any:
        """The response; what is whole is closed already, with all that belongs to the request."""
        set_script_prefix(get_script_prefix(scope))
        signals.request_started.send(sender=self.__class__, scope=scope)
        try:
            request, fault = self.create_request(scope, body)
            response: Any = fault if request is None else self.get_response(request)
        except BaseException:
            signals.request_finished.send(sender=self.__class__)
            raise
        response._handler_class = self.__class__
        if isinstance(response, FileResponse):
            response.block_size = self.chunk_size
        if not response.streaming:
            response.close()
        return response

    async def get_response_async(self, request: HttpRequest) -> Any:
        """The response of an event stream, from the request's thread."""
        return await sync_to_async(self._let_in)(request)

    def _let_in(self, request: HttpRequest) -> HttpResponseBase:
        """A stream lasts for hours: its thread gives the connection back once it is let in."""
        try:
            return self.get_response(request)
        finally:
            close_old_connections()
