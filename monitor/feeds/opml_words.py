"""What came of a line of an OPML file, and why a file cannot be read, in words: what happened, what to do."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

OUTCOMES = {
    "add": gettext_noop("可以添加"),
    "known": gettext_noop("已经是来源"),
    "twice": gettext_noop("文件里重复"),
    "refused": gettext_noop("不能添加"),
}
REASONS = {
    "malformed": gettext_noop("这一行写法有误，读不出来。请改正引号和尖括号。"),
    "cut": gettext_noop("文件没有结尾，可能没有传完整。请重新导出。"),
    "no_url": gettext_noop("没有订阅地址（xmlUrl）。"),
    "no_feed": gettext_noop("是网页链接，不是订阅源。"),
    "source_url": gettext_noop("网址写法不对，只支持 http 和 https。"),
    "source_login": gettext_noop("网址里带有用户名或密码。本系统只读公开内容。"),
    "source_personal": gettext_noop("是个人主页的订阅。本系统不跟踪个人。"),
    "too_long": gettext_noop("网址太长。"),
    "options": gettext_noop("列表网页的选择器、热榜的取值路径或格式无法使用。"),
}
FILE_FAULTS = {
    "not_opml": gettext_noop("这不是 OPML 文件。请在原来的阅读器里选择“导出 OPML”。"),
    "entities": gettext_noop("文件里声明了 XML 实体，出于安全不予读取。"),
    "bad_encoding": gettext_noop("文件的文字编码无法识别。请另存为 UTF-8。"),
    "too_large": gettext_noop("文件太大。请分成几个文件，或用命令 manage.py opml import 导入。"),
}


def outcome_name(outcome: str) -> str:
    """What comes of a line, in the reader's language."""
    return _(OUTCOMES[outcome])


def reason_sentence(reason: str) -> str:
    """Why a line is refused; '' for no reason."""
    return _(REASONS[reason]) if reason else ""


def file_sentence(label: str) -> str:
    """Why the whole file cannot be read."""
    return _(FILE_FAULTS[label]) if label in FILE_FAULTS else label
