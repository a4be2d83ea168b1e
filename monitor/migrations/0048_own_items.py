"""The union's own publications of a source by time: they are in no rollup, so pages of sources count them from items.

Partition by partition and concurrently, as 0038; run again after an interruption it goes on.
"""

from django.db import migrations

COLUMNS = "(source_id, at) WHERE own"  # what queries.sources adds to the counts of rollups; few rows
PARTITIONS = "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'monitor_item'::regclass ORDER BY 1"
STATE = "SELECT indisvalid, EXISTS (SELECT FROM pg_inherits WHERE inhrelid = indexrelid) FROM pg_index WHERE indexrelid = to_regclass(%s)"


def build(_apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(f"CREATE INDEX IF NOT EXISTS item_own_items ON ONLY monitor_item {COLUMNS}")
        cursor.execute(PARTITIONS)
        for (partition,) in cursor.fetchall():
            _partition(cursor, partition, f"{partition}_own_items")


def _partition(cursor, partition, name):
    cursor.execute(STATE, [name])
    valid, attached = cursor.fetchone() or (None, False)
    if attached:
        return
    if valid is False:  # left by an interruption
        cursor.execute(f"DROP INDEX CONCURRENTLY {name}")
    cursor.execute(f"CREATE INDEX CONCURRENTLY IF NOT EXISTS {name} ON {partition} {COLUMNS}")
    cursor.execute(f"ALTER INDEX item_own_items ATTACH PARTITION {name}")


def former(_apps, schema_editor):
    schema_editor.execute("DROP INDEX item_own_items")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("monitor", "0045_tagged_counts")]
    operations = [migrations.RunPython(build, former)]
