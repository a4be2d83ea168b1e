"""Headlines that gather many matters or come round daily: they may join a topic, but must not glue topics together."""

import re

MARKS = re.compile(
    r"早报|晚报|日报|周报|早餐|早知道|早参|晚间新闻|新闻联播|新闻早|要闻|速览|汇总|盘点|一图|一文|图解|图说|数读|回顾|合集|集锦|榜单|热榜|天气预报|今日天气|收评|午评|早盘|收盘|盘前|盘后|开盘"
    r"|环球市场|财经日历|今日看点|每日|一周|本周|\d+点\d*分?播报|TOP\s?\d+",
    re.IGNORECASE,
)
PARTS = re.compile(r"[；;]")


def is_digest(title: str) -> bool:
    """Whether a headline is a digest, a series or boilerplate."""
    return bool(MARKS.search(title)) or len(PARTS.findall(title)) >= 2
