"""The topics benchmark: its stream, and figures of both sides in the agreed shape."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command

from bench import topic_stream, topics
from bench.topic_stream import stream


@pytest.fixture(autouse=True)
def only_the_exercise(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(topic_stream, "real", lambda: tmp_path / "none")


def test_bench_topics_prints_figures_ratio_growth_and_machine(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(topics, "SMALL", 100)
    monkeypatch.setattr(topics, "LARGE", 200)
    monkeypatch.setattr(topics, "SAMPLE", 50)
    monkeypatch.setattr(topics, "textclust", lambda: (50, 1.0))
    monkeypatch.setattr(topics, "versions", lambda *_: {})
    call_command("bench", "topics")
    result = json.loads(capsys.readouterr().out)
    assert set(result) == {"name", "figures", "stream", "ratio", "growth", "machine", "versions"}
    assert result["figures"]["per_s_200_live"] > 0
    assert result["figures"]["live_topics"] > 20
    assert set(result["growth"]) == {"200_live_to_100"}


def test_later_rounds_tell_the_same_shapes_with_other_words() -> None:
    told = len(topic_stream._told())
    items = list(stream(told + 200))
    pairs = list(zip(items[:200], items[told:], strict=True))
    assert all((a.source, len(a.title)) == (b.source, len(b.title)) for a, b in pairs)
    assert sum(a.title != b.title for a, b in pairs) > 150
    times = [item.at for item in items if item.at]
    assert times == sorted(times)
