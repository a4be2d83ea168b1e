"""What must not survive masking, and what was masked for nothing."""

import pytest

from monitor.text.evaluate_masking import evaluate_masking, survives

ROWS = [
    {"title": "工友来信", "text": "回电19900000000找老许", "secrets": ["19900000000"]},
    {"title": "公告", "text": "咨询请拨12345", "secrets": []},
]


def test_a_masked_number_counts_for_recall_and_precision() -> None:
    figures = evaluate_masking(ROWS)["figures"]
    assert [figures[name]["value"] for name in ("recall_secrets", "recall_items", "precision")] == [1.0, 1.0, 1.0]


def test_a_secret_that_is_still_there_lowers_the_recall() -> None:
    rows = [*ROWS, {"title": "口令是梅花三弄", "secrets": ["梅花三弄"]}]
    result = evaluate_masking(rows)
    assert result["secrets"] == 2
    assert result["figures"]["recall_secrets"]["value"] == pytest.approx(0.5)


def test_masking_an_item_without_a_secret_lowers_the_precision() -> None:
    rows = [*ROWS, {"title": "回电19900000001", "secrets": []}]
    assert evaluate_masking(rows)["figures"]["precision"]["value"] == pytest.approx(0.5)


def test_another_spelling_of_a_secret_is_still_the_secret() -> None:
    assert survives("１９９-００００ 0000", "电话19900000000。")
    assert not survives("19900000000", "电话〔电话〕。")


def test_four_plain_patterns_stand_beside_it() -> None:
    spelled = {"title": "电话一九九零零零零零零零零", "secrets": ["一九九零零零零零零零零"]}
    baseline = evaluate_masking([*ROWS, spelled])["baselines"]["four_plain_patterns"]
    assert baseline["recall_secrets"]["value"] == pytest.approx(0.5)
