"""News sitemaps: what is news in them, what is counted as lost, and what to do about others."""

from __future__ import annotations

import pytest

from monitor.errors import ParseError
from monitor.feeds.labels import label_sentence
from monitor.feeds.parse import parse
from monitor.feeds.parsed import ParseConfig

SPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:{0}="http://www.google.com/schemas/sitemap-news/0.9"'
)
URL = "http://paper.yunhe.example/sitemap.xml"


def news(number: int, title: str = "", prefix: str = "news") -> str:
    inner = f"<{prefix}:title>{title or f'云河第{number}则'}</{prefix}:title>"
    return f"<url><loc>http://paper.yunhe.example/n/{number}</loc><{prefix}:news>{inner}</{prefix}:news></url>"


def sitemap(*urls: str, prefix: str = "news") -> str:
    return f'<?xml version="1.0"?><!-- 每小时 --><urlset {SPACES.format(prefix)}>{"".join(urls)}</urlset>'


def test_the_prefix_is_the_one_that_the_file_binds() -> None:
    feed = parse(sitemap(news(1, prefix="n"), prefix="n").encode(), url=URL)
    assert ([entry.title for entry in feed.entries], feed.partial, feed.parser) == (["云河第1则"], None, "sitemap")


def test_pages_without_a_news_title_are_counted_and_the_page_of_a_person_is_its_host() -> None:
    personal = news(3).replace("/n/3", "/u/7788/3")
    feed = parse(sitemap("<url><loc>http://paper.yunhe.example/</loc></url>", news(2), personal).encode(), url=URL)
    assert ([entry.link[-2:] for entry in feed.entries], feed.partial) == (["/2", "e/"], "2 of 3")


def test_a_sitemap_that_breaks_off_gives_its_whole_news() -> None:
    whole = sitemap(news(1), news(2), news(3))
    feed = parse(whole[: whole.rindex("<news:title>")].encode(), url=URL)
    assert (len(feed.entries), feed.partial, feed.cut) == (2, "2 of 3", True)


def test_only_so_many_are_read() -> None:
    feed = parse(sitemap(*map(news, range(9))).encode(), url=URL, config=ParseConfig(max_entries=4))
    assert (len(feed.entries), feed.partial) == (4, "4 of 9")


def test_an_empty_one_is_an_empty_feed() -> None:
    assert parse(sitemap().encode(), url=URL).entries == ()


@pytest.mark.parametrize(
    ("body", "label", "detail"),
    [
        (sitemap("<url><loc>http://paper.yunhe.example/a</loc></url>"), "sitemap", "1 URL"),
        (
            f"<sitemapindex>{''.join(f'<sitemap><loc>/{name}.xml</loc></sitemap>' for name in ('old', 'news'))}</sitemapindex>",
            "sitemap_index",
            "http://paper.yunhe.example/news.xml http://paper.yunhe.example/old.xml",
        ),
    ],
)
def test_other_sitemaps_say_what_they_are_and_what_to_do(body: str, label: str, detail: str) -> None:
    with pytest.raises(ParseError) as caught:
        parse(body.encode(), url=URL)
    assert (caught.value.label, caught.value.detail) == (label, detail)
    assert "新闻地图" in label_sentence(label)
