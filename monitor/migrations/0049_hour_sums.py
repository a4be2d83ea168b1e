"""Hourly counts without source and place, kept by a trigger on those with them: whoever writes these, the former version too, moves both.

The table and its trigger come first; then what was counted before is added day by day, as the difference between the two tables
in one snapshot, so that nobody has to wait and a run after an interruption goes on.

Indexes: items with several units, which limited sight counts apart (queries.counts). Those of items of topics, of plans and of
units hold what is counted of these, so that nothing else is read, and tell the newest; they take the place of three that do
not. Topics of a unit are found by one of their own.
"""

from datetime import timedelta

from django.db import migrations, models

TRIGGER = """
CREATE FUNCTION monitor_hoursum_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        DELETE FROM monitor_hoursum;  -- not TRUNCATE: it may be one of those that are being emptied together
    ELSIF TG_OP = 'INSERT' THEN
        INSERT INTO monitor_hoursum (hour, area, unit, sentiment, in_focus, original, n, folded)
        SELECT hour, area, unit, sentiment, in_focus, original, sum(n), false FROM (
            SELECT hour, area, unit, sentiment, in_focus, original, n FROM added WHERE area = '' OR unit = 0
            UNION ALL SELECT hour, '', -1, sentiment, in_focus, original, n FROM added WHERE area = '' AND unit > 0
        ) moves GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(n) <> 0 ORDER BY 1, 2, 3, 4, 5, 6;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO monitor_hoursum (hour, area, unit, sentiment, in_focus, original, n, folded)
        SELECT hour, area, unit, sentiment, in_focus, original, -sum(n), false FROM (
            SELECT hour, area, unit, sentiment, in_focus, original, n FROM gone WHERE area = '' OR unit = 0
            UNION ALL SELECT hour, '', -1, sentiment, in_focus, original, n FROM gone WHERE area = '' AND unit > 0
        ) moves GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(n) <> 0;
    ELSE
        INSERT INTO monitor_hoursum (hour, area, unit, sentiment, in_focus, original, n, folded)
        SELECT hour, area, unit, sentiment, in_focus, original, sum(n), false FROM (
            SELECT hour, area, unit, sentiment, in_focus, original, n FROM added WHERE area = '' OR unit = 0
            UNION ALL SELECT hour, '', -1, sentiment, in_focus, original, n FROM added WHERE area = '' AND unit > 0
            UNION ALL SELECT hour, area, unit, sentiment, in_focus, original, -n FROM gone WHERE area = '' OR unit = 0
            UNION ALL SELECT hour, '', -1, sentiment, in_focus, original, -n FROM gone WHERE area = '' AND unit > 0
        ) moves GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(n) <> 0;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER hoursum_insert AFTER INSERT ON monitor_hourcount REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION monitor_hoursum_move();
CREATE TRIGGER hoursum_update AFTER UPDATE ON monitor_hourcount REFERENCING OLD TABLE AS gone NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION monitor_hoursum_move();
CREATE TRIGGER hoursum_delete AFTER DELETE ON monitor_hourcount REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION monitor_hoursum_move();
CREATE TRIGGER hoursum_truncate AFTER TRUNCATE ON monitor_hourcount
    FOR EACH STATEMENT EXECUTE FUNCTION monitor_hoursum_move();
"""
FORMER = """
DROP TRIGGER IF EXISTS hoursum_insert ON monitor_hourcount;
DROP TRIGGER IF EXISTS hoursum_update ON monitor_hourcount;
DROP TRIGGER IF EXISTS hoursum_delete ON monitor_hourcount;
DROP TRIGGER IF EXISTS hoursum_truncate ON monitor_hourcount;
DROP FUNCTION IF EXISTS monitor_hoursum_move;
DROP TABLE IF EXISTS monitor_hoursum;
"""
SPAN = "SELECT min(hour), max(hour) FROM monitor_hourcount"
MISSING = """
INSERT INTO monitor_hoursum (hour, area, unit, sentiment, in_focus, original, n, folded)
SELECT hour, area, unit, sentiment, in_focus, original, sum(n), false FROM (
    SELECT hour, area, unit, sentiment, in_focus, original, n FROM monitor_hourcount
    WHERE hour >= %(start)s AND hour < %(end)s AND (area = '' OR unit = 0)
    UNION ALL SELECT hour, '', -1, sentiment, in_focus, original, n FROM monitor_hourcount
    WHERE hour >= %(start)s AND hour < %(end)s AND area = '' AND unit > 0
    UNION ALL SELECT hour, area, unit, sentiment, in_focus, original, -n FROM monitor_hoursum
    WHERE hour >= %(start)s AND hour < %(end)s
) moves GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(n) <> 0 ORDER BY area, unit, in_focus, hour
"""
INDEXES = {
    "many_units": "(at) INCLUDE (month, sentiment, duplicate_of, own, units, in_focus) WHERE cardinality(units) > 1",
    "topic_counts": "(topic_id, at DESC, id DESC) INCLUDE (month, source_id, own, units, plans, duplicate_of, sentiment)",
    "unit_counts": "(at DESC, id DESC)"
    " INCLUDE (month, source_id, sentiment, duplicate_of, own, areas, units, place, in_focus) WHERE units <> '{}'",
    "plan_counts": "(at DESC, id DESC)"
    " INCLUDE (plans, month, source_id, areas, units, sentiment, duplicate_of, own, topic_id) WHERE plans <> '{}'",
}
TOPICS = "CREATE INDEX CONCURRENTLY IF NOT EXISTS topic_of_unit ON monitor_topic USING gin (units) WHERE units <> '{}'"
REPLACED = {
    "item_tagged_counts": "(at) INCLUDE (month, source_id, sentiment, duplicate_of, own, areas, units, place, in_focus)"
    " WHERE units <> '{}'",
    "item_topic": "(topic_id, at DESC, id DESC)",
    "item_plans": "(at DESC, id DESC) INCLUDE (plans, month, source_id, areas, units, sentiment, duplicate_of, own)"
    " WHERE plans <> '{}'",
}
PARTITIONS = "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'monitor_item'::regclass ORDER BY 1"
STATE = "SELECT indisvalid, EXISTS (SELECT FROM pg_inherits WHERE inhrelid = indexrelid) FROM pg_index WHERE indexrelid = to_regclass(%s)"


