"""`analyse` and `match` as a shell sees them."""

import json
import subprocess
import sys
from pathlib import Path

from monitor.text.analyse import use_model
from monitor.text.linear import LinearModel, shipped_model
from tests.shell import manage

ROOT = Path(__file__).resolve().parents[2]


def process(*args: str, lines: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "manage.py"), *args]
    return subprocess.run(
        command, input=lines, capture_output=True, text=True, cwd=ROOT, env={"PATH": "", "DATABASE_URL": ""}
    )


def test_analyse_needs_no_database_and_keeps_order_and_unknown_keys() -> None:
    ran = process("analyse", lines='{"id": 2, "title": "工人讨薪", "mine": [1]}\n{"id": "a", "text": "晴"}\n')
    first, second = map(json.loads, ran.stdout.splitlines())
    assert ran.returncode == 0, ran.stderr
    assert (first["id"], first["mine"], first["areas"], first["sentiment"]) == (2, [1], ["wages"], "neg")
    assert (second["id"], "title" in second) == ("a", False)
    assert abs(sum(first["sentiment_p"].values()) - 1) < 1e-9


def test_a_bad_line_is_reported_and_does_not_stop_the_run() -> None:
    ran = manage("analyse", lines='{"title": "一"}\nnonsense\n{}\n{"title": "二"}\n')
    assert ran.returncode == 1
    assert [json.loads(line)["title"] for line in ran.stdout.splitlines()] == ["一", "二"]
    assert "line 2" in ran.stderr
    assert "line 3" in ran.stderr


def test_a_file_that_is_not_there_exits_2() -> None:
    assert manage("analyse", "/nowhere.jsonl").returncode == 2


def test_analyse_with_an_export_uses_the_teams_units(tmp_path: Path) -> None:
    config = tmp_path / "team.json"
    config.write_text(
        json.dumps({"units": [{"id": 1, "name": "建筑业工会", "words": ["工地"]}], "local_places": ["云桥"]})
    )
    ran = manage("analyse", "--config", str(config), lines='{"title": "云桥一工地停工"}\n')
    row = json.loads(ran.stdout)
    assert (row["units"], row["place"]) == (["建筑业工会"], "本区")


def test_match_says_where_and_because_of_what() -> None:
    ran = manage("match", "讨薪 NOT 游戏", lines='{"title": "工人讨薪"}\n{"title": "讨薪游戏"}\n')
    first, second = map(json.loads, ran.stdout.splitlines())
    assert (first["matched"], first["hits"]) == (True, [["title", 2, 4, "讨薪"]])
    assert (second["matched"], second["because"]) == (False, "游戏")


def test_a_query_that_cannot_be_read_exits_2_with_its_position() -> None:
    ran = manage("match", "讨薪 (", lines="{}\n")
    assert ran.returncode == 2
    assert "position" in ran.stderr


def test_match_knows_synonym_groups_by_hand_and_from_an_export(tmp_path: Path) -> None:
    config = tmp_path / "team.json"
    config.write_text(json.dumps({"groups": {"欠薪": ["欠薪", "讨薪"]}}))
    line = '{"title": "工地有人讨薪"}\n'
    by_hand = manage("match", "{欠薪} {建筑}", "--config", str(config), "--group", "建筑=工地,项目部", lines=line)
    assert json.loads(by_hand.stdout)["hits"] == [["title", 0, 2, "工地"], ["title", 4, 6, "讨薪"]]
    unknown = manage("match", "{欠新}", "--config", str(config), lines=line)
    assert unknown.returncode == 2
    assert "{欠薪}" in unknown.stderr


def test_analyse_with_another_model_judges_by_it_and_a_file_that_is_none_exits_2(tmp_path: Path) -> None:
    turned = tmp_path / "turned.npz"
    old = shipped_model()
    with turned.open("wb") as stream:
        LinearModel(old.names, old.idf, -old.weights, old.bias, old.outputs, "turned").save(stream)
    line = '{"title": "云河工地拖欠工资，工友讨薪无果"}\n'
    try:
        here, there = (manage("analyse", *args, lines=line) for args in ((), ("--model", str(turned))))
        assert json.loads(here.stdout)["sentiment"] == "neg"
        assert json.loads(there.stdout)["sentiment"] != "neg"
        turned.write_text("no model", encoding="utf-8")
        assert manage("analyse", "--model", str(turned), lines=line).returncode == 2
    finally:
        use_model(None)


def test_a_region_is_the_place_that_the_text_is_about_else_the_one_given() -> None:
    lines = '{"title": "河北石家庄工人讨薪", "region": "云河区"}\n{"title": "工人讨薪", "region": "云河区"}\n'
    found = [
        json.loads(line)["matched"] for line in manage("match", "讨薪 地区:石家庄", lines=lines).stdout.splitlines()
    ]
    given = [
        json.loads(line)["matched"] for line in manage("match", "讨薪 地区:云河区", lines=lines).stdout.splitlines()
    ]
    assert (found, given) == ([True, False], [False, True])
