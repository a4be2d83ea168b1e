"""Sessions in the database (Django's `SESSION_ENGINE`), which end after an idle time and after a longest time.

A session knows when it was signed in (`STARTED`) and when a person last did something in it (`SEEN`): seconds since the epoch in
its data. The row's `expire_date` follows from both, so an expired session is none for everything that reads it. What runs by
itself (the live stream, polling) does not move `SEEN`: `dashboards/access.py` does, for what a person asked for.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import DatabaseError, router

from monitor.lib.clock import utc_now

if TYPE_CHECKING:
    from monitor.models import User

STARTED, SEEN, CLIENT, ADDRESS = "tc_started", "tc_seen", "tc_client", "tc_address"
FACTOR = "tc_factor"  # its member is known to have a second factor


class SessionStore(DatabaseStore):
    """As Django's, with the member's row kept beside the data."""

    member: User | None = None
    """Whose it was when it was read, units included; whether they may still come in is asked elsewhere (`dashboards/who.py`)."""

    @classmethod
    def get_model_class(cls) -> type[Any]:
        from monitor.models import MemberSession

        return MemberSession

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """The row; a session that has just been signed in is stamped here, whoever signed it in."""
        _stamp(data)
        return _mark(super().create_model_instance(data), data)

    def _get_session_from_db(self) -> Any:
        """Django's hook: the row; with it comes the member, in the same statement."""
        from monitor.queries.signed_in import session_reading
        from monitor.queries.together import read_alone

        row = read_alone(session_reading(self.session_key or "", now=utc_now()))
        if row is None:
            self._session_key = None
        else:
            self.member = row.user
        return row

    def save(self, must_create: bool = False) -> None:
        """As Django's; one that is there already is written by one statement, a transaction by itself, instead of three."""
        if must_create or self.session_key is None:
            super().save(must_create=must_create)
            return
        row = self.create_model_instance(self._get_session())  # type: ignore[attr-defined]  # django-stubs do not know it
        fields = [field.attname for field in row._meta.concrete_fields if not field.primary_key]
        rows = self.model._default_manager.using(router.db_for_write(self.model, instance=row)).filter(pk=row.pk)
        try:
            there = rows.update(**{name: getattr(row, name) for name in fields})
        except DatabaseError as error:
            raise UpdateError from error
        if not there:  # it was ended meanwhile: not to be made again
            raise UpdateError

    async def acreate_model_instance(self, data: dict[str, Any]) -> Any:
        """The same."""
        _stamp(data)
        return _mark(await super().acreate_model_instance(data), data)


def session_end_of(started: datetime, seen: datetime) -> datetime:
    """When a session ends that nobody uses any more."""
    from monitor.queries.site import idle_minutes  # the models ask for this module before there are any

    idle = seen + timedelta(minutes=idle_minutes())
    return min(idle, started + timedelta(hours=settings.SESSION_HOURS))


def _stamp(data: dict[str, Any]) -> None:
    if SESSION_KEY in data and STARTED not in data:
        data[STARTED] = data[SEEN] = int(utc_now().timestamp())


def _mark(row: Any, data: dict[str, Any]) -> Any:
    if SESSION_KEY in data:
        row.user_id = int(data[SESSION_KEY])
        row.started_at, row.seen_at = _time(data[STARTED]), _time(data[SEEN])
        row.client, row.address = data.get(CLIENT, ""), data.get(ADDRESS)
        row.expire_date = session_end_of(row.started_at, row.seen_at)
    return row


def _time(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
