"""What an admin does with sources: add, edit, pause, resume, fetch now. Each is audited."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.db import transaction

from monitor.errors import TingchaoError
from monitor.feeds.links import is_personal
from monitor.feeds.reading import source_options
from monitor.lib.notice import notice_publish_on_commit
from monitor.models import (
    ArticleJob,
    DatesReason,
    Outage,
    Source,
    SourceFormat,
    SourceKind,
    SourceState,
    User,
    audit_record,
)

AGAIN_AFTER = timedelta(seconds=60)  # a button must not make us impolite


class SourceError(TingchaoError):
    """The source cannot be added or asked now. Labels: source_url, source_login, source_personal,
    source_known, source_soon, source_paused, source_by_hand.
    """

    label = "source_url"
    permanent = True


def source_url_check(url: str) -> str:
    """The URL as it will be stored: http or https, a host, no user name or password, no fragment,
    not what a person's account publishes. Raises SourceError.
    """
    url = url.strip()
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError as error:
        raise SourceError(str(error)) from error
    if parts.scheme.lower() not in {"http", "https"} or not host:
        raise SourceError("only http and https addresses")
    if parts.username or parts.password or "@" in parts.netloc:
        raise SourceError("no user name or password in the address", label="source_login")
    if is_personal(url):
        raise SourceError("no page of a person", label="source_personal")
    return parts._replace(scheme=parts.scheme.lower(), fragment="").geturl()


@transaction.atomic
def source_add(
    *,
    name: str,
    url: str,
    format: str,  # noqa: A002 - the field's name
    kind: str,
    region: str = "",
    options: Mapping[str, str] | None = None,
    read_articles: bool = False,
    by: User,
    now: datetime,
) -> Source:
    """A new source, due at once. Raises SourceError for an address that cannot be, or is there already."""
    url = source_url_check(url)
    if Source.objects.filter(url=url).exists():
        raise SourceError("this address is already a source", label="source_known")
    own = kind == SourceKind.UNION
    source = Source.objects.create(
        name=name.strip(),
        url=url,
        format=format,
        kind=kind,
        region=region.strip(),
        options=source_options(format, options or {}),
        own=own,
        read_articles=read_articles,
        next_check_at=now,
    )
    _audit(source, by, "source_add", {"url": url, "kind": kind, "own": own, "read_articles": read_articles})
    return source


@transaction.atomic
def source_edit(
    *,
    source: Source,
    name: str,
    url: str,
    format: str,  # noqa: A002 - the field's name
    kind: str,
    region: str,
    options: Mapping[str, str],
    trusted_dates: bool,
    read_articles: bool = False,
    weight: float | None = None,
    by: User,
    now: datetime,
) -> Source:
    """Change it; read anew at once where what is read changed. Raises SourceError as adding does.

    `weight` 0..3: how much it counts in the spread of a topic; None leaves it. Of what is stored nothing changes; where `kind` makes it the union's own, or no longer, call `rules.own.source_change`.
    """
    source = _fetched(source)
    url = source_url_check(url)
    if Source.objects.filter(url=url).exclude(pk=source.pk).exists():
        raise SourceError("this address is already a source", label="source_known")
    wanted: dict[str, object] = {
        "name": name.strip(),
        "url": url,
        "format": format,
        "kind": kind,
        "region": region.strip(),
        "options": source_options(format, options),
        "trusted_dates": trusted_dates,
        "read_articles": read_articles,
        "weight": source.weight if weight is None else weight,
    }
    changed = {
        field: [getattr(source, field), value] for field, value in wanted.items() if getattr(source, field) != value
    }
    if not changed:
        return source
    for field, (_before, value) in changed.items():
        setattr(source, field, value)
    if "kind" in changed:
        source.own = kind == SourceKind.UNION
    if "trusted_dates" in changed:
        source.dates_reason = "" if trusted_dates else DatesReason.BY_HAND
    if not read_articles:
        ArticleJob.objects.filter(source=source).delete()
    if changed.keys() & {"url", "format", "options"}:
        source.etag, source.last_modified, source.body_digest = "", "", None
        source.concern, source.concern_at, source.recent_ms = "", None, []
        source.next_check_at = now if source.enabled else None
    if "url" in changed:  # a person knows better than any redirect
        source.moved_to, source.moved_polls, source.moved_first_at, source.moved_why_not = "", 0, None, ""
        source.moved_from, source.moved_at = "", None
    source.save()
    _audit(source, by, "source_edit", {"changed": changed})
    return source


@transaction.atomic
def source_pause(*, source: Source, by: User, now: datetime) -> Source:
    """Stop fetching it. The time until it is back is recorded as a gap in the data, not as zero."""
    source = _fetched(source)
    if not source.enabled:
        return source
    source.enabled, source.state, source.next_check_at = False, SourceState.PAUSED, None
    source.needs_decision, source.state_since = True, now
    source.save(update_fields=["enabled", "state", "state_since", "next_check_at", "needs_decision"])
    Outage.objects.get_or_create(source=source, ended_at=None, defaults={"started_at": now, "label": "paused"})
    _audit(source, by, "source_pause", {})
    return source


@transaction.atomic
def source_resume(*, source: Source, by: User, now: datetime) -> Source:
    """Fetch it again from now on; its first good poll ends the gap."""
    source = _fetched(source)
    if source.enabled:
        return source
    source.enabled, source.state, source.next_check_at, source.claimed_until = True, SourceState.NEW, now, None
    source.state_since = now
    source.failures, source.failing_since, source.error_label, source.error_detail = 0, None, "", ""
    source.save()
    _audit(source, by, "source_resume", {})
    return source


@transaction.atomic
def source_check_now(*, source: Source, by: User, now: datetime) -> Source:
    """Make it due at once. Raises SourceError when it is paused or was asked within the last minute."""
    source = _fetched(source)
    if not source.enabled:
        raise SourceError("the source is paused", label="source_paused")
    if source.last_checked_at and now - source.last_checked_at < AGAIN_AFTER:
        raise SourceError("it was asked a moment ago", label="source_soon")
    source.next_check_at = now
    source.save(update_fields=["next_check_at"])
    _audit(source, by, "source_check_now", {})
    return source


def _fetched(source: Source) -> Source:
    """The row, locked. Raises SourceError for what is brought by hand: there is nothing to ask or to pause."""
    found = Source.objects.select_for_update().get(pk=source.pk)
    if found.format == SourceFormat.BY_HAND:
        raise SourceError("it is brought by hand", label="source_by_hand")
    return found


def _audit(source: Source, by: User, action: str, detail: dict[str, object]) -> None:
    audit_record(actor=by, action=action, target=f"source:{source.pk}", detail={"name": source.name, **detail})
    notice_publish_on_commit({"sources": [source.pk]})
