"""Another idle time for the browsers that are signed in already: a shorter one holds at once, a longer one from their next click."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import F
from django.db.models.functions import Least

from monitor.models import MemberSession


def sessions_shorten(*, minutes: int) -> None:
    """No session stands longer than this after its last use; none is made longer."""
    rows = MemberSession.objects.filter(seen_at__isnull=False)
    rows.update(expire_date=Least(F("expire_date"), F("seen_at") + timedelta(minutes=minutes)))