def table(apps, schema_editor):
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        known = connection.introspection.table_names(cursor)
    if "monitor_hoursum" not in known:
        with connection.schema_editor(atomic=True) as inner:
            inner.create_model(apps.get_model("monitor", "HourSum"))
            inner.execute(TRIGGER)


def fill(_apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(SPAN)
        start, last = cursor.fetchone()
        while start is not None and start <= last:
            end = start + timedelta(days=1)
            cursor.execute(MISSING, {"start": start, "end": end})
            start = end


def build(_apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        for name, columns in INDEXES.items():
            cursor.execute(f"CREATE INDEX IF NOT EXISTS item_{name} ON ONLY monitor_item {columns}")
            cursor.execute(PARTITIONS)
            for (partition,) in cursor.fetchall():
                _partition(cursor, partition, name, columns)
        cursor.execute(TOPICS)
        for name in REPLACED:
            cursor.execute(f"DROP INDEX IF EXISTS {name}")


def _partition(cursor, partition, index, columns):
    name = f"{partition}_{index}"
    cursor.execute(STATE, [name])
    valid, attached = cursor.fetchone() or (None, False)
    if attached:
        return
    if valid is False:  # left by an interruption
        cursor.execute(f"DROP INDEX CONCURRENTLY {name}")
    cursor.execute(f"CREATE INDEX CONCURRENTLY IF NOT EXISTS {name} ON {partition} {columns}")
    cursor.execute(f"ALTER INDEX item_{index} ATTACH PARTITION {name}")


def without_table(_apps, schema_editor):
    schema_editor.execute(FORMER)


def former_indexes(_apps, schema_editor):
    for name, columns in REPLACED.items():
        schema_editor.execute(f"CREATE INDEX IF NOT EXISTS {name} ON monitor_item {columns}")
    for name in INDEXES:
        schema_editor.execute(f"DROP INDEX IF EXISTS item_{name}")
    schema_editor.execute("DROP INDEX IF EXISTS topic_of_unit")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("monitor", "0048_own_items")]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="HourSum",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("hour", models.DateTimeField(help_text="start of the hour, UTC")),
                        ("area", models.CharField(max_length=16)),
                        ("unit", models.IntegerField()),
                        ("sentiment", models.CharField(max_length=3)),
                        ("in_focus", models.BooleanField()),
                        ("original", models.BooleanField()),
                        ("n", models.IntegerField(help_text="to be added up: may be negative")),
                        ("folded", models.BooleanField(default=False)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["area", "unit", "in_focus", "hour"],
                                include=("sentiment", "original", "n"),
                                name="hoursum_read",
                            ),
                            models.Index(condition=models.Q(("folded", False)), fields=["hour"], name="hoursum_loose"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("folded", True)),
                                fields=("area", "unit", "in_focus", "hour", "sentiment", "original"),
                                name="hoursum_folded",
                            )
                        ],
                    },
                ),
            ],
        ),
        migrations.RunPython(table, without_table),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(build, former_indexes),
    ]
