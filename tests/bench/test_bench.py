"""Benchmarks run, measure both sides, and say so in the agreed shape."""

import json

import pytest
from django.core.management import call_command

from bench import analyse


def test_bench_analyse_prints_figures_ratio_growth_and_machine(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(analyse, "SECONDS", 0.02)
    monkeypatch.setattr(analyse, "MANY", 1_001)
    monkeypatch.setattr(analyse, "TOGETHER", 5)  # of texts of 500 characters the stock packages read eight a second
    call_command("bench", "analyse")
    result = json.loads(capsys.readouterr().out)
    assert set(result) == {"name", "figures", "ratio", "growth", "machine", "versions"}
    figures = result["figures"]
    assert 0 < figures["first_text_s"] < 60
    assert 20 < figures["first_text_mib"] < 1_000
    ours, stock = figures["headlines_per_s"], figures["headlines_stock_per_s"]
    assert result["ratio"]["stock headlines"] == pytest.approx(ours / stock, rel=0.05, abs=0.06)


def test_both_sides_see_rules_that_match_something() -> None:
    headlines, reports = analyse.texts()
    words = [rule.query.split('"')[1] for rule in analyse.rules(100, headlines)]
    assert all(len(report) == analyse.LONG for report in reports)
    assert any(word in headline for word in words for headline in headlines)
