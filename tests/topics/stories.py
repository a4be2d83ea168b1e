"""Three invented matters told by several sources, and noise: what the tests of the topics stage cluster."""

from datetime import UTC, datetime, timedelta

from monitor.topics.cluster import TopicItem

START = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)

WAGES = [
    "青石湾大桥工地三十名钢筋工讨要工资",
    "青石湾大桥钢筋工被欠薪四个月",
    "青石湾大桥欠薪：承包方称月底前发放",
    "住建部门介入青石湾大桥工地欠薪",
    "青石湾大桥三十名工人拿到首批工资",
]
FIRE = [
    "柳营镇玩具厂仓库起火两名工人受伤",
    "柳营镇一玩具厂仓库凌晨起火",
    "柳营镇玩具厂火灾原因初步查明",
    "玩具厂仓库起火后柳营镇开展消防检查",
]
RIDERS = ["松江路骑手驿站启用可充电热饭", "松江路新骑手驿站开放 骑手可充电热饭", "外卖骑手点赞松江路驿站充电热饭"]
NOISE = ["春季花展周末开幕", "城东菜价小幅回落", "青年合唱团巡演收官", "图书馆延长夜间开放时间", "两条公交线路临时改道"]


def items(titles: list[str], first: int = 0, minutes: int = 20) -> list[TopicItem]:
    """Headlines as items with ids from `first`, `minutes` apart."""
    return [
        TopicItem(first + n, title, "", f"源{n % 3}", START + timedelta(minutes=minutes * (first + n)))
        for n, title in enumerate(titles)
    ]


def mixed() -> list[TopicItem]:
    """All matters, interleaved."""
    columns = [WAGES, FIRE, RIDERS, NOISE]
    return items([column[n] for n in range(5) for column in columns if n < len(column)], minutes=5)
