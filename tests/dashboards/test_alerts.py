"""Alert pages and the exercise's mailbox, by role."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings as SettingsWrapper

from monitor.alerts.raise_ import alert_decide_changed
from monitor.drill.mailbox import mail_store
from monitor.lib.clock import utc_now
from monitor.models import Alert, AlertEvent, AuditEntry, Delivery, Topic, User
from tests.alerts.conftest import make_rising_topic, post_events
from tests.conftest import make_source, make_unit

pytestmark = pytest.mark.django_db
MAIL = (
    b"From: tingchao@union.example\r\nTo: lead@union.example\r\nSubject: drill\r\nMessage-ID: <a@b>\r\n"
    b"Content-Type: text/html; charset=utf-8\r\n\r\n"
    b'<p style="color:red">hello</p><script>alert(1)</script><img src="http://x.example/p.png"><a href="javascript:x">y</a>'
)


@pytest.fixture
def alert(db: None) -> Alert:
    make_rising_topic(title="云河新城项目欠薪")
    alert_decide_changed(now=utc_now())
    return Alert.objects.get()


@pytest.mark.parametrize("path", ["/alerts/", "/alerts/1/", "/drill/mailbox/", "/drill/mailbox/x/"])
def test_an_outsider_is_sent_to_the_login_page(client: Client, path: str) -> None:
    assert client.get(path)["Location"].startswith("/login/")


def test_the_list_shows_what_is_open_as_a_sentence(client: Client, viewer: User, alert: Alert) -> None:
    client.force_login(viewer)
    page = client.get("/alerts/").content.decode()
    assert (
        '云河新城项目欠薪：<span class="nowrap">48\u00a0小时</span> <span class="nowrap">12\u00a0条原创</span>，<span class="nowrap">4\u00a0家来源</span>，'
        '<span class="nowrap">负面\u00a0100\u00a0%</span>，<span class="nowrap">仍在上升</span>' in page
    )
    assert "确认</button>" not in page  # a viewer only reads


def test_an_empty_list_says_so(client: Client, viewer: User) -> None:
    client.force_login(viewer)
    assert "现在没有未办结的预警" in client.get("/alerts/").content.decode()


@pytest.mark.parametrize(
    ("query", "there"),
    [
        ("state=all", True),
        ("state=closed", False),
        ("level=3", True),
        ("level=1", False),
        ("kind=source_silent", False),
    ],
)
def test_the_list_filters(client: Client, viewer: User, alert: Alert, query: str, there: bool) -> None:
    client.force_login(viewer)
    assert ("云河新城项目欠薪" in client.get(f"/alerts/?{query}").content.decode()) is there


def test_nonsense_in_the_address_is_left_out(client: Client, viewer: User, alert: Alert) -> None:
    client.force_login(viewer)
    assert client.get("/alerts/?state=x&level=99&kind=%00&page=-3").status_code == 200


def test_the_page_explains_and_its_opening_is_audited(client: Client, viewer: User, alert: Alert) -> None:
    client.force_login(viewer)
    page = client.get(f"/alerts/{alert.pk}/").content.decode()
    for words in ("预警线", "历史不足", "规则第 1 版", "经过", "通知了谁", "云河新城项目部分工友"):
        assert words in page
    assert AuditEntry.objects.filter(action="alert_open", target=f"alert:{alert.pk}").exists()


def test_the_page_of_a_muted_topics_alert_says_that_nobody_is_reminded(
    client: Client, viewer: User, alert: Alert
) -> None:
    client.force_login(viewer)
    assert "话题已静音" not in client.get(f"/alerts/{alert.pk}/").content.decode()
    Topic.objects.update(muted=True)
    assert "不再提醒，也不报告组长；这条预警仍要有人办结。" in client.get(f"/alerts/{alert.pk}/").content.decode()
    Alert.objects.update(status="resolved")
    assert "话题已静音" not in client.get(f"/alerts/{alert.pk}/").content.decode()


def test_repeats_of_a_message_and_of_the_digest_that_it_went_in_are_shown(client: Client, lead: User) -> None:
    events = post_events(2)
    alone, folded = Delivery.objects.order_by("id")
    Delivery.objects.filter(pk=alone.pk).update(repeats=2, error_label="mail_unanswered")
    digest = Delivery.objects.create(
        user=lead, channel="email", message_id="<d@x>", created_at=utc_now(), repeats=5, next_try_at=utc_now()
    )
    Delivery.objects.filter(pk=folded.pk).update(folded_into=digest, status="folded")
    client.force_login(lead)
    page = client.get(f"/alerts/{events[0].alert_id}/").content.decode()
    for words in ("重发 2 次", "重发 5 次", "可能已送达"):
        assert words in page
    Delivery.objects.filter(pk=alone.pk).update(status="dead")
    assert "重发 2 次" in client.get("/undelivered/").content.decode()


def test_a_source_notice_has_a_page(client: Client, viewer: User) -> None:
    make_source(name="云河社区", state="failing", needs_decision=True, error_label="timeout", failing_since=utc_now())
    alert_decide_changed(now=utc_now())
    client.force_login(viewer)
    assert "未能读取（没有按时回应）" in client.get(f"/alerts/{Alert.objects.get().pk}/").content.decode()


def test_a_monitor_acknowledges_and_it_is_audited(client: Client, duty: User, alert: Alert) -> None:
    client.force_login(duty)
    response = client.post(f"/alerts/{alert.pk}/acknowledge/", {"note": "已联系街道", "next": "/alerts/"})
    assert response["Location"] == "/alerts/"
    event = AlertEvent.objects.get(kind="acknowledged")
    assert (event.by, event.note) == (duty, "已联系街道")
    assert AuditEntry.objects.filter(action="alert_acknowledged", actor=duty.username).exists()
    assert "云河新城项目欠薪" in client.get("/alerts/").content.decode()  # acknowledged is not closed


@pytest.mark.parametrize("step", ["acknowledge", "handle", "resolve", "false-alarm", "comment", "reopen"])
def test_a_viewer_or_reporter_may_not_answer(
    client: Client, viewer: User, reporter: User, alert: Alert, step: str
) -> None:
    for user in (viewer, reporter):
        client.force_login(user)
        assert client.post(f"/alerts/{alert.pk}/{step}/", {"note": "x"}).status_code == 403
    assert Alert.objects.get().status == "open"


def test_a_link_in_a_mail_cannot_answer(client: Client, duty: User, alert: Alert) -> None:
    client.force_login(duty)
    assert client.get(f"/alerts/{alert.pk}/acknowledge/").status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(duty)
    assert strict.post(f"/alerts/{alert.pk}/acknowledge/").status_code == 403


def test_a_second_click_says_that_the_status_changed(client: Client, duty: User, alert: Alert) -> None:
    client.force_login(duty)
    for _ in range(2):
        response = client.post(f"/alerts/{alert.pk}/acknowledge/", follow=True)
    assert "状态已经变了" in response.content.decode()


def test_the_way_back_stays_on_this_site(client: Client, duty: User, alert: Alert) -> None:
    client.force_login(duty)
    response = client.post(f"/alerts/{alert.pk}/acknowledge/", {"next": "https://elsewhere.example/"})
    assert response["Location"] == f"/alerts/{alert.pk}/"


def test_a_member_of_another_unit_does_not_see_it(client: Client, viewer: User) -> None:
    mine, other = make_unit(), make_unit()
    make_rising_topic(title="别家单位的事", units=[other.pk])
    alert_decide_changed(now=utc_now())
    viewer.units.add(mine)
    client.force_login(viewer)
    assert "别家单位的事" not in client.get("/alerts/").content.decode()
    assert client.get(f"/alerts/{Alert.objects.get().pk}/").status_code == 404


@pytest.fixture
def mail_id(tmp_path: Path, settings: SettingsWrapper, monkeypatch: pytest.MonkeyPatch) -> str:
    settings.DRILL = True
    monkeypatch.setattr("monitor.drill.mailbox.mailbox_folder", lambda: tmp_path)
    return mail_store(MAIL, now=utc_now())


def test_the_mailbox_lists_and_shows_mails_without_anything_that_runs_or_loads(
    client: Client, viewer: User, mail_id: str
) -> None:
    client.force_login(viewer)
    assert f"/drill/mailbox/{mail_id}/" in client.get("/drill/mailbox/").content.decode()
    page = client.get(f"/drill/mailbox/{mail_id}/").content.decode()
    frame = page.partition("srcdoc=")[2].partition("</iframe>")[0]
    assert "hello" in frame
    assert not any(word in frame for word in ("script", "img", "javascript"))
    assert "allow-scripts" not in page


def test_outside_an_exercise_there_is_no_mailbox(
    client: Client, admin: User, mail_id: str, settings: SettingsWrapper
) -> None:
    settings.DRILL = False
    client.force_login(admin)
    assert client.get("/drill/mailbox/").status_code == client.get(f"/drill/mailbox/{mail_id}/").status_code == 404


def test_a_mail_that_is_not_there_is_not_found(client: Client, viewer: User, mail_id: str) -> None:
    client.force_login(viewer)
    assert client.get("/drill/mailbox/..%2Fsecret/").status_code == 404
