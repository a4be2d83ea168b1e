"""Corrections as labelled texts for training."""

from pathlib import Path

import pytest
from django.core.management import call_command

from monitor.lib.clock import utc_now
from monitor.models import Item, User
from monitor.quality.correct import correction_undo, item_correct
from monitor.quality.examples import corrected_examples
from monitor.text.linear import load_model
from tests.conftest import make_item
from tests.quality.world import make_check

pytestmark = pytest.mark.django_db


def test_a_label_trains_where_a_member_set_it_and_only_there(duty: User) -> None:
    tone, area = make_item(title="云河工友拿到了补发工资"), make_item(title="云河夜班太多")
    item_correct(item=tone, what="sentiment", code="pos", by=duty, now=utc_now())
    item_correct(item=area, what="area", code="hours", by=duty, now=utc_now())
    found = {example.text: (example.sentiment, example.areas) for example in corrected_examples()}
    assert found == {"云河工友拿到了补发工资": ("pos", None), "云河夜班太多": (None, ("wages", "hours"))}


def test_what_was_taken_back_emptied_or_drawn_for_checking_does_not_train(duty: User) -> None:
    back, gone, drawn = make_item(), make_item(), make_item()
    made = [item_correct(item=i, what="sentiment", code="pos", by=duty, now=utc_now()) for i in (back, gone, drawn)]
    assert made[0] is not None
    correction_undo(correction=made[0], by=duty, now=utc_now())
    Item.objects.filter(id=gone.id).update(title="", text="")
    make_check(item=drawn)
    assert list(corrected_examples()) == []


def test_a_candidate_is_trained_from_files_and_corrections(
    duty: User, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [("拖欠工资工友讨薪", "neg"), ("公司公布值班安排", "neu"), ("工会免费体检送温暖", "pos")]
    lines = [f'{{"title": "云河{n}号{text}", "sentiment": "{tone}"}}' for n in range(8) for text, tone in rows]
    (tmp_path / "labels.jsonl").write_text("\n".join(lines), encoding="utf-8")
    item_correct(item=make_item(), what="sentiment", code="pos", by=duty, now=utc_now())
    out = tmp_path / "candidate.npz"
    call_command("retrain", str(tmp_path / "labels.jsonl"), "--name", "tc-ours-2", "--out", str(out))
    assert "24 labelled texts, 1 corrections" in capsys.readouterr().out
    assert load_model(out).version == "tc-ours-2"
