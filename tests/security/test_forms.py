"""CSRF, open redirects, forged proxies, and headers that keep addresses to ourselves."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from allauth.account.adapter import get_adapter
from axes.helpers import get_client_ip_address
from django.conf import settings as site
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from monitor.models import User
from tests.dashboards.test_access import EVERY, OPERATIONS, address
from tests.each import each

ROOT = Path(site.BASE_DIR)
EXEMPT = {
    "push"
}  # hubs have no session: a signature and an unguessable address stand for it (tests/dashboards/test_push.py)
TEMPLATES = [path for room in ("dashboards", "monitor") for path in (ROOT / room / "templates").rglob("*.html")]


def test_no_address_takes_a_post_without_the_token_of_a_form(settings: Any) -> None:
    """403 before anything is looked at, be it who asks: this test has no database, so a query would raise."""
    settings.CSRF_FAILURE_VIEW = "tests.security.test_forms.refused"
    strict = Client(enforce_csrf_checks=True)
    assert {name for name, pattern in EVERY.items() if getattr(pattern.callback, "csrf_exempt", False)} == EXEMPT
    for name in EVERY.keys() - EXEMPT:
        assert strict.post(address(EVERY[name])).status_code == 403, name


def refused(_request: HttpRequest, reason: str = "") -> HttpResponse:
    """What Django calls for a request without a token; ours renders a page."""
    return HttpResponse(status=403)


@pytest.mark.django_db
def test_a_session_does_not_write_through_the_api(admin: User) -> None:
    """The API knows no cookies, so there is nothing to forge."""
    signed_in = Client(enforce_csrf_checks=True)
    signed_in.force_login(admin)
    for method, path in OPERATIONS.values():
        if method == "POST":
            answer = signed_in.post(re.sub(r"\{[^}]*\}", "1", path), "{}", content_type="application/json")
            assert answer.status_code == 401, path


@pytest.mark.django_db
def test_who_is_refused_reads_what_to_do(admin: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(admin)
    page = strict.post("/logout/").content.decode()
    assert "这一步没有执行" in page
    assert "刷新页面" in page


def test_every_form_that_changes_something_carries_the_token() -> None:
    forms = re.compile(r"<form\b[^>]*method=[\"']post[\"'][^>]*>(.*?)</form>", re.DOTALL | re.IGNORECASE)
    found = [(path.name, body) for path in TEMPLATES for body in forms.findall(path.read_text(encoding="utf-8"))]
    assert len(found) > 80
    assert [name for name, body in found if "csrf_token" not in body] == []


def test_whoever_sends_a_browser_where_a_form_says_asks_first_whether_that_is_here() -> None:
    """The words `next` of a request; each of these views has a test of its own beside it."""
    reading = re.compile(r"request\.(?:GET|POST|headers)(?:\.get\(|\[)[\"'](?:next|back|return|Referer)[\"']")
    files = [path for path in (ROOT / "dashboards").rglob("*.py") if reading.search(path.read_text(encoding="utf-8"))]
    assert len(files) >= 5
    login = "dashboards/views/session.py"  # allauth asks AccountAdapter.is_safe_url: test_sessions.py
    for path in files:
        text = path.read_text(encoding="utf-8")
        asked = text.count("url_has_allowed_host_and_scheme(") + (str(path.relative_to(ROOT)) == login)
        assert asked >= len(reading.findall(text)) - text.count('self.request.GET.get("next")'), path


EVIL = ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "http:evil.example"]


@pytest.mark.django_db
@pytest.mark.parametrize("target", EVIL)
def test_no_form_sends_its_reader_to_another_site(client: Client, admin: User, target: str) -> None:
    client.force_login(admin)
    for name in ("language", "topic_many", "view_save"):
        answer = client.post(address(EVERY[name]), {"next": target, "path": target, "name": "x", "do": "mute"})
        assert re.match(r"/(?![/\\])|$", answer.headers.get("Location", "")), (name, answer.headers["Location"])


@each(header=["X-Forwarded-For", "X-Real-IP", "Forwarded", "Client-IP", "True-Client-IP"])
def test_a_browser_cannot_say_where_it_comes_from(header: str) -> None:
    """Lock-outs and limits count the address that uvicorn found: it believes the proxy alone (tests/frame/test_deploy.py)."""
    request = RequestFactory().get("/login/", headers={header: "10.9.8.7"}, REMOTE_ADDR="192.0.2.1")
    assert get_client_ip_address(request) == get_adapter().get_client_ip(request) == "192.0.2.1"


def test_no_code_of_ours_reads_what_a_browser_says_of_its_address() -> None:
    said = re.compile(r"X[-_]FORWARDED[-_](FOR|HOST)|X[-_]REAL[-_]IP|USE_X_FORWARDED", re.IGNORECASE)
    rooms = ("dashboards", "monitor", "tasks")
    assert [
        p for room in rooms for p in (ROOT / room).rglob("*.py") if said.search(p.read_text(encoding="utf-8"))
    ] == []


def test_no_page_tells_other_sites_its_address_or_lets_itself_be_framed(client: Client) -> None:
    headers = client.get("/healthz").headers
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    policy = headers["Content-Security-Policy"]
    assert "unsafe-inline" not in policy.replace("style-src-attr 'unsafe-inline'", "")
    assert all(part in policy for part in ("script-src 'self'", "frame-ancestors 'none'", "form-action 'self'"))


def test_links_out_of_the_house_take_no_opener_along() -> None:
    tags = re.compile(r"<a\b[^>]*target=[\"']_blank[\"'][^>]*>")
    found = [(path.name, tag) for path in TEMPLATES for tag in tags.findall(path.read_text(encoding="utf-8"))]
    assert [name for name, tag in found if "noopener" not in tag and "noreferrer" not in tag] == []
