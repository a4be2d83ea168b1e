"""Stored XSS: markup in whatever can be stored comes out as text, on every page."""

from __future__ import annotations

import pytest
from django.test import Client

from bench.page_addresses import addresses, is_file
from monitor.lib.clock import utc_now
from monitor.models import (
    Alert,
    AlertEvent,
    Channel,
    KeywordRule,
    Plan,
    Source,
    Topic,
    Unit,
    User,
    audit_record,
)
from tests.conftest import make_item

pytestmark = pytest.mark.django_db
EVIL = "<script>alert(7)</script>\"'><img src=x onerror=alert(7)>{{ 7|add:7 }}"


@pytest.fixture
def poisoned(admin: User) -> None:
    """Every kind of name and text is markup."""
    now = utc_now()
    User.objects.filter(pk=admin.pk).update(name=EVIL[:60])
    unit = Unit.objects.create(name=EVIL[:80], words=[EVIL[:40]])
    source = Source.objects.create(name=EVIL, url="http://127.0.0.1:9/x", state="failing", error_detail=EVIL)
    topic = Topic.objects.create(
        title=EVIL, terms=[EVIL], first_at=now, last_at=now, updated_at=now, in_focus=True, n_items=1, n_originals=1
    )
    make_item(title=EVIL, text=EVIL, source=source, units=[unit.pk], topic_id=topic.pk, terms=[EVIL])
    alert = Alert.objects.create(kind="topic_rising", level=3, topic=topic, raised_at=now, changed_at=now)
    AlertEvent.objects.create(alert=alert, kind="comment", level=3, note=EVIL, at=now, by=admin)
    Plan.objects.create(name=EVIL[:80], purpose=EVIL, query="工资", created_at=now)
    KeywordRule.objects.create(name=EVIL[:80], query=EVIL)
    Channel.objects.create(kind="webhook", name=EVIL[:60])
    audit_record(actor=admin, action="rule_edit", target=EVIL, detail={"note": EVIL})


def test_no_page_lets_stored_markup_through(client: Client, admin: User, poisoned: None) -> None:
    client.force_login(admin)
    read = 0
    for name, _role, asked in addresses():
        if not asked or is_file(asked[0]):
            continue
        answer = client.get(asked[0])
        if answer.status_code == 200 and not answer.streaming and "html" in answer.headers["Content-Type"]:
            read += 1
            text = answer.content.decode()
            assert "<script>alert(7)" not in text, name
            assert "<img src=x" not in text, name
    assert read > 40


def test_a_template_is_never_made_of_what_was_stored(client: Client, admin: User, poisoned: None) -> None:
    client.force_login(admin)
    assert "{{ 7|add:7 }}" in client.get("/topics/").content.decode()
