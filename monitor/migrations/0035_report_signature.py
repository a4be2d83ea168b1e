"""The signer's name as it was at signing: a member who is renamed or removed changes no report."""

from typing import Any

from django.db import migrations, models
from django.db.models import F
from django.db.models.expressions import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, NullIf


def signed_before(apps: Any, _schema_editor: Any) -> None:
    report, user = apps.get_model("monitor", "Report"), apps.get_model("monitor", "User")
    name = Coalesce(NullIf(F("name"), Value("")), F("username"))
    signers = user.objects.filter(pk=OuterRef("signed_by")).annotate(shown=name).values("shown")
    report.objects.filter(signed_by__isnull=False).update(signature=Subquery(signers))


class Migration(migrations.Migration):
    dependencies = [("monitor", "0033_report_life")]
    operations = [
        migrations.AddField(
            model_name="report",
            name="signature",
            field=models.CharField(
                blank=True, default="", help_text="the signer's name as it was when they signed", max_length=60
            ),
            preserve_default=False,
        ),
        migrations.RunPython(signed_before, migrations.RunPython.noop),
    ]
