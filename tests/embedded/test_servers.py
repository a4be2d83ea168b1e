"""PostgreSQL and Valkey from the wheels: they work, obey the machine's rules, and leave nothing."""

import json
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
import redis

from monitor.embedded import postgres, valkey
from monitor.embedded.errors import EmbeddedError
from monitor.embedded.local import cluster_home
from monitor.embedded.places import CHECKOUT, folder_make, is_root, system_dir
from monitor.embedded.ports import free_port, ports_held
from monitor.embedded.process import process_alive
from monitor.embedded.throwaway import PREFIX, sweep, throwaway_servers

from .conftest import eventually

EXEC = [sys.executable, "-m", "monitor.embedded", "exec", "--"]


def modes(path: Path) -> dict[Path, tuple[int, int]]:
    return {each: (each.stat().st_mode, each.stat().st_uid) for each in (path, *path.parents)}


def test_throwaway_servers_answer_and_leave_no_port_and_no_folder() -> None:
    with throwaway_servers() as servers:
        with psycopg.connect(servers.database_url) as link:
            row = link.execute("SELECT current_setting('server_encoding'), 'Ä' < 'ä', version()").fetchone()
        assert row is not None
        assert row[0] == "UTF8"
        assert redis.from_url(servers.redis_url).ping()
        ports = [urlsplit(url).port for url in (servers.database_url, servers.redis_url)]
        folder = Path(str(redis.from_url(servers.redis_url).config_get("dir")["dir"])).parent  # type: ignore[index,union-attr]
        assert folder.exists()
    assert not folder.exists()
    for port in ports:
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port or 0), timeout=1)


def test_both_servers_refuse_a_wrong_password() -> None:
    with throwaway_servers() as servers:
        parts = urlsplit(servers.database_url)
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(host="127.0.0.1", port=parts.port, user="tingchao", password="wrong", dbname="tingchao")
        port = urlsplit(servers.redis_url).port or 0
        assert valkey.valkey_answers(port, urlsplit(servers.redis_url).password or "")
        assert not valkey.valkey_answers(port, "wrong")


def test_a_start_changes_the_mode_and_owner_of_no_existing_folder(home: Path) -> None:
    watched = [CHECKOUT, Path(sys.prefix), home, Path(os.environ.get("HOME", "/"))]
    before = [modes(path) for path in watched]
    cluster = postgres.cluster_open(home, throwaway=True)
    postgres.server_stop(postgres.server_start(cluster, free_port(), log=home / "log"))
    assert [modes(path) for path in watched] == before


def test_the_database_server_is_never_root_and_its_secrets_are_private(home: Path) -> None:
    cluster = postgres.cluster_open(home, throwaway=True)
    child = postgres.server_start(cluster, free_port(), log=home / "log")
    uid = Path(f"/proc/{child.pid}").stat().st_uid
    command = Path(f"/proc/{child.pid}/cmdline").read_text()
    postgres.server_stop(child)
    assert uid != 0
    assert str(CHECKOUT) not in command or not is_root()
    assert cluster.password not in command
    assert stat.S_IMODE((home / "password").stat().st_mode) == 0o600
    assert stat.S_IMODE(cluster.data.stat().st_mode) == 0o700


def test_data_outlive_kill_9_and_a_stale_pid_file_does_not_prevent_a_start(home: Path) -> None:
    cluster, port = postgres.cluster_open(home, throwaway=True), free_port()
    child = postgres.server_start(cluster, port, log=home / "log")
    with psycopg.connect(cluster.url(port), autocommit=True) as link:
        link.execute("SET synchronous_commit = on")  # off in throw-away mode
        link.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    child.kill()
    child.wait()
    file = cluster.data / "postmaster.pid"
    lines = file.read_text().splitlines()
    file.write_text("\n".join([str(os.getppid()), *lines[1:]]))  # the number now belongs to somebody else, who lives
    eventually(lambda: not any(str(home) in open_command(pid) for pid in Path("/proc").glob("[0-9]*")))
    child = postgres.server_start(cluster, port, log=home / "log")
    with psycopg.connect(cluster.url(port)) as link:
        assert link.execute("SELECT answer FROM kept").fetchone() == (42,)
    postgres.server_stop(child)


def open_command(process: Path) -> str:
    try:
        return (process / "cmdline").read_bytes().decode("utf-8", "replace")
    except OSError:
        return ""


