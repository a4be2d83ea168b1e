"""What follows when units or places change: every process goes by them within seconds, history by a job."""

from __future__ import annotations

from django.db import transaction

from monitor.queries.config import config_forget


def district_changed() -> None:
    """Call in the transaction of the change. Other processes see it within `queries.config.CHECK_EVERY_S`.

    Hook for tagging history anew: stored items keep their units and place until a job passes them through
    `text.team.team_tags` with the Config of that moment; queue that job here.
    """
    transaction.on_commit(config_forget)
