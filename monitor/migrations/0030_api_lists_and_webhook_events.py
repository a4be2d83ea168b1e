"""Webhooks that subscribe to events; an index for the list of topics by their first item."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("monitor", "0029_api_tokens"),
    ]

    operations = [
        migrations.AddField(
            model_name="channel",
            name="events",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.TextField(),
                default=list,
                help_text="HookEvent, of a webhook; empty: the messages that groups get",
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="channel",
            name="hooked_at",
            field=models.DateTimeField(help_text="alerts.hooks: up to when events were looked at", null=True),
        ),
        migrations.AddField(
            model_name="delivery",
            name="notice",
            field=models.JSONField(
                default=dict, help_text="of a webhook: {event, report}, what is no event of an alert"
            ),
        ),
        migrations.AddIndex(
            model_name="alertevent",
            index=models.Index(models.F("at"), name="alertevent_recent"),
        ),
        migrations.AddIndex(
            model_name="topic",
            index=models.Index(
                condition=models.Q(("merged_into", None)), fields=["-first_at", "-id"], name="topic_newest"
            ),
        ),
    ]
