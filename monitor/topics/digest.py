"""Headlines that gather many matters or come round daily: they may join a topic, but must not glue topics together."""

import re

MARKS = re.compile(
    r"早报|早餐[：:|｜丨]|早知道|早参|晚间新闻|新闻联播|联播快讯|新闻早|要闻|速览|汇总"
    r"|一[图文](?:看懂|读懂|了解|速览|看清)|图解|数读|合集|集锦|榜单|热榜|天气预报|今日天气"
    r"|收评|午评|盘前|盘后|环球市场|财经日历|今日看点|^每日|一周(?:要闻|回顾|看点)|本周(?:要闻|看点)|TOP\s?\d+",
    re.IGNORECASE,
)
PARTS = re.compile(r"[；;]")


def is_digest(title: str) -> bool:
    """Whether a headline is a digest, a series or boilerplate."""
    return bool(MARKS.search(title)) or len(PARTS.findall(title)) >= 2
