"""The masking test set: authored before what `mask.py` catches was looked at; every number is made up.

`python -m tests.text.masking_set` prints it as JSON lines for `manage.py evaluate masking`. In a line what must go stands in
⟦⟧. Every second line of a kind is held out: it was not looked at while the patterns were written (docs/evaluation.md).
"""

from __future__ import annotations

import re
from typing import Any

from tests.text.masking_set import accounts, harmless, later, numbers, telephones

SECRET = re.compile("⟦(.+?)⟧", re.DOTALL)
POSITIVE = {
    "mobile": telephones.MOBILE,
    "fixed": telephones.FIXED,
    "identity": numbers.IDENTITY,
    "bank": numbers.BANK,
    "plate": numbers.PLATE,
    "email": accounts.EMAIL,
    "handle": accounts.HANDLE,
    "qq": accounts.QQ,
    "wechat": accounts.WECHAT,
    "address": accounts.ADDRESS,
    "written later": later.SECRETS,
}
NEGATIVE = {
    "not a phone: hotline": harmless.HOTLINE,
    "no number: time": harmless.WHEN,
    "no number: money": harmless.MONEY,
    "no number: code": harmless.CODE,
    "no number: measure": harmless.MEASURE,
    "no plate: route": harmless.ROUTE,
    "no home: place": harmless.PLACE,
    "no account: latin": harmless.LATIN,
    "written later: none": later.NONE,
}


def rows() -> list[dict[str, Any]]:
    """`kind`, `text`, `secrets` and `held_out` of every line."""
    return [
        {"kind": kind, "text": SECRET.sub(r"\1", line), "secrets": SECRET.findall(line), "held_out": bool(number % 2)}
        for kind, lines in {**POSITIVE, **NEGATIVE}.items()
        for number, line in enumerate(lines.strip().split("\n"))
    ]
