"""What the weight of a source is for."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("monitor", "0021_channels")]

    operations = [
        migrations.AlterField(
            model_name="source",
            name="weight",
            field=models.FloatField(default=1.0, help_text="0..3: how much it counts in the spread of a topic's heat"),
        ),
    ]
