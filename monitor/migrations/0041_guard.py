"""Secrets of WebSub hubs sealed, those that are there already too; what is poisoned, what lags, mails that are about no report."""

import django.db.models.deletion
import django.db.models.functions
from django.db import migrations, models

import monitor.models.sealed


def seal_hubs(apps, schema_editor):
    """Reading takes a plain text as it is; saving seals it."""
    for subscription in apps.get_model("monitor", "PushSubscription").objects.only("secret").iterator():
        subscription.save(update_fields=["secret"])


class Migration(migrations.Migration):
    dependencies = [("monitor", "0039_report_files")]

    operations = [
        migrations.AlterField("pushsubscription", "secret", monitor.models.sealed.SealedField()),
        migrations.RunPython(seal_hubs, migrations.RunPython.noop),
        migrations.CreateModel(
            name="PoisonedEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "digest",
                    models.BinaryField(
                        help_text="of the words of the entry (feeds.parsed: content_digest)", max_length=16
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("reason", models.CharField(help_text="name of the error", max_length=60)),
                ("first_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="poisoned", to="monitor.source"
                    ),
                ),
            ],
            options={"constraints": [models.UniqueConstraint("source", "digest", name="poisonedentry_once")]},
        ),
        migrations.CreateModel(
            name="LagNotice",
            fields=[
                ("stage", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("told_at", models.DateTimeField()),
            ],
        ),
        migrations.AlterField(
            "letter",
            "report",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="letters", to="monitor.report"
            ),
        ),
        migrations.AlterField(
            "letter",
            "kind",
            models.CharField(
                choices=[
                    ("issued", "签发"),
                    ("correction", "更正"),
                    ("reminder", "待签提醒"),
                    ("system", "系统通知"),
                ],
                max_length=10,
            ),
        ),
    ]
