"""A source that turns out to be the union's own: what is stored of it leaves every count, or comes back into them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from monitor.feeds.manage import source_edit
from monitor.models import Source, SourceKind, User
from monitor.rules.queue import retag_queue


@transaction.atomic
def source_change(*, source: Source, kind: str, by: User, now: datetime, **values: Any) -> tuple[Source, bool]:
    """`feeds.manage.source_edit` (its values), and whether history is counted anew for it. Raises SourceError."""
    flips = source.own != (kind == SourceKind.UNION)
    if flips:  # before the audit entry, as a batch locks
        retag_queue(reason=f"source:{source.pk}", by=by, now=now)
    return source_edit(source=source, kind=kind, by=by, now=now, **values), flips
