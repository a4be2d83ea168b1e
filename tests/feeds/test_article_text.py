"""The text of a linked page: the article alone, nobody's name by markup, and only when it is the entry's."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.feeds.article_text import MAX_BYTES, MAX_TAGS, article_better, article_elsewhere, article_text
from tests.each import each

TITLE = "柳岸街道一工地拖欠木工工资两个月"
FIRST = "十二名木工到街道反映，柳岸街道一处工地从五月起没有结清工资，项目部答应月底前付清。"
SECOND = "街道劳动保障所当天派人到场核对了考勤和记工本，要求总包单位先行垫付，并约定周五再次见面。"
THIRD = "区总工会表示，法律援助律师已经介入，工友可以带着身份证和工牌到职工服务中心登记，全程不收费。"
NAME = "欧阳测试员"


def page(body: str, head: str = "") -> bytes:
    nav = "<nav><a href='/'>首页</a><a href='/a'>新闻</a><a href='/b'>公告</a></nav>"
    foot = "<footer>版权所有 云河晚报 备案号 12345</footer>"
    return f"<html><head><title>{TITLE}</title>{head}</head><body>{nav}{body}{foot}</body></html>".encode()


def article(extra: str = "") -> str:
    return f"<article><h1>{TITLE}</h1>{extra}<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></article>"


def read(body: bytes, content_type: str = "text/html; charset=utf-8") -> str:
    return article_text(body, content_type=content_type, url="http://news.yunhe.example/1")


def test_the_article_is_read_without_what_stands_around_it() -> None:
    text = read(page(article()))
    assert all(part in text for part in (FIRST, SECOND, THIRD))
    assert "备案号" not in text
    assert "首页" not in text


@each(
    markup=[
        f"<a rel='author' href='/u/1'>{NAME}</a>",
        f"<p class='byline'>作者：{NAME}</p>",
        f"<span class='Article-Author'>{NAME}</span>",
        f"<div itemprop='author'><span itemprop='name'>{NAME}</span></div>",
        f"<p id='zuozhe'>{NAME}</p>",
        f"<address>{NAME}</address>",
        f"<p class='vcard'>{NAME}</p>",
        f"<div class='comment-list'><p class='nickname'>{NAME}</p></div>",
        f"<a rel='Author nofollow' href='/1'>{NAME}</a>",
        f"<span itemprop='creator author'>{NAME}</span>",
        f"<span property='schema:author'>{NAME}</span>",
        f"<span itemscope itemtype='https://schema.org/Person'>{NAME}</span>",
        f"<div class='about-author'><p>{NAME}，</p><p>{'现居云河，写过许多工地的事。' * 9}</p></div>",
        f"<p>柳岸的<a href='https://weibo.com/u/12345'>{NAME}</a>说。</p>",
        f"<p>来源：云河晚报 作者：{NAME}</p>",
        f"<p>（责任编辑：{NAME}）</p>",
    ]
)
def test_what_names_an_author_is_left_out_and_what_follows_it_is_not(markup: str) -> None:
    text = read(page(article(markup + "街道当天回应。")))
    assert NAME not in text
    assert FIRST in text


@pytest.mark.parametrize("mark", ["post hentry author-zhang", "reporter-news", "editor-content", "byline"])
def test_an_article_whose_wrapper_is_marked_with_an_author_is_read(mark: str) -> None:
    text = read(page(f"<div class='{mark}'>{article()[9:-10]}</div>"))
    assert (FIRST in text, THIRD in text) == (True, True)


def test_authors_in_the_head_are_not_read() -> None:
    head = (
        f"<meta name='author' content='{NAME}'><meta property='article:author' content='{NAME}'>"
        f'<script type=\'application/ld+json\'>{{"@type":"NewsArticle","author":"{NAME}"}}</script>'
    )
    assert NAME not in read(page(article(), head))


@pytest.mark.parametrize("charset", ["gb18030", "big5", "utf-16"])
def test_a_page_in_another_charset_is_read(charset: str) -> None:
    body = page(article()).decode()
    body = body if charset != "big5" else body.translate(str.maketrans("", "", "卢"))
    text = read(body.encode(charset, "replace"), f"text/html; charset={charset}")
    assert text.count("工地") >= 1


@each(
    "body content_type",
    [
        (b"%PDF-1.7 ...", "application/pdf"),
        (b"", "text/html"),
        (b"\x00\xff" * 100, "text/html"),
        (b"<html><body></body></html>", "text/html"),
        (b"<p>" + b"x" * MAX_BYTES, "text/html"),
    ],
)
def test_what_is_no_page_with_a_text_gives_nothing(body: bytes, content_type: str) -> None:
    assert read(body, content_type) == ""


START = b"<!DOCTYPE html><html><head><title>x</title></head><body>"
TEXT = "<p>十二名木工</p>".encode()


@pytest.mark.parametrize(
    "piece",
    [b"<div>x", b"<a href=", b"<!--", b"<table><tr><td>x", b"<td>x</td>", b"x<br>", TEXT, b"<div class=author>x</div>"],
)
def test_hostile_pages_end_soon(piece: bytes) -> None:
    begun = time.monotonic()
    read(START + b"<table><tr>" + piece * ((MAX_TAGS - 20) // piece.count(b"<")))
    assert time.monotonic() - begun < 10


@pytest.mark.parametrize(
    "piece", [b"&amp;", b"class=author ", b"\n x", "（记者".encode(), "记者：".encode(), "字".encode()]
)
def test_hostile_texts_end_soon(piece: bytes) -> None:
    begun = time.monotonic()
    read(START + b"<p " * piece.startswith(b"class") + piece * (MAX_BYTES // len(piece) - 100))
    assert time.monotonic() - begun < 10


def test_entities_of_a_page_are_not_unfolded() -> None:
    bomb = b"<!DOCTYPE html [<!ENTITY y 'haha'><!ENTITY z '&y;&y;&y;'>]><html><body>" + article().encode()
    text = read(bomb + b"<p>&z;</p></body></html>")
    assert (FIRST in text, "haha" in text) == (True, False)


def test_a_page_of_a_hundred_thousand_cells_is_not_read() -> None:
    begun = time.monotonic()
    assert read(START + article().encode() + b"<table><tr>" + b"<td>x</td>" * 100_000) == ""
    assert time.monotonic() - begun < 2


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=3000))
def test_any_bytes_give_some_text_or_none(body: bytes) -> None:
    assert isinstance(read(body, "text/html"), str)
    assert isinstance(read(START + TEXT + body, "text/html"), str)


@each(
    "landed elsewhere",
    [
        ("http://a.example/news/2026/1.html", False),
        ("https://m.a.example/news/2026/1.html", False),
        ("http://a.example/news/2026/1", False),
        ("http://a.example/", True),
        ("http://login.example/", True),
        ("http://a.example/news/", True),
        ("https://weibo.com/u/12345", True),
    ],
)
def test_a_redirect_to_a_front_page_a_section_or_a_person_leads_elsewhere(landed: str, elsewhere: bool) -> None:
    assert article_elsewhere("http://a.example/news/2026/1.html", landed) is elsewhere


LONG = f"{FIRST}{SECOND}{THIRD}"


@each(
    "text title feed better",
    [
        (LONG, TITLE, FIRST, True),
        (LONG, TITLE, "", True),
        (LONG, TITLE, LONG + "还有一段。", False),  # the feed gave more
        (FIRST[:40], TITLE, "", False),  # hardly anything
        ("请先登录后再查看全文，登录即表示同意用户协议和隐私政策。" * 8, TITLE, FIRST, False),
        ("您访问的页面已经搬家，五秒后自动跳转到新的首页，请稍候。" * 8, TITLE, FIRST, False),
        (LONG, "", "", False),  # nothing to tell it by
    ],
)
def test_a_page_replaces_the_feeds_text_only_when_it_is_the_entrys_and_says_more(
    text: str, title: str, feed: str, better: bool
) -> None:
    assert article_better(text, title=title, text=feed) is better
