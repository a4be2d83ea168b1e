"""What answers a matter: words at the head of an authority's item, and who may answer; then on rows, live, back-tested and recomputed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.alerts.backtest_rows import backtest_run
from monitor.alerts.decide import InForce
from monitor.alerts.params import RisingParams
from monitor.alerts.raise_ import alert_decide_changed
from monitor.alerts.read_items import source_kinds
from monitor.alerts.recheck import evidence_recheck
from monitor.alerts.replies import denies, replies_among
from monitor.lib.clock import DAY, utc_now
from monitor.models import Alert, Item, SourceKind, Topic
from tests.alerts.conftest import add_items, make_rising_topic
from tests.conftest import make_item, make_source
from tests.each import each

DENIED = "网传我区某厂起火不实 请勿转发"


@each(
    head=[
        "辟谣：本区没有企业集体停工",
        "关于网传“工地坍塌”不实信息的说明",
        "经核实，所传车间爆炸不实",
        "冒烟的是消防演练，并非火灾",
        "警方：该视频系误传",
        "厂区巨响没有发生爆炸",
        "请广大职工不要轻信传言",
        "职工反映的情况不属实",
    ]
)
def test_a_head_that_says_it_did_not_happen_is_a_denial(head: str) -> None:
    assert denies(head, "")
    assert denies("情况说明", head)


@each(
    head=[
        "冷库液氨泄漏，未发生人员伤亡",
        "事故没有发生次生灾害",
        "区里组织消防演练和安全培训",
        "公司拖欠工资三个月，职工到劳动监察投诉",
        "企业不实行加班审批",
        "关于车间起火事故的通报：网传多人遇难不属实",
        "三人送医，网传二十人中毒不实",
        "网传千人堵路不实，实有二百人在厂内与企业协商",
        "经核查，职工反映的欠薪属实，请勿传播不实信息",
        "警方通报：编造事故谣言，一人被处罚",
        "该厂长期未发生拖欠，今年首次欠薪",
        "通报：对某公司立案调查",
    ]
)
def test_what_happened_without_casualties_and_a_reported_exercise_are_none(head: str) -> None:
    assert not denies(head, head)


@pytest.mark.django_db
def test_authorities_and_broadcasters_answer_with_their_originals_and_nobody_else() -> None:
    found = {}
    for kind in SourceKind.values:
        source = make_source(name=kind, kind=kind, own=kind == SourceKind.UNION)
        found[kind] = make_item(source=source, title=DENIED).id
        make_item(source=source, title=DENIED, duplicate_of=found[kind])
    assert replies_among(Item.objects.all(), source_kinds()) == {
        found[SourceKind.OFFICIAL],
        found[SourceKind.BROADCAST],
    }


@pytest.mark.django_db
@pytest.mark.parametrize("by", [SourceKind.OFFICIAL, SourceKind.UNION], ids=["denied", "the union published"])
def test_live_back_test_and_recomputed_evidence_look_past_an_answer(by: str) -> None:
    now = utc_now()
    topic = make_rising_topic(n=6, hours=3, now=now - timedelta(hours=4), first_at=now - timedelta(hours=8))
    own = by == SourceKind.UNION
    answering = make_source(name="answer", kind=by, own=own)
    make_item(source=answering, topic_id=topic.pk, at=now - timedelta(hours=3), title=DENIED, sentiment="neu")
    Topic.objects.update(needs_decision=True)
    alert_decide_changed(now=now)
    assert not Alert.objects.exists()
    rule = InForce(RisingParams())
    assert not backtest_run(rule, start=now - timedelta(hours=3), end=now)
    assert backtest_run(rule, start=now - DAY, end=now - timedelta(hours=3, minutes=30)), "before it was answered"

    add_items(topic, [make_source() for _ in range(3)], n=6, hours=1, now=now)
    Topic.objects.update(needs_decision=True)
    alert_decide_changed(now=now)
    alert = Alert.objects.get()
    assert alert.evidence["answered_at"] == (now - timedelta(hours=3)).isoformat()
    assert alert.evidence["windows"][0]["originals"] == 6
    assert evidence_recheck(alert=alert, evidence=alert.evidence).equal
    Item.objects.filter(title=DENIED).delete()  # edited away, or past the retention
    changed = evidence_recheck(alert=alert, evidence=alert.evidence)
    assert any(what == "originals" for _, what, _, _ in changed.differences)
