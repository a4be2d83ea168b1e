"""Counts of pages from indexes alone: what limited sight hides (items of other units), and the desk's hours.

Partition by partition and concurrently, as 0038; run again after an interruption it goes on.
"""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

# what queries.counts takes away for limited sight
COLUMNS = (
    "(at) INCLUDE (month, source_id, sentiment, duplicate_of, own, areas, units, place, in_focus) WHERE units <> '{}'"
)
PARTITIONS = "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'monitor_item'::regclass ORDER BY 1"
STATE = "SELECT indisvalid, EXISTS (SELECT FROM pg_inherits WHERE inhrelid = indexrelid) FROM pg_index WHERE indexrelid = to_regclass(%s)"


def build(_apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(f"CREATE INDEX IF NOT EXISTS item_tagged_counts ON ONLY monitor_item {COLUMNS}")
        cursor.execute(PARTITIONS)
        for (partition,) in cursor.fetchall():
            _partition(cursor, partition, f"{partition}_tagged_counts")


def _partition(cursor, partition, name):
    cursor.execute(STATE, [name])
    valid, attached = cursor.fetchone() or (None, False)
    if attached:
        return
    if valid is False:  # left by an interruption
        cursor.execute(f"DROP INDEX CONCURRENTLY {name}")
    cursor.execute(f"CREATE INDEX CONCURRENTLY IF NOT EXISTS {name} ON {partition} {COLUMNS}")
    cursor.execute(f"ALTER INDEX item_tagged_counts ATTACH PARTITION {name}")


def former(_apps, schema_editor):
    schema_editor.execute("DROP INDEX item_tagged_counts")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("monitor", "0044_audit_backups")]
    operations = [
        migrations.RunPython(build, former),
        AddIndexConcurrently(
            "hourcount",
            models.Index(
                fields=("in_focus", "hour", "sentiment", "original"),
                include=("n", "source_id"),
                condition=models.Q(area="", unit=0),
                name="hourcount_whole",
            ),
        ),
    ]
