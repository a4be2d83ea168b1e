"""What both targets share: seeds of every format made on the spot, a limit on time, the run itself."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import atheris

SLOW = 2.0  # seconds for one input: a finding

TEXT = "云河区柳岸街道的工友反映两个月工资未结清"
RSS = (
    '<?xml version="1.0" encoding="{charset}"?><!DOCTYPE rss [<!ENTITY a "b">]><rss version="2.0" xml:base="http://a.example/">'
    "<channel><title>云河</title><ttl>30</ttl><language>zh-CN</language><item><title><![CDATA[工资<b>]]></title><link>/1?utm_source=x</link>"
    '<guid isPermaLink="false">a1</guid><pubDate>Wed, 25 Nov 2026 08:00:00 CST</pubDate><author>x@y.example</author>'
    "<description>&lt;p&gt;{text}&nbsp;&#38;</description></item><item><title>二</title></item></channel></rss>"
)
ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh"><title type="html">云</title><entry><id>tag:a</id>'
    '<link rel="alternate" href="http://a.example/1"/><updated>2026-11-25T08:00:00Z</updated>'
    '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{text}</div></content></entry></feed>'
)
RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<channel><title>a</title></channel><item><title>{text}</title><dc:date>2026年11月25日 8时</dc:date></item></rdf:RDF>"
)
JSON_FEED = (
    '{{"version":"https://jsonfeed.org/version/1.1","title":"a","items":[{{"id":"1","url":"/1","title":"{text}",'
    '"date_published":"2026-11-25T08:00:00Z","attachments":[{{"url":"/a.mp3","size_in_bytes":3}}]}}]}}'
)
HOTLIST = '{{"status":"ok","items":[{{"id":1,"title":"{text}","url":"http://a.example/1","pubDate":1764000000000}}]}}'
SITEMAP = (
    '<urlset xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>http://a.example/1</loc><news:news>'
    "<news:title>{text}</news:title><news:publication_date>2026-11-25</news:publication_date></news:news></url></urlset>"
)
PAGE = (
    "<html><head><meta charset='gbk'></head><body><ul><li><a href='/1'>{text}一</a><span>3小时前</span></li>"
    "<li><a href='/2'>{text}二</a><span>11-24</span></li></ul></body></html>"
)
CHARSETS = ("utf-8", "gb18030", "big5hkscs", "utf-16", "cp932")


def seeds() -> list[bytes]:
    """Every format in several charsets; no file, no stranger's text."""
    return [
        sample.format(text=TEXT, charset=charset).encode(charset, "replace")
        for sample in (RSS, ATOM, RDF, JSON_FEED, HOTLIST, SITEMAP, PAGE)
        for charset in CHARSETS
    ]


def timed(target: Callable[[bytes], None]) -> Callable[[bytes], None]:
    """The target; an input that takes longer than SLOW is a finding like a crash."""

    def run(data: bytes) -> None:
        begin = time.perf_counter()
        target(data)
        seconds = time.perf_counter() - begin
        if seconds > SLOW:
            raise RuntimeError(f"{seconds:.1f} s for {len(data):,} bytes")

    return run


def fuzz(target: Callable[[bytes], None], corpus: Iterable[bytes]) -> None:
    """Arguments are libFuzzer's; the first folder named gets the seeds."""
    folders = [Path(argument) for argument in sys.argv[1:] if not argument.startswith("-")]
    if folders:
        folders[0].mkdir(parents=True, exist_ok=True)
        for number, seed in enumerate(corpus):
            (folders[0] / f"seed-{number:03}").write_bytes(seed)
    atheris.Setup(sys.argv, timed(target))
    atheris.Fuzz()
