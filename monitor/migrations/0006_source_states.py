"""What a source remembers to judge its state by, and the ledger of its states."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("monitor", "0005_installation"),
    ]

    operations = [
        migrations.AddField(
            model_name="source",
            name="concern",
            field=models.CharField(blank=True, help_text="empty, future n/m, all_new n/m: feeds.signs", max_length=40),
        ),
        migrations.AddField(
            model_name="source",
            name="concern_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="source",
            name="moved_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="source",
            name="moved_first_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="source",
            name="moved_from",
            field=models.URLField(blank=True, max_length=1000),
        ),
        migrations.AddField(
            model_name="source",
            name="moved_polls",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="source",
            name="moved_to",
            field=models.CharField(blank=True, help_text="target of the permanent redirect seen last", max_length=2000),
        ),
        migrations.AddField(
            model_name="source",
            name="moved_why_not",
            field=models.CharField(blank=True, help_text="why it is not followed: feeds.moved", max_length=10),
        ),
        migrations.AddField(
            model_name="source",
            name="quiet_at",
            field=models.DateTimeField(help_text="silent from then on, by its own rhythm", null=True),
        ),
        migrations.AddField(
            model_name="source",
            name="recent_ms",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.PositiveIntegerField(),
                default=list,
                help_text="of the last answers, newest last",
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="recent_times",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.DateTimeField(),
                default=list,
                help_text="latest moments of publication, oldest first: feeds.quiet",
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="state_since",
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name="source",
            name="state",
            field=models.CharField(
                choices=[
                    ("new", "待首次抓取"),
                    ("healthy", "正常"),
                    ("partial", "部分可读"),
                    ("suspicious", "内容可疑"),
                    ("empty", "没有条目"),
                    ("silent", "久无更新"),
                    ("slow", "响应慢"),
                    ("moved", "地址变更"),
                    ("failing", "失联"),
                    ("gone", "已关闭"),
                    ("paused", "已停用"),
                ],
                default="new",
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="SourceChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "before",
                    models.CharField(
                        choices=[
                            ("new", "待首次抓取"),
                            ("healthy", "正常"),
                            ("partial", "部分可读"),
                            ("suspicious", "内容可疑"),
                            ("empty", "没有条目"),
                            ("silent", "久无更新"),
                            ("slow", "响应慢"),
                            ("moved", "地址变更"),
                            ("failing", "失联"),
                            ("gone", "已关闭"),
                            ("paused", "已停用"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        choices=[
                            ("new", "待首次抓取"),
                            ("healthy", "正常"),
                            ("partial", "部分可读"),
                            ("suspicious", "内容可疑"),
                            ("empty", "没有条目"),
                            ("silent", "久无更新"),
                            ("slow", "响应慢"),
                            ("moved", "地址变更"),
                            ("failing", "失联"),
                            ("gone", "已关闭"),
                            ("paused", "已停用"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=40)),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="changes", to="monitor.source"
                    ),
                ),
            ],
            options={
                "ordering": ("-at", "-id"),
                "indexes": [models.Index(fields=["source", "-at"], name="source_changes")],
            },
        ),
    ]
