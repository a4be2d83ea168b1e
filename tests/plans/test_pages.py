"""Pages of standing plans: a lead makes one, everybody reads it, nobody sees more than they may."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dashboards import labels
from dashboards.plan import by_day
from monitor.lib.clock import HOUR, parse_time, utc_now
from monitor.models import Alert, AlertRoute, AuditEntry, Plan, PlanChange, PlanState, Role, SynonymGroup, User
from monitor.queries.counts import HourBar
from tests.conftest import make_item, make_source, make_topic, make_unit, make_user
from tests.plans.conftest import MakePlan
from tests.rules.conftest import retag_all

pytestmark = pytest.mark.django_db
LAMPS = "石桥路的路灯换了新的"
FILLED = {"name": "路灯维护", "query": "路灯", "tell": "on", "tell_level": "1", "in_report": "on"}


def lamps(**fields: Any) -> Any:
    return make_item(**{"title": LAMPS, "areas": [], "in_focus": False, **fields})


def test_a_lead_makes_a_plan_and_reads_what_it_finds(client: Client, lead: User, duty: User) -> None:
    client.force_login(lead)
    lamps()
    answer = client.post("/plans/new/", FILLED | {"recipients": [str(duty.pk)], "places": ["本区"]})
    plan = Plan.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/plans/{plan.pk}/")
    assert (list(plan.recipients.all()), plan.places) == ([duty], ["本区"])
    client.post(f"/plans/{plan.pk}/edit/", FILLED | {"seen": "1"})
    retag_all()
    page = client.get(f"/plans/{plan.pk}/").content.decode()
    assert "近 7 天 1 条，其中原创 1 条" in page
    assert LAMPS in page


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"query": "路灯 ("}, "可以这样写"),
        ({"query": "王建国"}, "像是人名"),
        ({"name": "王建国讨薪"}, "像是人名"),
        ({"starts_on": "2026-08-02", "ends_on": "2026-08-01"}, "结束日期在开始日期之前"),
        ({"recipients": ["王建国"]}, "王建国"),
    ],
)
def test_a_plan_that_cannot_be_comes_back_with_the_reason(
    client: Client, lead: User, changed: dict[str, object], said: str
) -> None:
    client.force_login(lead)
    answer = client.post("/plans/new/", FILLED | changed)
    assert (answer.status_code, Plan.objects.count()) == (422, 0)
    assert said in answer.content.decode()


def test_a_plan_is_tried_with_all_that_narrows_it_before_it_is_saved(client: Client, lead: User) -> None:
    client.force_login(lead)
    lamps(place="本区")
    lamps(place="外地")
    begun = client.post("/plans/test/", FILLED | {"places": ["本区"]})
    shown = client.post("/plans/matches/", {"asked": begun.context["asked"]}).content.decode()
    counted = client.post("/plans/tally/", {"asked": begun.context["asked"], "tally": begun.context["packed"]})
    assert shown.count("rule-match-title") == 1
    assert (counted.context["tally"].month, counted.context["tally"].week) == (1, 1)
    assert not Plan.objects.exists()


def test_the_list_compares_spans_and_keeps_units_apart(client: Client, make_plan: MakePlan, viewer: User) -> None:
    now = utc_now()
    for hours in (1, 2, 30):
        lamps(at=now - timedelta(hours=hours))
    make_plan("路灯")
    make_plan("路灯", name="某单位的路灯", units=(make_unit().pk,))
    retag_all()
    client.force_login(viewer)
    page = client.get("/plans/")
    line, of_unit = (line for line, _ in page.context["lines"])
    assert (line.now.items, line.before.items, sum(line.spark)) == (2, 1, 3)
    assert (line.tone_apart, of_unit.tone_apart) == (False, True)
    assert "不比较" in page.content.decode()


def test_a_reader_of_one_unit_sees_and_counts_no_other(client: Client, make_plan: MakePlan) -> None:
    ours, theirs = make_unit(), make_unit()
    lamps(units=[ours.pk], by_hand=True)
    lamps(units=[theirs.pk], title="别处的路灯坏了", by_hand=True)
    plan, reader = make_plan("路灯"), make_user(Role.VIEWER)
    reader.units.add(ours)
    retag_all()
    client.force_login(reader)
    page, listed = client.get(f"/plans/{plan.pk}/"), client.get("/plans/").context["lines"][0][0]
    assert "别处的路灯坏了" not in page.content.decode()
    assert "别处的路灯坏了" not in client.get(f"/plans/{plan.pk}/items.csv").content.decode()
    assert (page.context["plan_page"].numbers.now.items, listed.now.items) == (1, 1)


def test_filters_narrow_the_list_and_the_export_which_is_audited(
    client: Client, make_plan: MakePlan, duty: User
) -> None:
    source = make_source(name="石桥晚报")
    lamps(source=source, sentiment="pos", title="=路灯", at=utc_now() - timedelta(hours=2))
    lamps()
    plan = make_plan("路灯")
    retag_all()
    client.force_login(duty)
    answer = client.get(f"/plans/{plan.pk}/items.csv?sentiment=pos&source={source.pk}")
    rows = answer.content.decode().splitlines()
    assert (len(rows), "'=路灯" in rows[1], "石桥晚报" in rows[1]) == (2, True, True)
    entry = AuditEntry.objects.filter(action="export").latest("id")
    assert (entry.target, entry.detail["rows"]) == (f"plan:{plan.pk}", 1)


def test_topics_of_the_plan_say_how_much_of_them_belongs_to_it(client: Client, make_plan: MakePlan, duty: User) -> None:
    topic = make_topic(title="路灯改造", n_originals=3)
    for title in (LAMPS, LAMPS, "别的事"):
        lamps(title=title, topic_id=topic.pk)
    plan = make_plan("路灯")
    retag_all()
    client.force_login(duty)
    page = client.get(f"/plans/{plan.pk}/").context["plan_page"]
    assert [(found.line.id, found.held) for found in page.topics] == [(topic.pk, 2)]
    assert "最集中的话题是“路灯改造”" in page.sentence
    assert f'<a href="/plans/{plan.pk}/">路灯</a>' in client.get(f"/topics/{topic.pk}/").content.decode()


def test_why_an_item_is_in_the_plan(client: Client, make_plan: MakePlan, viewer: User) -> None:
    item, other = lamps(), make_item()
    plan = make_plan("路灯")
    retag_all()
    client.force_login(viewer)
    assert "命中：出现了“路灯”" in client.get(f"/plans/{plan.pk}/items/{item.id}/why/").content.decode()
    assert client.get(f"/plans/{plan.pk}/items/{other.id}/why/").status_code == 404


@pytest.mark.parametrize(("to", "said"), [("paused", "已暂停"), ("ended", "已结束")])
def test_a_plan_that_rests_says_so(client: Client, make_plan: MakePlan, lead: User, to: str, said: str) -> None:
    client.force_login(lead)
    plan = make_plan("路灯")
    page = client.post(f"/plans/{plan.pk}/move/", {"to": to}, follow=True)
    assert f"{said}：不收新内容" in page.content.decode()


@pytest.mark.parametrize("change", PlanChange.values)
def test_the_audit_log_names_every_change(change: str) -> None:
    assert labels.action(f"plan_{change}") != f"plan_{change}"


def test_a_month_is_drawn_by_days_of_shanghai() -> None:
    hours = [HourBar(parse_time(f"2026-07-0{day}"), neg=1, pos=2) for day in ("1T15:00Z", "1T16:00Z", "2T15:00Z")]
    assert [(bar.hour.isoformat(), bar.total) for bar in by_day(hours)] == [
        ("2026-06-30T16:00:00+00:00", 3),
        ("2026-07-01T16:00:00+00:00", 6),
    ]


def test_a_limited_page_asks_once_which_plans_topics_are_in_and_walks_its_span_for_what_is_hidden(
    client: Client, make_plan: MakePlan, viewer: User
) -> None:
    plan, unit = make_plan("路灯"), make_unit()
    viewer.units.set([unit])
    topic = make_topic(units=[unit.pk])
    for n in range(3):
        make_item(topic_id=topic.pk, plans=[plan.pk], units=[unit.pk], at=utc_now() - n * HOUR)
    at = utc_now() - HOUR
    Alert.objects.create(kind="topic_rising", level=2, topic=topic, raised_at=at, changed_at=at)
    client.force_login(viewer)
    with CaptureQueriesContext(connection) as asked:
        page = client.get(f"/plans/{plan.pk}/").context["plan_page"]
    assert [alert.topic_id for alert in page.alerts] == [topic.pk]
    assert [mark.id for mark in page.chart.marks] == [page.alerts[0].id]
    statements = " ".join(one["sql"] for one in asked)
    assert statements.count('unnest("monitor_item"."plans")') == 1
    hidden = [part for part in statements.split("FROM ") if 'NOT ("monitor_item"."units" && ' in part]
    assert hidden
    assert not [part for part in hidden if '"plans" @>' in part]


def test_a_route_names_a_plan_and_keeps_it_when_that_has_ended(
    client: Client, admin: User, make_plan: MakePlan
) -> None:
    plan, other = make_plan("高温", name="夏季高温"), make_plan("骑手", name="骑手权益")
    client.force_login(admin)
    form = {"name": "高温", "min_level": 1, "plans": [plan.pk], "days": "all", "duty": "on", "enabled": "on", "seen": 0}
    client.post("/routes/0/", form)
    row = AlertRoute.objects.get()
    assert row.spec == {"plans": [plan.pk], "duty": True}
    assert "夏季高温" in client.get("/routes/").content.decode()
    assert "不在所选专题里" in client.get(f"/routes/try/?level=2&plan={other.pk}").content.decode()
    assert "不在所选专题里" not in client.get(f"/routes/try/?level=2&plan={plan.pk}").content.decode()
    Plan.objects.filter(pk=plan.pk).update(state=PlanState.ENDED)
    client.post(f"/routes/{row.pk}/", form | {"min_level": 2, "seen": 1})
    assert AlertRoute.objects.get().spec == {"min_level": 2, "plans": [plan.pk], "duty": True}
    client.post("/routes/0/", form | {"name": "不能再选"})
    assert AlertRoute.objects.count() == 1


def test_a_plan_that_can_no_longer_be_read_says_so_on_its_page_and_in_the_list(
    client: Client, make_plan: MakePlan, lead: User
) -> None:
    client.force_login(lead)
    plan = make_plan("路灯")
    assert "读不懂" not in client.get(f"/plans/{plan.pk}/").content.decode()
    Plan.objects.update(query="{灯具} 路灯")
    page = client.get(f"/plans/{plan.pk}/").content.decode()
    assert "检索式现在读不懂了" in page
    assert '<span class="state state-bad">读不懂，未起作用</span>' in page
    assert "读不懂，未起作用" in client.get("/plans/").content.decode()
    SynonymGroup.objects.create(name="灯具", words=["灯", "灯泡"])
    assert "读不懂" not in client.get(f"/plans/{plan.pk}/").content.decode() + client.get("/plans/").content.decode()


def test_a_plan_whose_recipient_left_can_be_changed_and_no_longer_names_them(
    client: Client, make_plan: MakePlan, lead: User, duty: User
) -> None:
    client.force_login(lead)
    plan = make_plan("路灯", recipients=(duty.pk,))
    duty.is_active = False
    duty.save()
    assert str(duty) not in re.sub(r"(?s)<nav.*?</nav>", "", client.get(f"/plans/{plan.pk}/").content.decode())
    client.post(f"/plans/{plan.pk}/hits/", {"on": "1"})
    plan.refresh_from_db()
    assert (plan.hit_alert, list(plan.recipients.all())) == (True, [])
