"""Links: absolute, canonical, never a personal page."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from monitor.feeds.links import absolute, canonical, is_personal, public, settled
from monitor.feeds.parse import parse
from tests.each import each

BASE = "http://news.yunhe.example/2026/feed.xml"


@each(
    "raw full",
    [
        ("/a/1", "http://news.yunhe.example/a/1"),
        ("a/1", "http://news.yunhe.example/2026/a/1"),
        ("../1?b=2", "http://news.yunhe.example/1?b=2"),
        ("?id=3", "http://news.yunhe.example/2026/feed.xml?id=3"),
        ("//m.yunhe.example/1", "http://m.yunhe.example/1"),
        ("https://x.example/1", "https://x.example/1"),
        (" https://x.example/a\nb ", "https://x.example/ab"),
        ("https://x.example/a b", "https://x.example/a%20b"),
        ("https://x.example/?a=1&amp;b=2&#38;c=3&amp;amp;d=4", "https://x.example/?a=1&b=2&c=3&d=4"),
        ("https://x.example/?a=1&copy=2", "https://x.example/?a=1&copy=2"),
        ("www.yunhe.example/1", "http://www.yunhe.example/1"),
        ("www/1", "http://news.yunhe.example/2026/www/1"),
        ("http:\\\\x.example\\a\\1.html?b=\\c", "http://x.example/a/1.html?b=\\c"),
        ("\\a\\1.html", "http://news.yunhe.example/a/1.html"),
        ("http:///x.example/1", "http://x.example/1"),
        ("http://https://x.example/1", "https://x.example/1"),
        ("HTTP://x.example//a?u=http://y.example/", "http://x.example//a?u=http://y.example/"),
        ("javascript:alert(1)", ""),
        ("JaVa\nScript:alert(1)", ""),
        ("data:text/html,<b>", ""),
        ("vbscript:x", ""),
        ("file:///etc/hosts", ""),
        ("mailto:a@b.example", ""),
        ("http://[bad/", ""),
        ("http://x.example:99999/", ""),
        (f"http://{'a.' * 200}example/", ""),
        ("", ""),
    ],
)
def test_links_are_made_absolute_or_dropped(raw: str, full: str) -> None:
    assert absolute(raw, BASE) == full


def test_tracking_parameters_go_and_the_others_keep_their_order() -> None:
    link = "HTTPS://User:pw@News.Yunhe.example:443/a?b=2&utm_source=x&spm=a.1&a=1&from=timeline&share_token=z#top"
    assert canonical(link) == "https://news.yunhe.example/a?b=2&a=1"


@each(
    tracking=[
        "utm_campaign=x",
        "UTM_Source=x",
        "spm_id_from=333.1",
        "share_medium=android",
        "fbclid=1",
        "gclid=1",
        "mc_eid=1",
        "isappinstalled=0",
        "from=singlemessage",
        "pk_source=x",
        "vd_source=1",
        "chksm=8f",
        "msclkid=1",
        "wbraid=1",
    ]
)
def test_what_follows_a_reader_around_is_no_part_of_an_address(tracking: str) -> None:
    for link in (f"https://x.example/a?id=1&{tracking}", f"https://x.example/a?{tracking}&id=1"):
        assert canonical(link) == "https://x.example/a?id=1"
    assert canonical(f"https://x.example/a?{tracking}") == "https://x.example/a"


@each(
    query=[
        "id=1",
        "aid=2",
        "nid=3",
        "mid=4",
        "article_id=5",
        "p=6",
        "scene=7",
        "lang=zh",
        "page=2",
        "source=9",
        "key=1",
        "a",
        "q=a+b",
    ]
)
def test_what_may_tell_articles_apart_stays(query: str) -> None:
    assert canonical(f"https://x.example/a?{query}") == f"https://x.example/a?{query}"


def test_what_identifies_a_wechat_article_stays_and_the_rest_goes() -> None:
    own = "__biz=Mz&mid=22&idx=1&sn=ab"
    assert (
        canonical(f"https://mp.weixin.qq.com/s?{own}&chksm=8f&scene=27&subscene=1&key=c#wechat_redirect")
        == f"https://mp.weixin.qq.com/s?{own}"
    )


@each(
    "one other",
    [
        ("https://x.example/新闻/1", "https://x.example/%E6%96%B0%E9%97%BB/1"),
        ("https://x.example/%e6%96%b0%e9%97%bb/1", "https://x.example/%E6%96%B0%E9%97%BB/1"),
        ("https://x.example/a b", "https://x.example/a%20b"),
        ("https://x.example/%7Euser-guide", "https://x.example/~user-guide"),
        ("https://x.example/%61bc", "https://x.example/abc"),
        ("https://x.example/?q=工资", "https://x.example/?q=%E5%B7%A5%E8%B5%84"),
        ("https://X.Example:443/a", "https://x.example/a"),
        ("http://x.example:80", "http://x.example/"),
        ("http://x.example./a", "http://x.example/a"),
        ("http://工会.example/a", "http://xn--6oq837a.example/a"),
        ("https://x.example/a#top", "https://x.example/a"),
        ("https://x.example/a?", "https://x.example/a"),
        ("https://x.example/100%", "https://x.example/100%25"),
        ("https://x.example/%3%31", "https://x.example/%2531"),
        ("https://x.example/<b>", "https://x.example/%3Cb%3E"),
    ],
)
def test_one_address_written_in_two_ways_is_one_link(one: str, other: str) -> None:
    assert settled(one, "") == settled(other, "") == settled(settled(one, ""), "")
    assert settled(one, "").isascii()


@each(
    "one other",
    [
        ("https://x.example/a/", "https://x.example/a"),
        ("https://x.example:8443/a", "https://x.example/a"),
        ("http://x.example/a", "https://x.example/a"),
        ("https://x.example/a%2Fb", "https://x.example/a/b"),
        ("https://x.example/A", "https://x.example/a"),
        ("https://x.example/%D4%C6", "https://x.example/%E4%BA%91"),
        ("https://x.example/?a=1%262", "https://x.example/?a=1&2"),
        ("https://x.example/#!/a", "https://x.example/#!/b"),
    ],
)
def test_what_may_be_two_addresses_stays_two(one: str, other: str) -> None:
    assert settled(one, "") != settled(other, "")


def test_xml_base_and_entities_in_links_lead_to_the_same_page() -> None:
    body = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://x.example/news/"><title>t</title><entry><id>1</id>'
        '<title>a</title><link href="1?a=1&amp;b=2"/></entry><entry xml:base="old/"><id>2</id><title>b</title>'
        '<link href="2"/></entry></feed>'
    )
    links = [entry.link for entry in parse(body.encode(), url=BASE).entries]
    assert links == ["http://x.example/news/1?a=1&b=2", "http://x.example/news/old/2"]


PERSONAL = """
https://weibo.com/1234567890
https://weibo.com/1234567890/AbCdEf
https://weibo.com/u/1234567890
https://weibo.com/n/someone
https://weibo.com/someone
https://m.weibo.cn/u/1234567890
https://m.weibo.cn/profile/1234567890
https://space.bilibili.com/12345
https://m.bilibili.com/space/12345
https://www.zhihu.com/people/some-one
https://www.zhihu.com/people/some-one/answers
https://www.zhihu.com/org/some-office
https://www.douyin.com/user/MS4wLjAB
https://www.iesdouyin.com/share/user/123
https://www.xiaohongshu.com/user/profile/5f00
https://www.toutiao.com/c/user/token/MS4w/
https://m.toutiao.com/profile/123/
https://www.kuaishou.com/profile/3x
https://x.com/someone
https://x.com/someone/status/1
https://twitter.com/someone
https://mobile.twitter.com/someone
https://mastodon.example/@someone
https://mastodon.example/@someone/113
https://mastodon.example/users/someone/statuses/1
https://bsky.app/profile/some.one
https://bsky.app/profile/some.one/post/3k
https://t.me/someone
https://t.me/s/someone
https://www.youtube.com/@someone
https://www.youtube.com/channel/UC1
https://www.youtube.com/user/someone
https://www.youtube.com/c/someone
https://medium.com/@someone
https://medium.com/@someone/a-text-1
https://github.com/someone
https://gitee.com/someone/
https://www.instagram.com/someone/
https://www.facebook.com/someone
https://www.facebook.com/profile.php?id=1
https://www.linkedin.com/in/someone/
https://www.reddit.com/user/someone
https://www.douban.com/people/someone/
https://www.jianshu.com/u/1a
https://juejin.cn/user/123
https://blog.csdn.net/someone
https://user.qzone.qq.com/12345
https://my.hupu.com/12345
https://mp.weixin.qq.com/mp/profile_ext?action=home&__biz=Mz
https://baijiahao.baidu.com/u?app_id=1
https://www.163.com/dy/media/T123.html
https://blog.sina.com.cn/u/123
https://bbs.yunhe.example/u/99
https://bbs.yunhe.example/user/99/posts
https://bbs.yunhe.example/profile/99
https://bbs.yunhe.example/home.php?mod=space&uid=99
https://bbs.yunhe.example/space-uid-99.html
https://bbs.yunhe.example/member.php?id=3
https://bbs.yunhe.example/space/99
https://video.yunhe.example/@someone/1
https://video.yunhe.example/%40someone
https://tieba.yunhe.example/home/main?un=someone
https://news.yunhe.example/author/some-one.html
https://news.yunhe.example/people/some-one
https://bbs.yunhe.example:8080/u/99
https://app.yunhe.example/#/user/99
https://app.yunhe.example/#!/@someone
""".split()  # noqa: SIM905 - one a line

PUBLIC = """
https://news.yunhe.example/2026/07/01/12345.html
https://bbs.yunhe.example/thread-99-1-1.html
https://www.zhihu.com/question/1/answer/2
https://zhuanlan.zhihu.com/p/123
https://s.weibo.com/weibo?q=%23x%23
https://weibo.com/ttarticle/p/show?id=2309
https://m.weibo.cn/status/512
https://m.weibo.cn/detail/512
https://www.bilibili.com/video/BV1xx
https://www.douyin.com/video/123
https://www.xiaohongshu.com/explore/5f00
https://www.toutiao.com/article/123/
https://x.com/i/status/1
https://x.com/search?q=x
https://www.youtube.com/watch?v=x
https://github.com/someproject/repository
https://github.com/someproject/repository/issues/1
https://www.instagram.com/p/Cx1/
https://mp.weixin.qq.com/s/abc
https://mp.weixin.qq.com/s?__biz=Mz&mid=1
https://baijiahao.baidu.com/s?id=17
https://www.163.com/dy/article/ABC.html
https://www.sohu.com/a/1_2
https://www.people.example/n1/2026/0701/c1.html
http://society.people.com.cn/n1/2026/0701/c1008-1.html
http://www.people.com.cn/people/2026/0701/c1.html
http://www.people.com.cn/people/n1/2026/0701/c1.html
https://news.yunhe.example/people/20260701/c1.html
https://news.yunhe.example/people/12345.html
https://news.yunhe.example/members/2026/0701/1.html
https://news.yunhe.example/user-guide/1
https://news.yunhe.example/userguide/people.html
https://news.yunhe.example/users
https://news.yunhe.example/u
https://news.yunhe.example/authors.html
https://news.yunhe.example/space/2026-07/01/c_1.htm
https://news.yunhe.example/a/b/user/1
https://news.yunhe.example/search?author=x
https://news.yunhe.example/show.php?id=3
https://space.yunhe.example/
https://app.yunhe.example/#/article/99
https://space.yunhe.example/2026/rocket.html
https://example.com/
""".split()  # noqa: SIM905 - one a line


@each(link=PERSONAL)
def test_a_personal_page_is_kept_as_its_host_only(link: str) -> None:
    host = link.split("/")[2]
    assert public(canonical(link)) == f"https://{host}/"


@each(link=PUBLIC)
def test_a_page_about_a_matter_is_kept(link: str) -> None:
    assert public(canonical(link)) == canonical(link)
    assert not is_personal(canonical(link))


PIECES = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            "%",
            "%2",
            "%E4",
            "%e4%b8%80",
            "%31",
            "%3",
            "://",
            "//",
            "?",
            "#",
            "#!/",
            "&",
            "&amp;",
            "@",
            ":",
            ":80",
            "[::1]",
            "\\",
        ]
    ),
    st.sampled_from(
        ["http://", "HTTPS://", "x.example", "工会.example", "u/1", "utm_a=1", "a=1", "一", "\ud800", "..", "."]
    ),
)


@example("//´", "http://n.example/")
@given(st.lists(PIECES, max_size=10).map("".join), st.sampled_from(["", BASE]))
@settings(max_examples=150, deadline=None)
def test_any_text_gives_a_web_address_or_nothing_and_the_same_when_done_again(raw: str, base: str) -> None:
    link = settled(raw, base)
    assert link == canonical(absolute(raw, base))
    assert link == "" or link.startswith(("http://", "https://"))
    assert canonical(link) == link
    assert settled(link, "") == link
    assert link.isascii()
    assert public(link) == "" or public(public(link)) == public(link)


@given(st.text(max_size=300))
def test_a_host_of_any_letters_never_raises(name: str) -> None:
    link = settled(f"http://{name}/a", "")
    assert canonical(link) == link


@each(name=["tel", "Mobile", "qq", "email", "username", "idcard", "author"])
def test_parameters_that_hold_a_person_are_dropped(name: str) -> None:
    assert canonical(f"http://a.example/x.html?{name}=lin.chen@mail.example&id=7") == "http://a.example/x.html?id=7"
