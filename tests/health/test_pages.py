"""The health page answers while parts are down; a dead database is one plain sentence."""

import os
import subprocess
import sys
import time

import pytest
from django.conf import settings as django_settings
from django.db import OperationalError
from django.test import Client, RequestFactory

from dashboards.outage import server_error
from monitor.models import User

ASK = """
import django
django.setup()
from django.test import Client
for path in ("/", "/health/", "/login/", "/healthz"):
    client = Client(raise_request_exception=False, headers={"host": "127.0.0.1"})
    if path != "/healthz":
        client.cookies["%s"] = "x" * 32
    response = client.get(path)
    print(path, response.status_code, response.headers.get("Retry-After", "-"), "数据库没有回应" in response.content.decode())
"""


@pytest.mark.django_db
def test_with_valkey_down_the_page_says_so_within_seconds(
    client: Client, viewer: User, settings: pytest.FixtureRequest
) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"  # type: ignore[attr-defined]
    client.force_login(viewer)
    began = time.monotonic()
    text = client.get("/health/").content.decode()
    assert "消息服务没有回应" in text
    assert "有故障：" in text.partition("<table")[0]
    assert time.monotonic() - began < 10


@pytest.mark.django_db
def test_every_check_is_a_row_with_its_advice(client: Client, viewer: User) -> None:
    client.force_login(viewer)
    text = client.get("/health/").content.decode()
    for part in ("PostgreSQL", "celery -A tasks worker", "manage.py topics"):
        assert part in text


def test_with_postgresql_down_pages_are_503_in_plain_words_and_the_process_is_alive() -> None:
    env = {
        **os.environ,
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
        "DJANGO_SETTINGS_MODULE": "monitor.settings",
    }
    code = ASK % django_settings.SESSION_COOKIE_NAME
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=django_settings.BASE_DIR, env=env, capture_output=True, text=True, timeout=90
    )
    answers = {line.split()[0]: line.split()[1:] for line in ran.stdout.splitlines()}
    assert answers["/"] == answers["/health/"] == answers["/login/"] == ["503", "15", "True"], ran.stderr[-2000:]
    assert answers["/healthz"][0] == "200"


def answered(error: Exception) -> int:
    try:
        raise error
    except type(error):
        return server_error(RequestFactory().get("/")).status_code


def test_only_a_database_that_does_not_answer_is_an_outage() -> None:
    assert answered(OperationalError("connection refused")) == 503
    assert answered(ValueError("a mistake of ours")) == 500
