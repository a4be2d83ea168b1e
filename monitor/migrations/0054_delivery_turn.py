"""The index of messages that are due holds their order too: of thousands with one time the first are found without sorting all."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("monitor", "0053_delivery_deaths")]

    operations = [
        migrations.RemoveIndex(model_name="delivery", name="delivery_due"),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                models.F("next_try_at"),
                models.F("id"),
                name="delivery_turn",
                condition=models.Q(("status", "pending")),
            ),
        ),
    ]
