"""The settings page and the steps of the first run, as an admin uses them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from pytest_django import Settings as SettingsWrapper

from monitor.lib.clock import utc_now
from monitor.models import AuditEntry, MemberSession, Recipient, SiteSetting, Source, User
from monitor.queries import site
from monitor.setup.starter import FEEDS, starter_offers
from monitor.team.session_store import session_end_of
from tests.alerts.conftest import Catcher, smtp  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 26, 4, tzinfo=UTC)


@pytest.fixture
def office(client: Client, admin: User, monkeypatch: pytest.MonkeyPatch) -> Client:
    for name in site.CHANGEABLE:
        monkeypatch.delenv(name, raising=False)
    client.force_login(admin)
    return client


def test_what_the_environment_fixes_is_shown_with_the_reason(office: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TINGCHAO_ORGANISATION", "云河区总工会")
    page = office.get("/settings/").content.decode()
    assert "由环境变量 TINGCHAO_ORGANISATION 设定" in page
    assert page.count("<h1") == 1


def test_secrets_are_on_no_page(office: Client, settings: SettingsWrapper) -> None:
    settings.SECRET_KEY_FALLBACKS = ["former-key-of-sessions"]
    SiteSetting.objects.create(name="TINGCHAO_SMTP_PASSWORD", secret="hunter2", at="2026-11-01T00:00Z")
    site.site_forget()
    page = office.get("/settings/").content.decode()
    assert "已存有密码" in page
    assert not any(secret in page for secret in ("hunter2", "former-key", settings.SECRET_KEY))


def test_a_group_is_saved_and_a_fault_stays_at_its_field(office: Client) -> None:
    good = {"TINGCHAO_ORGANISATION": "东坪区总工会", "TINGCHAO_CONTACT": "office@union.example"}
    assert office.post("/settings/organisation/save/", good).status_code == 302
    assert AuditEntry.objects.get(action="site_edit").detail["after"]["TINGCHAO_ORGANISATION"] == "东坪区总工会"
    answer = office.post("/settings/organisation/save/", good | {"TINGCHAO_ORGANISATION": ""})
    assert (answer.status_code, "不能为空" in answer.content.decode()) == (422, True)


def test_shortening_the_retention_is_confirmed_first(office: Client) -> None:
    days = {"TINGCHAO_RETENTION_DAYS": "60"}
    assert office.post("/settings/texts/save/", days).status_code == 422
    assert office.post("/settings/texts/save/", days | {"shorten": "1"}).status_code == 302


def test_a_shorter_idle_time_ends_what_is_idle_longer_and_nothing_else(office: Client, duty: User) -> None:
    away = Client()
    away.force_login(duty)
    MemberSession.objects.filter(user=duty).update(seen_at=utc_now() - timedelta(minutes=40))
    assert office.post("/settings/sessions/save/", {"TINGCHAO_IDLE_MINUTES": "30"}).status_code == 302
    site.site_forget()
    assert away.get("/me/").status_code == 302
    assert "30 分钟无人操作" in office.get("/me/").content.decode()
    assert session_end_of(NOON, NOON) - NOON == timedelta(minutes=30)


def test_a_test_mail_tells_what_the_server_said(office: Client, admin: User, smtp: Catcher) -> None:  # noqa: F811
    page = office.post("/settings/mail/test/", follow=True).content.decode()
    assert "250 OK" in page
    assert [to for to, _mail in smtp.mails] == [admin.email]
    smtp.recipient_answers = ["550 5.1.1 no such user here"]
    page = office.post("/settings/mail/test/", follow=True).content.decode()
    assert "no such user here" in page
    assert "拒收这封信" in page


def test_nothing_of_the_starter_list_is_there_before_it_is_ticked(office: Client) -> None:
    page = office.get("/setup/sources/").content.decode()
    assert page.count("未核实") > len(FEEDS)
    assert not Source.objects.exists()
    office.post("/setup/sources/", {"feed": [FEEDS[0].url, "http://127.0.0.1/not-on-the-list"]})
    assert Source.objects.get().url == FEEDS[0].url
    Source.objects.update(last_ok_at="2026-11-26T00:00Z")
    assert [offer.state for offer in starter_offers()][:2] == ["verified", "offered"]


def test_the_admin_is_listed_for_alerts_when_asked(office: Client, admin: User) -> None:
    office.post(
        "/setup/mail/",
        {"TINGCHAO_MAIL_FROM": "t@union.example", "TINGCHAO_SMTP_PORT": "25", "security": "none", "list_me": "1"},
    )
    assert Recipient.objects.get().user == admin


@pytest.mark.parametrize("name", ["organisation", "mail", "sources", "units", "members"])
def test_each_step_can_be_opened(office: Client, name: str) -> None:
    assert office.get(f"/setup/{name}/").status_code == 200
