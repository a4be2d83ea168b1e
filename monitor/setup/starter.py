"""Public feeds of official bodies to begin with: offered unticked, fetched only when a person ticks them.

The addresses are those that the bodies publish; none was fetched when this list was written, so each stays "unverified" until
this installation has read it once. `SITES` publish without a feed: to be added as a list page.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from monitor.feeds.opml import OpmlRow, opml_write
from monitor.feeds.opml_rows import Planned, opml_import
from monitor.models import Source, SourceKind, User


@dataclass(frozen=True, slots=True)
class Offer:
    """`state`: offered, added (not read yet), verified (read at least once), failing."""

    name: str
    url: str
    kind: str
    state: str = "offered"
    source: int | None = None


FEEDS = (
    Offer("中国新闻网 · 滚动", "https://www.chinanews.com.cn/rss/scroll-news.xml", SourceKind.NEWS),
    Offer("中国新闻网 · 社会", "https://www.chinanews.com.cn/rss/society.xml", SourceKind.NEWS),
    Offer("中国新闻网 · 财经", "https://www.chinanews.com.cn/rss/finance.xml", SourceKind.NEWS),
    Offer("人民网 · 时政", "http://www.people.com.cn/rss/politics.xml", SourceKind.NEWS),
    Offer("人民网 · 社会", "http://www.people.com.cn/rss/society.xml", SourceKind.NEWS),
    Offer("人民网 · 财经", "http://www.people.com.cn/rss/finance.xml", SourceKind.NEWS),
    Offer("新华网 · 时政", "http://www.xinhuanet.com/politics/news_politics.xml", SourceKind.NEWS),
    Offer("新华网 · 法治", "http://www.xinhuanet.com/legal/news_legal.xml", SourceKind.NEWS),
    Offer("国家统计局 · 最新发布", "https://www.stats.gov.cn/sj/zxfb/rss.xml", SourceKind.OFFICIAL),
    Offer("国家统计局 · 数据解读", "https://www.stats.gov.cn/sj/sjjd/rss.xml", SourceKind.OFFICIAL),
)
SITES = (
    ("中华全国总工会", "https://www.acftu.org/"),
    ("中工网", "https://www.workercn.cn/"),
    ("人力资源和社会保障部", "https://www.mohrss.gov.cn/"),
    ("应急管理部", "https://www.mem.gov.cn/"),
    ("国家矿山安全监察局", "https://www.chinamine-safety.gov.cn/"),
)


def starter_offers() -> list[Offer]:
    """All, with how far each is here."""
    known = {row.url: row for row in Source.objects.filter(url__in=[offer.url for offer in FEEDS])}
    return [Offer(o.name, o.url, o.kind, *_state(known.get(o.url))) for o in FEEDS]


def starter_add(*, urls: Collection[str], by: User, now: datetime) -> tuple[Planned, ...]:
    """Add the ticked ones through the same door as an OPML file: checked, audited, first fetches spread."""
    rows = [_row(offer) for offer in FEEDS if offer.url in urls]
    return opml_import(body=opml_write(rows, title="starter"), by=by, now=now) if rows else ()


def _state(row: Source | None) -> tuple[str, int | None]:
    if row is None:
        return "offered", None
    if row.last_ok_at is not None:
        return "verified", row.pk
    return ("failing" if row.failures else "added"), row.pk


def _row(offer: Offer) -> OpmlRow:
    return OpmlRow(offer.name, offer.url, "", str(SourceKind(offer.kind).label), is_feed=True, own={"kind": offer.kind})
