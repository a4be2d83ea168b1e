"""Whether a link leads to a person's page: by the host's own rules, else by the words that sites use for accounts. Pure.

In doubt it does: such a link is kept as its host only. Sections of news sites that are called "people" or "members" are
none: dated paths and article files stand below them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

ACCOUNT_WORDS = frozenset(
    "u user users usr person profile profiles member members author authors uid ucenter usercenter userhome "  # noqa: SIM905
    "userinfo columnist blogger account accounts".split()
)
"""A path segment that is followed by the name or number of an account."""

SECTION_WORDS = frozenset({"people", "space"})
"""The same, but as often a section of a news site: only when nothing like an article follows."""

WORDS = ACCOUNT_WORDS | SECTION_WORDS
TABS = frozenset(
    "posts post answers asks articles activities activity followers following followees dynamic video videos "  # noqa: SIM905
    "likes collections columns pins zvideos statuses status reviews favlist about home all".split()
)
PAGES = frozenset({"space.php", "home.php", "user.php", "profile.php", "userinfo.php", "member.php", "main"})
QUERY = re.compile(r"(?:^|&)(?:uid|userid|user_id|username|un|id|sec_uid|authorid|app_id)=", re.IGNORECASE)
FILE = re.compile(r"space-(?:uid|username)-")
DATE = re.compile(r"(?:19|20)\d\d(?:-?[01]\d){0,2}(?:-?[0-3]\d)?|n\d|gb|20\d\d[qh]\d")
ARTICLE = re.compile(r"\.s?html?$|^\d{6,}$")
NAMES_FIRST = "(?!(?:{})(?:[/?]|$))[^/?]"

HOSTS = {
    host: re.compile(rule, re.IGNORECASE)
    for hosts, rule in {
        "weibo.com weibo.cn": "/"
        + NAMES_FIRST.format("ttarticle|tv|hot|status|detail|topic|a|newlogin|login|search|weibo"),
        "s.weibo.com huati.weibo.com": r"/(?:u|n|p|user|profile)/",
        "space.bilibili.com user.qzone.qq.com my.hupu.com author.baidu.com": "/[^/?]",
        "bilibili.com": r"/space/|/h5/space",
        "zhihu.com": r"/(?:people|org)/",
        "douyin.com iesdouyin.com": r"/(?:share/)?user/",
        "xiaohongshu.com": r"/user/",
        "toutiao.com": r"/c/user/|/user/|/profile/|/@",
        "kuaishou.com": r"/(?:profile|u)/",
        "mp.weixin.qq.com": r"/mp/(?:profile_ext|homepage|getmasssendmsg)",
        "baijiahao.baidu.com": r"/u\b",
        "mp.sohu.com": r"/profile",
        "163.com": r"/dy/media/",
        "twitter.com x.com": "/" + NAMES_FIRST.format("i|search|hashtag|explore|home|intent|share|tos|privacy"),
        "instagram.com threads.net": "/" + NAMES_FIRST.format("p|reel|tv|explore|about"),
        "facebook.com": "/" + NAMES_FIRST.format("groups|events|watch|hashtag|sharer|share"),
        "t.me telegram.me": "/[^/?]",
        "youtube.com": r"/(?:@|channel/|user/|c/)",
        "linkedin.com": r"/(?:in|pub)/",
        "medium.com substack.com": r"/@",
        "bsky.app": r"/profile/",
        "reddit.com": r"/(?:u|user)/",
        "douban.com": r"/people/",
        "jianshu.com": r"/(?:u|users)/",
        "github.com gitee.com gitlab.com": r"/[^/?]+/?$",
        "blog.csdn.net cnblogs.com": r"/[^/?]+/?(?:$|\?)",
    }.items()
    for host in hosts.split()
}
"""For a host and those below it: what the path and query of a personal page begin with."""


def public(link: str) -> str:
    """What may be kept of a canonical link: all of it, or its host only when it is a personal page."""
    if not is_personal(link):
        return link
    parts = urlsplit(link)
    return f"{parts.scheme}://{parts.netloc}/"


def is_personal(link: str) -> bool:
    """True when the host, path or query of a canonical link names an account."""
    low = link.lower()
    parts = low.split("/", 5)
    if len(parts) < 4:
        return False
    rule = _rule(parts[2])
    if rule is None and _is_plain(low, parts):
        return False
    rest = low[len(parts[0]) + len(parts[2]) + 3 :]
    if rule is not None and rule.match(f"/{rest}"):
        return True
    address, _mark, fragment = rest.partition("#")
    path, _mark, query = address.partition("?")
    return _names_account(path, query) or _names_account(fragment, "")


def _is_plain(low: str, parts: list[str]) -> bool:
    """True for nearly every link without a person in it: these need no taking apart."""
    return (
        WORDS.isdisjoint(parts[3:5])
        and "@" not in low
        and "%40" not in low
        and "space" not in low
        and ("?" not in low or (".php" not in low and "/main" not in low))
        and "//" not in low[8:]
    )


@lru_cache(maxsize=10_000)
def _rule(netloc: str) -> re.Pattern[str] | None:
    labels = netloc.partition(":")[0].split(".")
    for n in (len(labels), 3, 2):
        if rule := HOSTS.get(".".join(labels[-n:])):
            return rule
    return None


def _names_account(path: str, query: str) -> bool:
    segments = [segment for segment in path.split("/") if segment]
    last = segments[-1] if segments else ""
    return (
        any(segment.startswith(("@", "%40")) for segment in segments)
        or FILE.match(last) is not None
        or "mod=space" in query
        or (last in PAGES and QUERY.search(query) is not None)
        or any(_is_account(segments, at) for at in range(min(2, len(segments) - 1)))
    )


def _is_account(segments: list[str], at: int) -> bool:
    """Whether this segment is a word for accounts and the next one the account."""
    word, following = segments[at], segments[at + 1 :]
    if word in ACCOUNT_WORDS:
        return not (len(following) > 1 and DATE.fullmatch(following[0]))
    if word not in SECTION_WORDS or DATE.fullmatch(following[0]) or ARTICLE.search(following[-1]):
        return word == "space" and len(following) == 1 and following[0].isdigit()
    return len(following) == 1 or following[1] in TABS
