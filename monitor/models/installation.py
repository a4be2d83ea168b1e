"""What this database is for. An exercise and the real thing never share one: written once, compared at every start."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from monitor.errors import SettingError
from monitor.models.source import Source
from monitor.models.team import User

NOBODYS = (".example", ".test", ".invalid")  # RFC 2606: these names will never exist


class Installation(models.Model):
    """The one row: whether this database belongs to an exercise."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    exercise = models.BooleanField()
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="installation_one_row")]

    def __str__(self) -> str:
        return "exercise" if self.exercise else "real"


def installation_check() -> None:
    """SettingError when TINGCHAO_DRILL does not fit this database; a database without the row is marked as it is used.

    An exercise refuses an unmarked database that holds addresses or sources of the real world.
    """
    if settings.DRILL and not Installation.objects.exists() and _real_world():
        raise SettingError(
            "This database holds a real team or real sources: an exercise needs a database of its own (DATABASE_URL), "
            "or set TINGCHAO_DRILL=0.",
            label="real_database",
        )
    row, _ = Installation.objects.get_or_create(id=1, defaults={"exercise": settings.DRILL})
    if row.exercise == settings.DRILL:
        return
    if row.exercise:
        raise SettingError(
            "This database belongs to an exercise: give the real installation a database of its own (DATABASE_URL), "
            "or set TINGCHAO_DRILL=1.",
            label="exercise_database",
        )
    raise SettingError(
        "This database belongs to a real installation: an exercise needs a database of its own (DATABASE_URL), "
        "or set TINGCHAO_DRILL=0.",
        label="real_database",
    )


def _real_world() -> bool:
    nobodys = Q(email="")
    for ending in NOBODYS:
        nobodys |= Q(email__iendswith=ending)
    here = Q(url__startswith="http://127.0.0.1:") | Q(url__startswith="http://localhost:")
    return User.objects.exclude(nobodys).exists() or Source.objects.exclude(here).exists()
