"""Pairs of texts: found, missed and wrongly joined ones are counted, beside what a plain cosine would do."""

import json
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from django.core.management import call_command

from monitor.topics.evaluate_pairs import evaluate_duplicate_pairs, evaluate_topic_pairs, pair_figures

SAME = ("云河新城工地拖欠工资，工人上门讨要", "工人讨要工资：云河新城工地拖欠三个月")
COPY = ("澜州大桥今日通车，全长三公里", "澜州大桥今日通车，全长三公里！")
OTHER = ("云河区举行龙舟赛", "澜州地铁六号线试运行")
ROWS = [{"a": a, "b": b, "same_event": same} for (a, b), same in ((SAME, True), (COPY, True), (OTHER, False))]


def test_two_texts_on_one_matter_get_one_topic() -> None:
    figures = evaluate_topic_pairs(ROWS)
    assert (figures["n"], figures["pairs_of_one_event"]) == (3, 2)
    assert figures["figures"]["f1"]["value"] == 1.0
    assert figures["baselines"]["all_the_same"]["precision"]["value"] == pytest.approx(2 / 3, abs=1e-4)


def test_only_a_repetition_is_a_duplicate() -> None:
    figures = evaluate_duplicate_pairs(ROWS)["figures"]
    assert (figures["precision"]["value"], figures["recall"]["value"]) == (1.0, 0.5)


def test_nothing_found_is_no_precision_and_no_recall() -> None:
    none = pair_figures(np.zeros(3, bool), np.array([True, False, True]))
    assert {name: figure["value"] for name, figure in none.items()} == {"f1": 0.0, "precision": 0.0, "recall": 0.0}


def test_the_command_reads_pairs_and_names_a_line_without_its_texts(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "pairs.jsonl"
    file.write_text("\n".join(json.dumps(row) for row in [*ROWS, {"a": "只有一边", "same_event": True}]), "utf-8")
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("evaluate", "topics", str(file), stdout=out)
    assert ended.value.code == 1
    assert json.loads(out.getvalue())["n"] == 3
    assert "line 4: a pair needs the texts" in capsys.readouterr().err
