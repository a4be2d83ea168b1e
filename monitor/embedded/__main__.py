"""python -m monitor.embedded demo | exec -- COMMAND…"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
from types import FrameType

from monitor.embedded.demo import demo
from monitor.embedded.errors import EmbeddedError
from monitor.embedded.process import leashed
from monitor.embedded.throwaway import throwaway_servers


def _interrupt(_signum: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def run_with_servers(command: list[str]) -> int:
    """Run a command beside throw-away servers that DATABASE_URL and REDIS_URL name; returns its exit status."""
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        with throwaway_servers() as servers:
            child = subprocess.Popen(leashed(command, "--signal", "SIGTERM"), env=os.environ | servers.environment)
            try:
                return child.wait()
            except KeyboardInterrupt:
                child.terminate()
                return child.wait()
    except KeyboardInterrupt:
        return 130
    except EmbeddedError as error:
        sys.stderr.write(f"{error.detail}\n")
        return 2


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m monitor.embedded", description=__doc__)
    commands = parser.add_subparsers(dest="action", required=True)
    commands.add_parser("demo", help="run everything on this machine until Ctrl-C")
    run = commands.add_parser("exec", help="run a command beside throw-away PostgreSQL and Valkey")
    run.add_argument("command", nargs="+")
    options = parser.parse_args()
    return demo() if options.action == "demo" else run_with_servers(options.command)


if __name__ == "__main__":
    sys.exit(main())
