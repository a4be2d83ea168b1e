"""One start at a time on a data folder; what a running demo tells other commands; servers for one command."""

import os
import shutil
import stat
import subprocess
import sys
from collections import namedtuple
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.embedded import places
from monitor.embedded.ensure import ensure_servers, servers_for_command
from monitor.embedded.errors import EmbeddedError
from monitor.embedded.local import cluster_home, data_locked, migrate_if_needed
from monitor.embedded.places import CHECKOUT, folder_make, is_root, secret_file, space_check
from monitor.embedded.plan import Layout
from monitor.embedded.state import ports_remember, ports_remembered, running_environment, state_clear, state_write

from .conftest import eventually

HOLD = "from monitor.embedded.local import data_locked\nimport time\nwith data_locked(): print('held', flush=True); time.sleep(60)"
ENSURE = (
    "import functools\n"
    "from monitor.embedded import ensure, ensure_servers, postgres\n"
    "postgres.cluster_open = functools.partial(postgres.cluster_open, throwaway=True)\n"  # fsync takes seconds here
    "ensure.migrate_if_needed = lambda layout, env: True\n"  # the schema is not what this is about
    "ensure_servers()\n"
    "import os, psycopg, redis\n"
    "with psycopg.connect(os.environ['DATABASE_URL'], autocommit=True) as link:\n"
    "    link.execute('CREATE TABLE IF NOT EXISTS calls (n int)'); link.execute('INSERT INTO calls VALUES (1)')\n"
    "    print(link.execute('SELECT count(*) FROM calls').fetchone()[0])\n"
    "redis.from_url(os.environ['REDIS_URL']).ping()\n"
)


@pytest.fixture
def holder(own_data: Path) -> Iterator[subprocess.Popen[str]]:
    child = subprocess.Popen([sys.executable, "-c", HOLD], cwd=CHECKOUT, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "held\n"
    yield child
    child.kill()
    child.wait()


def test_a_second_start_on_the_same_data_is_refused_with_a_way_out(holder: subprocess.Popen[str]) -> None:
    with pytest.raises(EmbeddedError, match="TINGCHAO_DATA"), data_locked(patience=0):
        pass


def test_kill_9_leaves_no_lock_behind(holder: subprocess.Popen[str], own_data: Path) -> None:
    holder.kill()
    holder.wait()
    with data_locked() as data:
        assert data == own_data


def test_commands_use_the_servers_of_a_running_demo(
    holder: subprocess.Popen[str], own_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "environ", dict(os.environ))
    state_write(own_data, environment={"DATABASE_URL": "postgres://x", "REDIS_URL": "redis://y"}, ports={})
    ensure_servers()
    assert (os.environ["DATABASE_URL"], os.environ["REDIS_URL"]) == ("postgres://x", "redis://y")


def test_a_state_file_left_by_kill_9_is_no_running_demo(holder: subprocess.Popen[str], own_data: Path) -> None:
    state_write(own_data, environment={"DATABASE_URL": "postgres://x"}, ports={})
    assert running_environment(own_data) == {"DATABASE_URL": "postgres://x"}
    holder.kill()
    holder.wait()
    assert eventually(lambda: running_environment(own_data) is None)
    state_clear(own_data)


def test_named_servers_are_used_as_they_are(own_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://mine")
    servers_for_command(["recount"])
    assert os.environ["DATABASE_URL"] == "postgres://mine"
    assert not own_data.exists()


def test_a_command_that_needs_no_server_starts_none(own_data: Path) -> None:
    for arguments in (["analyse", "-"], ["recount", "--help"], []):
        servers_for_command(arguments)
    assert "DATABASE_URL" not in os.environ
    assert not own_data.exists()


def test_a_command_without_servers_starts_lasting_ones_and_stops_them(own_data: Path) -> None:
    outputs = [
        subprocess.run([sys.executable, "-c", ENSURE], cwd=CHECKOUT, capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    ]
    with data_locked() as data:
        home = cluster_home(data)
    running = (home / "data" / "postmaster.pid").exists()
    shutil.rmtree(home)
    assert outputs == ["1\n", "2\n"]
    assert not running


def test_a_new_data_folder_begins_with_a_new_cluster(own_data: Path) -> None:
    folder_make(own_data)
    first = cluster_home(own_data)
    assert cluster_home(own_data) == first
    (first / "password").write_text("old")
    shutil.rmtree(own_data)
    folder_make(own_data)
    second = cluster_home(own_data)
    kept = [path for path in (first, second) if path.exists()]
    empty = not any(second.iterdir())
    for path in kept:
        shutil.rmtree(path)
    assert empty
    assert (second != first) == is_root()


def test_the_schema_is_brought_up_to_date_once_per_version(own_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[list[str]] = []
    monkeypatch.setattr("monitor.embedded.local.step_run", lambda command, **_: ran.append(command))
    cluster = namedtuple("cluster", "home")(folder_make(own_data))
    layout = Layout(data=own_data, cluster=cluster, board=None, ports={})  # type: ignore[arg-type]
    assert [migrate_if_needed(layout, {}) for _ in range(2)] == [True, False]
    monkeypatch.setattr("monitor.embedded.local.database_fingerprint", lambda: "newer")
    assert migrate_if_needed(layout, {})
    assert [command[-4] for command in ran] == ["migrate", "migrate"]


def test_secrets_are_made_once_and_only_the_owner_reads_them(tmp_path: Path) -> None:
    secret = secret_file(tmp_path / "secret_key", 48)
    assert secret_file(tmp_path / "secret_key", 48) == secret
    assert len(secret) >= 50
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_ports_are_remembered_and_a_broken_file_is_forgotten(tmp_path: Path) -> None:
    ports_remember(tmp_path, {"web": 8010})
    assert ports_remembered(tmp_path) == {"web": 8010}
    (tmp_path / "ports.json").write_text("[1")
    assert ports_remembered(tmp_path) == {}


def test_a_nearly_full_disk_is_refused_with_the_figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")(2**40, 2**40, 499 * 2**20)
    monkeypatch.setattr(places.shutil, "disk_usage", lambda path: usage)
    with pytest.raises(EmbeddedError, match=r"Only 499 MB .* 500 MB"):
        space_check(tmp_path)


def test_a_folder_that_cannot_be_made_is_an_error_that_names_the_variable(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(EmbeddedError, match="TINGCHAO_DATA"):
        folder_make(tmp_path / "file" / "data")
