"""A rising topic in rows, and a catching SMTP server that can refuse."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from pytest_django import Settings as SettingsWrapper

from monitor.alerts.post import delivery_post
from monitor.lib.clock import utc_now
from monitor.models import Alert, AlertEvent, Channel, Item, Source, Topic
from tests.alerts.robots import SECRET, TOKEN, Robots, robots_serving
from tests.conftest import make_items, make_source, make_topic


def make_rising_topic(
    *, n: int = 12, sources: int = 4, hours: float = 6, now: datetime | None = None, **fields: Any
) -> Topic:
    """A topic with n negative originals from `sources` sources, spread over the last `hours`, waiting for a decision."""
    now = now or utc_now()
    topic = make_topic(needs_decision=True, n_items=n, n_originals=n, n_neg=n, **fields)
    add_items(topic, [make_source() for _ in range(sources)], n=n, hours=hours, now=now)
    return topic


def make_alert(level: int = 2, **fields: Any) -> Alert:
    """An open alert on a topic about wages, as the deciding stage leaves it before it is prepared."""
    now = utc_now()
    fields = {"kind": "topic_rising", "areas": ["wages"], "raised_at": now, "changed_at": now, **fields}
    return Alert.objects.create(level=level, **({"topic": make_topic()} | fields))


def add_items(topic: Topic, sources: list[Source], *, n: int, hours: float, now: datetime, **fields: Any) -> None:
    before = now - timedelta(minutes=1)
    make_items(
        {"source": sources[i % len(sources)], "at": before - timedelta(hours=hours) * i / n, "topic_id": topic.pk}
        | fields
        for i in range(n)
    )


def clear_items(topic: Topic) -> None:
    Item.objects.filter(topic_id=topic.pk).delete()


def post_events(n: int, *, level: int = 3, now: datetime | None = None) -> list[AlertEvent]:
    """n events of one alert on a topic without items, written and posted one by one."""
    now = now or utc_now()
    topic = make_topic()
    alert = Alert.objects.create(kind="topic_rising", level=level, topic=topic, raised_at=now, changed_at=now)
    events = [AlertEvent.objects.create(alert=alert, kind="raised", level=level, at=now) for _ in range(n)]
    for event in events:
        delivery_post(event=event, now=now)
    return events


@dataclass
class Catcher:
    """What the server accepted; `answers` are given first, then everything is accepted."""

    mails: list[tuple[str, EmailMessage]] = field(default_factory=list)
    sender_answers: list[str] = field(default_factory=list)
    recipient_answers: list[str] = field(default_factory=list)
    data_answers: list[str] = field(default_factory=list)
    port: int = 0

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.sender_answers:
            return self.sender_answers.pop(0)
        envelope.mail_from, envelope.mail_options = address, options
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.recipient_answers:
            return self.recipient_answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.data_answers:
            return self.data_answers.pop(0)
        message = BytesParser(EmailMessage, policy=policy.default).parsebytes(envelope.original_content or b"")
        self.mails.append((envelope.rcpt_tos[0], message))
        return "250 OK"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def smtp(settings: SettingsWrapper) -> Iterator[Catcher]:
    """A real SMTP server on a free port, named in the settings."""
    catcher = Catcher(port=free_port())
    controller = Controller(catcher, hostname="127.0.0.1", port=catcher.port)
    controller.start()
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", catcher.port, 3
    yield catcher
    controller.stop()


@pytest.fixture
def robots(settings: SettingsWrapper) -> Iterator[Robots]:
    """The three robots and a webhook on this machine, which channels may connect to."""
    settings.CHANNEL_ALLOW_NETWORKS = ["127.0.0.1/32"]
    with robots_serving() as found:
        yield found


def make_channel(kind: str, robots: Robots, **fields: Any) -> Channel:
    """A listed channel that leads to the local robots."""
    defaults: dict[str, Any] = {"name": f"{kind}值班群", "token": TOKEN, "secret": SECRET, "base_url": robots.base}
    if kind == "webhook":
        defaults |= {"token": f"{robots.base}/hook/in", "base_url": ""}
    return Channel.objects.create(kind=kind, **{**defaults, **fields})
