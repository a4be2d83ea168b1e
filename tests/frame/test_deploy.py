"""What an operator runs: compose, units, secrets. No Docker here, so the files are held against each other."""

from __future__ import annotations

import configparser
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
from monitor.lib.env import DECLARED, where_set
from monitor.models import ProcessBeat
from monitor.queries.site import MAIL, fixed_by
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
    everybody = {"database_url", "secret_key", "secret_key_fallbacks", "seal_keys", "smtp_password"}
    assert set(service["secrets"]) - everybody == (OF_PAGES if name == "web" else set())
    told = {
        value.removeprefix("/run/secrets/")
        for key, value in service["environment"].items()
        if key.endswith("_FILE") and value.startswith("/run/secrets/")
    }
    assert told == set(service["secrets"])


OF_PAGES = {"metrics_token", "oidc_client_secret", "replica_url"}


def limits(name: str) -> tuple[float, str]:
    """Cores (of a variable its default) and memory that a service may use."""
    told = SERVICES[name]["deploy"]["resources"]["limits"]
    return float(re.sub(r"\$\{TINGCHAO_CPUS:-(\d+)\}", r"\1", told["cpus"])), told["memory"]


@each(name=sorted(OURS | OTHERS))
def test_every_service_has_limits_that_the_smallest_machine_of_the_manual_allows(name: str) -> None:
    """Docker makes no container whose limit is above the machine's cores: "range of CPUs is from 0.01 to 2.00"."""
    smallest = re.search(
        r"\| (\d+) cores, (\d+) GB of memory", (ROOT / "docs" / "install.md").read_text(encoding="utf-8")
    )
    assert smallest is not None
    cores, memory = limits(name)
    assert 0 < cores <= float(smallest[1])
    assert re.fullmatch(r"\d+[MG]", memory)


@each(name=["caddy", "postgres", "valkey", "web", "worker", "topics", "beat"])
def test_what_others_depend_on_says_whether_it_is_well(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}


@each(name=sorted(OURS))
def test_only_settings_that_exist_are_set_and_no_secret_is_in_the_environment(name: str) -> None:
    names = {key.removesuffix("_FILE") for key in SERVICES[name]["environment"]} - {"TMPDIR", "FORWARDED_ALLOW_IPS"}
    assert names <= set(DECLARED)
    assert not {
        key for key in SERVICES[name]["environment"] if re.search(r"(KEYS?|URL|PASSWORD|SECRET|TOKEN)$", key)
    } - {
        "TINGCHAO_BASE_URL",
        "REDIS_URL",  # Valkey is reached by these containers alone
    }


@each(name=sorted(OURS))
def test_every_setting_of_the_manual_can_stand_in_the_one_file(name: str) -> None:
    assert SERVICES[name]["env_file"] == ".env"
    example = re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE)
    of_compose = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text(encoding="utf-8")))
    assert set(example) <= of_compose | set(DECLARED)
    assert of_compose - set(DECLARED) <= set(example)


def test_backups_are_made_by_one_service_into_a_folder_that_can_be_named() -> None:
    told = {name: SERVICES[name]["environment"]["TINGCHAO_BACKUP_DIR"] for name in OURS}
    assert {name for name, folder in told.items() if folder} == {"backup"}
    assert f"${{TINGCHAO_BACKUPS:-backups}}:{told['backup']}" in SERVICES["backup"]["volumes"]


def test_certificates_of_the_house_are_where_the_manual_says() -> None:
    for name in OURS | {"caddy"}:
        assert "./certs:/certs:ro" in SERVICES[name]["volumes"], name
    assert "/certs/cert.pem /certs/key.pem" in (ROOT / "docs" / "install.md").read_text(encoding="utf-8")


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


def test_the_unit_names_whose_word_about_the_asker_is_believed() -> None:
    """Not left to a default of the server that could change."""
    unit = (ROOT / "deploy" / "systemd" / "tingchao-web.service").read_text(encoding="utf-8")
    assert "Environment=FORWARDED_ALLOW_IPS=127.0.0.1\n" in unit
    assert unit.index("Environment=FORWARDED") < unit.index("EnvironmentFile=/etc/tingchao/environment")


UNITS = ROOT / "deploy" / "systemd"


def unit_of(name: str) -> configparser.ConfigParser:
    """The unit of one of our services; topics' is a template, since there are two."""
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    read = unit.read(UNITS / f"tingchao-{'topics@' if name == 'topics' else name}.service")
    assert read, name
    return unit


def test_a_second_topics_writer_stands_by() -> None:
    assert SERVICES["topics"]["deploy"]["replicas"] == 2
    target = (UNITS / "tingchao.target").read_text(encoding="utf-8")
    assert re.findall(r"tingchao-topics@\d\.service", target) == [
        "tingchao-topics@1.service",
        "tingchao-topics@2.service",
    ]


