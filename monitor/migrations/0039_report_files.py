"""Previews of reports and checks against live data are jobs of the workers, with their results in the job's row; the words of a report
are kept as signed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("monitor", "0038_item_focus_counts")]
    operations = [
        migrations.AddField(
            model_name="report",
            name="said",
            field=models.JSONField(
                db_default=models.Value({}, models.JSONField()),
                default=dict,
                help_text="{language: sections} as signed (reports.said); empty of a draft",
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="said_digest",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="SHA-256 of the canonical JSON of `said`",
                max_length=64,
            ),
        ),
        migrations.AddField(
            model_name="reportjob",
            name="file",
            field=models.BinaryField(help_text="of a draft's preview", null=True),
        ),
        migrations.AddField(
            model_name="reportjob",
            name="result",
            field=models.JSONField(
                db_default=models.Value({}, models.JSONField()),
                default=dict,
                help_text="of a check: at, n, changes as [path, before, after, name, whole]",
            ),
        ),
        migrations.AlterField(
            model_name="reportjob",
            name="kind",
            field=models.CharField(
                choices=[
                    ("draft", "起草"),
                    ("issue", "生成文件并发送"),
                    ("file", "生成文件"),
                    ("check", "与现在的数据核对"),
                ],
                max_length=5,
            ),
        ),
        migrations.AlterField(
            model_name="reportjob",
            name="wanted",
            field=models.JSONField(
                default=dict,
                help_text="of a draft: kind, start, end, topic, template; of a file: form, language, state",
            ),
        ),
    ]
