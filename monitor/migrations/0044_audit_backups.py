"""The index by which pages find the last backup, built beside writers of the audit log instead of stopping them."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("monitor", "0042_leftovers")]
    operations = [
        AddIndexConcurrently(
            "auditentry",
            models.Index(models.F("id"), condition=models.Q(action="backup_make"), name="audit_backups"),
        )
    ]
