"""Counts of items in focus are read from the index alone: 15 times fewer pages for a reader whose sight is limited to units.

Partition by partition and concurrently, so that items are stored meanwhile; run again after an interruption it goes on.
"""

from django.db import migrations

# queries.counts: items by hour, for limited sight and for the broken hours of everybody; queries.items: the newest in focus
COLUMNS = (
    "(at DESC, id DESC) INCLUDE (month, source_id, sentiment, duplicate_of, own, areas, units, place) WHERE in_focus"
)
PARTITIONS = "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'monitor_item'::regclass ORDER BY 1"
STATE = "SELECT indisvalid, EXISTS (SELECT FROM pg_inherits WHERE inhrelid = indexrelid) FROM pg_index WHERE indexrelid = to_regclass(%s)"


def build(_apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(f"CREATE INDEX IF NOT EXISTS item_focus_counts ON ONLY monitor_item {COLUMNS}")
        cursor.execute(PARTITIONS)
        for (partition,) in cursor.fetchall():
            _partition(cursor, partition, f"{partition}_focus_counts")
        cursor.execute("SET lock_timeout = '5s'")  # readers must not queue behind us: run it again instead
        cursor.execute("DROP INDEX IF EXISTS item_focus")
        cursor.execute("RESET lock_timeout")


def _partition(cursor, partition, name):
    cursor.execute(STATE, [name])
    valid, attached = cursor.fetchone() or (None, False)
    if attached:
        return
    if valid is False:  # left by an interruption
        cursor.execute(f"DROP INDEX CONCURRENTLY {name}")
    cursor.execute(f"CREATE INDEX CONCURRENTLY IF NOT EXISTS {name} ON {partition} {COLUMNS}")
    cursor.execute(f"ALTER INDEX item_focus_counts ATTACH PARTITION {name}")


def former(_apps, schema_editor):
    schema_editor.execute("CREATE INDEX item_focus ON monitor_item (at DESC, id DESC) WHERE in_focus")
    schema_editor.execute("DROP INDEX item_focus_counts")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("monitor", "0037_page_speed")]
    operations = [migrations.RunPython(build, former)]
