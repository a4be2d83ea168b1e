"""Cells of a CSV file that a spreadsheet opens safely: none starts a formula (CWE-1236). Pure."""

from __future__ import annotations

from datetime import datetime

from monitor.lib.clock import SHANGHAI

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def cell(value: object) -> str:
    """As text; times in Asia/Shanghai; what a spreadsheet would run as a formula gets an apostrophe before it."""
    if value is None:
        return ""
    if isinstance(value, bool | int | float):
        return str(value)
    text = f"{value.astimezone(SHANGHAI):%F %T}" if isinstance(value, datetime) else str(value)
    return f"'{text}" if text.lstrip(" \u3000").startswith(FORMULA) else text
