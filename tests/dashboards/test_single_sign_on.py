"""Single sign-on against a real provider over HTTP: who is let in, and what is refused."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialToken
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client

from monitor.models import AuditEntry, Role, User
from tests.conftest import make_user
from tests.dashboards.oidc_provider import CLIENT, SECRET, Provider, oidc_provider
from tests.dashboards.signing import app_of, code_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    with oidc_provider() as running:
        app = {"provider_id": "sso", "name": "x", "client_id": CLIENT, "secret": SECRET}
        app["settings"] = {"server_url": running.issuer}
        settings.OIDC_ISSUER = running.issuer
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
        yield running


def claims(user: User, **more: Any) -> dict[str, Any]:
    return {"sub": f"sub-{user.username}", "preferred_username": user.username.upper(), **more}


def come_in(client: Client, **fields: str) -> Any:
    """Press the button, go to the provider as the browser would, come back."""
    page = client.post("/login/sso/", fields).content.decode()
    onward = urlsplit(unescape(page.split("0; url=")[1].split('"')[0]))
    link = http.client.HTTPConnection(onward.netloc)
    link.request("GET", f"{onward.path}?{onward.query}")
    back = urlsplit(link.getresponse().headers["Location"])
    link.close()
    return client.get(f"{back.path}?{back.query}")


def refused(client: Client) -> str:
    answer = come_in(client)
    assert answer["Location"] == "/login/"
    assert client.get("/me/").status_code == 302
    return client.get("/login/").content.decode()


def test_a_listed_member_comes_in_with_the_role_that_we_gave(client: Client, provider: Provider, lead: User) -> None:
    provider.claims = claims(lead, role="admin", groups=["admin"])
    assert "统一身份登录" in client.get("/login/").content.decode()
    assert come_in(client, next="/topics/")["Location"] == "/topics/"
    lead.refresh_from_db()
    assert (lead.role, lead.oidc_subject) == ("lead", f"sub-{lead.username}")
    assert AuditEntry.objects.get(action="sign_in").detail["ways"] == ["socialaccount"]
    assert not any(
        model.objects.exists() for model in (SocialAccount, SocialToken, EmailAddress)
    )  # nothing else is kept


def test_a_stranger_is_refused_with_a_sentence(client: Client, provider: Provider, lead: User) -> None:
    provider.claims = {"sub": "1", "preferred_username": "stranger"}
    assert "您不在成员名单里" in refused(client)
    assert list(User.objects.all()) == [lead]


def test_a_disabled_member_is_refused(client: Client, provider: Provider) -> None:
    provider.claims = claims(make_user(Role.LEAD, is_active=False))
    assert "您不在成员名单里" in refused(client)


def test_a_name_that_passed_to_another_person_opens_nothing(client: Client, provider: Provider, duty: User) -> None:
    provider.claims = claims(duty)
    come_in(client)
    client.post("/logout/")
    provider.claims |= {"sub": "somebody else"}
    assert "您不在成员名单里" in refused(client)


@pytest.mark.parametrize(("verified", "welcome"), [(True, True), (False, False), ("true", False)])
def test_an_address_counts_when_the_provider_verified_it(
    client: Client, provider: Provider, settings: Any, duty: User, verified: object, welcome: bool
) -> None:
    settings.OIDC_CLAIM = "email"
    provider.claims = {"sub": "1", "email": duty.email.upper(), "email_verified": verified}
    come_in(client)
    assert (client.get("/me/").status_code == 200) == welcome


@pytest.mark.parametrize("twist", [{"aud": "another"}, {"iss": "http://evil.example"}, {"exp": 1}, {"sub": None}])
def test_a_token_for_another_or_from_another_or_too_old_is_refused(
    client: Client, provider: Provider, duty: User, twist: dict[str, Any]
) -> None:
    provider.claims, provider.twist = claims(duty), twist
    refused(client)


def test_a_token_with_a_false_signature_is_refused(client: Client, provider: Provider, duty: User) -> None:
    provider.claims = claims(duty)
    provider.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    assert "统一身份登录没有成功" in refused(client)


def test_userinfo_of_somebody_else_is_refused(client: Client, provider: Provider, duty: User) -> None:
    provider.claims, provider.info = claims(duty), {"sub": "another"}
    refused(client)


def test_an_answer_that_nobody_asked_for_is_refused(client: Client, provider: Provider, duty: User) -> None:
    provider.claims = claims(duty)
    for query in ("state=made-up&code=x", "code=x", "error=access_denied"):
        assert client.get(f"/login/sso/callback/?{query}")["Location"] == "/login/"
    assert client.get("/me/").status_code == 302


def test_who_changes_their_mind_at_the_provider_is_back_at_the_login(
    client: Client, provider: Provider, lead: User
) -> None:
    provider.refuse = "access_denied"
    assert "统一身份登录没有成功" in refused(client)


def test_nobody_ties_a_login_to_the_own(client: Client, provider: Provider, duty: User) -> None:
    provider.claims = claims(duty)
    for process in ("connect", "redirect"):
        assert come_in(client, process=process)["Location"] == "/login/"
    assert not SocialAccount.objects.exists()


def test_the_second_factor_is_asked_for_here_too(client: Client, provider: Provider, duty: User) -> None:
    row = app_of(duty)
    provider.claims = claims(duty)
    assert come_in(client)["Location"].startswith("/login/code/")
    assert client.get("/me/").status_code == 302
    client.post("/login/code/", {"code": code_of(row)})
    assert client.get("/me/").status_code == 200


def test_a_provider_that_is_away_is_said(client: Client, provider: Provider, settings: Any) -> None:
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["server_url"] = "http://127.0.0.1:1"
    answer = client.post("/login/sso/", follow=True)
    assert "没有应答" in answer.content.decode()


def test_without_a_provider_there_is_no_button_and_no_door(client: Client, db: None) -> None:
    assert "/login/sso/" not in client.get("/login/").content.decode()
    assert client.post("/login/sso/").status_code == 404
    assert client.get("/login/sso/callback/?code=x&state=y").status_code == 404
