"""Feed documents of the sources, as real publishers write them: authors, HTML and all.

The authors are made up. They are in the feeds because real feeds have them, so that the reader's dropping of them is
shown, not assumed. Pure: items in, bytes out.
"""

import html
import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import lru_cache

from monitor.lib.clock import SHANGHAI

from .model import DrillItem
from .words import keyed
from .world import Source

NICKNAMES = (
    "云河老街坊_07",
    "柳岸钓鱼人",
    "加班到秃头",
    "小满妈妈2019",
    "石漾打工仔",
    "河边的风",
    "momo",
    "不吃香菜的阿坤",
)
REPORTERS = ("云河融媒 记者 季闻舟", "见习记者 路采薇", "通讯员 方知行", "编辑 闻笛")


def author(item: DrillItem) -> str:
    """A made-up byline or nickname, always the same for an item."""
    return keyed("author", item.id).choice(NICKNAMES if item.source in {"forum", "workers"} else REPORTERS)


def _html(text: str) -> str:
    return "".join(f"<p>{html.escape(part, quote=False)}</p>" for part in text.split("\n") if part)


def _guid(item: DrillItem) -> str:
    return f"tag:{item.source}.yunhe.example,2020:{item.id}"


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@lru_cache(maxsize=8192)
def _rss_entry(item: DrillItem, base: str, title: str, text: str, changed: datetime) -> str:
    e = html.escape
    brief = text.split("\n", 1)[0]
    full = f"<content:encoded><![CDATA[{_html(text)}]]></content:encoded>" if "\n" in text else ""
    return (
        f"<item><title>{e(title)}</title><link>{e(base + item.path)}</link>"
        f'<guid isPermaLink="false">{_guid(item)}</guid><dc:creator>{e(author(item))}</dc:creator>'
        f"<pubDate>{format_datetime(item.published.astimezone(SHANGHAI))}</pubDate>"
        f"<description>{e(_html(brief))}</description>{full}</item>\n"
    )


def _rotating_entry(item: DrillItem, base: str, title: str, text: str, now: datetime) -> str:
    """A careless portal: a new guid and the time of the poll at every look; only the link stays."""
    e = html.escape
    guid = keyed("rotates", item.id, now.isoformat()).randrange(10**12)
    return (
        f"<item><title><![CDATA[{title}]]></title><link>{e(base + item.path)}?from=rss</link>"
        f"<guid>{guid:012d}</guid><author>{e(author(item))}</author>"
        f"<pubDate>{format_datetime(now.astimezone(SHANGHAI))}</pubDate>"
        f"<description><![CDATA[{_html(text)}]]></description></item>\n"
    )


@lru_cache(maxsize=8192)
def _rdf_entry(item: DrillItem, base: str, title: str, text: str, changed: datetime) -> str:
    e = html.escape
    url = e(base + item.path)
    return (
        f'<item rdf:about="{url}"><title>{e(title)}</title><link>{url}</link><description>{e(text)}</description>'
        f"<dc:creator>{e(author(item))}</dc:creator><dc:date>{item.published.astimezone(SHANGHAI).isoformat()}</dc:date>"
        "</item>\n"
    )


@lru_cache(maxsize=8192)
def _list_entry(item: DrillItem, base: str, title: str, text: str, changed: datetime) -> str:
    e = html.escape
    day = item.published.astimezone(SHANGHAI).strftime("%Y-%m-%d")
    line = f"<p>{e(text, quote=False)}</p>" if text else ""
    return f'<li><span class="date">{day}</span><a href="{e(item.path)}" title="{e(title)}">{e(title)}</a>{line}</li>\n'


@lru_cache(maxsize=8192)
def _atom_entry(item: DrillItem, base: str, title: str, text: str, changed: datetime) -> str:
    e = html.escape
    return (
        f'<entry><title>{e(title)}</title><link rel="alternate" type="text/html" href="{e(base + item.path)}"/>'
        f"<id>{_guid(item)}</id><published>{_stamp(item.published)}</published><updated>{_stamp(changed)}</updated>"
        f"<author><name>{e(author(item))}</name><uri>{e(base)}/u/{int(item.id, 16) % 9973}</uri></author>"
        f'<content type="html">{e(_html(text))}</content></entry>\n'
    )


@lru_cache(maxsize=8192)
def _json_entry(item: DrillItem, base: str, title: str, text: str, changed: datetime) -> str:
    entry = {
        "id": _guid(item),
        "url": base + item.path,
        "title": title,
        "content_html": _html(text),
        "date_published": item.published.astimezone(SHANGHAI).isoformat(),
        "date_modified": changed.astimezone(SHANGHAI).isoformat(),
        "authors": [{"name": author(item)}],
    }
    return json.dumps(entry, ensure_ascii=False)


@lru_cache(maxsize=8192)
def _hot_entry(item: DrillItem, base: str, title: str, text: str, changed: datetime) -> str:
    heat = keyed("heat", item.id).randint(12, 480)
    extra = {"info": f"{heat}万热度"} | ({"hover": text} if text else {})
    url = base + item.path
    published = int(item.published.timestamp() * 1000)
    return json.dumps(
        {"id": item.id, "title": title, "url": url, "mobileUrl": url, "extra": extra, "pubDate": published},
        ensure_ascii=False,
    )


def _entries(
    render: Callable[[DrillItem, str, str, str, datetime], str], items: Sequence[DrillItem], now: datetime, base: str
) -> list[str]:
    return [render(item, base, *item.as_seen(now)) for item in items]


