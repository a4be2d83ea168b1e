"""Group channels through a real HTTP server that answers as the robots do."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from pytest_django import Settings as SettingsWrapper

from monitor.alerts.channels.http import http_post
from monitor.alerts.deliver import Summary, delivery_send_due, delivery_send_groups
from monitor.alerts.fold import delivery_fold_due
from monitor.alerts.listing import ChannelValues, ListingError, channel_retire, channel_save, token_of
from monitor.alerts.probe import channel_test
from monitor.alerts.raise_ import alert_decide_changed
from monitor.errors import DeliveryError
from monitor.lib.clock import utc_now
from monitor.models import AuditEntry, Channel, Delivery, User
from tests.alerts.conftest import make_channel, make_rising_topic, post_events
from tests.alerts.robots import SECRET, TOKEN, Robots
from tests.conftest import make_source

pytestmark = pytest.mark.django_db
ROBOT_KINDS = ("wecom", "dingtalk", "feishu")


def raise_one(title: str = "云河新城项目欠薪") -> None:
    make_rising_topic(title=title)
    alert_decide_changed(now=utc_now())


@pytest.mark.parametrize("kind", [*ROBOT_KINDS, "webhook"])
def test_every_kind_takes_a_signed_message_once(kind: str, robots: Robots, settings: SettingsWrapper) -> None:
    settings.DRILL = True
    make_channel(kind, robots)
    raise_one()
    assert delivery_send_groups(now=utc_now()) == Summary(accepted=1)
    assert delivery_send_groups(now=utc_now() + timedelta(hours=1)) == Summary()
    (taken, body), *rest = robots.taken
    said = json.dumps(body, ensure_ascii=False)
    assert (taken == kind or kind == "webhook", rest) == (True, [])
    assert "云河新城项目欠薪" in said
    assert "演练" in said
    assert f"{settings.BASE_URL}/alerts/" in said


@pytest.mark.parametrize(
    ("kind", "change", "label"),
    [
        ("wecom", {"token": "gone12345"}, "robot_token"),
        ("dingtalk", {"token": "gone12345"}, "robot_token"),
        ("feishu", {"token": "gone12345"}, "robot_token"),
        ("dingtalk", {"secret": "another"}, "robot_sign"),
        ("feishu", {"secret": ""}, "robot_sign"),
    ],
)
def test_an_error_inside_a_200_body_is_an_error(kind: str, change: dict[str, str], label: str, robots: Robots) -> None:
    channel = make_channel(kind, robots, **change)
    post_events(1)
    assert delivery_send_groups(now=utc_now()) == Summary(put_off=1)
    row = Delivery.objects.get()
    channel.refresh_from_db()
    assert (row.status, row.error_label, channel.error_label) == ("pending", label, label)
    assert "gone12345" not in row.error_detail + channel.error_detail


@pytest.mark.parametrize("kind", ["dingtalk", "feishu"])
def test_the_keyword_that_a_robot_wants_is_in_every_message(kind: str, robots: Robots, admin: User) -> None:
    robots.keyword = "工会提醒"
    channel = make_channel(kind, robots)
    assert channel_test(channel=channel, by=admin, now=utc_now()).label == "robot_keyword"
    channel.keyword = "工会提醒"
    assert channel_test(channel=channel, by=admin, now=utc_now()).label == ""


@pytest.mark.parametrize(
    ("status", "headers", "answer", "label"),
    [
        (429, {"Retry-After": "120"}, {}, "robot_busy"),
        (200, {}, {"errcode": 130101, "errmsg": "send too fast, exceed 20 times per minute"}, "robot_busy"),
        (502, {}, b"<html>", "robot_busy"),
        (200, {}, b"<html>", "robot_answer"),
        (302, {"Location": "http://127.0.0.1:1/"}, b"", "http_redirect"),
    ],
)
def test_a_robot_that_cannot_now_keeps_its_messages_for_later(
    status: int, headers: dict[str, str], answer: object, label: str, robots: Robots
) -> None:
    make_channel("dingtalk", robots)
    post_events(2)
    robots.answers = [(status, headers, answer)]
    assert delivery_send_groups(now=utc_now()) == Summary(put_off=2)
    assert sorted(Delivery.objects.values_list("status", "attempts")) == [("pending", 0), ("pending", 1)]
    assert set(Delivery.objects.values_list("error_label", flat=True)) == {label}
    assert delivery_send_groups(now=utc_now() + timedelta(minutes=21)).accepted == 2


@pytest.mark.parametrize("kind", ROBOT_KINDS)
def test_a_group_that_reads_english_gets_no_word_of_chinese_from_us(kind: str, robots: Robots, admin: User) -> None:
    channel = make_channel(kind, robots, language="en", min_level=1)
    for n in range(60):
        make_source(name=f"source {n}", state="failing", needs_decision=True, failing_since=utc_now())
    now = utc_now()
    alert_decide_changed(now=now)
    delivery_fold_due(now=now + timedelta(minutes=3))
    assert delivery_send_groups(now=now + timedelta(minutes=3)) == Summary(accepted=1)
    assert channel_test(channel=channel, by=admin, now=now + timedelta(minutes=9)).label == ""
    digest, test = (json.dumps(body, ensure_ascii=False) for _kind, body in robots.taken)
    assert "View and answer" in digest
    assert not re.search(r"[\u4e00-\u9fff]", digest)
    assert "查看" not in test


@pytest.mark.parametrize("kind", ROBOT_KINDS)
def test_an_answer_that_comes_in_pieces_is_read_whole_and_nothing_is_said_twice(kind: str, robots: Robots) -> None:
    robots.halves = True
    make_channel(kind, robots)
    post_events(1)
    assert delivery_send_groups(now=utc_now()) == Summary(accepted=1)
    assert delivery_send_groups(now=utc_now() + timedelta(hours=1)) == Summary()
    assert len(robots.taken) == 1


def test_no_more_than_the_allowance_goes_and_the_rest_waits_its_turn(robots: Robots, settings: SettingsWrapper) -> None:
    settings.STORM_MESSAGES = 0
    make_channel("wecom", robots)
    post_events(8)
    now = utc_now()
    assert delivery_send_groups(now=now) == Summary(accepted=5, put_off=3)
    assert set(Delivery.objects.filter(status="pending").values_list("error_label", "attempts")) == {("paced", 0)}
    assert delivery_send_groups(now=now + timedelta(seconds=5)) == Summary(accepted=1, put_off=2)


def test_a_webhook_repeat_has_the_same_id_and_a_refusal_is_final(robots: Robots) -> None:
    make_channel("webhook", robots)
    post_events(1)
    robots.answers = [(503, {}, b"")]
    assert delivery_send_groups(now=utc_now()) == Summary(put_off=1)
    assert delivery_send_groups(now=utc_now() + timedelta(minutes=1)) == Summary(accepted=1)
    row = Delivery.objects.get()
    assert robots.headers[0]["Idempotency-Key"] == robots.taken[0][1]["id"] == row.message_id
    post_events(1)
    robots.answers = [(422, {}, b"")]
    assert delivery_send_groups(now=utc_now() + timedelta(minutes=1)) == Summary(dead=1)


def test_a_published_title_cannot_write_links_or_mentions(robots: Robots) -> None:
    make_channel("wecom", robots)
    raise_one("<@all> [点这里](http://evil.example) **欠薪**\n# 标题")
    delivery_send_groups(now=utc_now())
    content = robots.taken[0][1]["markdown"]["content"]
    assert "<@all>" not in content
    assert "](http://evil" not in content


def test_a_slow_robot_does_not_keep_mails_waiting(robots: Robots, lead: User, settings: SettingsWrapper) -> None:
    settings.EMAIL_HOST = ""
    make_channel("wecom", robots, base_url="http://127.0.0.1:1")
    post_events(1)
    assert delivery_send_due(now=utc_now()) == Summary(waiting=1)  # it did not look at the robot's
    assert delivery_send_groups(now=utc_now()) == Summary(put_off=1)
    assert Delivery.objects.get(channel="wecom").error_label == "http_unreachable"


@pytest.mark.parametrize(
    ("url", "label"),
    [
        ("https://10.1.2.3/hook", "http_blocked"),
        ("https://169.254.169.254/latest", "http_blocked"),
        ("http://93.184.216.34/hook", "http_blocked"),  # public, and in the clear
        ("https://localhost:1/hook", "http_blocked"),
        ("https://user:pass@hook.example/", "http_address"),
        ("file:///etc/passwd", "http_address"),
    ],
)
def test_addresses_that_lead_inside_or_nowhere_are_refused(url: str, label: str) -> None:
    with pytest.raises(DeliveryError) as refused:
        http_post(url, b"{}", {})
    assert refused.value.label == label
    assert url not in str(refused.value)


@pytest.mark.parametrize(
    "address",
    [
        "tweet://a/b/c/d",
        "syslog://",
        "mailtos://a:b@mail.example",
        "gotifys://h.example/t?verify=no",
        "nonsense",
        "x://",
    ],
)
def test_apprise_neither_posts_in_public_nor_acts_here(address: str, admin: User) -> None:
    channel = Channel.objects.create(kind="apprise", name="其他", token=address)
    assert channel_test(channel=channel, by=admin, now=utc_now()).label == "apprise_address"


def test_apprise_reaches_what_is_allowed_and_nothing_inside(
    robots: Robots, admin: User, settings: SettingsWrapper
) -> None:
    token = f"gotify://127.0.0.1:{robots.port}/AbCdEf"
    channel = Channel.objects.create(kind="apprise", name="其他", token=token)
    robots.answers = [(200, {}, {})]
    assert channel_test(channel=channel, by=admin, now=utc_now()).label == ""
    settings.CHANNEL_ALLOW_NETWORKS = []
    assert channel_test(channel=channel, by=admin, now=utc_now()).label == "http_blocked"


def test_in_an_exercise_nothing_leaves_this_machine(robots: Robots, admin: User, settings: SettingsWrapper) -> None:
    settings.DRILL, settings.CHANNEL_ALLOW_NETWORKS = True, ["10.0.0.0/8"]
    for kind, fields in (("wecom", {"base_url": ""}), ("webhook", {"token": "https://10.9.8.7/in"}), ("apprise", {})):
        channel = make_channel(
            kind, robots, **{"token": "tgram://123456789:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/1/", **fields}
        )
        assert channel_test(channel=channel, by=admin, now=utc_now()).label == "exercise_server", kind


@pytest.mark.parametrize(
    ("kind", "pasted"),
    [
        ("wecom", f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={TOKEN}"),
        ("dingtalk", f" https://oapi.dingtalk.com/robot/send?access_token={TOKEN} "),
        ("feishu", f"https://open.feishu.cn/open-apis/bot/v2/hook/{TOKEN}"),
        ("feishu", TOKEN),
    ],
)
def test_the_address_is_pasted_as_the_robot_shows_it(kind: str, pasted: str) -> None:
    assert token_of(kind, pasted) == TOKEN


def test_secrets_are_kept_when_left_empty_and_are_in_no_audit_entry(admin: User) -> None:
    values = ChannelValues(name="值班群", token=TOKEN, secret=SECRET)
    channel = channel_save(channel=None, kind="dingtalk", values=values, by=admin)
    channel_save(channel=channel, kind="dingtalk", values=ChannelValues(name="值班二群"), by=admin)
    channel.refresh_from_db()
    assert (channel.name, channel.token, channel.secret) == ("值班二群", TOKEN, SECRET)
    told = str(list(AuditEntry.objects.values_list("detail", flat=True)))
    assert "token" in told
    assert TOKEN not in told + repr(values) + str(channel)
    assert SECRET not in told + repr(values)


def test_two_channels_of_one_name_and_nonsense_are_refused(admin: User) -> None:
    channel_save(channel=None, kind="wecom", values=ChannelValues(name="值班群", token=TOKEN), by=admin)
    for values, label in (
        (ChannelValues(name="值班群", token=TOKEN), "name_known"),
        (ChannelValues(name="另一群"), "token_missing"),
        (ChannelValues(name="另一群", token="有空格 的"), "token_shape"),
        (ChannelValues(name="另一群", token=TOKEN, base_url="ftp://x"), "base_url"),
    ):
        with pytest.raises(ListingError) as refused:
            channel_save(channel=None, kind="wecom", values=values, by=admin)
        assert refused.value.label == label


def test_a_removed_channel_forgets_its_secrets_and_loses_no_message(robots: Robots, admin: User) -> None:
    channel = make_channel("wecom", robots)
    post_events(1)
    channel_retire(channel=channel, by=admin, now=utc_now())
    channel.refresh_from_db()
    assert (channel.token, channel.secret, channel.enabled) == ("", "", False)
    assert Delivery.objects.get().error_label == "channel_off"
    assert delivery_send_groups(now=utc_now()) == Summary()
