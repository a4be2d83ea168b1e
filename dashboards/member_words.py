"""Why a member cannot be as asked, in words that say what to do."""

from __future__ import annotations

from django.utils.translation import gettext as _

from monitor.team.member_rows import MemberError


def member_sentence(error: MemberError) -> str:
    """What is wrong and what to do."""
    return member_label_sentence(error.label, error.detail)


def member_label_sentence(label: str, detail: str) -> str:
    """The same for a line of a file."""
    sentences = {
        "username_bad": _("用户名“%(detail)s”不行：2 到 60 个字，只能用字母、汉字、数字和 . _ @ + -。"),
        "username_known": _("已经有叫“%(detail)s”的成员（不分大小写）。请换一个用户名。"),
        "name_long": _("姓名太长，最多 60 个字。"),
        "email_bad": _("“%(detail)s”不是邮箱地址。请改正或留空。"),
        "role_bad": _("不认识的角色“%(detail)s”。请写查看者、基层信息员、值班员、组长或管理员。"),
        "language_bad": _("不认识的语言“%(detail)s”。请写中文或英文。"),
        "unit_unknown": _("没有叫“%(detail)s”的单位。请先在单位页添加，或改正名称。"),
        "self_role": _("不能改自己的角色。请另一位管理员来改。"),
        "self_off": _("不能停用自己。请另一位管理员来停用。"),
        "last_admin": _("这是最后一位在用的管理员。请先给另一位成员管理员角色。"),
    }
    return sentences[label] % {"detail": detail}
