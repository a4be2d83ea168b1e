"""Items partitioned by month, their id sequence and indexes; the audit log made append-only by a trigger."""

from django.db import migrations

ITEMS = """
CREATE SEQUENCE monitor_item_id_seq AS bigint;
CREATE TABLE monitor_item (
    month date NOT NULL,
    id bigint NOT NULL DEFAULT nextval('monitor_item_id_seq'),
    source_id bigint NOT NULL,
    at timestamptz NOT NULL,
    first_seen timestamptz NOT NULL,
    published timestamptz,
    updated_at timestamptz,
    title text NOT NULL,
    text text NOT NULL,
    link text NOT NULL,
    lang varchar(2) NOT NULL,
    masked boolean NOT NULL DEFAULT false,
    by_hand boolean NOT NULL DEFAULT false,
    own boolean NOT NULL DEFAULT false,
    sentiment varchar(3) NOT NULL,
    sentiment_p double precision[] NOT NULL,
    unsure boolean NOT NULL DEFAULT false,
    areas text[] NOT NULL DEFAULT '{}',
    units integer[] NOT NULL DEFAULT '{}',
    place varchar(4),
    terms text[] NOT NULL DEFAULT '{}',
    rules integer[] NOT NULL DEFAULT '{}',
    grave boolean NOT NULL DEFAULT false,
    in_focus boolean NOT NULL DEFAULT false,
    model text NOT NULL,
    topic_id bigint,
    duplicate_of bigint,
    similarity double precision,
    tries smallint NOT NULL DEFAULT 0,
    set_aside text NOT NULL DEFAULT '',
    PRIMARY KEY (month, id)
) PARTITION BY RANGE (month);
-- one item by its id alone
CREATE INDEX item_id ON monitor_item (id);
-- topics.assign: what is not yet clustered, in time order
CREATE INDEX item_unclustered ON monitor_item (at, id) WHERE topic_id IS NULL AND set_aside = '';
-- a topic's items, newest first
CREATE INDEX item_topic ON monitor_item (topic_id, at DESC, id DESC);
-- desk: newest in focus; newest of all
CREATE INDEX item_focus ON monitor_item (at DESC, id DESC) WHERE in_focus;
CREATE INDEX item_newest ON monitor_item (at DESC, id DESC);
-- a source's items
CREATE INDEX item_source ON monitor_item (source_id, at DESC);
"""

AUDIT = """
CREATE FUNCTION monitor_audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is append-only';
END $$;
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON monitor_auditentry
    FOR EACH ROW EXECUTE FUNCTION monitor_audit_append_only();
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON monitor_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION monitor_audit_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("monitor", "0001_initial")]
    operations = [
        migrations.RunSQL(ITEMS, "DROP TABLE monitor_item; DROP SEQUENCE monitor_item_id_seq;"),
        migrations.RunSQL(
            AUDIT,
            "DROP TRIGGER audit_append_only ON monitor_auditentry; DROP TRIGGER audit_no_truncate ON monitor_auditentry;"
            "DROP FUNCTION monitor_audit_append_only();",
        ),
    ]
