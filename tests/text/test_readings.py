"""Headlines that were read for the project train where their files are at hand; the repository holds none of their words."""

import json
import re
from importlib import resources
from pathlib import Path

import pytest

from monitor.management.commands.train_sentiment import read_examples
from monitor.text import readings
from monitor.text.areas import AREAS
from monitor.text.train import Example


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two titles were read: one of an area, one of none."""
    table = {readings.digest("工地拖欠工资"): ("wages",), readings.digest("演唱会今晚开始"): ()}
    monkeypatch.setattr(readings, "readings", lambda: table)


def test_a_title_is_known_however_it_is_spelt() -> None:
    assert readings.digest("工地拖欠工資 ") == readings.digest("<b>工地拖欠工资</b>")
    assert readings.digest("工地拖欠工资") != readings.digest("工地拖欠工钱")


def test_what_was_read_trains_once_and_not_where_it_is_labelled_anyway(tmp_path: Path, known: None) -> None:
    titles = ["工地拖欠工资", "工地拖欠工资", "演唱会今晚开始", "没有人读过", None]
    file = tmp_path / "lists.jsonl"
    file.write_text("\n".join(json.dumps({"title": title, "text": "…"}) for title in titles), "utf-8")
    found = read_examples([file], [Example("演唱会今晚开始", "neu", ())])
    assert found == [Example("工地拖欠工资", None, ("wages",))]


def test_the_file_holds_digests_and_areas_and_nothing_else() -> None:
    lines = resources.files("monitor.text").joinpath("data/readings.tsv").read_text("utf-8").splitlines()
    rows = [line for line in lines if not line.startswith("#")]
    area = "|".join(AREAS)
    assert all(re.fullmatch(rf"[0-9a-f]{{12}}\t(?:(?:{area})(?:,(?:{area}))*)?", row) for row in rows)
    assert len({row[:12] for row in rows}) == len(rows) == len(readings.readings())
    assert any(readings.readings().values())
    assert not all(readings.readings().values())
