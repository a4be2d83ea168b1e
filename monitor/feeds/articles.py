"""Reads the public pages that entries link to, for sources for which that is switched on.

claim ArticleJob rows ─▶ fetch (robots, pacing and limits as for feeds) ─▶ text ─▶ one transaction: item, counts, ledger

The title stays the feed's. What the feed gave stays when the page says less, or something else. The source's state is not
touched: a page that cannot be read is no fault of the feed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, connection, transaction

from monitor.feeds.article_text import MAX_BYTES, article_better, article_elsewhere, article_text
from monitor.feeds.exchange import FetchRequest, FetchResult
from monitor.feeds.hosts import host_of
from monitor.feeds.labels import OK, TRUNCATED, UNCHANGED
from monitor.feeds.ledger import asked_at, side_lines
from monitor.feeds.policy import policy_from_settings
from monitor.feeds.polls import log_fault
from monitor.feeds.store import item_rewrite
from monitor.feeds.stream import FetchStream
from monitor.lib.clock import utc_now
from monitor.lib.notice import notice_publish_on_commit
from monitor.models import ArticleJob, Asked, Fetch, Item, Source
from monitor.models.bulk import rows_insert
from monitor.queries import site
from monitor.queries.config import current_config
from monitor.text import RawText, analyse

LEASE = timedelta(minutes=2)
BATCH, GROUP = 40, 10
TRIES = 3
AGAIN = timedelta(minutes=10)  # then forty minutes
DEADLY = 2 * TRIES  # claims, those included whose worker was killed
SOON = 30  # seconds
ACCEPT = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"
NOT_MORE, NO_TEXT, DEFERRED = "no_more", "no_text", "deferred"
FINAL = frozenset({OK, UNCHANGED, NO_TEXT, "http_4xx", "gone", "robots", "blocked_address", "bad_url", "too_large"})
CLAIM = """
UPDATE monitor_articlejob SET claimed_until = %s, tries = tries + 1 WHERE item_id = ANY(ARRAY(
    SELECT item_id FROM monitor_articlejob
    WHERE next_at <= %s AND (claimed_until IS NULL OR claimed_until < %s)
    ORDER BY next_at FOR UPDATE SKIP LOCKED LIMIT %s
)) RETURNING item_id
"""


def articles_read_due(*, now: datetime) -> int:
    """Read what is due, at most BATCH pages; how many items got a longer text."""
    jobs = _claimed(now)
    links = _links(jobs)
    ArticleJob.objects.filter(item_id__in=jobs.keys() - links.keys()).delete()  # their texts are gone, or switched off
    policy = policy_from_settings()
    policy = replace(policy, max_bytes=min(policy.max_bytes, MAX_BYTES))
    better = 0
    with FetchStream[int](policy) as stream:
        stream.add({item_id: FetchRequest(link, accept=ACCEPT) for item_id, link in links.items()})
        while stream.pending:
            for item_id, result in stream.group(most=GROUP):
                better += _page(jobs[item_id], links[item_id], result)
    return better


def _claimed(now: datetime) -> dict[int, ArticleJob]:
    """By item id; those under which workers died again and again are given up."""
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [now + LEASE, now, now, BATCH])
        ids = [row[0] for row in cursor.fetchall()]
    ArticleJob.objects.filter(item_id__in=ids, tries__gt=DEADLY).delete()
    return {job.item_id: job for job in ArticleJob.objects.select_related("source").filter(item_id__in=ids)}


def _links(jobs: Mapping[int, ArticleJob]) -> dict[int, str]:
    rows = Item.objects.filter(month__in={job.month for job in jobs.values()}, id__in=list(jobs)).exclude(link="")
    return {
        item_id: link
        for item_id, link in rows.values_list("id", "link")
        if jobs[item_id].source.read_articles and jobs[item_id].source.enabled
    }


def _page(job: ArticleJob, link: str, result: FetchResult) -> bool:
    try:
        text, outcome = _text(link, result)
        return _finish(job, link, result, text, outcome, utc_now())
    except (OperationalError, InterfaceError):
        raise  # the database is away, which is no fault of the page
    except Exception as error:  # noqa: BLE001 - a fault with one page must not hold up the others
        log_fault("article_fault", job.source_id, error)
        return _finish(job, link, result, "", "internal", utc_now())


def _text(link: str, result: FetchResult) -> tuple[str, str]:
    """(what the page says, what came of asking)."""
    if result.outcome != OK:
        return "", result.outcome
    if result.truncated:
        return "", TRUNCATED
    if article_elsewhere(link, result.url):
        return "", NO_TEXT
    text = article_text(result.body, content_type=result.content_type, url=result.url)
    return text, OK if text else NO_TEXT


@transaction.atomic
def _finish(job: ArticleJob, link: str, result: FetchResult, text: str, outcome: str, now: datetime) -> bool:
    rows_insert(list(side_lines(job.source, result, now)))
    row = Item.objects.select_for_update().filter(month=job.month, id=job.item_id).first() if text else None
    claim = ArticleJob.objects.filter(pk=job.pk, claimed_until=job.claimed_until)  # lost: an edit, or switched off
    if outcome == DEFERRED:  # not asked: its host's turn is later
        claim.update(claimed_until=None, next_at=now + _wait(result.defer_s), tries=max(job.tries - 1, 0))
        return False
    again = now + max(AGAIN * 4 ** (job.tries - 1), timedelta(seconds=result.retry_after or 0))
    over = outcome in FINAL or result.permanent or job.tries >= TRIES
    held = claim.delete()[0] if over else claim.update(claimed_until=None, next_at=again)
    better = bool(held and row and _rewrite(row, job.source, text, now))
    outcome = NOT_MORE if text and not better else outcome
    rows_insert([_page_line(job.source, link, result, outcome, now)])
    return better


def _wait(seconds: float | None) -> timedelta:
    return timedelta(seconds=SOON if seconds is None else seconds)


def _rewrite(row: Item, source: Source, text: str, now: datetime) -> bool:
    """The longer text in the place of the feed's; the caller locked the row."""
    if row.at < now - timedelta(days=site.retention_days()):
        return False
    text = text.removeprefix(row.title).lstrip()
    if not article_better(text, title=row.title, text=row.text):
        return False
    analysis = analyse(RawText(row.title, text, source.name, source.region or None), current_config())
    item_rewrite(row, replace(analysis, title=row.title, masked=row.masked or analysis.masked))
    notice_publish_on_commit({"items": [row.id], "sources": [source.pk]})
    return True


def _page_line(source: Source, link: str, result: FetchResult, outcome: str, now: datetime) -> Fetch:
    return Fetch(
        source=source,
        at=asked_at(result.begun, now),
        what=Asked.ARTICLE,
        host=host_of(link),
        url=link[:2000],
        status=result.status,
        outcome=outcome,
        detail=result.detail[:300],
        duration_ms=result.duration_ms,
        bytes=result.raw_bytes,
    )
