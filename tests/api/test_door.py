"""Who is let in: tokens, scopes, roles, members that left; what is said to those who are not; how often."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings as SettingsWrapper

from dashboards.api import limits
from dashboards.api.schema import document, operations
from dashboards.api.types import Area, Kind
from monitor.lib.clock import utc_now
from monitor.models import ApiRead, ApiToken, AuditEntry, Item, Role, SourceKind, User
from monitor.queries.area_words import AREAS
from monitor.tokens.make import MOST, TokenError, token_make, token_revoke
from monitor.tokens.reads import reads_audit
from tests.api.conftest import as_token, make_secret
from tests.conftest import make_item
from tests.frame.test_people import PEOPLE

pytestmark = pytest.mark.django_db
ITEMS = "/api/v1/items"


def problem(answer: Any) -> dict[str, Any]:
    assert answer.headers["Content-Type"] == "application/problem+json"
    found: dict[str, Any] = json.loads(answer.content)
    assert found["status"] == answer.status_code
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", found["instance"])
    return found


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer x", "Basic abc", "Bearer tct_" + "x" * 40, "tct_x"])
def test_no_good_token_is_401_with_a_challenge(header: str, viewer: User) -> None:
    answer = Client().get(ITEMS, headers={"Authorization": header} if header else {})
    assert (answer.status_code, problem(answer)["code"]) == (401, "unauthorized")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_neither_a_session_nor_the_query_string_opens_the_api(client: Client, admin: User) -> None:
    client.force_login(admin)
    assert client.get(ITEMS).status_code == 401
    assert client.get(f"{ITEMS}?token={make_secret(admin)}").status_code == 401


@pytest.mark.parametrize("change", ["revoked", "expired", "left", "lowered"])
def test_a_token_stops_at_once(change: str, duty: User) -> None:
    program, token = as_token(make_secret(duty)), ApiToken.objects.get()
    assert (
        program.post("/api/v1/alerts/9/notes", {"note": "已联系"}, content_type="application/json").status_code == 404
    )
    if change == "revoked":
        token_revoke(token=token, by=duty, now=utc_now())
    elif change == "expired":
        ApiToken.objects.update(expires_at=utc_now())
    else:
        User.objects.update(**({"is_active": False} if change == "left" else {"role": Role.VIEWER}))
    refused = program.post("/api/v1/alerts/9/notes", {"note": "已联系"}, content_type="application/json").status_code
    assert refused == (403 if change == "lowered" else 401)


def test_a_scope_that_was_not_given_is_named(viewer: User) -> None:
    answer = as_token(make_secret(viewer, "read:topics")).get(ITEMS)
    assert problem(answer)["code"] == "forbidden"
    assert 'error="insufficient_scope", scope="read:items"' in answer.headers["WWW-Authenticate"]


def test_the_secret_is_stored_nowhere(viewer: User) -> None:
    secret = make_secret(viewer)
    stored = str(list(ApiToken.objects.values())) + str(list(AuditEntry.objects.values("detail", "target")))
    assert secret not in stored
    assert secret[:12] in stored
    assert AuditEntry.objects.get().action == "token_create"


def test_a_token_lasts_a_year_at_most_and_a_member_has_twenty(viewer: User) -> None:
    now = utc_now()
    with pytest.raises(TokenError):
        make_secret(viewer, expires_at=now + timedelta(days=400))
    with pytest.raises(TokenError):
        token_make(user=viewer, name="x", scopes=["read:everything"], expires_at=now + timedelta(days=1), now=now)
    for _ in range(MOST):
        make_secret(viewer)
    with pytest.raises(TokenError) as error:
        make_secret(viewer)
    assert error.value.label == "token_many"


@pytest.mark.parametrize(
    ("send", "status"),
    [
        (lambda program: program.get("/api/v1/nothing"), 404),
        (lambda program: program.get("/api/v2/items"), 404),
        (lambda program: program.get(f"{ITEMS}/987654"), 404),
        (lambda program: program.delete(ITEMS), 405),
        (lambda program: program.get(f"{ITEMS}?limit=0"), 422),
        (lambda program: program.get(f"{ITEMS}?limit=1_0"), 422),
        (lambda program: program.get(f"{ITEMS}?focus=yes"), 422),
        (lambda program: program.get(f"{ITEMS}?aera=wages"), 422),
        (lambda program: program.get(f"{ITEMS}?after=云河"), 422),
        (lambda program: program.get(f"{ITEMS}?hours=745"), 422),
        (lambda program: program.post("/api/v1/clues", {"title": "x"}), 415),
        (lambda program: program.post("/api/v1/clues", "{", content_type="application/json"), 400),
        (lambda program: program.post("/api/v1/clues", "x" * 70_000, content_type="application/json"), 413),
        (lambda program: program.post("/api/v1/clues", "x" * 3_000_000, content_type="application/json"), 413),
        (lambda program: program.post("/api/v1/clues", {"title": "a\x00"}, content_type="application/json"), 422),
    ],
)
def test_whatever_goes_wrong_is_a_problem(send: Callable[[Client], Any], status: int, admin: User) -> None:
    answer = send(as_token(make_secret(admin)))
    assert answer.status_code == status
    assert "云河" not in json.dumps(problem(answer).get("errors", []), ensure_ascii=False)


def test_a_crash_is_a_problem_without_a_trace(viewer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboards.api.items.items_page", lambda *_a, **_k: [][1])
    answer = as_token(make_secret(viewer)).get(ITEMS)
    assert (answer.status_code, problem(answer)["code"]) == (500, "internal")
    assert b"Traceback" not in answer.content
    assert b"IndexError" not in answer.content


def test_too_many_requests_are_told_when_to_come_again(viewer: User, settings: SettingsWrapper) -> None:
    settings.API_TOKEN_PER_MINUTE = 12  # one in five seconds, two at once
    program = as_token(make_secret(viewer))
    answers = [program.get(ITEMS) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 5
    assert as_token(make_secret(viewer)).get(ITEMS).status_code == 200  # another token has its own


def test_an_address_is_limited_with_whatever_token(settings: SettingsWrapper) -> None:
    settings.API_ADDRESS_PER_MINUTE = 6
    client = Client(REMOTE_ADDR="192.0.2.7")
    assert [client.get(ITEMS).status_code for _ in range(2)] == [401, 429]
    assert Client(REMOTE_ADDR="192.0.2.8").get(ITEMS).status_code == 401


def test_without_valkey_the_limit_is_kept_here(
    viewer: User, settings: SettingsWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.API_TOKEN_PER_MINUTE, settings.REDIS_URL = 12, "redis://127.0.0.1:1/0"
    monkeypatch.setattr(limits, "_local", limits._Local())
    program = as_token(make_secret(viewer))
    assert [program.get(ITEMS).status_code for _ in range(3)] == [200, 200, 429]


def test_what_was_read_is_one_audit_entry_for_each_token_and_hour(viewer: User) -> None:
    make_item()
    program = as_token(make_secret(viewer))
    for address in (ITEMS, ITEMS, f"/api/v1/items/{Item.objects.get().id}", "/api/v1/alerts"):
        assert program.get(address).status_code == 200
    assert reads_audit(now=utc_now()) == 0  # the hour is not over
    assert reads_audit(now=utc_now() + timedelta(hours=1)) == 1
    entry = AuditEntry.objects.get(action="api_read")
    assert (entry.actor, entry.detail["items"]) == (viewer.username, {"requests": 3, "rows": 3})
    assert entry.detail["alerts"] == {"requests": 1, "rows": 0}
    assert not ApiRead.objects.exists()


def test_the_document_needs_a_member_and_names_no_person(client: Client, viewer: User) -> None:
    address = "/api/v1/openapi.json"
    assert problem(client.get(address))["code"] == "unauthorized"
    assert as_token(make_secret(viewer, "read:items")).get(address).status_code == 200
    client.force_login(viewer)
    found = client.get(address).json()
    members = {name for schema in found["components"]["schemas"].values() for name in schema.get("properties", ())}
    parameters = {one["name"] for path in found["paths"].values() for op in path.values() for one in op["parameters"]}
    assert len(members | parameters) > 100
    assert [name for name in members | parameters if PEOPLE.search(name)] == []
    assert not [path for path in found["paths"] if re.search("takedown|report-|post|publish", path)]


def test_the_document_knows_every_code(viewer: User) -> None:
    assert set(Area.__args__) == set(AREAS)
    assert set(Kind.__args__) == set(SourceKind.values)
    assert {op["operationId"] for path in document()["paths"].values() for op in path.values()} == {
        operation.operation_id for operation in operations()
    }
