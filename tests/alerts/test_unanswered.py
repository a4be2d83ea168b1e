"""A message that went out whole, and the other side said nothing: it may have been taken, so what follows is a repeat and is counted."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from pytest_django import Settings as SettingsWrapper

from monitor.alerts.backoff import MAX_UNANSWERED
from monitor.alerts.deliver import Summary, delivery_send_due, delivery_send_groups
from monitor.lib.clock import utc_now
from monitor.models import Channel, Delivery, User
from tests.alerts.conftest import free_port, post_events
from tests.alerts.robots import SECRET, TOKEN

pytestmark = pytest.mark.django_db
LATER = timedelta(hours=2)


@dataclass
class Mute:
    """An SMTP server that hangs up at one step of each mail, the first `times` times: MAIL, or BODY when it has all of it."""

    step: str
    times: int = 1
    took: list[str] = field(default_factory=list)  # Message-IDs that came whole
    port: int = 0


@contextmanager
def listening(talk: Callable[[socket.socket], None]) -> Iterator[int]:
    """A port; each connection is talked to in a thread of its own."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with contextlib.suppress(OSError):
            while True:
                threading.Thread(target=talk, args=(server.accept()[0],), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield server.getsockname()[1]
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()


@contextmanager
def hanging_up(step: str, times: int = 1) -> Iterator[Mute]:
    mute = Mute(step, times)

    def talk(link: socket.socket) -> None:
        with link, link.makefile("rwb", buffering=0) as lines, contextlib.suppress(OSError):
            lines.write(b"220 ready\r\n")
            while word := lines.readline().strip()[:4].upper().decode():
                if word == "MAIL" and mute.step == "MAIL" and mute.times and mute.took:
                    mute.times -= 1
                    return
                if word != "DATA":
                    lines.write(b"221 bye\r\n" if word == "QUIT" else b"250 OK\r\n")
                    continue
                lines.write(b"354 go ahead\r\n")
                body = []
                while (line := lines.readline()) not in {b".\r\n", b""}:
                    body.append(line)
                mute.took += [line.split()[1].decode() for line in body if line.lower().startswith(b"message-id:")]
                if mute.step == "BODY" and mute.times:
                    mute.times -= 1
                    return
                lines.write(b"250 taken\r\n")

    with listening(talk) as mute.port:
        yield mute


@contextmanager
def breaking_off(answer: bytes) -> Iterator[int]:
    """A port that reads each request whole, says `answer` and hangs up."""

    def talk(link: socket.socket) -> None:
        with link, contextlib.suppress(OSError):
            head, _, body = link.recv(65536).partition(b"\r\n\r\n")
            length = int(head.lower().partition(b"content-length: ")[2].split()[0])
            while len(body) < length:
                body += link.recv(65536)
            link.sendall(answer)

    with listening(talk) as port:
        yield port


@pytest.fixture
def use(settings: SettingsWrapper) -> None:
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT, settings.STORM_MESSAGES = "127.0.0.1", 3, 0


def rows() -> list[tuple[str, int, int, int]]:
    return list(Delivery.objects.order_by("id").values_list("status", "attempts", "repeats", "deaths"))


@pytest.mark.usefixtures("use")
def test_a_mail_that_may_have_been_taken_is_repeated_under_its_id_and_counted(
    lead: User, settings: SettingsWrapper
) -> None:
    post_events(1)
    with hanging_up("BODY") as mute:
        settings.EMAIL_PORT = mute.port
        assert delivery_send_due(now=utc_now()) == Summary(put_off=1)
        assert (Delivery.objects.get().error_label, rows()) == ("mail_unanswered", [("pending", 1, 0, 0)])
        assert delivery_send_due(now=utc_now() + LATER) == Summary(accepted=1)
    assert rows() == [("accepted", 2, 1, 0)]
    assert mute.took == [Delivery.objects.get().message_id] * 2


@pytest.mark.usefixtures("use")
def test_the_second_mail_of_a_connection_is_not_sent_twice_behind_the_counts_back(
    lead: User, settings: SettingsWrapper
) -> None:
    post_events(2)
    with hanging_up("BODY", times=0) as mute:
        settings.EMAIL_PORT = mute.port
        delivery_send_due(now=utc_now(), limit=1)
        mute.times = 1
        Delivery.objects.filter(status="pending").update(next_try_at=utc_now())
        post_events(1)
        assert delivery_send_due(now=utc_now()) == Summary(put_off=2)
        assert delivery_send_due(now=utc_now() + LATER) == Summary(accepted=2)
    assert sum(row[2] for row in rows()) == len(mute.took) - len(set(mute.took)) == 1


@pytest.mark.usefixtures("use")
def test_a_server_that_hangs_up_between_two_mails_has_not_taken_the_second(
    lead: User, settings: SettingsWrapper
) -> None:
    post_events(2)
    with hanging_up("MAIL") as mute:
        settings.EMAIL_PORT = mute.port
        assert delivery_send_due(now=utc_now()) == Summary(accepted=2)
    assert rows() == [("accepted", 1, 0, 0)] * 2
    assert len(set(mute.took)) == len(mute.took) == 2


@pytest.mark.usefixtures("use")
def test_what_may_have_arrived_stays_known_while_the_server_is_gone_or_unset(
    lead: User, settings: SettingsWrapper
) -> None:
    post_events(1)
    Delivery.objects.update(error_label="mail_unanswered", attempts=1)
    settings.EMAIL_HOST = ""
    assert delivery_send_due(now=utc_now()) == Summary(waiting=1)
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    assert delivery_send_due(now=utc_now() + LATER) == Summary(put_off=1)
    assert rows() == [("pending", 2, 1, 0)]


@pytest.mark.usefixtures("use")
def test_whoever_never_answers_gets_a_message_some_thirty_times_in_a_day_and_not_three_hundred(
    lead: User, settings: SettingsWrapper
) -> None:
    post_events(1)
    begun = now = utc_now()
    with hanging_up("BODY", times=1000) as mute:
        settings.EMAIL_PORT = mute.port
        while Delivery.objects.filter(status="pending").exists():
            delivery_send_due(now=now)
            now = Delivery.objects.values_list("next_try_at", flat=True).get() or now
    assert rows() == [("dead", MAX_UNANSWERED + 1, MAX_UNANSWERED, 0)]
    assert timedelta(hours=15) < now - begun < timedelta(hours=30)


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\n{"])
def test_a_robot_or_webhook_that_hangs_up_or_breaks_off_may_have_said_it(
    answer: bytes, admin: User, settings: SettingsWrapper
) -> None:
    settings.CHANNEL_ALLOW_NETWORKS, settings.CHANNEL_TIMEOUT = ["127.0.0.1/32"], 5
    with breaking_off(answer) as port:
        base = f"http://127.0.0.1:{port}"
        Channel.objects.create(kind="wecom", name="值班群", token=TOKEN, secret=SECRET, base_url=base)
        post_events(1)
        assert delivery_send_groups(now=utc_now()) == Summary(put_off=1)
        assert Delivery.objects.get().error_label == "http_unanswered"
        assert delivery_send_groups(now=utc_now() + LATER) == Summary(put_off=1)
    assert rows() == [("pending", 2, 1, 0)]
    assert delivery_send_groups(now=utc_now() + 4 * LATER) == Summary(put_off=1)
    assert (rows(), Delivery.objects.get().error_label) == ([("pending", 3, 2, 0)], "http_unreachable")
    assert delivery_send_groups(now=utc_now() + 8 * LATER) == Summary(put_off=1)
    assert rows() == [("pending", 4, 2, 0)], "nobody was reached: that is no repeat"
