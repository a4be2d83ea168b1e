"""Cells of a CSV file that a spreadsheet opens safely: none starts a formula (CWE-1236). Pure."""

from __future__ import annotations

import re
from datetime import datetime

from monitor.lib.clock import SHANGHAI

FORMULA = re.compile("[ \u3000]*[=+\\-@\t\r\n＝＋－＠]")


def cell(value: object) -> str:
    """As text; times in Asia/Shanghai; what a spreadsheet would run as a formula gets an apostrophe before it."""
    if value is None:
        return ""
    if isinstance(value, bool | int | float):
        return str(value)
    if isinstance(value, datetime):
        return value.astimezone(SHANGHAI).isoformat(" ", "seconds")[:19]
    text = str(value)
    return f"'{text}" if FORMULA.match(text) else text
