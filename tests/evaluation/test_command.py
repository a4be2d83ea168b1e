"""`manage.py evaluate` as a shell sees it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.each import each
from tests.shell import manage

ROOT = Path(__file__).resolve().parents[2]


def evaluate(*args: str, lines: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "manage.py"), "evaluate", *args]
    env = {"PATH": os.environ["PATH"], **environment}
    return subprocess.run(command, input=lines, capture_output=True, text=True, cwd=ROOT, env=env, timeout=300)


def of_folder(what: str, folder: Path) -> dict[str, Any]:
    ran = manage("evaluate", what, str(folder))
    assert (ran.returncode, ran.stderr) == (0, "")
    return dict(json.loads(ran.stdout))


@pytest.mark.parametrize("what", ["areas", "labour", "topics", "duplicates", "masking"])
def test_a_folder_of_the_exercise_is_scored_against_its_truth(what: str, folder: Path) -> None:
    result = of_folder(what, folder)
    lines = (folder / "items.jsonl").read_text("utf-8").splitlines()
    assert (result["what"], result["n"]) == (what, len(lines))
    assert result["figures"]
    assert result["baselines"]


@pytest.mark.timeout(360)  # it starts servers and replays days of the exercise
def test_alerts_are_replayed_in_a_database_of_their_own(folder: Path) -> None:
    ran = evaluate("alerts", str(folder), DATABASE_URL="postgresql://nobody@127.0.0.1:9/none")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert json.loads(ran.stdout)["threads"] >= 1


def test_alerts_of_a_file_cannot_be_measured(tmp_path: Path) -> None:
    (tmp_path / "items.jsonl").write_text("{}")
    ran = manage("evaluate", "alerts", str(tmp_path / "items.jsonl"))
    assert ran.returncode == 2
    assert "folder" in ran.stderr


def test_an_item_that_nobody_looked_through_says_nothing_about_masking() -> None:
    rows = [{"title": "回电19900000000", "secrets": ["19900000000"]}, {"title": "没人看过"}]
    ran = manage("evaluate", "masking", lines="".join(json.dumps(row) + "\n" for row in rows))
    assert ran.returncode == 0
    assert json.loads(ran.stdout)["n"] == 1


@each(
    "what row",
    [
        ("topics", {"title": "题", "topic": ["a"]}),
        ("topics", {"title": "题", "topic": "a", "at": "yesterday"}),
        ("masking", {"title": "题", "secrets": "19900000000"}),
        ("duplicates", {"title": "题", "repost_of": None}),
        ("areas", {"title": "题", "areas": ["weather"]}),
    ],
)
def test_a_label_of_another_shape_is_reported_with_its_line(what: str, row: dict[str, Any]) -> None:
    ran = manage("evaluate", what, lines=json.dumps(row) + "\n")
    assert ran.returncode == 2
    assert ran.stderr.startswith("line 1: ")
