"""When a member last looked at the desk.

A sitting is a row of visits with less than half an hour between them. What changed is told since the end of the sitting before,
or since the member said "seen"; it does not vanish when the page is loaded again. Live updates are no visits.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet

from monitor.models import DeskSettings, User
from monitor.queries.shapes import shaped
from monitor.queries.together import read_alone, rows_reading

SITTING = timedelta(minutes=30)
OFTEN = timedelta(minutes=1)  # visits closer together are one


def desk_visit(*, member: User, now: datetime) -> DeskSettings:
    """The member has opened the desk; `looked_at` of the answer is None on the first visit. Two queries, one when it was just opened."""
    (rows,) = read_alone(rows_reading(shaped(_settings, member=member.pk)))
    row: DeskSettings | None = next(iter(rows), None)
    if row is None:
        return DeskSettings.objects.get_or_create(member=member, defaults={"visited_at": now})[
            0
        ]  # another tab may be quicker
    if row.visited_at and now - row.visited_at > SITTING and (row.looked_at is None or row.looked_at < row.visited_at):
        row.looked_at = row.visited_at
    if row.visited_at is None or now - row.visited_at > OFTEN:
        row.visited_at = now
        DeskSettings.objects.filter(pk=row.pk).update(visited_at=row.visited_at, looked_at=row.looked_at)
    return row


def _settings(*, member: int) -> QuerySet[DeskSettings]:
    return DeskSettings.objects.select_related("start_view").filter(member=member)


def desk_look(*, member: User, now: datetime) -> None:
    """The member has seen what changed."""
    DeskSettings.objects.update_or_create(member=member, defaults={"looked_at": now, "visited_at": now})


def desk_keys(*, member: User, on: bool) -> None:
    """Whether single keys act for this member."""
    DeskSettings.objects.update_or_create(member=member, defaults={"keys": on})
