"""Views that a member may pick: own ones, then those that others share."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from monitor.models import DeskSettings, SavedView, User


@dataclass(frozen=True, slots=True)
class ViewLine:
    """One view in the menu."""

    id: int
    name: str
    query: str
    own: bool
    by: str
    shared: bool
    start: bool


def views_of(member: User) -> list[ViewLine]:
    """Own ones first, each in the order of saving. Two queries."""
    start = DeskSettings.objects.filter(member=member).values_list("start_view", flat=True).first()
    rows = SavedView.objects.filter(Q(member=member) | Q(shared=True)).select_related("member")
    lines = [
        ViewLine(row.pk, row.name, row.query, row.member_id == member.pk, str(row.member), row.shared, row.pk == start)
        for row in rows
    ]
    return sorted(lines, key=lambda line: not line.own)


def view_find(pk: int, member: User) -> SavedView | None:
    """A view that this member may pick."""
    return SavedView.objects.filter(Q(member=member) | Q(shared=True), pk=pk).first()
