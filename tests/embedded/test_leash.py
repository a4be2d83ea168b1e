"""Children die with their parent, even by kill -9."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from monitor.embedded.leash import LOST_PARENT, NEVER_READY
from monitor.embedded.places import is_root
from monitor.embedded.ports import free_port
from monitor.embedded.process import leashed, process_alive

from .conftest import eventually

PARENT = "import subprocess, sys; p = subprocess.Popen(sys.argv[1:]); print(p.pid, flush=True); p.wait()"


def parent_of(*command: str) -> tuple[subprocess.Popen[str], int]:
    parent = subprocess.Popen([sys.executable, "-c", PARENT, *command], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    return parent, int(parent.stdout.readline())


def test_a_leashed_child_dies_when_its_parent_is_killed(tmp_path: Path) -> None:
    mark = tmp_path / "running"
    code = f"import pathlib, time; pathlib.Path({str(mark)!r}).touch(); time.sleep(60)"
    parent, child = parent_of(*leashed([sys.executable, "-c", code]))
    assert eventually(mark.exists)
    parent.kill()
    parent.wait()
    assert eventually(lambda: not process_alive(child))


def test_the_leash_holds_after_a_change_of_user() -> None:
    user = ["--user", "65534:65534"] if is_root() else ["--user", f"{os.getuid()}:{os.getgid()}"] * 0
    parent, child = parent_of(*leashed(["/bin/sleep", "60"], *user))
    assert eventually(lambda: b"sleep" in Path(f"/proc/{child}/cmdline").read_bytes()[:12])
    parent.kill()
    parent.wait()
    assert eventually(lambda: not process_alive(child))


def test_the_child_gets_the_signal_that_was_asked_for(tmp_path: Path) -> None:
    mark, ready = tmp_path / "signal", tmp_path / "ready"
    code = (
        "import pathlib, signal, sys, time\n"
        f"signal.signal(signal.SIGINT, lambda *_: (pathlib.Path({str(mark)!r}).touch(), sys.exit()))\n"
        f"pathlib.Path({str(ready)!r}).touch(); time.sleep(60)"
    )
    parent, _child = parent_of(*leashed([sys.executable, "-c", code], "--signal", "SIGINT"))
    assert eventually(ready.exists)
    parent.kill()
    parent.wait()
    assert eventually(mark.exists)


def test_a_child_whose_parent_is_already_gone_does_not_start() -> None:
    done = subprocess.run(leashed(["/bin/true"], "--parent", "999999"), check=False)
    assert done.returncode == LOST_PARENT


def test_a_child_waits_for_files_and_ports_and_gives_up_in_the_end(tmp_path: Path) -> None:
    wait = ["--await-file", str(tmp_path / "never"), "--await-port", str(free_port()), "--patience", "0.1"]
    assert subprocess.run(leashed(["/bin/true"], *wait), check=False).returncode == NEVER_READY
    (tmp_path / "there").touch()
    assert subprocess.run(leashed(["/bin/true"], "--await-file", str(tmp_path / "there")), check=False).returncode == 0


@pytest.mark.parametrize("secret", ["DATABASE_URL", "TINGCHAO_SECRET_KEY"])
def test_a_clean_child_sees_no_secret(secret: str) -> None:
    env = os.environ | {secret: "hidden"}
    done = subprocess.run(leashed(["/usr/bin/env"], "--clean"), env=env, capture_output=True, text=True, check=True)
    assert secret not in done.stdout


def test_a_process_that_ended_counts_as_gone_before_it_is_reaped() -> None:
    child = subprocess.Popen(["/bin/sleep", "60"])
    assert process_alive(child.pid)
    child.send_signal(signal.SIGKILL)
    assert eventually(lambda: not process_alive(child.pid))
    child.wait()
