"""Settings in words: what each is called and does, what is wrong with a value, and what a person may see of it."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitor.queries.alert_words import delivery_label
from monitor.setup.mail import MailOutcome
from monitor.setup.options import MAX_IDLE, MAX_RETENTION, MIN_IDLE, MIN_RETENTION

Words = dict[str, str | Promise]

LABELS: Words = {
    "TINGCHAO_ORGANISATION": gettext_lazy("组织名称"),
    "TINGCHAO_SHORT_NAME": gettext_lazy("简称"),
    "TINGCHAO_CONTACT": gettext_lazy("对外联系方式"),
    "TINGCHAO_SMTP_HOST": gettext_lazy("邮件服务器"),
    "TINGCHAO_SMTP_PORT": gettext_lazy("端口"),
    "TINGCHAO_SMTP_USER": gettext_lazy("账号"),
    "TINGCHAO_SMTP_PASSWORD": gettext_lazy("密码或授权码"),
    "TINGCHAO_MAIL_FROM": gettext_lazy("发件地址"),
    "TINGCHAO_RETENTION_DAYS": gettext_lazy("正文和标题保留天数"),
    "TINGCHAO_STORM_MESSAGES": gettext_lazy("逐条发送的上限（条）"),
    "TINGCHAO_STORM_MINUTES": gettext_lazy("计算上限的时段（分钟）"),
    "TINGCHAO_IDLE_MINUTES": gettext_lazy("无人操作多久后退出（分钟）"),
}
HELPS: Words = {
    "TINGCHAO_ORGANISATION": gettext_lazy("出现在页面、邮件和报告上。"),
    "TINGCHAO_SHORT_NAME": gettext_lazy("用作邮件的发件人名称；不填则用全称。"),
    "TINGCHAO_CONTACT": gettext_lazy(
        "抓取时写在 User-Agent 里，网站的管理员凭它找到我们。填邮箱或网址，不写个人电话。"
    ),
    "TINGCHAO_SMTP_HOST": gettext_lazy("如 smtp.example.org。不填则邮件一直等待。"),
    "TINGCHAO_SMTP_PORT": gettext_lazy("常用：465（TLS）、587（STARTTLS）、25（不加密）。"),
    "TINGCHAO_SMTP_USER": gettext_lazy("多为完整的邮箱地址；服务器不要求登录则不填。"),
    "TINGCHAO_MAIL_FROM": gettext_lazy("多数服务器要求与账号相同。"),
    "TINGCHAO_IDLE_MINUTES": gettext_lazy(
        "打开页面、点击、按键、移动鼠标都算操作，自动刷新不算。旁人看得到屏幕的，设 15 或 30。"
    ),
    "TINGCHAO_STORM_MESSAGES": gettext_lazy("一人或一群在时段内收到这么多条之后，其余合并成一条汇总；0 为不限。"),
}


def fixed_sentence(variable: str) -> str:
    """Why a field cannot be changed."""
    return _("由环境变量 %(name)s 设定，此处不能修改；请找运维。") % {"name": variable}


def fault_sentence(name: str, label: str) -> str:
    """What is wrong and what to do."""
    known = {
        "empty": _("不能为空。"),
        "long": _("太长，请缩短。"),
        "control": _("含有看不见的控制字符，请重新输入。"),
        "address": _("不是有效的邮箱地址。"),
        "host": _("不是有效的主机名，只填主机名，不带 http:// 和端口。"),
        "number": _("请填整数。"),
        "range": _("超出范围。"),
        "choice": _("STARTTLS 和 TLS 只能选一个。"),
        "fixed": _("由环境变量设定，此处不能修改。"),
        "password_again": _("换了邮件服务器，请重新填写密码：已存的密码不会发给另一台服务器。"),
    }
    if name == "TINGCHAO_RETENTION_DAYS" and label == "range":
        return _("在 %(least)d 至 %(most)d 天之间；更长须由运维设环境变量。") % {
            "least": MIN_RETENTION,
            "most": MAX_RETENTION,
        }
    if name == "TINGCHAO_IDLE_MINUTES" and label == "range":
        return _("在 %(least)d 至 %(most)d 分钟之间。") % {"least": MIN_IDLE, "most": MAX_IDLE}
    return known.get(label, label)


def mail_sentence(outcome: MailOutcome, to: str) -> str:
    """What came of a test mail, what to do, and what the server (or this machine) said."""
    said = _("服务器的原话：%(answer)s") if outcome.answer[:3].isdigit() else _("系统的记录：%(answer)s")
    end = said % {"answer": outcome.answer} if outcome.answer else ""
    if not outcome.label:
        return _("服务器收下了发给 %(to)s 的测试邮件，请到邮箱确认。") % {"to": to} + end
    known = {
        "no_mail_server": _("还没有填写邮件服务器。"),
        "mail_unreachable": _("邮件服务器连接不上。请核对服务器和端口，并请运维检查防火墙。"),
        "mail_timeout": _("邮件服务器没有按时回应。端口或加密方式可能不对。"),
        "mail_tls": _("加密连接失败。端口 465 选 TLS，587 选 STARTTLS；内网服务器的证书要受本机信任。"),
        "mail_auth": _("邮件服务器不接受登录。请核对账号和密码；许多邮箱要用授权码，而不是登录密码。"),
        "mail_sender": _("邮件服务器不接受发件地址。多数要求与账号相同。"),
        "mail_refused": _("邮件服务器拒收这封信。请核对收件地址和发件地址。"),
    }
    reason = known.get(outcome.label) or delivery_label(outcome.label) + _("。")
    return _("测试邮件没有发出：") + reason + end


def origin_words(where: str) -> str:
    """Where a value comes from."""
    return {"environment": _("环境变量"), "file": _("文件（_FILE）"), "page": _("本页")}.get(where, _("默认值"))


HIDDEN = ("SECRET", "PASSWORD", "SEAL")


def value_shown(name: str, value: object) -> str:
    """A value as a person may see it: secrets never, addresses without their password."""
    if any(word in name for word in HIDDEN):
        return _("已设置（不显示）") if value else _("未设置")
    if isinstance(value, bool):
        return _("开") if value else _("关")
    if isinstance(value, list | tuple):
        return "、".join(map(str, value)) or "—"
    text = "" if value is None else str(value)
    parts = urlsplit(text) if "://" in text else None
    if parts and (parts.password or parts.username):
        text = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
    return text or "—"
