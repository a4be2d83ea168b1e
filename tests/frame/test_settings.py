"""Settings: documented, checked, and refused in production when unsafe."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.checks import run_checks
from pytest_django import Settings as SettingsWrapper

from monitor.errors import SettingError
from monitor.lib.env import DECLARED, boolean, setting, where_set, words

ROOT = Path(django_settings.BASE_DIR)
DOC = ROOT / "docs" / "settings.md"
GOOD_SECRET = "k" * 60


def check_ids() -> set[str]:
    return {str(message.id) for message in run_checks() if str(message.id).startswith("tingchao.")}


def variables_in_code() -> set[str]:
    """Every TINGCHAO_* name that the code mentions, whoever reads it."""
    found: set[str] = set()
    for package in ("monitor", "tasks", "dashboards"):
        for path in (ROOT / package).rglob("*.py"):
            found.update(re.findall(r"\"(TINGCHAO_[A-Z_]+)\"", path.read_text(encoding="utf-8")))
    return {name for name in found if not name.endswith(("_", "_FILE")) or name in DECLARED}


def test_every_variable_is_documented_and_nothing_else_is() -> None:
    documented = set(re.findall(r"^\| `([A-Z_]+)`", DOC.read_text(encoding="utf-8"), re.MULTILINE))
    assert documented == set(DECLARED) | variables_in_code()


def test_documented_defaults_are_the_real_ones() -> None:
    rows = dict(re.findall(r"^\| `([A-Z_]+)` \| (.+?) \|", DOC.read_text(encoding="utf-8"), re.MULTILINE))
    for name, declared in DECLARED.items():
        if isinstance(declared.default, int) and not isinstance(declared.default, bool):
            assert rows[name] == f"`{declared.default}`", name


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"DEBUG": True}, "tingchao.E001"),
        ({"SECRET_KEY": "short"}, "tingchao.E002"),
        ({"DRILL": True}, "tingchao.E003"),
        ({"BASE_URL": "http://tingchao.union.example"}, "tingchao.E004"),
        ({"ALLOWED_HOSTS": ["*"]}, "tingchao.E005"),
    ],
)
def test_production_refuses(settings: SettingsWrapper, change: dict[str, object], expected: str) -> None:
    safe = {"DEBUG": False, "SECRET_KEY": GOOD_SECRET, "DRILL": False, "BASE_URL": "https://tingchao.union.example"}
    for name, value in {"PRODUCTION": True, **safe, "ALLOWED_HOSTS": ["tingchao.union.example"]}.items():
        setattr(settings, name, value)
    assert not check_ids() & {f"tingchao.E00{n}" for n in range(1, 6)}
    for name, value in change.items():
        setattr(settings, name, value)
    assert expected in check_ids()


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("DATABASE_URL", "mysql://x@y/z", "tingchao.E010"),
        ("REDIS_URL", "amqp://x", "tingchao.E011"),
        ("BASE_URL", "tingchao.union.example", "tingchao.E012"),
        ("PUSH_URL", "push.union.example", "tingchao.E013"),
        ("FETCH_ALLOW_NETWORKS", ["10.0.0.0/99"], "tingchao.E020"),
        ("CHANNEL_ALLOW_NETWORKS", ["10.0.0.0/99"], "tingchao.E020"),
        ("STORM_MINUTES", 0, "tingchao.E032"),
        ("FETCH_MIN_INTERVAL", 0, "tingchao.E021"),
        ("FETCH_MIN_INTERVAL", 5, "tingchao.W022"),
        ("RETENTION_DAYS", 0, "tingchao.E023"),
        ("EMAIL_HOST", "", "tingchao.W030"),
        ("IDLE_MINUTES", 0, "tingchao.E040"),
        ("OIDC_ISSUER", "id.union.example", "tingchao.E041"),
        ("OIDC_CLIENT_ID", "tingchao", "tingchao.E043"),
    ],
)
def test_a_bad_setting_is_found_with_its_id(settings: SettingsWrapper, name: str, value: object, expected: str) -> None:
    setattr(settings, name, value)
    assert expected in check_ids()


def test_starttls_and_tls_together_are_refused(settings: SettingsWrapper) -> None:
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = True
    assert "tingchao.E031" in check_ids()


def test_every_check_says_what_to_do(settings: SettingsWrapper) -> None:
    settings.DATABASE_URL, settings.REDIS_URL, settings.EMAIL_HOST = "x://", "x://", ""
    assert all(message.hint for message in run_checks() if str(message.id).startswith("tingchao."))


def test_the_web_server_does_not_start_with_debug_in_production() -> None:
    env = {**os.environ, "TINGCHAO_PRODUCTION": "1", "TINGCHAO_DEBUG": "1"}
    ran = subprocess.run(
        [sys.executable, "-c", "import monitor.asgi"], cwd=ROOT, env=env, capture_output=True, text=True
    )
    assert ran.returncode != 0
    assert "tingchao.E001" in ran.stderr
    assert "TINGCHAO_DEBUG=0" in ran.stderr


def test_a_production_installation_passes_djangos_deployment_checks() -> None:
    production = {
        "TINGCHAO_PRODUCTION": "1",
        "TINGCHAO_BASE_URL": "https://tingchao.union.example",
        "TINGCHAO_ALLOWED_HOSTS": "tingchao.union.example",
        "TINGCHAO_SECRET_KEY": "".join(map(chr, range(48, 112))),
        "TINGCHAO_SMTP_HOST": "mail.union.example",
    }
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    ran = subprocess.run(command, cwd=ROOT, env={**os.environ, **production}, capture_output=True, text=True)
    assert (ran.returncode, ran.stderr.strip()) == (0, "")


def test_the_web_server_answers_to_the_host_that_hubs_call() -> None:
    env = {**os.environ, "TINGCHAO_PUSH_URL": "https://push.union.example/"}
    code = "from monitor import settings as s; print(s.PUSH_URL, *s.ALLOWED_HOSTS)"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True)
    assert ran.stdout.split()[0] == "https://push.union.example"
    assert "push.union.example" in ran.stdout.split()[1:]


def test_cookies_of_an_https_address_are_for_https_only_and_no_script_reads_them() -> None:
    env = {**os.environ, "TINGCHAO_BASE_URL": "https://tingchao.union.example"}
    names = [f"{cookie}_COOKIE_{what}" for cookie in ("SESSION", "CSRF") for what in ("SECURE", "HTTPONLY", "SAMESITE")]
    code = f"from monitor import settings as s; print(*(getattr(s, name) for name in {names}))"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True)
    assert ran.stdout.split() == ["True", "True", "Lax"] * 2


def test_a_value_can_come_from_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "secret").write_text("from-a-file\n")
    monkeypatch.setenv("TINGCHAO_X_FILE", str(tmp_path / "secret"))
    assert setting("TINGCHAO_X", str, "default", "test") == "from-a-file"
    DECLARED.pop("TINGCHAO_X")


def test_what_is_empty_sets_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "secret").write_text("from-a-file\n")
    (tmp_path / "empty").write_text("\n")
    monkeypatch.setenv("TINGCHAO_X", "")  # a line of .env that was left empty
    monkeypatch.setenv("TINGCHAO_X_FILE", str(tmp_path / "secret"))
    assert (setting("TINGCHAO_X", str, "default", "test"), where_set("TINGCHAO_X")) == ("from-a-file", "file")
    monkeypatch.setenv("TINGCHAO_X_FILE", str(tmp_path / "empty"))
    assert (setting("TINGCHAO_X", str, "default", "test"), where_set("TINGCHAO_X")) == ("default", "default")
    DECLARED.pop("TINGCHAO_X")


def test_a_value_that_makes_no_sense_names_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TINGCHAO_X", "perhaps")
    with pytest.raises(SettingError, match="TINGCHAO_X='perhaps'"):
        setting("TINGCHAO_X", boolean, default=False, help="test")
    DECLARED.pop("TINGCHAO_X")


def test_word_lists_are_split_on_commas() -> None:
    assert words(" 10.0.0.0/8, ,192.168.0.0/16") == ["10.0.0.0/8", "192.168.0.0/16"]
