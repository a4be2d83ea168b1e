"""The audit log can be added to, and nothing else."""

import pytest
from django.db import DatabaseError, connection, transaction

from monitor.models import AuditEntry, audit_record, audit_verify

pytestmark = pytest.mark.django_db


def test_entries_chain_and_the_chain_verifies() -> None:
    for n in range(3):
        audit_record(actor="值班员", action="search", target=str(n), detail={"q": "欠薪"})
    assert audit_verify() is None


@pytest.mark.parametrize("sql", ["UPDATE monitor_auditentry SET actor = 'x'", "DELETE FROM monitor_auditentry"])
def test_an_entry_cannot_be_changed_or_deleted(sql: str) -> None:
    audit_record(actor="a", action="export")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert AuditEntry.objects.count() == 1


def test_the_log_cannot_be_truncated() -> None:
    audit_record(actor="a", action="export")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE monitor_auditentry")
    assert audit_verify() is None


def test_a_tampered_entry_is_found() -> None:
    entries = [audit_record(actor="a", action="export") for _ in range(3)]
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE monitor_auditentry DISABLE TRIGGER audit_append_only")
        cursor.execute("UPDATE monitor_auditentry SET actor = 'b' WHERE id = %s", [entries[1].pk])
    assert audit_verify() == entries[1].pk
