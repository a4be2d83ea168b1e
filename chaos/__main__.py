"""`python -m chaos [--full] [--seed N]`: an undisturbed run, a disturbed one, one JSON object; exit 1 on a violation.

Short (in .ci/run): 45 accidents in about three minutes. `--full`: 300 accidents, and more until
200 of them were kills, of each kind one standstill of two minutes.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from chaos.former import PUBLISHED
from chaos.former import run as run_former

LEAST_ALIKE = 0.99  # B-cubed F1 with an undisturbed writer that is given the same batches
MOST_LOST = 0.05  # of B-cubed F1 by the truth, against the undisturbed run: items reach the two in another order
SHORT = {"seconds": 40, "per_second": 20, "steps": 45, "kills": 0, "pause": 4.0}
FULL = {"seconds": 420, "per_second": 12, "steps": 300, "kills": 200, "pause": 120.0}


def main() -> int:
    parser = argparse.ArgumentParser(prog="chaos", description=__doc__)
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--phase", metavar="FILE", help=argparse.SUPPRESS)
    parser.add_argument("--steps", type=int, default=-1, help=argparse.SUPPRESS)
    parser.add_argument(
        "--former",
        nargs="?",
        const=PUBLISHED,
        metavar="REVISION",
        help="that version beside the new migrations instead",
    )
    options = parser.parse_args()
    if options.former:
        return run_former(options.former)
    sizes = dict(FULL if options.full else SHORT)
    if options.phase:
        return _phase(options, sizes)
    quiet, disturbed = (_apart(options, steps) for steps in (0, int(sizes["steps"])))
    return _judge(quiet, disturbed)


def _judge(quiet: dict[str, Any], disturbed: dict[str, Any]) -> int:
    from bench.alert_site import stories
    from chaos.checks_pure import agreement, alike

    truth = stories(disturbed["published"])
    again = {name: _numbers(run.pop("topics_again")) for name, run in (("disturbed", disturbed), ("quiet", quiet))}
    topics = {name: _numbers(run.pop("topics")) for name, run in (("disturbed", disturbed), ("quiet", quiet))}
    same = agreement(topics["disturbed"], topics["quiet"], truth)
    same |= {f"{name}_with_its_order_run_again": alike(topics[name], again[name]) for name in topics}
    broken = {name: n for name, n in (disturbed["violations"] | _undisturbed(quiet)).items() if n}
    if not disturbed["at_rest"]:
        broken["not_at_rest"] = 1
    if min(same[f"{name}_with_its_order_run_again"] for name in topics) < LEAST_ALIKE:
        broken["topics_unlike"] = 1
    if same["disturbed_by_truth"] < same["undisturbed_by_truth"] - MOST_LOST:
        broken["topics_worse"] = 1
    print(
        json.dumps(
            {"violations": broken, "disturbed": disturbed, "undisturbed": quiet, "topics": same}, ensure_ascii=False
        )
    )
    return 1 if broken else 0


def _undisturbed(quiet: dict[str, Any]) -> dict[str, int]:
    return {f"undisturbed_{name}": n for name, n in quiet["violations"].items()}


def _numbers(topics: dict[str, int]) -> dict[int, int]:
    return {int(n): topic for n, topic in topics.items()}


def _apart(options: argparse.Namespace, steps: int) -> dict[str, Any]:
    """A phase in a process of its own: Django's settings know one database."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "found.json"
        command = [
            sys.executable,
            "-m",
            "chaos",
            "--phase",
            str(out),
            "--steps",
            str(steps),
            "--seed",
            str(options.seed),
        ]
        subprocess.run(command + (["--full"] if options.full else []), check=True)
        return dict(json.loads(out.read_text(encoding="utf-8")))


def _phase(options: argparse.Namespace, sizes: dict[str, float]) -> int:
    from chaos.phase import run

    found = run(
        seconds=int(sizes["seconds"]),
        per_second=int(sizes["per_second"]),
        steps=options.steps,
        kills=int(sizes["kills"]),
        pause=sizes["pause"],
        seed=options.seed,
    )
    Path(options.phase).write_text(json.dumps(found), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
