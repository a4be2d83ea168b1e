"""Appending to the audit log in one statement: lock, last digest and new row without a round trip in between."""

from django.db import migrations

APPEND = """
CREATE FUNCTION monitor_audit_append(
    lock_key bigint, entry_at timestamptz, entry_actor text, entry_action text, entry_target text, entry_detail jsonb, rest text,
    OUT entry_id bigint, OUT entry_previous text, OUT entry_digest text
) LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(lock_key);
    SELECT digest INTO entry_previous FROM monitor_auditentry ORDER BY id DESC LIMIT 1;
    entry_previous := coalesce(entry_previous, '');
    entry_digest := encode(sha256(convert_to('["' || entry_previous || '", ' || rest, 'UTF8')), 'hex');
    INSERT INTO monitor_auditentry (at, actor, action, target, detail, previous, digest)
    VALUES (entry_at, entry_actor, entry_action, entry_target, entry_detail, entry_previous, entry_digest)
    RETURNING id INTO entry_id;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("monitor", "0035_report_signature")]
    operations = [migrations.RunSQL(APPEND, "DROP FUNCTION monitor_audit_append;")]
