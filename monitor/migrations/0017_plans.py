"""Standing plans: the plans, their versions, their hourly counts, and which of them hold an item."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

ITEMS = """
ALTER TABLE monitor_item ADD COLUMN plans integer[] NOT NULL DEFAULT '{}';
-- queries.plans: newest of a plan that holds many items; breakdowns and broken hours without looking at the rows
CREATE INDEX item_plans ON monitor_item (at DESC, id DESC)
    INCLUDE (plans, month, source_id, areas, units, sentiment, duplicate_of, own) WHERE plans <> '{}';
-- queries.plans: all of a plan that holds few
CREATE INDEX item_of_plan ON monitor_item USING gin (plans) WHERE plans <> '{}';
"""


class Migration(migrations.Migration):
    dependencies = [
        ("monitor", "0016_forecasts"),
    ]

    operations = [
        migrations.CreateModel(
            name="Plan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, unique=True)),
                ("purpose", models.CharField(blank=True, help_text="what it is for (masked)", max_length=300)),
                ("query", models.TextField()),
                (
                    "sources",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, help_text="empty: all", size=None
                    ),
                ),
                (
                    "areas",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=16), default=list, size=None
                    ),
                ),
                (
                    "places",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=4), default=list, size=None
                    ),
                ),
                (
                    "units",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(), default=list, size=None
                    ),
                ),
                (
                    "starts_on",
                    models.DateField(
                        help_text="first day, Asia/Shanghai; null: as far back as texts are kept", null=True
                    ),
                ),
                ("ends_on", models.DateField(help_text="last day, Asia/Shanghai", null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("active", "进行中"), ("paused", "已暂停"), ("ended", "已结束")],
                        default="active",
                        max_length=6,
                    ),
                ),
                (
                    "tell",
                    models.BooleanField(default=True, help_text="recipients get the alert mails of topics in the plan"),
                ),
                (
                    "tell_level",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "蓝色"), (2, "黄色"), (3, "橙色"), (4, "红色")], default=1
                    ),
                ),
                ("in_report", models.BooleanField(default=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("recipients", models.ManyToManyField(blank=True, related_name="plans", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="PlanHour",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hour", models.DateTimeField()),
                ("sentiment", models.CharField(max_length=3)),
                ("original", models.BooleanField()),
                ("n", models.IntegerField()),
                (
                    "plan",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="hours",
                        to="monitor.plan",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "hour", "sentiment", "original"), name="planhour_key")
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                (
                    "change",
                    models.CharField(
                        choices=[
                            ("created", "新建"),
                            ("cloned", "复制"),
                            ("edited", "修改"),
                            ("paused", "暂停"),
                            ("resumed", "恢复"),
                            ("ended", "结束"),
                        ],
                        max_length=8,
                    ),
                ),
                ("content", models.JSONField()),
                ("note", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="monitor.plan"
                    ),
                ),
            ],
            options={
                "ordering": ("-number",),
                "constraints": [models.UniqueConstraint(models.F("plan"), models.F("number"), name="planversion_once")],
            },
        ),
        migrations.RunSQL(ITEMS, "ALTER TABLE monitor_item DROP COLUMN plans"),
    ]
