"""Links: absolute, canonical, without tracking parameters. Pure. (Personal pages: see personal.py.)"""

from __future__ import annotations

import re
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from monitor.feeds.personal import is_personal, public

__all__ = ["absolute", "canonical", "is_home", "is_personal", "is_plain", "public", "settled"]

TRACKING = frozenset(
    "spm scm from fromid from_source source_from from_spmid share sharefrom shared_from shareid shareuid "  # noqa: SIM905
    "sharer_shareid sharer_sharetime sharer_shareinfo sharer_shareinfo_first mpshare isappinstalled chksm "
    "nsukey wechat_redirect wxshare_count wx_header fbclid gclid dclid gbraid wbraid gclsrc msclkid yclid twclid "
    "ttclid li_fat_id mc_cid mc_eid mkt_tok _hsenc _hsmi igshid igsh ref_src ref_url refer_flag vd_source unique_k buvid "
    "bd_vid hmsr hmpl hmcu hmkw hmci tdsourcetag pgv_ref adtag weibo_id wfr tt_from req_id use_new_style xtor cmpid "
    "ncid s_cid vero_id _openstat _ga _gl __twitter_impression phpsessid jsessionid aspsessionid sessionid session_id "
    "cfid cftoken oscsid zenid".split()
)
PERSONAL = frozenset(
    "tel telephone phone mobile mobi cellphone shouji dianhua qq qqnum uin wechat weixin wxid wx email e-mail mail idcard id_card "  # noqa: SIM905
    "idno sfz cardno bankcard plate chepai username user_name nickname nick author author_name realname xingming".split()
)
"""Parameters that hold a number, address or name of a person: dropped like those that track."""

TRACKING_PREFIX = ("utm_", "utm-", "pk_", "mtm_", "stm_", "share_", "spm_", "at_medium", "at_campaign")
TRACKING_AT = {
    "mp.weixin.qq.com": frozenset(
        "scene subscene ascene srcid devicetype version nettype abtest_cookie lang session_us clicktime enterid key uin "  # noqa: SIM905
        "pass_ticket exportkey poc_token fontscale acctmode rd2werd fontgear sessionid countrycode".split()
    ),
    "baijiahao.baidu.com": frozenset({"for", "spider"}),
    "www.163.com": frozenset({"spss", "spssid", "spsw", "spsnuid", "isfromh5share", "referfrom", "clickfrom"}),
    "www.youtube.com": frozenset({"si", "feature", "pp"}),
    "www.bilibili.com": frozenset({"is_story_h5", "plat_id", "timestamp", "up_id", "bbid", "ts"}),
    "m.toutiao.com": frozenset({"app", "timestamp", "log_from", "category_new", "module_name"}),
    "www.toutiao.com": frozenset({"app", "timestamp", "log_from", "category_new", "module_name", "wid"}),
}
"""Parameters that track on one host and may identify on others."""

LETTERS = r"[A-Za-z0-9._~!$'()*+,:=@/-]"
PLAIN = re.compile(rf"https?://[a-z0-9.-]{{0,250}}[a-z0-9]/{LETTERS}*(?:\?(?:{LETTERS}|&)+)?")
"""A link that is absolute and canonical but for tracking parameters: nearly all are, and need no taking apart."""

HOME = re.compile(r"/?(?:index\.[a-z]{3,5})?", re.IGNORECASE)
BLANKS = re.compile(r"[\x00-\x20\x7f]+")
AMPERSAND = re.compile(r"&(?:amp|#38|#[xX]26);(?:amp;)*")
ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
SESSION = re.compile(r";jsessionid=[^/;?#]*", re.IGNORECASE)
STRAY = re.compile(r"%(?![0-9A-Fa-f]{2})")
UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
KEPT = "!$&'()*+,;=:@/?%"
DEFAULT_PORTS = {"http": 80, "https": 443}
LONGEST_HOST = 253
SCHEMES = re.compile(r"(?:https?:/{2,})*(https?):/{2,}", re.IGNORECASE)
"""How an address begins, its scheme written twice and with too many slashes too."""

NO_SCHEME = re.compile(r"www\.[a-z0-9-]+\.[a-z]", re.IGNORECASE)
"""An address without its scheme: no path begins so."""
HOST = re.compile(r"[a-z0-9._-]+")


