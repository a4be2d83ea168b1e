"""Corrections as labelled texts for training."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from monitor.lib.clock import utc_now
from monitor.management.commands.retrain import LEAST
from monitor.models import Item, User
from monitor.quality.correct import correction_undo, item_correct
from monitor.quality.examples import corrected_examples, kept_texts
from monitor.text.linear import load_model, shipped_model
from monitor.text.train import taught
from tests.conftest import make_item
from tests.quality.world import make_check
from tests.text.test_adapt import said

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


def test_a_repost_of_what_was_drawn_for_checking_does_not_train(duty: User) -> None:
    drawn = make_item()
    repost, other = make_item(title=drawn.title, duplicate_of=drawn.id), make_item(title="云河夜班太多")
    make_check(item=drawn)
    for item in (repost, other):
        item_correct(item=item, what="sentiment", code="pos", by=duty, now=utc_now())
    assert [example.text for example in corrected_examples()] == ["云河夜班太多"]


def test_a_candidate_is_trained_from_files_and_corrections(
    duty: User, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [("拖欠工资工友讨薪", "neg"), ("公司公布值班安排", "neu"), ("工会免费体检送温暖", "pos")]
    lines = [f'{{"title": "云河{n}号{text}", "sentiment": "{tone}"}}' for n in range(8) for text, tone in rows]
    (tmp_path / "labels.jsonl").write_text("\n".join(lines), encoding="utf-8")
    item_correct(item=make_item(), what="sentiment", code="pos", by=duty, now=utc_now())
    out = tmp_path / "candidate.npz"
    call_command("retrain", str(tmp_path / "labels.jsonl"), "--name", "tc-ours-2", "--out", str(out))
    assert f"{24 + len(taught())} labelled texts, 1 corrections" in capsys.readouterr().out
    assert load_model(out).version == "tc-ours-2"


def test_texts_that_nobody_corrected_are_kept_spread_over_the_newest(duty: User) -> None:
    items = [make_item(title=f"云河第{n}号通告") for n in range(7)]
    corrected, gone, drawn = items[:3]
    item_correct(item=corrected, what="sentiment", code="pos", by=duty, now=utc_now())
    Item.objects.filter(id=gone.id).update(title="", text="")
    make_check(item=drawn)
    assert kept_texts() == [f"云河第{n}号通告" for n in (6, 5, 4, 3)]
    assert kept_texts(most=2) == ["云河第6号通告", "云河第4号通告"]


def test_without_files_the_shipped_model_learns_on_from_corrections(
    duty: User, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for n in range(LEAST):
        item_correct(
            item=make_item(title=f"云河夜市{n}号摊位挤满了人", sentiment="pos"),
            what="sentiment",
            code="neg",
            by=duty,
            now=utc_now(),
        )
    make_item(title="云河举行年度发布会")
    out = tmp_path / "candidate.npz"
    call_command("retrain", "--name", "tc-ours-2", "--out", str(out))
    assert f"1 texts let stand, {LEAST} corrections" in capsys.readouterr().out
    model = load_model(out)
    assert model.version == "tc-ours-2"
    assert model.names == shipped_model().names
    market = ["云河夜市88号摊位挤满了人"]
    assert said(shipped_model(), market) != ["neg"]
    assert said(model, market) == ["neg"]


def test_a_few_corrections_are_refused_in_words(duty: User, tmp_path: Path) -> None:
    item_correct(item=make_item(), what="sentiment", code="pos", by=duty, now=utc_now())
    with pytest.raises(CommandError, match="1 corrections of items whose text lives: at least 30"):
        call_command("retrain", "--name", "t", "--out", str(tmp_path / "t.npz"))
    assert not (tmp_path / "t.npz").exists()
