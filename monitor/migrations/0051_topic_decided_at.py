from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("monitor", "0050_alert_numbers")]

    operations = [
        migrations.AddField(
            model_name="topic",
            name="decided_at",
            field=models.DateTimeField(help_text="when alerts were last decided because it changed", null=True),
        ),
    ]
