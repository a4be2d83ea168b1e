"""Links: absolute, canonical, without tracking parameters; a personal page is kept as its host only. Pure."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit, urlunsplit

TRACKING = frozenset(
    "spm scm from fromid from_source source_from share share_source share_medium share_token "  # noqa: SIM905
    "share_from sharer_shareid shareuid isappinstalled fbclid gclid dclid msclkid yclid mc_cid "
    "mc_eid igshid ref_src ref_url refer_flag vd_source bd_vid hmsr hmpl hmcu hmkw hmci tdsourcetag "
    "wechat_redirect nsukey weibo_id wfr xtor cmpid ncid _ga _gl".split()
)
TRACKING_PREFIX = ("utm_", "utm-", "pk_", "mtm_", "stm_", "at_medium", "at_campaign")

PERSONAL_WORDS = frozenset(
    "u user users usr person people profile profiles member members author authors space uid ucenter "  # noqa: SIM905
    "usercenter columnist blogger".split()
)
"""A path segment that is followed by the name or number of an account."""

PERSONAL_PAGES = frozenset({"space.php", "home.php", "user.php", "profile.php", "userinfo.php", "member.php", "main"})
PERSONAL_FILE = re.compile(r"space-(?:uid|username)-", re.IGNORECASE)
PERSONAL_QUERY = re.compile(r"(?:^|&)(?:uid|userid|user_id|username|un|id|sec_uid|authorid)=", re.IGNORECASE)
WEIBO = frozenset({"weibo.com", "www.weibo.com", "weibo.cn", "m.weibo.cn", "e.weibo.com"})
HANDLE_FIRST = frozenset(
    "twitter.com www.twitter.com mobile.twitter.com x.com instagram.com www.instagram.com "  # noqa: SIM905
    "facebook.com www.facebook.com t.me".split()
)
"""Hosts whose paths begin with a handle."""

SPECIAL = WEIBO | HANDLE_FIRST


LETTERS = r"[A-Za-z0-9._~%!$&'()*+,:=@/-]"
PLAIN = re.compile(rf"https?://[a-z0-9.-]*[a-z0-9]/{LETTERS}*(?:\?{LETTERS}+)?")
"""A link that is absolute and canonical but for tracking parameters: nearly all are, and need no taking apart."""

HOME = re.compile(r"/?(?:index\.[a-z]{3,5})?", re.IGNORECASE)


def absolute(link: str, base: str) -> str:
    """The link made absolute against `base`; '' unless the result is http(s) with a host."""
    if PLAIN.fullmatch(link):
        return link
    link = re.sub(r"[\x00-\x20\x7f]+", lambda m: "" if set(m.group()) & set("\r\n\t\x00") else "%20", link.strip())
    if not link:
        return ""
    try:
        full = urljoin(base, link) if base else link
        parts = urlsplit(full)
        if parts.scheme.lower() not in {"http", "https"} or not parts.hostname:
            return ""
        _ = parts.port
    except ValueError:
        return ""
    return full


def canonical(link: str) -> str:
    """An absolute link without user, default port and tracking parameters, scheme and host in lower case."""
    if not link:
        return ""
    if PLAIN.fullmatch(link):
        address, _mark, query = link.partition("?")
        return f"{address}?{kept}" if (kept := _stripped(query)) else address
    parts = urlsplit(link)
    host = (parts.hostname or "").lower()
    if ":" in host:
        host = f"[{host}]"
    scheme = parts.scheme.lower()
    port = parts.port
    if port and port != {"http": 80, "https": 443}[scheme]:
        host = f"{host}:{port}"
    fragment = parts.fragment if parts.fragment.startswith(("!", "/")) else ""
    return urlunsplit((scheme, host, parts.path or "/", _stripped(parts.query), fragment))


def settled(link: str, base: str) -> str:
    """`canonical` of `absolute`."""
    if PLAIN.fullmatch(link) is None:
        return canonical(absolute(link, base))
    address, mark, query = link.partition("?")
    return f"{address}?{kept}" if mark and (kept := _stripped(query)) else address


def public(link: str) -> str:
    """What may be kept of a canonical link: all of it, or its host only when it is a personal page."""
    if not is_personal(link):
        return link
    parts = urlsplit(link)
    return f"{parts.scheme}://{parts.netloc}/"


def is_personal(link: str) -> bool:
    """True when the host, path or query of a link names an account."""
    if PLAIN.fullmatch(link) and not _maybe_personal(link.lower()):
        return False
    parts = urlsplit(link)
    host, query, path = (parts.hostname or "").lower(), parts.query, parts.path.split("/")
    segments = [segment.lower() for segment in path if segment]
    if not segments and not query:
        return False
    first, last = (segments[0], segments[-1]) if segments else ("", "")
    return (
        host.startswith("space.")
        or (host in WEIBO and (first.isdigit() or first in {"u", "n", "p", "profile"}))
        or (host in HANDLE_FIRST and bool(segments))
        or any(segment.startswith(("@", "%40")) for segment in segments)
        or not PERSONAL_WORDS.isdisjoint(segments[:-1][:2])
        or PERSONAL_FILE.match(last) is not None
        or "mod=space" in query
        or (last in PERSONAL_PAGES and PERSONAL_QUERY.search(query) is not None)
    )


def _maybe_personal(link: str) -> bool:
    """False for nearly every link without a person in it: these need no taking apart."""
    address, _mark, query = link.partition("?")
    parts = address.split("/")
    return (
        parts[2] in SPECIAL
        or parts[2].startswith("space.")
        or not PERSONAL_WORDS.isdisjoint(parts[3:5])
        or "//" in address[8:]
        or "/@" in address
        or "/%40" in address
        or "/space-" in address
        or (query != "" and ("mod=space" in query or ".php" in address or "/main" in address))
    )


def is_home(link: str) -> bool:
    """True for the front page of a site, which is no entry's own page."""
    if link.count("/") > 3:
        return False
    parts = urlsplit(link)
    return not parts.query and not parts.fragment and HOME.fullmatch(parts.path) is not None


def _stripped(query: str) -> str:
    if not query:
        return ""
    kept = [part for part in query.split("&") if part and not _tracks(part.partition("=")[0].lower())]
    return "&".join(kept)


def _tracks(name: str) -> bool:
    return name in TRACKING or name.startswith(TRACKING_PREFIX)
