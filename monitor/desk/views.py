"""Saving, sharing and removing views; choosing the one to start with."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from monitor.errors import TingchaoError
from monitor.lib.oneline import one_line
from monitor.models import DeskSettings, SavedView, User, audit_record
from monitor.text.query_words import identifiers, persons_in

MOST = 30  # of a member
MAX_NAME = 30


class ViewError(TingchaoError):
    """A view cannot be saved so; `label` says why: name_missing, personal_name, too_many."""

    label = "view"
    permanent = True


@transaction.atomic
def view_save(*, member: User, name: str, query: str, shared: bool, now: datetime) -> SavedView:
    """The view of that name, new or replaced. `query` holds codes only: dashboards.filters writes it. Raises ViewError."""
    name = one_line(name)[:MAX_NAME]
    if not name:
        raise ViewError(label="name_missing")
    if name in persons_in(name) or identifiers(name):
        raise ViewError(name, label="personal_name")
    own = SavedView.objects.filter(member=member)
    if not own.filter(name=name).exists() and own.count() >= MOST:
        raise ViewError(label="too_many")
    values = {"query": query, "shared": shared, "created_at": now}
    view, _new = SavedView.objects.update_or_create(member=member, name=name, defaults=values)
    audit_record(actor=member, action="view_save", target=f"view:{view.pk}", detail={"query": query, "shared": shared})
    return view


@transaction.atomic
def view_share(*, view: SavedView, by: User, shared: bool) -> None:
    """Let the team pick it, or no longer; who started with it starts with the default again."""
    SavedView.objects.filter(pk=view.pk).update(shared=shared)
    if not shared:
        DeskSettings.objects.filter(start_view=view).exclude(member=view.member_id).update(start_view=None)
    audit_record(actor=by, action="view_share", target=f"view:{view.pk}", detail={"shared": shared})


@transaction.atomic
def view_delete(*, view: SavedView, by: User) -> None:
    """Gone; who started with it starts with the default again."""
    audit_record(actor=by, action="view_delete", target=f"view:{view.pk}")
    view.delete()


@transaction.atomic
def view_start(*, member: User, view: SavedView | None) -> None:
    """The desk starts with this one; None: with the default."""
    DeskSettings.objects.update_or_create(member=member, defaults={"start_view": view})
    audit_record(actor=member, action="view_start", target=f"view:{view.pk}" if view else "")
