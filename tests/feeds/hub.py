"""A real WebSub hub on a test's web site: answers 202, asks back at the callback, signs what it pushes."""

from __future__ import annotations

import hmac
from typing import Any

import aiohttp
from aiohttp import web

from monitor.models import PushSubscription
from tests.feeds.samples import rss
from tests.feeds.site import Reply, Site

HUB = "<link xmlns='http://www.w3.org/2005/Atom' rel='hub' href='{0}'/>"
SELF = "<link xmlns='http://www.w3.org/2005/Atom' rel='self' href='{0}'/>"


class Hub:
    """`forms` is what it was asked, `answers` what the callback said."""

    def __init__(self, site: Site) -> None:
        self.site, self.forms, self.answers = site, list[dict[str, str]](), list[tuple[int, str]]()
        self.lease, self.verifies, self.status = "864000", True, 202
        self.mode = ""  # that it asks about; '' is the one it was asked for
        site.routes["/hub"] = self.answer

    async def answer(self, request: web.Request) -> web.StreamResponse:
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.forms.append(form)
        if self.verifies:
            await self.ask(form)
        return web.Response(status=self.status)

    async def ask(self, form: dict[str, str]) -> None:
        query = {"hub.mode": self.mode or form["hub.mode"], "hub.topic": form["hub.topic"]}
        query |= {"hub.challenge": "c-<b>7", "hub.lease_seconds": self.lease}
        async with aiohttp.ClientSession() as session, session.get(form["hub.callback"], params=query) as answer:
            self.answers.append((answer.status, await answer.text()))


def publish(site: Site, *items: str) -> None:
    """The feed at /feed, which names the hub at /hub."""
    site.routes["/feed"] = Reply(rss(*items, head=HUB.format(site.url("/hub")) + SELF.format(site.url("/feed"))))


def signature(secret: str, body: bytes, method: str = "sha256") -> str:
    return f"{method}={hmac.new(secret.encode(), body, method).hexdigest()}"


def signed(row: PushSubscription, body: bytes, method: str = "sha256") -> dict[str, Any]:
    """Arguments of a test client's post."""
    return {
        "content_type": "application/rss+xml",
        "headers": {"X-Hub-Signature": signature(row.secret, body, method)},
    }
