"""What follows when units or places change: every process goes by them within seconds, history by a job."""

from __future__ import annotations

from django.db import transaction

from monitor.lib.clock import utc_now
from monitor.models import User
from monitor.queries.config import config_forget
from monitor.rules.queue import retag_queue


def district_changed(*, by: User) -> None:
    """Call in the transaction of the change. Other processes see it within `queries.config.CHECK_EVERY_S`."""
    retag_queue(reason="district", by=by, now=utc_now())
    transaction.on_commit(config_forget)
