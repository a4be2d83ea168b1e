"""The commands with which an operator proves and keeps: what they say, and the exit status that a script goes by."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from monitor.lib.clock import utc_now
from monitor.models import AuditEntry, Item, audit_record
from tests.conftest import make_item

pytestmark = pytest.mark.django_db


def said(*words: str) -> Any:
    """What a command printed last, as JSON."""
    out = StringIO()
    call_command(*words, stdout=out)
    return json.loads(out.getvalue().splitlines()[-1])


@pytest.fixture
def entries() -> list[AuditEntry]:
    for action in ("source_add", "source_edit", "source_remove"):
        audit_record(actor="beat", action=action)
    return list(AuditEntry.objects.order_by("id"))


@pytest.fixture
def tampering() -> Iterator[None]:
    """Whoever owns the table can switch its trigger off; the chain is there for that."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE monitor_auditentry DISABLE TRIGGER USER")
    yield
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE monitor_auditentry ENABLE TRIGGER USER")


def test_a_whole_audit_log_is_called_whole(entries: list[AuditEntry]) -> None:
    found = said("audit_chain", "--json", "--tables")
    assert (found["whole"], found["entries"], found["last"]) == (True, len(entries), entries[-1].digest)
    assert found["tables"]["monitor_auditentry"] == len(entries)


@pytest.mark.parametrize(
    "how", ["action = 'x'", "target = 'y'", "detail = '{\"n\": 1}'", "at = at - interval '1 hour'"]
)
def test_an_entry_that_was_changed_is_named_and_the_command_fails(
    entries: list[AuditEntry], tampering: None, how: str
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE monitor_auditentry SET {how} WHERE id = %s", [entries[1].pk])
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("audit_chain", stdout=out)
    assert ended.value.code == 1
    assert f"BROKEN at entry {entries[1].pk}" in out.getvalue()


def test_an_entry_that_was_taken_out_is_noticed(entries: list[AuditEntry], tampering: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM monitor_auditentry WHERE id = %s", [entries[1].pk])
    with pytest.raises(SystemExit):
        call_command("audit_chain", stdout=StringIO())


def test_the_last_entries_are_missed_by_the_digest_that_was_noted_of_them(
    entries: list[AuditEntry], tampering: None
) -> None:
    """What is left of a chain whose end was cut off is whole in itself."""
    noted = said("audit_chain", "--json")["last"]
    assert said("audit_chain", "--json", "--had", noted)["had"]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM monitor_auditentry WHERE id = %s", [entries[-1].pk])
    assert said("audit_chain", "--json")["whole"]
    with pytest.raises(SystemExit) as ended:
        call_command("audit_chain", "--had", noted, stdout=StringIO())
    assert ended.value.code == 1


def test_search_entries_that_are_missing_are_written_once() -> None:
    make_item()
    assert (said("search_index"), said("search_index", "--seconds", "60")) == (1, 0)


def test_a_preview_removes_nothing_and_says_what_prune_then_removes() -> None:
    old, new = make_item(at=utc_now() - timedelta(days=200)), make_item()
    foretold = said("prune", "--preview", "--json")
    assert foretold["items"] == 1
    assert Item.objects.get(pk=old.pk).title
    assert not AuditEntry.objects.filter(action="prune").exists()
    assert said("prune", "--json")["items"] == 1
    assert (Item.objects.get(pk=old.pk).title, bool(Item.objects.get(pk=new.pk).title)) == ("", True)
    assert AuditEntry.objects.get(action="prune").detail["items"] == 1
