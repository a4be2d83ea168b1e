"""The configuration, and a real supervisord over small programs: restarts, news, order, nothing left."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.embedded import plan, process
from monitor.embedded.plan import Layout, Program, environment, programs
from monitor.embedded.postgres import Cluster
from monitor.embedded.process import leashed, process_alive
from monitor.embedded.supervisor import Supervisor, config_render, leftover_stop
from monitor.embedded.valkey import Board

from .conftest import eventually

GOLDEN = Path(__file__).with_name("golden") / "supervisord.conf"
PORTS = {"web": 8010, "postgres": 54310, "valkey": 63710, "drill": 8030, "smtp": 8025}


@pytest.fixture
def layout(monkeypatch: pytest.MonkeyPatch) -> Layout:
    monkeypatch.setattr(plan, "CHECKOUT", Path("/srv/听潮 50%"))
    monkeypatch.setattr(process, "LEASH", Path("/srv/leash.py"))
    monkeypatch.setattr("monitor.embedded.valkey.valkey_binary", lambda: Path("/srv/valkey-server"))
    monkeypatch.setattr(sys, "executable", "/srv/python")
    data = Path("/srv/data")
    cluster = Cluster(home=data / "postgres", bin=Path("/srv/bin"), account=None, password="pg-secret")
    return Layout(data=data, cluster=cluster, board=Board(home=data / "valkey", password="vk-secret"), ports=PORTS)


def test_the_configuration_is_the_expected_one(layout: Layout) -> None:
    text = config_render(programs(layout), run=layout.run, log=layout.log, root=False)
    assert text == GOLDEN.read_text(encoding="utf-8")


def test_the_configuration_holds_no_secret(layout: Layout) -> None:
    text = config_render(programs(layout), run=layout.run, log=layout.log, root=True)
    assert "secret" not in text
    assert "user=root" in text


def test_the_demo_mails_and_fetches_on_this_machine_only(layout: Layout) -> None:
    env = environment(layout, "key")
    assert (env["TINGCHAO_SMTP_HOST"], env["TINGCHAO_SMTP_PORT"]) == ("127.0.0.1", "8025")
    assert env["TINGCHAO_FETCH_ALLOW_NETWORKS"] == "127.0.0.0/8"
    assert env["TINGCHAO_BASE_URL"] == "http://127.0.0.1:8010"
    assert env["DATABASE_URL"] == "postgres://tingchao:pg-secret@127.0.0.1:54310/tingchao"


def sleeper(folder: Path, name: str, group: str, priority: int) -> Program:
    code = (
        "import os, pathlib, signal, sys, time\n"
        f"folder, name = pathlib.Path({str(folder)!r}), {name!r}\n"
        "def end(*_):\n"
        "    with (folder / 'ended').open('a') as file: file.write(name + ' ')\n"
        "    sys.exit()\n"
        "signal.signal(signal.SIGTERM, end)\n"
        "(folder / name).write_text(str(os.getpid()))\n"
        "time.sleep(60)"
    )
    script = folder / f"{name}.py"
    script.write_text(code)
    return Program(name, group, priority, tuple(leashed([sys.executable, script])))


@pytest.fixture
def supervisor(tmp_path: Path) -> Iterator[Supervisor]:
    folder = tmp_path / "数据 50% of it"
    folder.mkdir()
    supervisor = Supervisor(run=folder, log=folder, env={"PYTHONUTF8": "1"})
    supervisor.write([sleeper(folder, "first", "first", 10), sleeper(folder, "second", "second", 20)])
    supervisor.start()
    yield supervisor
    supervisor.stop(kill=True)


def pid_of(supervisor: Supervisor, name: str) -> int:
    file = supervisor.run / name
    assert eventually(lambda: file.exists() and file.read_text())
    return int(file.read_text())


def test_what_dies_is_started_again_and_reported(supervisor: Supervisor) -> None:
    first = pid_of(supervisor, "first")
    os.kill(first, 9)
    assert eventually(lambda: pid_of(supervisor, "first") != first)
    assert eventually(lambda: supervisor.news() or supervisor.exits)
    assert supervisor.exits == {"first": 1}


def test_all_stop_in_reverse_order(supervisor: Supervisor) -> None:
    pids = [pid_of(supervisor, name) for name in ("first", "second")]
    supervisor.stop()
    assert {"first.log", "second.log"} <= {path.name for path in supervisor.log.iterdir()}
    assert (supervisor.run / "ended").read_text() == "second first "
    assert not any(process_alive(pid) for pid in pids)


def test_killing_the_supervisor_kills_its_programs(supervisor: Supervisor) -> None:
    pids = [pid_of(supervisor, name) for name in ("first", "second")]
    supervisor.stop(kill=True)
    assert eventually(lambda: not any(process_alive(pid) for pid in pids))
    assert not leftover_stop(supervisor.run)


def test_a_supervisor_left_behind_is_waited_for(supervisor: Supervisor) -> None:
    pid = pid_of(supervisor, "second")
    assert eventually(lambda: (supervisor.run / "supervisord.pid").exists())
    assert leftover_stop(supervisor.run)
    assert not process_alive(pid)
