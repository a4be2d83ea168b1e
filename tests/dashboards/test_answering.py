"""Pages on which alerts are answered, by role."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook
from pytest_django import Settings as SettingsWrapper

from monitor.alerts.prepare import alert_prepare
from monitor.alerts.referral import referral_send
from monitor.alerts.roster import shifts_add
from monitor.alerts.roster_rows import COLUMNS, ShiftRow
from monitor.district.sheet import sheet_write
from monitor.lib.clock import utc_now
from monitor.models import (
    Alert,
    AlertRoute,
    AuditEntry,
    CalendarDay,
    Handover,
    Recipient,
    Referral,
    ResponseVersion,
    Shift,
    Unit,
    User,
)
from tests.alerts.conftest import make_alert, post_events
from tests.conftest import make_topic, make_unit

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def unit(db: None) -> Unit:
    return make_unit(name="柳岸街道总工会")


@pytest.fixture
def alert(unit: Unit) -> Alert:
    row = make_alert(3, topic=make_topic(title="云河新城项目欠薪", units=[unit.pk]))
    alert_prepare(alert=row, now=utc_now())
    return row


@pytest.fixture
def matter(alert: Alert, unit: Unit, duty: User) -> Referral:
    now = utc_now()
    return referral_send(alert=alert, unit=unit, ask="请核实欠薪人数。", due_at=now + DAY, by=duty, now=now)


def body(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def test_the_page_of_an_alert_shows_plan_and_due_times_and_its_buttons_work(
    client: Client, duty: User, lead: User, alert: Alert, unit: Unit
) -> None:
    client.force_login(duty)
    page, address = body(client, f"/alerts/{alert.pk}/"), f"/alerts/{alert.pk}/do"
    assert "办结时限" in page
    assert "劳动保障监察" in page
    step = alert.steps.all()[0]
    client.post(f"{address}/tick/", {"step": step.pk, "state": "done", "note": "属实"})
    client.post(f"{address}/assign/", {"member": lead.pk})
    client.post(f"{address}/due/", {"due_at": f"{utc_now() + 2 * DAY:%FT%H:%M}", "note": "等开会"})
    client.post(f"{address}/hand/", {"unit": unit.pk, "ask": "请核实。", "due_at": f"{utc_now() + 2 * DAY:%FT%H:%M}"})
    kinds = [event.kind for event in alert.events.all()]
    assert kinds == ["step", "assigned", "due", "handed"]
    assert "/7 步已处理" in body(client, f"/alerts/{alert.pk}/")


def test_the_lists_to_choose_from_say_who_is_on_duty_and_what_the_topic_is_about(
    client: Client, duty: User, lead: User, alert: Alert, unit: Unit
) -> None:
    now, other = utc_now(), make_unit(name="桥东<b>工会")
    shifts_add(rows=[ShiftRow(now - DAY, now + DAY, lead.pk)], by=lead)
    User.objects.filter(pk=lead.pk).update(name="张 & 李")
    alert.assignee = duty
    alert.save()
    client.force_login(duty)
    page = body(client, f"/alerts/{alert.pk}/")
    assert f'<option value="{lead.pk}">张 &amp; 李 · 值班中</option>' in page
    assert f'<option value="{duty.pk}" selected>{duty}</option>' in page
    named, rest = (
        page.index(f'<option value="{one.pk}">{said}</option>')
        for one, said in ((unit, f"{unit.name} · 话题涉及"), (other, "桥东&lt;b&gt;工会"))
    )
    assert named < rest


def test_what_is_past_due_is_said_on_page_list_and_desk(client: Client, duty: User, alert: Alert) -> None:
    Alert.objects.update(due_at=utc_now() - timedelta(hours=3), assignee=duty)
    client.force_login(duty)
    assert "办结时限已过 3 小时" in body(client, f"/alerts/{alert.pk}/")
    for path in ("/alerts/?mine=1", "/", "/handover/"):
        assert "已逾期" in body(client, path)


def test_a_request_that_is_not_help_is_refused_with_the_reason(
    client: Client, duty: User, alert: Alert, unit: Unit
) -> None:
    client.force_login(duty)
    values = {"unit": unit.pk, "ask": "请论坛删帖", "due_at": f"{utc_now() + 2 * DAY:%FT%H:%M}"}
    assert "不能要求删帖" in client.post(f"/alerts/{alert.pk}/do/hand/", values, follow=True).content.decode()
    assert not Referral.objects.exists()


def test_a_reporter_sees_and_answers_what_was_handed_to_the_own_unit(
    client: Client, reporter: User, matter: Referral, unit: Unit, settings: SettingsWrapper
) -> None:
    reporter.units.add(unit)
    client.force_login(reporter)
    assert "我的任务" in body(client, "/")
    assert "云河新城项目欠薪" in body(client, "/referrals/")
    client.post(f"/referrals/{matter.pk}/accept/")
    client.post(f"/referrals/{matter.pk}/answer/", {"note": "已核实，涉及 12 人"})
    assert [event.by for event in matter.events.all()[1:]] == [reporter, reporter]
    sheet = body(client, f"/referrals/{matter.pk}/sheet/")
    for words in (matter.number, "柳岸街道总工会", "请核实欠薪人数。", "已核实，涉及 12 人", "答复时限"):
        assert words in sheet
    assert str(reporter) not in sheet
    settings.DRILL = True
    assert "drill-mark" in body(client, f"/referrals/{matter.pk}/sheet/")
    assert AuditEntry.objects.filter(action="referral_print").exists()


def test_a_reporter_of_another_unit_or_of_none_finds_nothing(client: Client, reporter: User, matter: Referral) -> None:
    for units in ([], [make_unit()]):
        reporter.units.set(units)
        client.force_login(reporter)
        assert "没有转办事项" in body(client, "/referrals/?state=all")
        for path in ("", "sheet/"):
            assert client.get(f"/referrals/{matter.pk}/{path}").status_code == 404
        assert client.post(f"/referrals/{matter.pk}/answer/", {"note": "x"}).status_code == 404
    matter.refresh_from_db()
    assert matter.state == "sent"


def test_what_a_unit_was_asked_is_not_on_the_alert_of_other_units(
    client: Client, viewer: User, matter: Referral
) -> None:
    client.force_login(viewer)
    page = body(client, f"/alerts/{matter.alert_id}/")
    assert matter.number not in page
    assert client.post(f"/referrals/{matter.pk}/withdraw/").status_code == 403


def test_a_reporter_may_not_take_a_matter_back(client: Client, reporter: User, matter: Referral, unit: Unit) -> None:
    reporter.units.add(unit)
    client.force_login(reporter)
    assert client.post(f"/referrals/{matter.pk}/withdraw/", {"note": "x"}).status_code == 404


def test_a_lead_changes_a_plan_and_a_step_that_silences_is_refused(client: Client, lead: User) -> None:
    client.force_login(lead)
    form = {"seen": 0, "enabled": "on", "s0-kind": "verify", "s0-min_level": 1, "s0-text": "联系平台删帖"}
    refused = client.post("/response-plans/wages/edit/", form)
    assert (refused.status_code, ResponseVersion.objects.count()) == (422, 0)
    assert "不能要求删帖" in refused.content.decode()
    client.post("/response-plans/wages/edit/", form | {"s0-text": "核实情况，写下结果"})
    assert "核实情况，写下结果" in body(client, "/response-plans/wages/")
    numbers = {f"{name}_{n}": 40 - n for name in ("acknowledge", "resolve") for n in range(4)}
    client.post("/handling-times/", numbers)
    assert "37" in body(client, "/response-plans/")


def test_a_roster_is_filled_by_form_and_by_file(client: Client, lead: User, duty: User) -> None:
    client.force_login(lead)
    values = {
        "member": duty.pk,
        "day": "2026-10-08",
        "until": "2026-10-11",
        "repeat": "working",
        "start": "08:30",
        "end": "17:30",
    }
    client.post("/roster/add/", values)
    assert Shift.objects.count() == 3  # the Saturday is a make-up day, the Sunday is free
    page = body(client, "/roster/?week=2026-10-05")
    assert "国庆节放假" in page
    assert "调休上班" in page
    book = sheet_write(COLUMNS, [("2026-12-01", "20:00", "08:30", duty.username, "", ""), ("x", "", "", "", "", "")])
    preview = client.post("/roster/import/", {"file": SimpleUploadedFile("r.xlsx", book)})
    token = preview.content.decode().split('name="confirmed" value="')[1].split('"')[0]
    client.post("/roster/import/", {"confirmed": token})
    assert Shift.objects.filter(start__date=date(2026, 12, 1)).exists()
    shift = Shift.objects.first()
    assert shift is not None
    client.post(f"/roster/{shift.pk}/edit/", {"remove": "1"})
    assert Shift.objects.count() == 3


def test_where_the_one_on_duty_has_left_the_deputy_is_told_and_the_roster_says_so(
    client: Client, lead: User, duty: User, admin: User
) -> None:
    for user in (duty, admin):
        Recipient.objects.create(user=user, address=user.email)
    AlertRoute.objects.create(name="值班", spec={"duty": True})
    now = utc_now()
    Shift.objects.create(start=now - DAY, end=now + DAY, member=duty, deputy=admin)
    told = lambda: set(post_events(1)[0].deliveries.values_list("user", flat=True))  # noqa: E731
    assert told() == {duty.pk}
    client.force_login(lead)
    assert "已离开" not in body(client, "/roster/")
    User.objects.filter(pk=duty.pk).update(is_active=False)
    assert told() == {admin.pk}
    assert "已离开" in body(client, "/roster/")
    assert "已离开" in body(client, "/")
    User.objects.filter(pk=admin.pk).update(role="viewer")
    assert told() == {lead.pk}, "nobody on duty: everyone listed"


def test_a_year_without_known_holidays_is_said_until_a_lead_enters_them(client: Client, lead: User) -> None:
    client.force_login(lead)
    assert "2031 年的放假和调休安排还没有收录" in body(client, "/roster/?week=2031-03-03")
    client.post("/roster/calendar/", {"first": "2031-03-04", "last": "2031-03-05", "working": "off", "name": "校庆"})
    page = body(client, "/roster/?week=2031-03-03")
    assert page.count("校庆放假") == 2
    assert "还没有收录" not in page
    client.post("/roster/calendar/", {"first": "2031-03-04", "last": "2031-03-05", "working": "remove"})
    assert not CalendarDay.objects.exists()


def test_a_shift_is_handed_over_and_the_desk_says_who_is_on(
    client: Client, duty: User, lead: User, alert: Alert
) -> None:
    now = utc_now()
    shifts_add(rows=[ShiftRow(now - DAY, now + DAY, lead.pk)], by=lead)
    client.force_login(duty)
    client.post("/handover/", {"incoming": lead.pk, "notes": "注意云河新城"})
    row = Handover.objects.get()
    assert row.matters["alerts"] == [{"id": alert.pk, "level": 3, "status": "open", "late": False}]
    client.force_login(lead)
    assert "值班中" in body(client, "/")
    client.post(f"/handover/{row.pk}/confirm/")
    assert "已接班" in body(client, "/handover/")


def test_a_dry_run_says_who_would_get_it_and_why(client: Client, admin: User, lead: User, alert: Alert) -> None:
    client.force_login(admin)
    form = {
        "name": "欠薪",
        "min_level": 2,
        "areas": ["wages"],
        "days": "all",
        "people": [lead.pk],
        "enabled": "on",
        "seen": 0,
    }
    client.post("/routes/0/", form)
    assert AlertRoute.objects.get().spec == {"min_level": 2, "areas": ["wages"], "people": [lead.pk]}
    assert "欠薪" in body(client, "/routes/")
    assert "路由“欠薪”：点名的成员" in body(client, f"/routes/try/?alert={alert.pk}")
    other = body(client, "/routes/try/?level=1&area=safety&at=2026-10-01T09:00")
    assert "级别不够" in other
    assert "按默认通知全部接收人" in other
    client.post("/routes/0/", form | {"people": []})
    assert AlertRoute.objects.count() == 1


def test_the_assessment_names_no_member_and_no_tone(client: Client, duty: User, alert: Alert, matter: Referral) -> None:
    Alert.objects.update(assignee=duty)
    client.force_login(duty)
    page = body(client, "/assessment/").partition('<main id="content"')[2]
    table = client.get("/assessment/export.csv?weeks=4").content.decode()
    sheet = load_workbook(io.BytesIO(client.get("/assessment/export.xlsx").content)).worksheets[0]
    cells = " ".join(str(value) for row in sheet.iter_rows(values_only=True) for value in row)
    for text in (page, table, cells):
        assert "柳岸街道总工会" in text
        assert not [
            word for word in ("负面", "正面", "中性", "情感", "sentiment", "negative", duty.username) if word in text
        ]
    assert AuditEntry.objects.filter(action="export", target="assessment").count() == 2
