"""A member as typed into the form or a file, checked. Knows no rows of the database."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from monitor.errors import TingchaoError

COLUMNS = {
    "username": "用户名",
    "name": "姓名",
    "email": "邮箱",
    "role": "角色",
    "units": "所属单位",
    "language": "语言",
}
ROLES = {
    "viewer": ("查看者",),
    "reporter": ("基层信息员", "信息员"),
    "monitor": ("值班员", "duty monitor"),
    "lead": ("组长", "team lead"),
    "admin": ("管理员", "administrator"),
}
LANGUAGES = {"zh-hans": ("", "中文", "简体中文", "zh", "zh-cn", "chinese"), "en": ("英文", "英语", "english")}
USERNAME = re.compile(r"[\w.@+-]{2,60}")
BETWEEN = re.compile(r"[、,，;；\n]+")


class MemberError(TingchaoError):
    """A member cannot be as asked. Labels: see dashboards/member_words.py; `detail` is what was given."""

    label = "member"
    permanent = True


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member as it should be; `units` by name."""

    username: str
    name: str = ""
    email: str = ""
    role: str = "viewer"
    units: tuple[str, ...] = ()
    language: str = "zh-hans"


def member_row(values: Mapping[str, str]) -> MemberRow:
    """Checked and trimmed; role and language by code or name. Raises MemberError."""
    found = {field: str(values.get(field, "") or "").strip() for field in COLUMNS}
    if not USERNAME.fullmatch(found["username"]):
        raise MemberError(found["username"][:60], label="username_bad")
    if len(found["name"]) > 60:
        raise MemberError(found["name"][:60], label="name_long")
    if found["email"]:
        try:
            validate_email(found["email"])
        except ValidationError as error:
            raise MemberError(found["email"][:60], label="email_bad") from error
    units = tuple(dict.fromkeys(unit.strip() for unit in BETWEEN.split(found["units"]) if unit.strip()))
    role = _code(found["role"] or "viewer", ROLES, "role_bad")
    return MemberRow(
        found["username"],
        found["name"],
        found["email"],
        role,
        units,
        _code(found["language"], LANGUAGES, "language_bad"),
    )


def _code(given: str, known: Mapping[str, tuple[str, ...]], label: str) -> str:
    plain = given.lower()
    for code, names in known.items():
        if plain == code or plain in names:
            return code
    raise MemberError(given[:40], label=label)