def absolute(link: str, base: str) -> str:
    """The link made absolute against `base`; '' unless the result is http(s) with a host. Slips that a browser mends are mended."""
    if PLAIN.fullmatch(link):
        return link
    link = BLANKS.sub(lambda m: "" if set(m.group()) & set("\r\n\t\x00") else "%20", link.strip())
    if not link:
        return ""
    link = _mended(AMPERSAND.sub("&", link))
    try:
        full = urljoin(base, link) if base else f"https:{link}" if link.startswith("//") else link
        parts = urlsplit(full)
        if parts.scheme.lower() not in {"http", "https"} or not parts.hostname or len(parts.netloc) > LONGEST_HOST:
            return ""
        _ = parts.port
    except ValueError:
        return ""
    return full


def _mended(link: str) -> str:
    """With slashes for backslashes before the query, one scheme and two slashes, `http://` before `www.`."""
    path, mark, query = link.partition("?")
    link = path.replace("\\", "/") + mark + query
    begun = SCHEMES.match(link)
    if begun:
        return f"{begun[1]}://{link[begun.end() :]}"
    return f"http://{link}" if NO_SCHEME.match(link) else link


def canonical(link: str) -> str:
    """An absolute link as one address has it however it is written; the same again when done twice.

    Without user, default port, fragment (but `#!` and `#/`) and tracking parameters; scheme and host in lower case,
    the host of another script in punycode; percent-encoding only where it is needed, in capitals.
    """
    if not link:
        return ""
    if PLAIN.fullmatch(link):
        address, _mark, query = link.partition("?")
        return f"{address}?{kept}" if (kept := _stripped(query, address)) else address
    parts = urlsplit(link)
    scheme, host, port = parts.scheme.lower(), _host(parts.hostname or ""), parts.port
    if port and port != DEFAULT_PORTS[scheme]:
        host = f"{host}:{port}"
    fragment = _escaped(parts.fragment) if parts.fragment.startswith(("!", "/")) else ""
    query = _stripped(_escaped(parts.query), f"{scheme}://{host}/")
    path = _escaped(SESSION.sub("", parts.path)) or "/"
    return urlunsplit((scheme, host, path, query, fragment))


def is_plain(link: str) -> bool:
    """Absolute and canonical but for tracking parameters."""
    return PLAIN.fullmatch(link) is not None


def settled(link: str, base: str) -> str:
    """`canonical` of `absolute`."""
    if PLAIN.fullmatch(link) is None:
        return canonical(absolute(link, base))
    address, mark, query = link.partition("?")
    return f"{address}?{kept}" if mark and (kept := _stripped(query, address)) else address


def is_home(link: str) -> bool:
    """True for the front page of a site, which is no entry's own page."""
    if link.count("/") > 3:
        return False
    parts = urlsplit(link)
    return not parts.query and not parts.fragment and HOME.fullmatch(parts.path) is not None


def _host(name: str) -> str:
    name = name.lower().rstrip(".") or name
    if ":" in name:
        return f"[{name}]"
    if name.isascii():
        return name
    try:
        coded = name.encode("idna").decode("ascii").lower()
    except UnicodeError:
        coded = ""
    return coded if HOST.fullmatch(coded) else quote(name, errors="surrogatepass").lower()


def _escaped(part: str) -> str:
    """Escapes of plain letters undone, other characters escaped as UTF-8, the rest as it is."""
    part = ESCAPE.sub(_unescaped, STRAY.sub("%25", part))
    return quote(part, safe=KEPT, errors="surrogatepass")


def _unescaped(match: re.Match[str]) -> str:
    character = chr(int(match.group(1), 16))
    return character if character in UNRESERVED else match.group().upper()


def _stripped(query: str, address: str) -> str:
    if not query:
        return ""
    here = TRACKING_AT.get(address.split("/", 3)[2], frozenset())
    kept = [part for part in query.split("&") if part and not _tracks(part.partition("=")[0].lower(), here)]
    return "&".join(kept)


def _tracks(name: str, here: frozenset[str]) -> bool:
    return name in TRACKING or name in PERSONAL or name in here or name.startswith(TRACKING_PREFIX)
