"""Short fixed labels of what came of a poll, and the sentence that a person reads: what happened, what to do."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

OK, UNCHANGED, TRUNCATED = "ok", "unchanged", "truncated"

SENTENCES = {
    OK: gettext_noop("抓取正常。"),
    UNCHANGED: gettext_noop("内容没有变化。"),
    "dns": gettext_noop("找不到这个网站的地址。请检查网址是否写错，或网站是否已停用。"),
    "refused": gettext_noop("网站拒绝连接或中途断开。通常是对方服务器的故障，会自动重试；若持续多日，请打开网址核实。"),
    "timeout": gettext_noop("网站没有在规定时间内回应。会自动重试；若持续多日，请打开网址核实。"),
    "too_slow": gettext_noop("网站回应了，但传输太慢，没有在规定时间内传完。会自动重试。"),
    "too_large": gettext_noop("内容超过大小上限。请换用条目较少的订阅地址，或请管理员调高上限。"),
    "tls": gettext_noop("网站的安全证书有问题。请网站维护者更新证书；单位自有证书请管理员配置证书文件。"),
    "http_4xx": gettext_noop("网站说这个地址不存在或不允许访问。请打开网址核实，必要时更换订阅地址。"),
    "http_5xx": gettext_noop("网站内部出错。会自动重试；若持续多日，请联系网站维护者。"),
    "rate_limited": gettext_noop("网站要求放慢访问。已按对方要求推迟，无需处理。"),
    "gone": gettext_noop("网站声明这个地址已永久停用，不再抓取。请寻找新的订阅地址或停用此来源。"),
    "redirect_loop": gettext_noop("网址来回跳转，到不了内容。请打开网址核实并填写最终地址。"),
    "blocked_address": gettext_noop("网址指向内部网络地址，出于安全不予访问。确需抓取内网来源时，请管理员放行该网段。"),
    "robots": gettext_noop(
        "网站的 robots.txt 不允许抓取此地址，我们遵守。可与网站联系取得许可，或改用其公开的订阅地址。"
    ),
    "bad_url": gettext_noop("网址写法不对，只支持 http 和 https。请改正网址。"),
    "bad_response": gettext_noop("网站的回应不符合 HTTP 规范，无法读取。会自动重试；若持续，请联系网站维护者。"),
    "truncated": gettext_noop("内容没有传完就断了。会自动重试。"),
    "proxy": gettext_noop("代理服务器没有接通。请管理员检查代理设置。"),
    "not_a_feed": gettext_noop(
        "返回的内容不是订阅源（可能是网页或登录页）。请打开网址核实，并填写 RSS、Atom、JSON Feed 或热榜地址；"
        "没有订阅源的列表网页，请把格式改为“列表网页”。"
    ),
    "sitemap": gettext_noop(
        "这是普通的网站地图，里面没有带标题的新闻条目。请改用新闻地图（news sitemap）、订阅源，或把格式改为“列表网页”。"
    ),
    "sitemap_index": gettext_noop(
        "这是网站地图的目录，不是新闻列表。请从中选一个新闻地图（名称多含 news）的网址，填为来源网址。"
    ),
    "no_list": gettext_noop(
        "网页里没有找到列表条目：选择器没有选中任何内容，或页面已改版。请在来源设置里预览并改正选择器。"
    ),
    "selector": gettext_noop("选择器写法不对，无法使用。请在来源设置里改正。"),
    "mapping": gettext_noop("热榜的取值路径写法不对，或指向作者等个人信息，不能使用。请在来源设置里改正。"),
    "bad_encoding": gettext_noop("文字编码无法识别，读出来会是乱码，因此没有入库。请联系网站维护者。"),
    "empty": gettext_noop("订阅源可以读取，但里面没有条目。若长期如此，请核实地址。"),
    "file": gettext_noop("文件无法读取。请检查路径和权限。"),
    "deferred": gettext_noop("这一轮来不及抓取，稍后再试。"),
    "no_text": gettext_noop("网页里没有读到这条内容的正文（不是网页、已跳转到别处或没有文字），保留订阅源给出的文字。"),
    "no_more": gettext_noop("网页正文不比订阅源给出的多，或与条目对不上，保留订阅源给出的文字。"),
    "internal": gettext_noop("程序处理这个来源时出错，已记录。请把时间和来源告诉管理员。"),
}

REMARKS = {
    "truncated": gettext_noop("内容没有传完，读出 %(figures)s。"),
    "dates:poll_time": gettext_noop("多数条目标注的时间就是抓取的时刻（%(figures)s），此后以首次看到的时间为准。"),
    "dates:moving": gettext_noop("内容没有变化的条目，标注的时间却变了（%(figures)s），此后以首次看到的时间为准。"),
}
"""What the ledger's detail says beside "ok", by its first word."""

PERMANENT = frozenset({"gone", "blocked_address", "bad_url"})
"""Trying again cannot help until a person changes something."""


def label_sentence(label: str) -> str:
    """The sentence for a label in the reader's language; an unknown label is shown as it is."""
    sentence = SENTENCES.get(label)
    return _(sentence) if sentence else label


def ledger_remark(detail: str) -> str:
    """What the ledger notes beside "ok" in words; anything else as it is."""
    kind, _space, figures = detail.partition(" ")
    sentence = REMARKS.get(kind)
    return _(sentence) % {"figures": figures} if sentence else detail
