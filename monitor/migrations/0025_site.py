"""Values that an operator changes while the system runs; robot keys sealed, those that are there already too."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import monitor.models.sealed


def seal_channels(apps, schema_editor):
    """Reading takes a plain text as it is; saving seals it."""
    for channel in apps.get_model("monitor", "Channel").objects.only("token", "secret"):
        channel.save(update_fields=["token", "secret"])


class Migration(migrations.Migration):
    dependencies = [("monitor", "0023_sessions")]

    operations = [
        migrations.CreateModel(
            name="SiteSetting",
            fields=[
                ("name", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("value", models.TextField(blank=True)),
                ("secret", monitor.models.sealed.SealedField(blank=True)),
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
            ],
        ),
        migrations.CreateModel(
            name="SetupStep",
            fields=[
                ("name", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("skipped_at", models.DateTimeField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SetupCode",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, editable=False, primary_key=True, serialize=False)),
                ("code", monitor.models.sealed.SealedField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="setupcode_one_row"),
                ],
            },
        ),
        migrations.AlterField("channel", "token", monitor.models.sealed.SealedField(blank=True)),
        migrations.AlterField("channel", "secret", monitor.models.sealed.SealedField(blank=True)),
        migrations.RunPython(seal_channels, migrations.RunPython.noop),
    ]
