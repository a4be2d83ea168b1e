"""The quality page and the page of blind checks."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings as SettingsWrapper

from dashboards.model_card import card_tables, tables_of
from monitor.lib.clock import utc_now
from monitor.models import AuditEntry, CheckAnswer, CheckItem, ModelDecision, User
from monitor.quality.checks import checks_draw
from tests.quality.world import make_check, make_week

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client, duty: User) -> Client:
    client.force_login(duty)
    return client


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_with_nothing_measured_the_page_says_so_and_gives_no_figure(desk: Client) -> None:
    html = page(desk, "/quality/")
    assert "<b>0/100</b> 盲检还不够" in html
    assert "还没有结案的话题预警" in html
    assert "还没有重新训练过模型" in html
    assert "data-chart" not in html


def test_few_checks_are_listed_as_they_are_but_not_called_an_accuracy(desk: Client) -> None:
    make_check()
    make_check(truth="pos")
    html = page(desk, "/quality/")
    assert "<b>2/100</b> 盲检还不够" in html
    assert '<td class="num">1/2</td>' in html
    assert 'data-chart="accuracy-data"' in html


def test_with_a_hundred_checks_there_is_an_accuracy_with_its_interval(desk: Client) -> None:
    check = make_check()
    copies = [
        CheckItem(**{**fields(check), "place": n, "item_id": -n, "sentiment": "pos" if n % 4 == 0 else "neg"})
        for n in range(2, 102)
    ]
    for copy in CheckItem.objects.bulk_create(copies):
        CheckAnswer.objects.create(item=copy, at=utc_now(), sentiment="neg", areas=["wages"])
    html = page(desk, "/quality/")
    assert "<b>75 %</b> 情感判断正确（95% 区间 66 % – 83 %，盲检 101 条）" in html


def fields(check: CheckItem) -> dict[str, object]:
    names = ("week", "month", "in_focus", "kind", "confidence", "areas", "model", "drawn_at")
    return {name: getattr(check, name) for name in names}


def test_what_the_model_card_says_is_told_apart_from_what_was_measured_here(desk: Client) -> None:
    html = page(desk, "/quality/")
    measured, _, card = html.partition("随附模型自带的数字")
    cell = card_tables()[0].rows[0][1]
    assert "不是在这里测的" in card
    assert cell in card
    assert cell not in measured


def test_tables_of_a_card_are_read_from_its_markdown() -> None:
    found = tables_of("words\n\n| a | b |\n|---|---|\n| `x` | **1** |\n\nmore")
    assert [(table.heads, table.rows) for table in found] == [(("a", "b"), (("x", "1"),))]


def test_a_decision_about_a_model_is_shown_with_its_figures_and_who_decided(desk: Client, lead: User) -> None:
    difference = {"value": 0.029, "low": 0.004, "high": 0.05}
    figures = {"n": 412, "candidate": 0.781, "current": 0.752, "difference": difference}
    ModelDecision.objects.create(
        version="tc-ours", basis="checks", accepted=True, figures=figures, by=lead, at=utc_now(), digest="0" * 64
    )
    html = page(desk, "/quality/")
    assert "+2.9（+0.4 – +5.0）" in html
    assert "共 412 条文本" in html
    assert str(lead) in html


def test_a_model_that_was_let_go_live_and_whose_file_is_gone_is_said_to_be_missing(
    desk: Client, lead: User, settings: SettingsWrapper, tmp_path: Path
) -> None:
    settings.MODEL_FILE = tmp_path / "gone.npz"
    ModelDecision.objects.create(
        version="tc-ours", basis="checks", accepted=True, by=lead, at=utc_now(), digest="0" * 64
    )
    assert "已启用的模型 tc-ours 没有在用" in page(desk, "/quality/")


def test_the_export_is_audited_and_holds_every_share(desk: Client) -> None:
    make_check()
    text = desk.get("/quality/quality.csv").content.decode("utf-8-sig")
    assert "sentiment,all,1,1,1.0," in text
    assert "calibration,0.80-0.90,1,1," in text
    assert AuditEntry.objects.filter(action="export", target="quality").count() == 1


def test_a_check_shows_the_words_and_none_of_the_machines_labels(desk: Client) -> None:
    item = make_week(1, 0)[0]
    checks_draw(now=utc_now())
    html = page(desk, "/quality/check/")
    assert item.title in html
    assert "checked" not in html.partition('<form class="panel-body')[2].partition("</form>")[0]
    assert f"/items/{item.id}/" not in html
    assert item.link not in html
    assert AuditEntry.objects.filter(action="items_open", target__startswith="check:").exists()


def test_answering_leads_to_the_next_and_an_incomplete_answer_is_said_in_words(desk: Client) -> None:
    make_week(2, 0)
    checks_draw(now=utc_now())
    first = CheckItem.objects.get(place=1)
    html = desk.post(f"/quality/check/{first.pk}/", {"sentiment": "neg"}, follow=True).content.decode()
    assert "再选领域" in html
    html = desk.post(
        f"/quality/check/{first.pk}/", {"sentiment": "neg", "areas": ["wages"]}, follow=True
    ).content.decode()
    assert '<strong class="check-progress">1/2</strong>' in html
    assert CheckAnswer.objects.get().areas == ["wages"]


def test_skipping_needs_a_reason_and_counts_as_done_for_this_member(desk: Client) -> None:
    make_week(1, 0)
    checks_draw(now=utc_now())
    check = CheckItem.objects.get()
    assert "跳过要选原因" in desk.post(f"/quality/check/{check.pk}/", {"skip": "1"}, follow=True).content.decode()
    html = desk.post(f"/quality/check/{check.pk}/", {"skip": "1", "reason": "unclear"}, follow=True).content.decode()
    assert "您这边已经做完了" in html


def test_before_the_first_draw_the_page_says_when_there_will_be_one(desk: Client) -> None:
    assert "每周一从上一周的内容里随机抽 50 条" in page(desk, "/quality/check/")
