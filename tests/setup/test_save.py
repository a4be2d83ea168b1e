"""Settings as rows under the environment; secrets sealed and never told."""

import json
import re
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import Settings as SettingsWrapper

from dashboards.filter_words import filter_bar
from dashboards.filters import CUSTOM, Filters
from monitor.lib.clock import utc_now
from monitor.lib.seal import PREFIX
from monitor.models import AuditEntry, Channel, SiteSetting, Unreadable, User
from monitor.queries import site
from monitor.setup.reseal import secrets_count, secrets_reseal
from monitor.setup.save import SiteError, site_save

pytestmark = pytest.mark.django_db
PASSWORD, HOST = "TINGCHAO_SMTP_PASSWORD", "TINGCHAO_SMTP_HOST"


@pytest.fixture(autouse=True)
def _look(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*site.CHANGEABLE, "TINGCHAO_SMTP_HOST"):
        monkeypatch.delenv(name, raising=False)
    site.site_forget()


def save(by: User, **values: str) -> list[str]:
    changed = site_save(values=values, by=by, now=utc_now())
    site.site_forget()
    return changed


def stored(table: str, column: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} ORDER BY {column} DESC LIMIT 1")
        return str(cursor.fetchone()[0])


def test_a_row_counts_until_the_environment_says_otherwise(admin: User, monkeypatch: pytest.MonkeyPatch) -> None:
    assert save(admin, TINGCHAO_ORGANISATION="东坪区总工会") == ["TINGCHAO_ORGANISATION"]
    assert site.organisation() == site.short_name() == "东坪区总工会"
    monkeypatch.setenv("TINGCHAO_ORGANISATION", "云河区总工会")
    assert site.organisation() == "云河区总工会"
    with pytest.raises(SiteError) as refused:
        save(admin, TINGCHAO_ORGANISATION="别的")
    assert refused.value.found == {"TINGCHAO_ORGANISATION": "fixed"}


def test_one_mail_variable_in_the_environment_fixes_the_whole_server(monkeypatch: pytest.MonkeyPatch) -> None:
    SiteSetting.objects.create(name=PASSWORD, secret="授权码", at=utc_now())
    monkeypatch.setenv(HOST, "smtp.elsewhere.example")
    assert site.fixed_by(PASSWORD) == HOST
    assert site.mail_server().password == ""


def test_another_process_sees_a_change_without_a_restart(admin: User) -> None:
    assert site.retention_days() == 180
    SiteSetting.objects.create(name="TINGCHAO_RETENTION_DAYS", value="90", at=utc_now())
    site._kept.checked -= site.CHECK_EVERY_S
    assert site.retention_days() == 90


def test_pages_reach_back_as_far_as_the_retention_that_was_set_on_a_page(admin: User) -> None:
    save(admin, TINGCHAO_RETENTION_DAYS="60")
    now = utc_now()
    start, _end = Filters(window=CUSTOM, start=now - timedelta(days=170), end=now).span(now)
    assert now - start == timedelta(days=60)
    assert filter_bar(Filters(), [], now)["filter_bar"]["days"] == 60


def test_nothing_reads_a_setting_past_the_row_that_may_stand_for_it() -> None:
    """`settings.X` is what was shipped, or the environment: what an admin saved is told by `queries.site` alone."""
    past = re.compile(rf"\bsettings\.({'|'.join(sorted(set(site.CHANGEABLE.values())))})\b")
    may = {
        "monitor/checks.py",
        "monitor/evaluation/replay.py",
        "monitor/evaluation/feed_polls.py",
    }  # without a database
    files = [path for room in ("monitor", "dashboards", "tasks") for path in Path(room).rglob("*.py")]
    assert {str(path) for path in files if past.search(path.read_text(encoding="utf-8"))} == may


