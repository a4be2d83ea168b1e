"""What an operator runs: compose, units, secrets. No Docker here, so the files are held against each other."""

from __future__ import annotations

import configparser
import json
import re
import stat
import subprocess
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.core.management import call_command

from monitor.lib.clock import utc_now
from monitor.lib.env import DECLARED
from monitor.models import ProcessBeat
from tests.each import each

ROOT = Path(settings.BASE_DIR)
COMPOSE: dict[str, dict[str, Any]] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES = COMPOSE["services"]
OURS = {"migrate", "web", "worker", "topics", "beat", "backup"}
OTHERS = {"caddy", "postgres", "valkey", "mailpit"}


def test_these_are_the_services() -> None:
    assert set(SERVICES) == OURS | OTHERS


@each(name=sorted(OURS | OTHERS))
def test_images_are_pinned_by_their_exact_version(name: str) -> None:
    assert re.search(r":v?\d+\.\d+(\.\d+)?$", SERVICES[name]["image"])


@each(name=sorted(OURS | OTHERS))
def test_processes_can_write_nothing_but_their_volumes_and_gain_no_rights(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service.get("cap_add", []) == (["NET_BIND_SERVICE"] if name == "caddy" else [])
    assert service["security_opt"] == ["no-new-privileges:true"]


@each(name=sorted(OTHERS - {"caddy"}))
def test_what_is_not_ours_is_not_root_either(name: str) -> None:
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", SERVICES[name]["user"])


def test_ours_is_one_image_whose_user_is_not_root() -> None:
    stage = (ROOT / "Dockerfile").read_text(encoding="utf-8").rsplit("\nFROM ", 1)[1]
    assert re.findall(r"^USER (\S+)$", stage, re.MULTILINE) == ["tingchao"]
    assert re.search(r"useradd .*--uid 10001 .* tingchao ", stage)
    assert not any("user" in SERVICES[name] for name in OURS)


@each(name=sorted(OURS))
def test_our_processes_get_what_is_secret_as_files(name: str) -> None:
    service = SERVICES[name]
    assert set(service["secrets"]) - {"replica_url"} == {"database_url", "secret_key", "smtp_password"}


@each(name=sorted((OURS | OTHERS) - {"migrate"}))
def test_what_runs_for_long_has_a_limit_of_memory(name: str) -> None:
    assert re.fullmatch(r"\d+[MG]", SERVICES[name]["deploy"]["resources"]["limits"]["memory"])


@each(name=["caddy", "postgres", "valkey", "web", "worker", "topics", "beat"])
def test_what_others_depend_on_says_whether_it_is_well(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}


@each(name=sorted(OURS))
def test_only_settings_that_exist_are_set_and_no_secret_is_in_the_environment(name: str) -> None:
    names = {key.removesuffix("_FILE") for key in SERVICES[name]["environment"]} - {"TMPDIR", "FORWARDED_ALLOW_IPS"}
    assert names <= set(DECLARED)
    assert not {"TINGCHAO_SECRET_KEY", "DATABASE_URL", "TINGCHAO_SMTP_PASSWORD"} & set(SERVICES[name]["environment"])


def test_only_the_tls_proxy_is_reached_from_outside() -> None:
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert published.pop("mailpit") == ["127.0.0.1:8025:8025"]
    assert set(published) == {"caddy"}


def test_the_proxy_says_who_asks_and_only_what_stands_behind_it_believes() -> None:
    caddy = (ROOT / "deploy" / "Caddyfile").read_text(encoding="utf-8")
    assert "header_up X-Forwarded-For {remote_host}" in caddy
    believing = {name for name, service in SERVICES.items() if "FORWARDED_ALLOW_IPS" in service.get("environment", {})}
    assert believing == {"web"}
    assert "ports" not in SERVICES["web"]


def test_web_processes_alone_read_from_a_replica_whose_address_is_a_secret() -> None:
    key = "TINGCHAO_REPLICA_URL_FILE"
    assert {name for name, service in SERVICES.items() if key in service.get("environment", {})} == {"web"}
    assert {name for name in OURS if "replica_url" in SERVICES[name]["secrets"]} == {"web"}


def test_the_unit_names_whose_word_about_the_asker_is_believed() -> None:
    """Not left to a default of the server that could change."""
    unit = (ROOT / "deploy" / "systemd" / "tingchao-web.service").read_text(encoding="utf-8")
    assert "Environment=FORWARDED_ALLOW_IPS=127.0.0.1\n" in unit
    assert unit.index("Environment=FORWARDED") < unit.index("EnvironmentFile=/etc/tingchao/environment")


def test_a_second_topics_writer_stands_by() -> None:
    assert SERVICES["topics"]["deploy"]["replicas"] == 2


@pytest.mark.parametrize("name", ["web", "worker", "topics", "beat"])
def test_units_run_what_compose_runs(name: str) -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.read(ROOT / "deploy" / "systemd" / f"tingchao-{name}.service")
    command = " ".join(SERVICES[name]["command"]).replace("0.0.0.0", "127.0.0.1")
    assert unit["Service"]["ExecStart"] == f"/opt/tingchao/.venv/bin/{command}"


@each(name=sorted(OURS - {"migrate"}))
def test_units_are_held_as_tight_as_containers(name: str) -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.read(ROOT / "deploy" / "systemd" / f"tingchao-{name}.service")
    service = unit["Service"]
    assert service["User"] == "tingchao"
    assert service["NoNewPrivileges"] == "true"
    assert service["CapabilityBoundingSet"] == ""
    assert service["ProtectSystem"] == ("full" if name == "backup" else "strict")
    assert re.fullmatch(r"\d+G", service["MemoryMax"])


def test_secrets_are_made_once_and_stay(tmp_path: Path) -> None:
    for _ in range(2):
        subprocess.run(["sh", str(ROOT / "deploy" / "secrets")], cwd=tmp_path, check=True, capture_output=True)
    made = {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()}
    assert made["postgres_password"] in made["database_url"]
    assert len(made["secret_key"]) >= 50
    assert set(made) == {Path(secret["file"]).name for secret in COMPOSE["secrets"].values()}
    assert stat.S_IMODE((tmp_path / "secrets").stat().st_mode) & 0o044 == 0


@pytest.mark.django_db
@pytest.mark.parametrize(("age", "well"), [(timedelta(seconds=30), True), (timedelta(minutes=3), False)])
def test_alive_looks_for_a_fresh_sign_of_life(age: timedelta, well: bool) -> None:
    ProcessBeat.objects.create(name="topics-standby", at=utc_now() - age)
    if well:
        call_command("alive", "topics", "topics-standby", stdout=StringIO())
        return
    with pytest.raises(SystemExit):
        call_command("alive", "topics", "topics-standby", stdout=StringIO())


def test_the_grafana_dashboard_asks_only_for_figures_that_there_are() -> None:
    told = (ROOT / "monitor" / "queries" / "metrics.py").read_text(encoding="utf-8")
    panels = json.loads((ROOT / "deploy" / "grafana.json").read_text(encoding="utf-8"))["panels"]
    asked = [target["expr"].removeprefix("tingchao_") for panel in panels for target in panel["targets"]]
    assert len(asked) > 8
    assert [name for name in asked if f'"{name}"' not in told] == []


def test_the_proxy_asks_for_the_health_of_the_web_process_by_a_name_that_it_answers_to() -> None:
    """Django answers 400 to any other, and the proxy would take it for dead."""
    text = (ROOT / "deploy" / "Caddyfile").read_text(encoding="utf-8")
    check = text[text.index("health_uri") :]
    assert "Host {$TINGCHAO_DOMAIN}" in check[: check.index("health_interval")]
