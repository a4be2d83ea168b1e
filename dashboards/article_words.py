"""What a source's page says of the linked pages that are read for it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from dashboards.source_words import clock
from monitor.models import ArticleJob, Asked, Fetch, Source

WINDOW = timedelta(days=7)


def article_note(source: Source, now: datetime) -> str:
    """How many were read, could not be read and wait; empty when pages are not read for this source."""
    if not source.read_articles:
        return ""
    asked = Fetch.objects.filter(source=source, what=Asked.ARTICLE, at__gt=now - WINDOW)
    counts = asked.aggregate(
        n=Count("id"), read=Count("id", filter=Q(outcome="ok")), less=Count("id", filter=Q(outcome="no_more"))
    )
    values = {
        "read": counts["read"],
        "less": counts["less"],
        "failed": counts["n"] - counts["read"] - counts["less"],
        "waiting": ArticleJob.objects.filter(source=source).count(),
        "at": clock(now),
    }
    return (
        _(
            "同时读取条目链接的公开网页正文。近 7 天：读到并采用 %(read)s 篇，网页内容不比订阅源多或对不上 %(less)s 篇，未能读到 %(failed)s 次，"
            "排队中 %(waiting)s 篇（统计于 %(at)s）。未能读到时保留订阅源的原文字。"
        )
        % values
    )
