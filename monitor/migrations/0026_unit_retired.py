"""A unit that has a history is retired rather than deleted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("monitor", "0025_site")]

    operations = [
        migrations.AddField(
            "unit",
            "retired_at",
            models.DateTimeField(help_text="tags nothing any more; what it has stays", null=True),
        ),
    ]