def test_a_password_is_sealed_in_its_row_and_absent_from_the_audit(admin: User) -> None:
    save(admin, **{HOST: "smtp.union.example", "TINGCHAO_SMTP_USER": "tingchao", PASSWORD: "hunter2-授权"})
    assert site.mail_server().password == "hunter2-授权"
    assert stored("monitor_sitesetting", "secret").startswith(PREFIX)
    assert "hunter2" not in json.dumps(list(AuditEntry.objects.values()), default=str)
    assert "hunter2" not in repr(site.mail_server())


def test_a_stored_password_is_not_sent_to_another_server(admin: User) -> None:
    save(admin, **{HOST: "smtp.union.example", "TINGCHAO_SMTP_USER": "tingchao", PASSWORD: "hunter2"})
    with pytest.raises(SiteError) as refused:
        save(admin, **{HOST: "smtp.thief.example", "TINGCHAO_SMTP_USER": "tingchao", PASSWORD: ""})
    assert refused.value.found == {PASSWORD: "password_again"}


def test_keys_of_channels_from_before_are_sealed_by_the_migration() -> None:
    channel = Channel.objects.create(kind="wecom", name="值班群", token="robot-key-12345678")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE monitor_channel SET token = 'robot-key-12345678'")
    from importlib import import_module

    import_module("monitor.migrations.0025_site").seal_channels(apps, None)
    assert stored("monitor_channel", "token").startswith(PREFIX)
    assert Channel.objects.get(pk=channel.pk).token == "robot-key-12345678"


def test_a_key_is_replaced_without_losing_what_it_sealed(settings: SettingsWrapper) -> None:
    channel = Channel.objects.create(kind="wecom", name="值班群", token="robot-key-12345678")
    settings.SEAL_KEYS, settings.SECRET_KEY = ["a-new-key" * 6, settings.SECRET_KEY], "another" * 8
    assert secrets_reseal().lost == 0
    settings.SEAL_KEYS = settings.SEAL_KEYS[:1]
    assert Channel.objects.get(pk=channel.pk).token == "robot-key-12345678"


@pytest.mark.parametrize("old_key_stays", [True, False])
def test_a_replaced_key_locks_nobody_out_whose_second_factor_it_sealed(
    settings: SettingsWrapper, lead: User, old_key_stays: bool
) -> None:
    for kind, name in ((Authenticator.Type.TOTP, "secret"), (Authenticator.Type.RECOVERY_CODES, "seed")):
        Authenticator.objects.create(user=lead, type=kind, data={name: get_adapter().encrypt("JBSWY3DP")})
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another" * 8
    settings.SEAL_KEYS = ["a-new-key" * 6, *([old] if old_key_stays else [])]
    assert (secrets_count().stored, secrets_count().lost) == (2, 0 if old_key_stays else 2)
    secrets_reseal()
    settings.SEAL_KEYS = settings.SEAL_KEYS[:1] if old_key_stays else [old]  # lost for a while is not lost for good
    for row in Authenticator.objects.all():
        assert get_adapter().decrypt(row.data.get("secret") or row.data["seed"]) == "JBSWY3DP"


def test_the_command_says_how_many_secrets_open_and_fails_when_one_does_not(settings: SettingsWrapper) -> None:
    Channel.objects.create(kind="wecom", name="值班群", token="robot-key")
    out = StringIO()
    call_command("seal", stdout=out)
    assert out.getvalue() == "1 secrets, 1 open with the present keys\n"
    settings.SECRET_KEY = "wrong" * 12
    with pytest.raises(CommandError, match="1 do not"):
        call_command("seal", "--rotate", stdout=StringIO())


def test_a_secret_that_no_key_opens_is_empty_and_survives_being_saved(settings: SettingsWrapper) -> None:
    channel, right = Channel.objects.create(kind="wecom", name="值班群", token="robot-key"), settings.SECRET_KEY
    settings.SECRET_KEY = "wrong" * 12
    found = Channel.objects.get(pk=channel.pk)
    assert (found.token, isinstance(found.token, Unreadable), secrets_count().lost) == ("", True, 1)
    found.save()
    settings.SECRET_KEY = right
    assert Channel.objects.get(pk=channel.pk).token == "robot-key"
