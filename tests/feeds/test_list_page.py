"""List pages without a feed: guessed, by selectors, in every charset; never a person."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.errors import ParseError
from monitor.feeds.parse import parse
from monitor.feeds.parse_list import selector_fault
from monitor.feeds.parsed import ListPage, ParseConfig, ParsedFeed
from tests.each import each

NOW = datetime(2026, 11, 25, 5, 0, tzinfo=UTC)  # 13:00 in Shanghai
URL = "http://gov.yunhe.example/notices/index.html"
MENU = """<header><ul><li><a href="/a">云河区人民政府门户</a></li><li><a href="/b">政务公开信息目录</a></li></ul></header>
<ul class="menu"><li><a href="/1">机构</a></li><li><a href="/2">新闻</a></li><li><a href="/3">办事</a></li></ul>"""
GOV = f"""<!DOCTYPE html><html lang="zh-CN"><head><meta charset="gbk"><title>通知公告</title></head><body>{MENU}
<ul class="list"><li><a href="./2026/a1.html?utm_source=x" title="关于做好冬季建设工地防寒工作的通知（云建〔2026〕7号）">关于做好冬季建设工…</a>
<span>2026-11-25</span></li><li><a href="/notices/a2.html">拖欠农民工工资线索受理电话公告</a><span>2026-11-20</span></li></ul></body></html>"""


def read(html: str | bytes, page: ListPage | None = None, **options: object) -> ParsedFeed:
    body = html if isinstance(html, bytes) else html.encode()
    config = ParseConfig(list_page=page or ListPage(), now=NOW)
    return parse(body, url=URL, config=config, **options)  # type: ignore[arg-type]


def rows(feed: ParsedFeed) -> list[tuple[str, str, str]]:
    """(title, link without the host, date in Shanghai's calendar or its time)."""
    return [
        (
            entry.title,
            entry.link.removeprefix("http://gov.yunhe.example"),
            f"{entry.published:%m-%d %H:%M}" if entry.published else "",
        )
        for entry in feed.entries
    ]


def test_a_government_list_is_found_beside_the_menus_and_read_in_its_charset() -> None:
    feed = read(GOV.encode("gbk"))
    assert rows(feed) == [
        ("关于做好冬季建设工地防寒工作的通知（云建〔2026〕7号）", "/notices/2026/a1.html", "11-25 04:00"),
        ("拖欠农民工工资线索受理电话公告", "/notices/a2.html", "11-20 04:00"),
    ]
    assert (feed.title, feed.language, feed.partial, feed.charset) == ("通知公告", "zh-CN", None, "gb18030")
    assert {entry.dated for entry in feed.entries} == {"day"}


@each(
    "block when",
    [
        ("<li><a href='p'>柳岸街道职工食堂开放</a> [11-20]</li>", "11-20 04:00"),
        ("<tr><td>3</td><td><a href='p'>柳岸街道职工食堂开放</a></td><td>11月20日</td></tr>", "11-20 04:00"),
        ("<li><div><b>20</b><i>2026-11</i></div><a href='p'>柳岸街道职工食堂开放</a></li>", "11-20 04:00"),
        (
            "<article><h2><a href='p'>柳岸街道职工食堂开放</a></h2><time datetime='2026-11-20T09:30+08:00'>旧</time></article>",
            "11-20 01:30",
        ),
        ("<a href='p' class='i'><h3>柳岸街道职工食堂开放</h3><em>2026.11.20 09:30</em></a>", "11-20 01:30"),
        ("<li><a href='p'>柳岸街道职工食堂开放<span>2026/11/20</span></a></li>", "11-20 04:00"),
    ],
)
def test_every_usual_shape_of_a_block_is_guessed(block: str, when: str) -> None:
    tag = "table" if block.startswith("<tr") else "div"
    html = f"{MENU}<{tag} class='box'>{block}{block.replace(chr(39) + 'p' + chr(39), 'q')}</{tag}>"
    assert rows(read(html))[0] == ("柳岸街道职工食堂开放", "/notices/p", when)
    assert len(read(html).entries) == 2


def test_a_day_in_a_title_is_not_the_date_of_the_entry() -> None:
    feed = read(
        "<ul><li><a href='1'>关于12月3日停水的通知</a><span>11-24</span></li><li><a href='2'>5月1日放假安排</a></li></ul>"
    )
    assert [when for _, _, when in rows(feed)] == ["11-24 04:00", ""]


def test_a_list_without_dates_is_read_when_its_titles_say_something() -> None:
    feed = read(
        "<ol>" + "".join(f"<li><a href='/t/{n}'>第{n}号车间的通风设备何时检修</a></li>" for n in range(4)) + "</ol>"
    )
    assert (len(feed.entries), feed.entries[0].published) == (4, None)
    with pytest.raises(ParseError, match="no_list"):
        read(MENU)


def test_selectors_say_where_things_are() -> None:
    html = """<div class=r><a href=/more>更多</a><h4>夜班补贴怎么算</h4><a class=go href=/q/1>详情</a><i data-day="20/11/2026"></i>
    <div class=x>工友询问夜班补贴的算法和发放时间。</div></div><div class=r><h4>没有链接的</h4></div><div class=r></div>"""
    page = ListPage(".r", "h4", ".go", "i", ".x", "data-day", "%d/%m/%Y")
    feed = read(html, page)
    assert rows(feed) == [("夜班补贴怎么算", "/q/1", "11-20 04:00")]
    assert feed.entries[0].summary == "工友询问夜班补贴的算法和发放时间。"
    assert feed.partial == "1 of 2"


def test_a_base_element_is_what_links_are_relative_to() -> None:
    html = (
        "<base href='http://www.yunhe.example/new/'><ul><li><a href='1.html'>关于补缴社保的公告</a>2026-11-20</li></ul>"
    )
    assert read(html).entries[0].link == "http://www.yunhe.example/new/1.html"


def test_lists_that_a_script_unpacks_are_read() -> None:
    record = "<record><![CDATA[<li><a href='/art/{n}.html'>第{n}批稳岗补贴名单公示</a><span>2026-11-20</span></li>]]></record>"
    html = f"<script type='text/xml'><datastore>{record.format(n=1)}{record.format(n=2)}</datastore></script>"
    assert len(read(html).entries) == 2


def test_no_author_is_read_and_no_selector_may_ask_for_one() -> None:
    block = """<li><a href=1>渡头镇开展招聘会</a><span class=author>张某某</span><p>作者：李某某，云河区融媒体中心供稿人</p>
    <p rel=author>王某某是本文的作者和摄影</p><span>2026-11-20</span></li>"""
    feed = read(f"<ul>{block}</ul>", ListPage(summary="p"))
    assert not [name for name in ("张某某", "王某某") if name in repr(feed.entries)]
    assert read(f"<ul>{block}</ul>").entries[0].summary == ""
    assert selector_fault(ListPage(summary=".author-name")) == "summary"


@pytest.mark.parametrize("selector", ["li[", "::", ">>", "li:contains('x')"])
def test_a_selector_that_cannot_be_understood_is_named(selector: str) -> None:
    assert selector_fault(ListPage(entry="li", date=selector)) == "date"
    assert selector_fault(ListPage(entry="ul > li:nth-child(2)", title="a")) == ""
    with pytest.raises(ParseError, match=r".") as error:
        read(GOV, ListPage(entry=selector))
    assert error.value.label == "selector"


def test_a_selector_that_finds_nothing_is_a_failure_not_an_empty_list() -> None:
    with pytest.raises(ParseError) as error:
        read(GOV, ListPage(entry="ul.news li"))
    assert (error.value.label, error.value.detail) == ("no_list", "ul.news li")


def test_the_last_block_of_a_page_that_breaks_off_is_left_for_the_next_poll() -> None:
    feed = read(GOV[: GOV.index("线索")], truncated=True)
    assert (len(feed.entries), feed.partial, feed.cut) == (1, "1 of 2", True)


def test_there_are_limits_on_entries_and_depth() -> None:
    html = "".join(f"<li><a href='/{n}'>第{n}号通知的标题</a>2026-11-20</li>" for n in range(30))
    feed = parse(html.encode(), url=URL, config=ParseConfig(max_entries=20, list_page=ListPage(), now=NOW))
    assert (len(feed.entries), feed.partial) == (20, "20 of 30")
    with pytest.raises(ParseError, match="levels"):
        read("<div><b>" * 5000 + GOV)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "<ul>",
                "<li>",
                "<a href=x>",
                "</a>",
                "2026-11-2",
                "13-40",
                "3小时前",
                "标题文字甲乙",
                "</ul>",
                "<tr>",
                "<",
            ]
        )
    )
)
def test_nothing_but_a_parse_error_is_raised(pieces: list[str]) -> None:
    assert outcome("".join(pieces) + ".") in {"read", "no_list"}


def outcome(html: str) -> str:
    try:
        feed = read(html)
    except ParseError as error:
        return error.label
    return "read" if all(entry.title and entry.link for entry in feed.entries) else "odd"