def _rss(source: Source, items: Sequence[DrillItem], now: datetime, base: str, changed: datetime) -> bytes:
    charset = source.flavour.partition("-")[2] or "utf-8"
    e = html.escape
    rotates = source.manner == "rotates"
    entries = [_rotating_entry(item, base, *item.as_seen(now)[:2], now) for item in items] if rotates else None
    text = (
        f'<?xml version="1.0" encoding="{charset}"?>\n<rss version="2.0" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:atom="http://www.w3.org/2005/Atom">\n<channel>'
        f"<title>{e(source.name)}</title><link>{e(base)}/</link><description>{e(source.name)}最新消息（演练）</description>"
        f'<language>zh-cn</language><ttl>1</ttl><atom:link rel="self" href="{e(base + source.path)}"/>'
        f"<lastBuildDate>{format_datetime(changed.astimezone(SHANGHAI))}</lastBuildDate>\n"
        f"{''.join(entries or _entries(_rss_entry, items, now, base))}</channel></rss>\n"
    )
    return text.encode(charset, "xmlcharrefreplace")


def _rdf(source: Source, items: Sequence[DrillItem], now: datetime, base: str, changed: datetime) -> bytes:
    e = html.escape
    order = "".join(f'<rdf:li rdf:resource="{e(base + item.path)}"/>' for item in items)
    text = (
        '<?xml version="1.0" encoding="utf-8"?>\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        f'<channel rdf:about="{e(base + source.path)}"><title>{e(source.name)}</title><link>{e(base)}/</link>'
        f"<description>{e(source.name)}（演练）</description><items><rdf:Seq>{order}</rdf:Seq></items></channel>\n"
        f"{''.join(_entries(_rdf_entry, items, now, base))}</rdf:RDF>\n"
    )
    return text.encode()


def _list_page(source: Source, items: Sequence[DrillItem], now: datetime, base: str, changed: datetime) -> bytes:
    e = html.escape
    text = (
        f'<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>通知公告 - {e(source.name)}</title></head>\n'
        f"<body><header><h1>{e(source.name)}（演练）</h1><nav><ul><li><a href='/'>首页</a></li><li><a href='/notices/'>通知公告</a></li>"
        "</ul></nav></header>\n"
        f'<main><ul class="notices">\n{"".join(_entries(_list_entry, items, now, base))}</ul></main>\n'
        "<footer><ul><li><a href='/about.html'>关于本站</a></li></ul></footer></body></html>\n"
    )
    return text.encode()


def _atom(source: Source, items: Sequence[DrillItem], now: datetime, base: str, changed: datetime) -> bytes:
    e = html.escape
    text = (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">'
        f"<title>{e(source.name)}</title><id>tag:{source.key}.yunhe.example,2020:new</id>"
        f'<link rel="self" href="{e(base + source.path)}"/><link rel="alternate" href="{e(base)}/"/>'
        f"<updated>{_stamp(changed)}</updated>\n{''.join(_entries(_atom_entry, items, now, base))}</feed>\n"
    )
    return text.encode()


def _json_feed(source: Source, items: Sequence[DrillItem], now: datetime, base: str, changed: datetime) -> bytes:
    head = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": source.name,
        "home_page_url": f"{base}/",
        "feed_url": base + source.path,
        "language": "zh-CN",
    }
    body = ",\n".join(_entries(_json_entry, items, now, base))
    return f'{json.dumps(head, ensure_ascii=False)[:-1]}, "items": [\n{body}\n]}}\n'.encode()


def _newsnow(source: Source, items: Sequence[DrillItem], now: datetime, base: str, changed: datetime) -> bytes:
    body = ",\n".join(_entries(_hot_entry, items, now, base))
    moment = int(changed.timestamp() * 1000)
    return f'{{"status": "success", "id": "yunhe", "updatedTime": {moment}, "items": [\n{body}\n]}}\n'.encode()


FLAVOURS: dict[str, tuple[Callable[..., bytes], str]] = {
    "rss": (_rss, "application/rss+xml; charset=utf-8"),
    "rss-gb18030": (_rss, "text/xml; charset=gb18030"),
    "rss-big5": (_rss, "application/xml; charset=big5"),
    "rdf": (_rdf, "application/rdf+xml"),
    "listpage": (_list_page, "text/html; charset=utf-8"),
    "atom": (_atom, "application/atom+xml; charset=utf-8"),
    "jsonfeed": (_json_feed, "application/feed+json; charset=utf-8"),
    "newsnow": (_newsnow, "application/json; charset=utf-8"),
}


def document(
    source: Source, items: Sequence[DrillItem], *, now: datetime, base: str, changed: datetime
) -> tuple[bytes, str]:
    """(body, content type) of the source's feed with `items` (newest first) as they are at `now`."""
    render, content_type = FLAVOURS[source.flavour]
    return render(source, items, now, base, changed), content_type


def article(source: Source, item: DrillItem, *, now: datetime) -> bytes:
    """The page that an entry links to, UTF-8 HTML."""
    title, text, _ = item.as_seen(now)
    e = html.escape
    when = item.published.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
    page = (
        '<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        f"<title>{e(title)} - {e(source.name)}</title></head><body>"
        f"<header><p>{e(source.name)}（演练，内容均为虚构）</p></header>"
        f'<article><h1>{e(title)}</h1><p><time datetime="{item.published.isoformat()}">{when}</time></p>'
        f"{_html(text or title)}</article></body></html>\n"
    )
    return page.encode()
