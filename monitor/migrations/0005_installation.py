"""One row that says whether the database belongs to an exercise."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("monitor", "0004_trainings")]

    operations = [
        migrations.CreateModel(
            name="Installation",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, editable=False, primary_key=True, serialize=False)),
                ("exercise", models.BooleanField()),
                ("since", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="installation_one_row")]
            },
        ),
    ]
