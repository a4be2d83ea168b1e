"""Links: absolute, canonical, never a personal page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.feeds.links import absolute, canonical, public

BASE = "http://news.yunhe.example/2026/feed.xml"


@pytest.mark.parametrize(
    ("raw", "full"),
    [
        ("/a/1", "http://news.yunhe.example/a/1"),
        ("a/1", "http://news.yunhe.example/2026/a/1"),
        ("//m.yunhe.example/1", "http://m.yunhe.example/1"),
        ("https://x.example/1", "https://x.example/1"),
        (" https://x.example/a\nb ", "https://x.example/ab"),
        ("javascript:alert(1)", ""),
        ("mailto:a@b.example", ""),
        ("http://[bad/", ""),
        ("", ""),
    ],
)
def test_links_are_made_absolute_or_dropped(raw: str, full: str) -> None:
    assert absolute(raw, BASE) == full


def test_tracking_parameters_go_and_the_others_keep_their_order() -> None:
    link = "HTTPS://User:pw@News.Yunhe.example:443/a?b=2&utm_source=x&spm=a.1&a=1&from=timeline&share_token=z#top"
    assert canonical(link) == "https://news.yunhe.example/a?b=2&a=1"


@pytest.mark.parametrize(
    "link",
    [
        "https://weibo.com/1234567890",
        "https://weibo.com/1234567890/AbCdEf",
        "https://weibo.com/u/1234567890",
        "https://space.bilibili.com/12345",
        "https://www.zhihu.com/people/some-one",
        "https://bbs.yunhe.example/u/99",
        "https://bbs.yunhe.example/user/99/posts",
        "https://bbs.yunhe.example/profile/99",
        "https://bbs.yunhe.example/home.php?mod=space&uid=99",
        "https://bbs.yunhe.example/space-uid-99.html",
        "https://video.yunhe.example/@someone/1",
        "https://x.com/someone/status/1",
        "https://tieba.yunhe.example/home/main?un=someone",
    ],
)
def test_a_personal_page_is_kept_as_its_host_only(link: str) -> None:
    host = link.split("/")[2]
    assert public(canonical(link)) == f"https://{host}/"


@pytest.mark.parametrize(
    "link",
    [
        "https://news.yunhe.example/2026/07/01/12345.html",
        "https://bbs.yunhe.example/thread-99-1-1.html",
        "https://www.zhihu.com/question/1/answer/2",
        "https://s.weibo.com/weibo?q=%23x%23",
        "https://www.people.example/n1/2026/0701/c1.html",
        "https://news.yunhe.example/users",
        "https://space.yunhe.example/",
    ],
)
def test_a_page_about_a_matter_is_kept(link: str) -> None:
    assert public(link) == link


@given(st.text(max_size=120), st.sampled_from(["", BASE]))
def test_any_text_gives_a_web_address_or_nothing(raw: str, base: str) -> None:
    link = public(canonical(absolute(raw, base)))
    assert link == "" or link.startswith(("http://", "https://"))
