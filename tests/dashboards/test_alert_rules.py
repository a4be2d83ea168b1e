"""The pages of alert rules: plain numbers, saved as versions, tried on history before that."""

from __future__ import annotations

import pytest
from django.test import Client

from monitor.alerts.backtest_job import backtest_due
from monitor.alerts.raise_ import alert_decide_changed
from monitor.alerts.rules import COUNTED, KINDS, rule_row
from monitor.lib.clock import utc_now
from monitor.models import Alert, AlertRule, Backtest, User
from tests.alerts.conftest import make_rising_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client, lead: User) -> Client:
    client.force_login(lead)
    return client


def numbers(desk: Client, kind: str) -> dict[str, str]:
    """What the form shows, as a browser would send it."""
    form = desk.get(f"/alert-rules/{kind}/").context["form"]
    return {name: str(form[name].value() if form[name].value() is not None else "") for name in form.fields}


def test_every_kind_is_listed_and_has_its_page(desk: Client) -> None:
    page = desk.get("/alert-rules/").content.decode()
    for kind in KINDS:
        assert f"/alert-rules/{kind}/" in page
        assert desk.get(f"/alert-rules/{kind}/").status_code == 200
    assert desk.get("/alert-rules/nothing/").status_code == 404


def test_what_a_form_shows_can_be_sent_back_and_changes_nothing(desk: Client) -> None:
    for kind in (*COUNTED, "heartbeat"):
        answer = desk.post(f"/alert-rules/{kind}/save/", numbers(desk, kind))
        assert (answer.status_code, "没有改动" in answer.content.decode()) == (400, True), kind


def test_a_saved_number_is_the_next_version_and_stands_in_the_history(desk: Client) -> None:
    sent = numbers(desk, "topic_rising") | {"w0_originals": "6", "negative_steps": "40、60，80", "note": "再安静些"}
    assert desk.post("/alert-rules/topic_rising/save/", sent).status_code == 302
    rule = AlertRule.objects.get(kind="topic_rising")
    assert (rule.version, rule.params["windows"][0]["originals"], rule.params["negative_steps"]) == (
        2,
        6,
        [0.4, 0.6, 0.8],
    )
    page = desk.get("/alert-rules/topic_rising/").content.decode()
    assert "再安静些" in page
    assert "<del>4</del> → <ins>6</ins>" in page
    assert "自定" in page


def test_numbers_that_make_no_sense_are_refused_with_a_sentence(desk: Client) -> None:
    shown, no_windows = numbers(desk, "topic_rising"), {"w0_hours": "", "w1_hours": "", "w2_hours": ""}
    endless = ({"w0_hours": "4321"}, {"baseline_days": "367"})
    for nonsense in ({"level_points": "3、zwei、9"}, {"ratio": "0"}, no_windows, *endless):
        answer = desk.post("/alert-rules/topic_rising/save/", shown | nonsense)
        assert (answer.status_code, "note-error" in answer.content.decode()) == (400, True), nonsense
    assert rule_row("topic_rising").version == 1


def test_parts_of_a_count_are_shown_and_saved(desk: Client) -> None:
    page = desk.get("/alert-rules/topic_rising/").content.decode()
    assert 'step="any" name="w0_likely" value="2.5"' in page
    sent = numbers(desk, "topic_rising") | {"w0_likely": "2.75", "mild_share": "40"}
    assert desk.post("/alert-rules/topic_rising/save/", sent).status_code == 302
    params = AlertRule.objects.get(kind="topic_rising").params
    assert (params["windows"][0]["likely"], params["mild_share"]) == (2.75, 0.4)


def test_a_sensitivity_fills_the_form_and_saves_nothing(desk: Client) -> None:
    page = desk.get("/alert-rules/topic_rising/?set=fewer")
    assert page.context["form"]["mild_originals"].value() == 11
    assert rule_row("topic_rising").version == 1


def test_a_back_test_of_unsaved_numbers_lists_the_alerts_it_would_have_raised(desk: Client) -> None:
    topic = make_rising_topic(title="云河新城项目欠薪")
    sent = numbers(desk, "topic_rising") | {"ratio": "3"}
    waiting = desk.post("/alert-rules/topic_rising/backtest/", sent).content.decode()
    assert "hx-get" in waiting
    backtest_due(now=utc_now())
    done = desk.get("/alert-rules/topic_rising/backtest/").content.decode()
    assert "hx-get" not in done
    assert f"/topics/{topic.pk}/" in done
    assert "不是现行数字" in done
    assert Backtest.objects.get().params["ratio"] == 3
    assert not Alert.objects.exists()


def test_an_alert_draws_its_evidence_and_computes_it_again(desk: Client) -> None:
    make_rising_topic()
    alert_decide_changed(now=utc_now())
    alert = Alert.objects.get()
    page = desk.get(f"/alerts/{alert.pk}/").content.decode()
    assert "evidence-data" in page
    assert "至少 4 条原创、3 家来源、负面按概率合计 2.5 条、2 条同领域负面" in page
    assert "按概率合计" in page
    assert "重算结果一致" in desk.get(f"/alerts/{alert.pk}/recheck/").content.decode()
