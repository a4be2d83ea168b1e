import json
import subprocess
import sys
from pathlib import Path

from tests.shell import manage
from tests.topics.stories import FIRE, WAGES

ROOT = Path(__file__).resolve().parents[2]


def run(*lines: str, arguments: tuple[str, ...] = ()) -> tuple[list[dict[str, object]], str, int]:
    done = manage("cluster", *arguments, lines="\n".join(lines))
    return [json.loads(line) for line in done.stdout.splitlines()], done.stderr, done.returncode


def line(**fields: object) -> str:
    return json.dumps(fields, ensure_ascii=False)


def test_lines_come_back_in_input_order_with_topics_as_strings() -> None:
    rows, _, code = run(
        line(id="b", title=WAGES[1], at="2026-03-02T10:00:00", extra=[1]),
        line(id="f", title=FIRE[0], at="2026-03-02"),
        line(id="a", title=WAGES[0], at="2026-03-02T09:00:00+08:00"),
    )
    assert code == 0
    assert [row["id"] for row in rows] == ["b", "f", "a"]
    assert rows[0]["topic"] == rows[2]["topic"] != rows[1]["topic"]
    assert isinstance(rows[0]["topic"], str)
    assert rows[0]["extra"] == [1]


def test_a_process_of_its_own_gives_the_same() -> None:
    lines = [line(id=n, title=title, at="2026-03-02") for n, title in enumerate((WAGES[0], FIRE[0], WAGES[1]))]
    command = [sys.executable, str(ROOT / "manage.py"), "cluster"]
    done = subprocess.run(command, input="\n".join(lines).encode(), capture_output=True, check=True, timeout=60)
    assert [json.loads(row) for row in done.stdout.splitlines()] == run(*lines)[0]


def test_a_copy_names_the_earlier_item_by_its_own_id() -> None:
    late, early = line(id=2.5, title=WAGES[0], at="2026-03-02T10:00"), line(id="x", title=WAGES[0], at="2026-03-02")
    rows, _, _ = run(late, early)
    assert [row["duplicate_of"] for row in rows] == ["x", None]


def test_a_bad_line_is_reported_and_the_rest_is_clustered() -> None:
    rows, err, code = run(
        line(id=1, title=WAGES[0]), "{", line(id=3, title=WAGES[1], at="gestern"), line(text=WAGES[1])
    )
    assert code == 1
    assert len(rows) == 2
    assert "line 2:" in err
    assert "line 3:" in err


def test_online_gives_the_decisions_as_first_made() -> None:
    rows, _, code = run(*(line(title=title) for title in WAGES), arguments=("-", "--online"))
    assert code == 0
    assert len(rows) == len(WAGES)


def test_a_file_that_is_not_there_cannot_start() -> None:
    _, err, code = run(arguments=("/nowhere/items.jsonl",))
    assert code == 2
    assert "/nowhere/items.jsonl" in err
