"""Sources from and to an OPML file: what each line would do, doing it in one transaction, writing all sources out."""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from monitor.feeds.links import absolute, canonical, public
from monitor.feeds.manage import SourceError, source_url_check
from monitor.feeds.opml import OpmlLine, OpmlRow, opml_read, opml_write, options_read, options_written
from monitor.feeds.reading import options_fault, source_options
from monitor.lib.notice import notice_publish_on_commit
from monitor.models import DatesReason, Outage, Source, SourceFormat, SourceKind, SourceState, User, audit_record
from monitor.text.mask import mask

ADD, KNOWN, TWICE, REFUSED = "add", "known", "twice", "refused"
LANGUAGES = ("zh-hans", "en")
ATTEMPTS = 3
BATCH = 500
LONGEST = 1000  # characters of an address, as Source.url


@dataclass(frozen=True, slots=True)
class Planned:
    """One line of the file and what comes of it. `outcome`: `add`, `known`, `twice` (above in the same file), `refused`.

    `reason` says why it is refused: a label of SourceError, a fault of OpmlLine, `too_long` or `options`.
    """

    line: int
    title: str
    url: str
    outcome: str
    reason: str = ""
    source: Source | None = None


def opml_plan(*, body: bytes, kind: str = SourceKind.NEWS, region: str = "") -> tuple[Planned, ...]:
    """What an import would do; nothing is stored. Raises ParseError as opml_read does.

    `kind` and `region` are for lines that do not say theirs; a folder that is named like a kind says it.
    """
    seen: dict[str, str] = dict.fromkeys(map(_same, Source.objects.values_list("url", flat=True).iterator()), KNOWN)
    kinds = _kinds()
    return tuple(_planned(line, seen, kinds, kind, region) for line in opml_read(body))


def opml_import(
    *, body: bytes, kind: str = SourceKind.NEWS, region: str = "", by: User | str, now: datetime
) -> tuple[Planned, ...]:
    """Add what can be added, in one transaction with its audit entry. Raises ParseError as opml_read does.

    The first polls are spread evenly over one interval, so that an import is no burst.
    """
    for attempt in range(1, ATTEMPTS + 1):
        plan = opml_plan(body=body, kind=kind, region=region)
        try:
            _store(plan, body, by, now)
        except IntegrityError:  # somebody added one of them meanwhile: look again
            if attempt == ATTEMPTS:
                raise
        else:
            break
    return plan


def opml_counts(plan: tuple[Planned, ...]) -> dict[str, int]:
    """{outcome: lines}, every outcome named."""
    counts = Counter(line.outcome for line in plan)
    return {outcome: counts[outcome] for outcome in (ADD, KNOWN, TWICE, REFUSED)}


def opml_export(*, by: User | str) -> bytes:
    """Every source that has an address, in folders by kind; audited."""
    with translation.override("zh-hans"):
        rows = [_row(source) for source in Source.objects.exclude(url="").order_by("id").iterator()]
        title = _("听潮来源")
    audit_record(actor=by, action="source_export", detail={"rows": len(rows)})
    return opml_write(rows, title=title)


def _row(source: Source) -> OpmlRow:
    own = {
        "kind": source.kind,
        "region": source.region,
        "dates": "" if source.trusted_dates else "first-seen",
        "paused": "" if source.enabled else "true",
    }
    is_feed = source.format == SourceFormat.FEED
    if not is_feed:
        own |= {"format": source.format, "options": options_written(source.options)}
    return OpmlRow(source.name, source.url, source.homepage, str(SourceKind(source.kind).label), is_feed, own)


def _planned(line: OpmlLine, seen: dict[str, str], kinds: Mapping[str, str], kind: str, region: str) -> Planned:
    title = mask(line.title)[0]
    if line.fault:
        return Planned(line.line, title, line.url, REFUSED, line.fault)
    shape = line.own.get("format", SourceFormat.FEED)
    options = options_read(line.own.get("options", ""))
    if shape not in SourceFormat.values or options is None or options_fault(shape, options):
        return Planned(line.line, title, line.url, REFUSED, "options")
    try:
        url = source_url_check(absolute(line.url, "") or line.url)
    except SourceError as error:
        named = "" if error.label == "source_personal" else title  # it mostly is the person's name
        return Planned(line.line, named, _shown(line.url), REFUSED, error.label)
    if len(url) > LONGEST:
        return Planned(line.line, title, f"{url[:200]}…", REFUSED, "too_long")
    if known := seen.get(_same(url)):
        return Planned(line.line, title, url, known)
    seen[_same(url)] = TWICE
    home = public(canonical(absolute(line.homepage, "")))
    kind = next((found for name in reversed(line.folder) if (found := kinds.get(name.lower()))), kind)
    kind = own if (own := line.own.get("kind", "")) in SourceKind.values else kind
    trusted, paused = line.own.get("dates") != "first-seen", line.own.get("paused") == "true"
    source = Source(
        name=(title or urlsplit(url).hostname or url)[:120],
        url=url,
        homepage=home if len(home) <= LONGEST else "",
        format=shape,
        kind=kind,
        own=kind == SourceKind.UNION,
        region=line.own.get("region", region).strip()[:40],
        options=source_options(shape, options),
        trusted_dates=trusted,
        dates_reason="" if trusted else DatesReason.BY_HAND,
        enabled=not paused,
        state=SourceState.PAUSED if paused else SourceState.NEW,
    )
    return Planned(line.line, source.name, url, ADD, source=source)


def _shown(url: str) -> str:
    """A refused address without what it may say about a person: no user name or password, no page of an account."""
    try:
        kept = public(canonical(absolute(url, "")))
    except ValueError:
        kept = ""
    return kept or mask(url[:200])[0]


@transaction.atomic
def _store(plan: tuple[Planned, ...], body: bytes, by: User | str, now: datetime) -> None:
    sources = [line.source for line in plan if line.source is not None]
    _spread([source for source in sources if source.enabled], now)
    made = Source.objects.bulk_create(sources, batch_size=BATCH)
    Outage.objects.bulk_create(
        [Outage(source=source, started_at=now, label="paused") for source in made if not source.enabled]
    )
    ids = [source.pk for source in made]
    detail = {**opml_counts(plan), "sha256": hashlib.sha256(body).hexdigest()}
    audit_record(
        actor=by,
        action="source_import",
        detail=detail | ({"first_id": min(ids), "last_id": max(ids)} if ids else {}),
    )
    if ids:
        notice_publish_on_commit({"sources": ids[:BATCH]})


def _spread(sources: list[Source], now: datetime) -> None:
    """In the order of the file, one in each of as many equal parts of the interval, anywhere in it."""
    for place, source in enumerate(sources):
        interval = settings.FETCH_MIN_INTERVAL if settings.DRILL else source.interval_s
        share = (place + random.random()) / len(sources)  # noqa: S311 - spreads load
        source.next_check_at = now + timedelta(seconds=interval * share)


def _same(url: str) -> str:
    """What two spellings of one address have in common: host in any case, the default port said or not."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return url
    default = {"http": 80, "https": 443}.get(parts.scheme)
    netloc = f"{parts.hostname}:{port}" if port and port != default else str(parts.hostname)
    return parts._replace(netloc=netloc, path=parts.path or "/", fragment="").geturl()


def _kinds() -> dict[str, str]:
    """{name of a kind in any of our languages, or its code: code}."""
    names: dict[str, str] = {value: value for value in SourceKind.values}
    for language in LANGUAGES:
        with translation.override(language):
            names |= {str(kind.label).lower(): kind.value for kind in SourceKind}
    return names
