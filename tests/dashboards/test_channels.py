"""Pages of channels, recipients, templates, failed messages, a member's wishes, and the acknowledge link."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings as SettingsWrapper

from monitor.alerts.acknowledge import acknowledge_link
from monitor.alerts.wishes import notifications_switch
from monitor.lib.clock import utc_now
from monitor.models import (
    Alert,
    AuditEntry,
    Channel,
    ContactTimes,
    Delivery,
    Letter,
    MessageTemplate,
    Recipient,
    Role,
    User,
)
from tests.alerts.conftest import make_channel, post_events, robots
from tests.alerts.robots import SECRET, TOKEN, Robots

__all__ = ["robots"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(client: Client) -> Client:
    """A browser of an admin."""
    client.force_login(User.objects.create(username="guan", role=Role.ADMIN, email="guan@union.example"))
    return client


def test_a_channel_is_added_from_the_pasted_address_and_its_secrets_are_never_shown(boss: Client) -> None:
    address = f"https://oapi.dingtalk.com/robot/send?access_token={TOKEN}"
    form = {
        "name": "值班群",
        "token": address,
        "secret": SECRET,
        "min_level": "3",
        "areas": ["wages"],
        "language": "en",
    }
    saved = boss.post("/channels/add/dingtalk/", {**form, "enabled": "on"}, follow=True)
    channel = Channel.objects.get()
    assert (channel.token, channel.secret, channel.areas, channel.min_level) == (TOKEN, SECRET, ["wages"], 3)
    for page in (saved, boss.get("/channels/"), boss.get(f"/channels/{channel.pk}/")):
        assert TOKEN not in page.content.decode()
        assert SECRET not in page.content.decode()


def test_a_form_that_cannot_be_keeps_what_was_typed_but_the_secret(boss: Client) -> None:
    page = boss.post("/channels/add/wecom/", {"name": "值班群", "token": "不 对", "min_level": "2", "language": "en"})
    assert page.status_code == 422
    assert "请从群机器人的设置页复制完整地址" in page.content.decode()
    assert "不 对" not in page.content.decode()


def test_the_test_button_says_what_came_of_it(boss: Client, robots: Robots) -> None:
    channel = make_channel("feishu", robots)
    assert "测试消息已被接收" in boss.post(f"/channels/{channel.pk}/test/", follow=True).content.decode()
    Channel.objects.update(secret="another")
    page = boss.post(f"/channels/{channel.pk}/test/", follow=True).content.decode()
    assert "请核对加签密钥" in page
    assert [kind for kind, _body in robots.taken] == ["feishu"]
    outcomes = AuditEntry.objects.filter(action="channel_test").order_by("id").values_list("detail__outcome", flat=True)
    assert list(outcomes) == ["accepted", "robot_sign"]


def test_a_member_is_listed_with_the_address_of_the_member(boss: Client) -> None:
    user = User.objects.create(username="zhi", role=Role.MONITOR, email="zhi@union.example")
    boss.post("/channels/recipients/add/", {"member": user.pk, "min_level": "2"})
    row = Recipient.objects.get(user=user)
    assert (row.address, row.min_level, row.enabled) == ("zhi@union.example", 2, True)
    boss.post(f"/channels/recipients/{row.pk}/", {"min_level": "4"})
    row.refresh_from_db()
    assert (row.min_level, row.enabled) == (4, False)
    assert "zhi@union.example" not in str(list(AuditEntry.objects.values_list("detail", flat=True)))


def test_a_failed_message_is_listed_with_its_reason_and_sent_again(client: Client, lead: User) -> None:
    client.force_login(lead)
    post_events(2)
    Delivery.objects.update(status="dead", error_label="mail_refused", error_detail="550 no such user")
    assert "对方服务器拒收" in client.get("/undelivered/").content.decode()
    first = Delivery.objects.earliest("pk")
    client.post("/undelivered/again/", {"delivery": str(first.pk)})
    assert Delivery.objects.get(status="pending") == first
    client.post("/undelivered/again/", {"delivery": "all"})
    assert not Delivery.objects.filter(status="dead").exists()
    assert "全部消息都已送达" in client.get("/undelivered/").content.decode()


def test_a_failed_letter_is_listed_by_its_subject(client: Client, lead: User) -> None:
    client.force_login(lead)
    letter = Letter.objects.create(kind=Letter.Kind.ISSUED, subject="职工舆情周报 第 10 期", created_at=utc_now())
    Delivery.objects.create(
        letter=letter, user=lead, channel="email", address=lead.email, status="dead", created_at=utc_now()
    )
    page = client.get("/undelivered/").content.decode()
    assert "职工舆情周报 第 10 期" in page
    assert "条消息的汇总" not in page


def test_wording_is_previewed_saved_and_restored(boss: Client) -> None:
    address, text = "/channels/wording/alert/zh-hans/", {"subject": "{title}请看", "body": "{lead}\n{link}"}
    preview = boss.post(address, {**text, "action": "preview"}).content.decode()
    assert "云河新城项目欠薪请看" in preview
    assert not MessageTemplate.objects.exists()
    boss.post(address, {**text, "action": "save"})
    assert MessageTemplate.objects.get().subject == "{title}请看"
    refused = boss.post(address, {**text, "body": "{password}", "action": "save"})
    assert (refused.status_code, "没有这个占位符" in refused.content.decode()) == (422, True)
    boss.post(address, {"action": "restore"})
    assert not MessageTemplate.objects.exists()


def test_a_member_sets_quiet_hours_of_two_ends(client: Client, lead: User) -> None:
    client.force_login(lead)
    assert client.post("/contact/", {"rhythm": "now", "quiet_from": "22:00"}).status_code == 422
    client.post("/contact/", {"rhythm": "daily", "daily_at": "08:30", "quiet_from": "22:00", "quiet_to": "07:00"})
    row = ContactTimes.objects.get(user=lead)
    assert (row.rhythm, f"{row.daily_at:%H:%M}", f"{row.quiet_to:%H:%M}") == ("daily", "08:30", "07:00")
    assert 'value="22:00"' in client.get("/contact/").content.decode()


def test_an_open_page_fetches_its_members_notifications(client: Client, lead: User) -> None:
    client.force_login(lead)
    notifications_switch(user=lead, on=True)
    post_events(1)
    shown = client.post("/contact/notifications/take/").json()["notifications"]
    assert [one["tag"] for one in shown] == [f"alert-{Alert.objects.get().pk}"]
    assert client.post("/contact/notifications/take/").json() == {"notifications": []}
    client.post("/contact/notifications/", {"on": "0"})
    assert not Recipient.objects.get(user=lead, channel="browser").enabled


def test_opening_the_acknowledge_link_changes_nothing_and_its_button_does(
    client: Client, lead: User, settings: SettingsWrapper
) -> None:
    (event,) = post_events(1)
    address = acknowledge_link(alert_id=event.alert_id, user_id=lead.pk).removeprefix(settings.BASE_URL)
    for method in (client.get, client.head):
        assert method(address).status_code in {200, 405}
        assert Alert.objects.get().status == "open"
    assert "已由" in client.post(address).content.decode()
    assert Alert.objects.get().status == "acknowledged"
    assert "无需再确认" in client.post(address).content.decode()
    assert client.get("/ack/nonsense/").status_code == 410


def test_the_button_needs_the_page_it_stands_on(lead: User, settings: SettingsWrapper) -> None:
    (event,) = post_events(1)
    strict = Client(enforce_csrf_checks=True)
    address = acknowledge_link(alert_id=event.alert_id, user_id=lead.pk).removeprefix(settings.BASE_URL)
    assert strict.post(address).status_code == 403
    assert Alert.objects.get().status == "open"


def test_a_webhook_subscribes_to_events_and_shows_what_it_was_sent(boss: Client) -> None:
    entered = {
        "name": "政务平台",
        "token": "https://oa.example/in",
        "min_level": "2",
        "language": "zh-hans",
        "enabled": "on",
    }
    boss.post("/channels/add/webhook/", entered | {"events": ["alert.raised", "report.signed"]})
    channel = Channel.objects.get()
    assert channel.events == ["alert.raised", "report.signed"]
    page = f"/channels/{channel.pk}/"
    assert "还没有发过消息" in boss.get(page).content.decode()
    Delivery.objects.create(
        group=channel,
        channel="webhook",
        message_id="<1>",
        status="dead",
        error_label="hook_refused",
        created_at=utc_now(),
        notice={"event": "report.signed", "report": 7},
    )
    for address in (page, "/undelivered/"):
        assert "报告签发（7 号）" in boss.get(address).content.decode()
    assert "对方不接受这条消息" in boss.get(page).content.decode()
    assert 'name="events"' not in boss.get("/channels/add/wecom/").content.decode()
