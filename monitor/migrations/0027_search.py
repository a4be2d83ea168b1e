"""The index of search: a table beside the items, partitioned alike, that a trigger keeps in step; saved searches."""

import django.contrib.postgres.fields
import django.contrib.postgres.search
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TABLE = """
CREATE TABLE monitor_itemsearch (
    id bigint NOT NULL,
    month date NOT NULL,
    at timestamptz NOT NULL,
    source_id bigint NOT NULL,
    story bigint NOT NULL,
    repost boolean NOT NULL,
    sentiment varchar(3) NOT NULL,
    place varchar(4),
    areas text[] NOT NULL,
    units integer[] NOT NULL,
    in_focus boolean NOT NULL,
    made integer NOT NULL,
    words tsvector NOT NULL,
    PRIMARY KEY (id, month)
) PARTITION BY RANGE (month);
-- queries.search: what a search is narrowed by; the tags have no index, so that changing them writes no entry anew
CREATE INDEX itemsearch_words ON monitor_itemsearch USING gin (words) WITH (gin_pending_list_limit = 1024);

CREATE FUNCTION monitor_itemsearch_follow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.title = '' AND NEW.text = '' THEN
        DELETE FROM monitor_itemsearch WHERE id = NEW.id AND month = NEW.month;
    ELSE
        UPDATE monitor_itemsearch
        SET sentiment = NEW.sentiment, place = NEW.place, areas = NEW.areas, units = NEW.units, in_focus = NEW.in_focus,
            story = coalesce(NEW.duplicate_of, NEW.id), repost = NEW.duplicate_of IS NOT NULL
        WHERE id = NEW.id AND month = NEW.month;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER item_search_follow AFTER UPDATE ON monitor_item FOR EACH ROW WHEN (
    OLD.sentiment IS DISTINCT FROM NEW.sentiment OR OLD.place IS DISTINCT FROM NEW.place
    OR OLD.areas IS DISTINCT FROM NEW.areas OR OLD.units IS DISTINCT FROM NEW.units
    OR OLD.in_focus IS DISTINCT FROM NEW.in_focus OR OLD.duplicate_of IS DISTINCT FROM NEW.duplicate_of
    OR (NEW.title = '' AND NEW.text = '')
) EXECUTE FUNCTION monitor_itemsearch_follow();

-- partitions for the months that items have (models.partitions makes the later ones in the same way)
DO $$
DECLARE part text; first date;
BEGIN
    FOR part IN SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                WHERE i.inhparent = 'monitor_item'::regclass LOOP
        first := to_date(right(part, 7), 'YYYY_MM');
        EXECUTE format('CREATE TABLE %I PARTITION OF monitor_itemsearch FOR VALUES FROM (%L) TO (%L) '
                       'WITH (toast_tuple_target = 256, fillfactor = 85)',
                       replace(part, 'monitor_item_', 'monitor_itemsearch_'), first, (first + interval '1 month')::date);
    END LOOP;
END $$;
"""
UNDO = """
DROP TRIGGER item_search_follow ON monitor_item;
DROP FUNCTION monitor_itemsearch_follow();
DROP TABLE monitor_itemsearch;
"""


class Migration(migrations.Migration):
    dependencies = [("monitor", "0026_unit_retired")]

    operations = [
        migrations.RunSQL(TABLE, UNDO),
        migrations.CreateModel(
            name="ItemSearch",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "id", "month", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("id", models.BigIntegerField()),
                ("month", models.DateField()),
                ("at", models.DateTimeField()),
                ("source_id", models.BigIntegerField()),
                ("story", models.BigIntegerField()),
                ("repost", models.BooleanField()),
                (
                    "sentiment",
                    models.CharField(choices=[("neg", "负面"), ("neu", "中性"), ("pos", "正面")], max_length=3),
                ),
                ("place", models.CharField(max_length=4, null=True)),
                ("areas", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ("units", django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None)),
                ("in_focus", models.BooleanField()),
                (
                    "made",
                    models.IntegerField(help_text="search_version() of the entries; another one: to be written anew"),
                ),
                ("words", django.contrib.postgres.search.SearchVectorField()),
            ],
            options={"db_table": "monitor_itemsearch", "managed": False},
        ),
        migrations.CreateModel(
            name="SavedSearch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80)),
                ("query", models.TextField(blank=True)),
                ("filters", models.JSONField(default=dict)),
                ("shared", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="searches",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"ordering": ("name", "id")},
        ),
        migrations.CreateModel(
            name="SearchLook",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seen_id", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "search",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="looks", to="monitor.savedsearch"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="savedsearch",
            constraint=models.UniqueConstraint(fields=("owner", "name"), name="savedsearch_name"),
        ),
        migrations.AddConstraint(
            model_name="searchlook",
            constraint=models.UniqueConstraint(fields=("search", "user"), name="searchlook_key"),
        ),
    ]
