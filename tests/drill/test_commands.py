"""The processes as the supervisor runs them."""

import os
import re
import signal
import smtplib
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path

import pytest

from monitor.drill.mailbox import mails_list
from monitor.drill.world import SOURCES
from tests.shell import manage

CHECKOUT = Path(__file__).resolve().parents[2]
PATIENCE = 10  # seconds; the supervisor kills after as long, and a busy machine is slow


@contextmanager
def process(folder: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    environment = {**os.environ, "TINGCHAO_DATA": str(folder)}
    command = [sys.executable, str(CHECKOUT / "manage.py"), *arguments]
    started = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        yield started
    finally:
        started.kill()
        started.communicate()


def ended_by(started: subprocess.Popen[str], number: signal.Signals) -> tuple[int, float]:
    before = time.monotonic()
    started.send_signal(number)
    return started.wait(2 * PATIENCE), time.monotonic() - before


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_server_prints_its_sources_serves_them_and_ends_at_once(tmp_path: Path, number: signal.Signals) -> None:
    with process(tmp_path, "drill_server", "--ports", ",".join("0" * len(SOURCES))) as started:
        assert started.stdout
        urls = [re.findall(r"http://\S+", started.stdout.readline())[0] for _ in SOURCES]
        answers = [urllib.request.urlopen(url, timeout=10).read() for url in urls]
        code, seconds = ended_by(started, number)
    assert sorted(map(len, answers))[1] > 10_000  # all but the nearly silent one
    assert code == 0
    assert seconds < PATIENCE
    assert (tmp_path / "drill.json").exists()


def test_the_mailbox_process_takes_a_mail_and_ends_at_once(tmp_path: Path) -> None:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "你好", "a@yunhe.example", "b@yunhe.example"
    with process(tmp_path, "drill_mailbox", "--port", "0") as started:
        assert started.stdout
        port = int(re.findall(r":(\d+)\s", started.stdout.readline())[0])
        with smtplib.SMTP("127.0.0.1", port, timeout=10) as smtp:
            smtp.send_message(message)
        code, seconds = ended_by(started, signal.SIGTERM)
    assert [mail.subject for mail in mails_list(folder=tmp_path / "mailbox")] == ["你好"]
    assert (code, seconds < PATIENCE) == (0, True)


def test_a_wrong_number_of_ports_is_refused_with_a_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TINGCHAO_DATA", str(tmp_path))
    ran = manage("drill_server", "--ports", "1,2")
    assert f"{len(SOURCES)} ports are needed" in ran.stderr
    assert ran.returncode == 1
