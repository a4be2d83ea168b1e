"""What a source's page says of push, in each state."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from dashboards.push_words import push_note
from monitor.feeds.push_jobs import push_sync
from monitor.lib.clock import utc_now
from monitor.models import PushSubscription, User
from tests.conftest import make_source

pytestmark = pytest.mark.django_db
NOW = utc_now()
ASKED = {"state": "asked", "asked_at": NOW}
ACTIVE = {"state": "active", "lease_until": NOW + timedelta(days=3)}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "自动申请"),
        (ASKED, "等待对方验证"),
        (ASKED | {"error": "HTTP 503"}, "申请失败（HTTP 503）"),
        ({"state": "refused", "error": "denied"}, "拒绝了申请"),
        (ACTIVE, "尚未收到推送"),
        (ACTIVE | {"pushes": 7, "last_push_at": NOW}, "共收到 7 次"),
        (ACTIVE | {"error": "timeout", "asked_at": NOW}, "续订失败（没有回应）"),
        (ACTIVE | {"ignored": 3}, "另有 3 次推送的签名缺失或不符"),
        (ASKED | {"error": "refused"}, "申请失败（拒绝连接）"),
        (ACTIVE, "http://hub.yunhe.example/"),
        (ACTIVE | {"lease_until": NOW - timedelta(days=1), "asked_at": NOW}, "等待对方验证"),
    ],
)
def test_every_state_of_a_subscription_has_its_sentence(
    settings: LazySettings, client: Client, viewer: User, fields: dict[str, Any], said: str
) -> None:
    settings.PUSH_URL = "http://push.yunhe.example"
    source = make_source(hub_url="http://hub.yunhe.example/", hub_topic="http://news.yunhe.example/feed")
    push_sync(now=NOW)
    PushSubscription.objects.update(**fields) if fields else None
    client.force_login(viewer)
    assert said in push_note(source, NOW)
    assert said in client.get(f"/sources/{source.pk}/").content.decode()


def test_without_an_address_for_hubs_the_page_says_how_to_get_push(settings: LazySettings) -> None:
    settings.PUSH_URL = ""
    assert "TINGCHAO_PUSH_URL" in push_note(make_source(hub_url="http://hub.yunhe.example/"), NOW)
    assert push_note(make_source(), NOW) == ""
