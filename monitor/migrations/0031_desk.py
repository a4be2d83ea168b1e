"""Saved views of the desk, and what each member has set up there."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("monitor", "0030_api_lists_and_webhook_events")]

    operations = [
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=30)),
                (
                    "query",
                    models.CharField(blank=True, help_text="of the address, without the question mark", max_length=500),
                ),
                ("shared", models.BooleanField(default=False, help_text="the whole team may pick it")),
                ("created_at", models.DateTimeField()),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="views", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "indexes": [
                    models.Index(models.F("id"), condition=models.Q(("shared", True)), name="savedview_shared")
                ],
                "constraints": [models.UniqueConstraint(models.F("member"), models.F("name"), name="savedview_once")],
            },
        ),
        migrations.CreateModel(
            name="DeskSettings",
            fields=[
                (
                    "member",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="desk",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("visited_at", models.DateTimeField(help_text="the desk was opened by the member", null=True)),
                ("looked_at", models.DateTimeField(help_text='"what changed since" counts from here', null=True)),
                ("keys", models.BooleanField(default=True, help_text="single keys act (WCAG 2.1.4)")),
                (
                    "start_view",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="monitor.savedview",
                    ),
                ),
            ],
        ),
    ]
