from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("monitor", "0052_alert_numbers_likely")]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="deaths",
            field=models.PositiveSmallIntegerField(
                default=0, help_text="tries during which the worker died, followed by another"
            ),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="waits_for",
            field=models.CharField(
                blank=True,
                choices=[
                    ("quiet", "免打扰时段"),
                    ("digest", "定时汇总"),
                    ("storm", "预警集中"),
                    ("sources", "来源状态"),
                ],
                help_text="of a digest: what it was made for",
                max_length=8,
            ),
        ),
    ]
