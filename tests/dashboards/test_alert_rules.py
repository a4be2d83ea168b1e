"""The pages of alert rules: plain numbers, saved as versions, tried on history before that."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import translation

from dashboards.alert_rule_form import NumbersForm
from dashboards.alert_rule_words import FLAG, fields_of
from monitor.alerts.backtest_job import backtest_due
from monitor.alerts.decide import InForce, decide_area, decide_topic
from monitor.alerts.facts import AreaFacts
from monitor.alerts.manners import Manners
from monitor.alerts.params import VolumeParams
from monitor.alerts.raise_ import alert_decide_changed
from monitor.alerts.rules import COUNTED, KINDS, NUMBERED, rule_row
from monitor.lib.clock import utc_now
from monitor.models import Alert, AlertRule, Backtest, User
from tests.alerts.conftest import make_rising_topic
from tests.alerts.make import NOW, facts, seen
from tests.each import each

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


WRONG = (
    "0",
    "-1",
    "-0.5",
    "1e400",
    "nan",
    "99999999999999999999",
    "100001",
    "2.5",
    "zwei",
    "十二",
    "",
    "１２",
    "2；1",
    "\0",
)
CHINESE = re.compile("[\u4e00-\u9fff]")


def decided(params: object) -> None:
    """A decision by these numbers goes to its end."""
    if isinstance(params, VolumeParams):
        decide_area(AreaFacts("wages", seen(40, negative=True)), params, now=NOW)
    elif isinstance(params, Manners):
        decide_topic(facts(seen(40, negative=True, hits=(1,))), {params.kind: InForce(params)}, now=NOW)


@each(kind=NUMBERED)
def test_whatever_is_typed_is_read_or_refused_with_a_sentence_and_stops_no_decision(kind: str) -> None:
    shown = {name: str(value) for name, value in NumbersForm.initial_of(kind, NUMBERED[kind]().stored()).items()}
    flags = {number.name for number in fields_of(kind) if number.shape == FLAG}
    refused = 0
    for name in NumbersForm(kind).fields.keys() - flags - {"note", "seen"}:
        for value in WRONG:
            form = NumbersForm(kind, shown | {name: value})
            if form.is_valid():
                decided(NUMBERED[kind].read(form.params()))
                continue
            refused += 1
            assert all(CHINESE.search(fault) for fault in form.faults), (name, value, form.faults)
            with translation.override("en"):
                faults = NumbersForm(kind, shown | {name: value}).faults
            assert faults, (name, value)
            assert not any(CHINESE.search(fault.replace(value, "")) for fault in faults), (name, value, faults)
    assert refused > len(WRONG) // 2


@each(
    "kind sent said",
    [
        ("topic_rising", {"w0_originals": "0"}, "填写 1 或更大的数"),
        ("topic_rising", {"speed_steps": "3、2、1"}, "从小到大"),
        ("topic_rising", {"speed_steps": "-5、2"}, "从小到大"),
        ("topic_rising", {"negative_steps": "50、700"}, "不能大于 100"),
        ("topic_rising", {"level_points": "5、7"}, "三个数"),
        ("topic_rising", {"ratio": "0"}, "大于 0"),
        ("keyword", {"level": "5"}, "4"),
        ("area_volume", {"calm_ratio": "2"}, "要小于“至少是平常的几倍”（2）"),
        ("topic_spread", {"mild_factor": "0.5"}, "1"),
        ("heartbeat", {"times": "25:00"}, "08:30 这样的时刻"),
    ],
)
def test_what_is_wrong_is_said_beside_its_number(kind: str, sent: dict[str, str], said: str, desk: Client) -> None:
    answer = desk.post(f"/alert-rules/{kind}/save/", numbers(desk, kind) | sent)
    assert answer.status_code == 400
    (name,) = sent
    assert said in "".join(answer.context["form"].errors[name])
    opened = '<details class="why more" open>' in answer.content.decode()
    assert opened == any(number.more and number.name == name for number in fields_of(kind))


def test_full_width_and_short_times_are_read_as_meant(desk: Client) -> None:
    sent = numbers(desk, "topic_rising") | {
        "ratio": "２．５",
        "mild_originals": "１１",
        "speed_steps": "０．７，１．５；３",
    }
    assert desk.post("/alert-rules/topic_rising/save/", sent).status_code == 302
    params = AlertRule.objects.get(kind="topic_rising").params
    assert (params["ratio"], params["mild_originals"], params["speed_steps"]) == (2.5, 11, [0.7, 1.5, 3])
    assert desk.post("/alert-rules/heartbeat/save/", {"seen": "1", "times": "8：30、20:30"}).status_code == 302
    assert AlertRule.objects.get(kind="heartbeat").params["times"] == ["08:30", "20:30"]


def test_a_back_test_of_wrong_numbers_says_which_and_a_page_that_was_tampered_with_is_told_to_be_reloaded(
    desk: Client,
) -> None:
    sent = numbers(desk, "topic_rising") | {"ratio": "0"}
    said = desk.post("/alert-rules/topic_rising/backtest/", sent).content.decode()
    assert "请先改正：至少是话题自己平常的几倍：填写大于 0 的数。" in said
    answer = desk.post("/alert-rules/topic_rising/save/", numbers(desk, "topic_rising") | {"seen": "abc", "ratio": "4"})
    assert (answer.status_code, "请刷新后再改" in answer.content.decode()) == (400, True)