def test_a_server_left_running_by_a_killed_start_is_stopped_first(home: Path) -> None:
    cluster = postgres.cluster_open(home, throwaway=True)
    old = postgres.server_start(cluster, free_port(), log=home / "log")
    new = postgres.server_start(cluster, free_port(), log=home / "log")
    assert old.wait(10) == 0
    assert new.poll() is None
    postgres.server_stop(new)


def test_an_interrupted_initdb_is_begun_again(home: Path) -> None:
    (home / "data.new").mkdir()
    (home / "data.new" / "PG_VERSION").write_text("18")
    cluster = postgres.cluster_open(home, throwaway=True)
    assert (cluster.data / "postgresql.conf").exists()
    assert sorted(path.name for path in home.iterdir()) == ["data", "password"]


def test_a_port_in_use_gives_the_end_of_the_log(home: Path) -> None:
    cluster = postgres.cluster_open(home, throwaway=True)
    with ports_held({}, environ={}) as ports, pytest.raises(EmbeddedError, match="Address already in use"):
        postgres.server_start(cluster, ports["web"], log=home / "log")


def test_valkey_keeps_its_password_off_the_command_line_and_nothing_on_disk(home: Path) -> None:
    port = free_port()
    board = valkey.board_open(home / "valkey", port)
    child = valkey.server_start(board, port, log=home / "log")
    redis.from_url(board.url(port, 63)).set("key", "value")
    command = Path(f"/proc/{child.pid}/cmdline").read_text()
    valkey.server_stop(child)
    assert board.password not in command
    assert sorted(path.name for path in (home / "valkey").iterdir()) == ["password", "valkey.conf"]


def test_two_throwaway_pairs_run_side_by_side() -> None:
    with throwaway_servers() as one, throwaway_servers() as other:
        urls = {one.database_url, other.database_url, one.redis_url, other.redis_url}
        assert len({urlsplit(url).port for url in urls}) == 4


def test_exec_hands_on_the_addresses_and_the_exit_status() -> None:
    code = "import os, sys, psycopg; psycopg.connect(os.environ['DATABASE_URL']).close(); sys.exit(7)"
    assert subprocess.run([*EXEC, sys.executable, "-c", code], cwd=CHECKOUT, check=False).returncode == 7


@pytest.mark.parametrize("signum", [signal.SIGTERM, signal.SIGKILL])
def test_exec_ends_its_command_and_servers_when_it_is_told_to_end_or_killed(signum: signal.Signals) -> None:
    code = "import os, time; print(os.getpid(), os.environ['REDIS_URL'], flush=True); time.sleep(60)"
    run = subprocess.Popen([*EXEC, sys.executable, "-c", code], cwd=CHECKOUT, stdout=subprocess.PIPE, text=True)
    assert run.stdout is not None
    pid, url = run.stdout.readline().split()
    folder = Path(redis.from_url(url).config_get("dir")["dir"]).parent  # type: ignore[index,union-attr]
    run.send_signal(signum)
    run.wait(20)
    assert eventually(lambda: not process_alive(int(pid)))
    assert eventually(lambda: not any(str(folder) in open_command(each) for each in Path("/proc").glob("[0-9]*")))
    sweep(folder.parent)
    assert not folder.exists()


def test_the_sweep_spares_folders_of_living_runs() -> None:
    with throwaway_servers() as servers:
        folder = Path(redis.from_url(servers.redis_url).config_get("dir")["dir"]).parent  # type: ignore[index,union-attr]
        assert folder.name.startswith(PREFIX)
        assert folder not in sweep(folder.parent)
        assert redis.from_url(servers.redis_url).ping()
    assert not is_root() or folder.parent == system_dir()


def test_doctor_on_a_machine_where_nothing_runs_starts_the_servers_for_its_run(own_data: Path) -> None:
    """On a folder of before, where `migrate` finds little to do: all migrations from the first one are run by tests/migrated.py."""
    if like := os.environ.get("TINGCHAO_THROWAWAY_LIKE"):
        postgres.cluster_copy(Path(like), cluster_home(folder_make(own_data)))
    command = [sys.executable, str(CHECKOUT / "manage.py"), "doctor", "--json"]
    try:
        ran = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, timeout=90)
    finally:
        shutil.rmtree(cluster_home(own_data))  # as root it lies outside the data folder
    levels = {check["name"]: check["level"] for check in json.loads(ran.stdout)["checks"]}
    assert (levels["database"], levels["broker"], levels["worker"]) == ("ok", "ok", "fault")
    assert ran.returncode == 1
    assert eventually(lambda: not any(str(own_data) in open_command(pid) for pid in Path("/proc").glob("[0-9]*")))