@each(name=sorted(OURS - {"backup"}))
def test_units_run_what_compose_runs(name: str) -> None:
    command = " ".join(SERVICES[name]["command"]).replace("0.0.0.0", "127.0.0.1")
    assert unit_of(name)["Service"]["ExecStart"] == f"/opt/tingchao/.venv/bin/{command}"


def test_the_timer_makes_backups_when_compose_does() -> None:
    hour = SERVICES["backup"]["command"][-1]
    timer = (UNITS / "tingchao-backup.timer").read_text(encoding="utf-8")
    assert f"OnCalendar=*-*-* {hour}:00 Asia/Shanghai\nPersistent=true\n" in timer


@each(name=sorted(OURS))
def test_units_are_held_as_tight_as_containers(name: str) -> None:
    service = unit_of(name)["Service"]
    assert service["User"] == "tingchao"
    assert service["NoNewPrivileges"] == "true"
    assert service["CapabilityBoundingSet"] == ""
    assert service["ProtectSystem"] == ("full" if name == "backup" else "strict")
    cores, memory = limits(name)
    assert (service["CPUQuota"], service["MemoryMax"]) == (f"{cores * 100:.0f}%", memory)


@each(name=sorted(OURS))
def test_units_write_where_they_may(name: str) -> None:
    """The checkout is read-only to them (ProtectSystem): what a process keeps goes where StateDirectory lets it."""
    text = (UNITS / f"tingchao-{'topics@' if name == 'topics' else name}.service").read_text(encoding="utf-8")
    assert "Environment=TINGCHAO_DATA=/var/lib/tingchao\nEnvironmentFile=/etc/tingchao/environment\n" in text
    assert "StateDirectory=tingchao\n" in text


def test_the_target_starts_every_unit_and_what_works_waits_for_the_tables() -> None:
    wanted = set(re.findall(r"tingchao-[\w@]+\.\w+", (UNITS / "tingchao.target").read_text(encoding="utf-8")))
    there = {path.name for path in UNITS.glob("tingchao-*")}
    of_their_own = {"tingchao-backup.service", "tingchao-migrate.service"}  # by the timer; wanted by the others
    assert {re.sub(r"@\d", "@", name) for name in wanted} == there - of_their_own
    for name in ("web", "worker", "topics", "beat"):
        unit = unit_of(name)["Unit"]
        assert "tingchao-migrate.service" in unit["Wants"], name
        assert "tingchao-migrate.service" in unit["After"], name


def test_a_worker_makes_no_backup_where_the_timer_does() -> None:
    assert unit_of("worker")["Service"]["UnsetEnvironment"] == "TINGCHAO_BACKUP_DIR"


def test_secrets_are_made_once_and_stay(tmp_path: Path) -> None:
    for _ in range(2):
        subprocess.run(["sh", str(ROOT / "deploy" / "secrets")], cwd=tmp_path, check=True, capture_output=True)
    made = {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()}
    assert made["postgres_password"] in made["database_url"]
    assert len(made["secret_key"]) >= 50
    assert set(made) == {Path(secret["file"]).name for secret in COMPOSE["secrets"].values()}
    assert (
        stat.S_IMODE((tmp_path / "secrets").stat().st_mode) == 0o700
    )  # the files in it are for every user of a container
    assert (tmp_path / "certs").is_dir()


def test_a_secret_that_was_left_empty_fixes_nothing_on_the_page_of_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """compose names a file for each secret; an empty one for the mail password must not shut the page to the whole server."""
    subprocess.run(["sh", str(ROOT / "deploy" / "secrets")], cwd=tmp_path, check=True, capture_output=True)
    for key, value in SERVICES["web"]["environment"].items():
        if key.endswith("_FILE"):
            monkeypatch.setenv(key, str(tmp_path / "secrets" / Path(value).name))
    assert {name: fixed_by(name) for name in MAIL} == dict.fromkeys(MAIL, "")
    assert where_set("TINGCHAO_SECRET_KEY") == "file"


@pytest.mark.django_db
@pytest.mark.parametrize(("age", "well"), [(timedelta(seconds=30), True), (timedelta(minutes=3), False)])
def test_alive_looks_for_a_fresh_sign_of_life(age: timedelta, well: bool) -> None:
    ProcessBeat.objects.create(name="topics-standby", at=utc_now() - age)
    if well:
        call_command("alive", "topics", "topics-standby", stdout=StringIO())
        return
    with pytest.raises(SystemExit):
        call_command("alive", "topics", "topics-standby", stdout=StringIO())


def test_the_proxy_holds_what_is_asked_while_the_web_process_is_exchanged() -> None:
    """Tried with Caddy 2.6.2 (27 November 2026): with health checks beside it forms were refused, pages waited twice as long."""
    text = re.sub(r"#.*", "", (ROOT / "deploy" / "Caddyfile").read_text(encoding="utf-8"))
    assert "lb_try_duration 30s\n" in text
    assert not re.search(r"health_|fail_duration", text)
