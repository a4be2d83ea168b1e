"""Which items' linked pages are to be read: rows, written with the items themselves."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from monitor.feeds.links import is_home
from monitor.models import ArticleJob, Source


def articles_queue(*, source: Source, items: Iterable[tuple[date, int, str]], now: datetime) -> None:
    """(month, item id, link) of new or edited items; one without a page of its own is passed over.

    Who reads the page of an edited item at this moment loses the claim: the page is read anew.
    """
    ArticleJob.objects.bulk_create(
        [
            ArticleJob(item_id=item_id, month=month, source=source, next_at=now)
            for month, item_id, link in items
            if has_page(link)
        ],
        update_conflicts=True,
        unique_fields=["item_id"],
        update_fields=["next_at", "tries", "claimed_until"],
    )


def has_page(link: str) -> bool:
    """False for nothing, a home page (whatever its script shows), and the host that is kept of a personal page."""
    return bool(link) and not is_home(link.partition("#")[0])
