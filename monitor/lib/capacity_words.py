"""What the capacity model says, in words."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from monitor.lib.capacity import MEASURED, Load, Need, Part, need

LOADS = (
    Load(3_000, 120, people=40),
    Load(43_000, 500, people=40),
    Load(100_000, 5_000, people=100),
    Load(555_556, 100_000, people=200),
    Load(5_000_000, 100_000, people=500),
)
"""Of the tables in docs/scaling.md: a district, a day of one large event, a city, 100 million items in 180 days, beyond."""


BEYOND = 50_000_000


def part_name(part: Part) -> str:
    """As people call it."""
    return {
        "worker": _("工作进程"),
        "topics": _("聚类进程"),
        "postgres": _("数据库服务器"),
        "items": _("信息占用的磁盘"),
        "ledger": _("抓取记录占用的磁盘"),
        "valkey": _("消息服务"),
        "web": _("网页进程"),
    }[part.name]


def step_after(part: Part) -> str:
    """What to do when it gives way; says so where that is not built."""
    return {
        "worker": _("增加工作进程或机器（--scale worker=N）。"),
        "topics": _("按关切领域拆成多个聚类进程，各自一份索引（尚未实现）。"),
        "postgres": _(
            "先设只读副本 TINGCHAO_REPLICA_URL 分担网页读取；写入也不够时，用 Citus 按月份和来源分片（尚未实现）。"
        ),
        "items": _("缩短保存期，或把旧月份的分区移到另一块磁盘；再大则用 Citus 分到多台服务器（尚未实现）。"),
        "ledger": _("放慢轮询（TINGCHAO_FETCH_MIN_INTERVAL），或只记有变化和失败的抓取（尚未实现）。"),
        "valkey": _("Valkey Sentinel 防停机；一个核不够时用 Cluster 把任务和通知分开（均未试过）。"),
        "web": _("在反向代理后增加网页进程。"),
    }[part.name]


def sentence(found: Need) -> str:
    """What gives way first."""
    first, share = found.first, round(found.first.share * 100)
    if first.share < 1:
        return _("单机或少量机器够用；最先到顶的是%(part)s（已用 %(share)d%%）。") % {
            "part": part_name(first),
            "share": share,
        }
    return _("最先不够的是%(part)s（需要上限的 %(share)d%%）。") % {"part": part_name(first), "share": share}


def load_table(loads: Sequence[Load] = LOADS) -> str:
    """Markdown: what each load needs and what gives way first."""
    head = [
        _("每天信息"),
        _("来源"),
        _("180 天存量"),
        _("核"),
        _("内存 GiB"),
        _("磁盘 GiB"),
        _("最先到顶"),
        _("占上限"),
    ]
    rows = []
    for load in loads:
        found = need(load)
        rows.append(
            [
                f"{load.items_per_day:,}",
                f"{load.feeds:,}",
                f"{load.stored:,}",
                str(found.cores),
                str(found.memory_gib),
                f"{found.disk_gib:,}",
                part_name(found.first),
                f"{found.first.share * 100:.0f} %",
            ]
        )
    return _markdown(head, rows)


def step_table() -> str:
    """Markdown: each part with the load at which it is full, all else as in the row of 100 million, and the step after."""
    base = LOADS[3]
    rows = [[part_name(part), _room(base, part.name), step_after(part)] for part in need(base).parts]
    return _markdown([_("部分"), _("到顶时的规模"), _("下一步")], rows)


def measured_table() -> str:
    """Markdown: every figure that the model rests on."""
    rows = [[f"`{name}`", f"{one.value:,g} {one.unit}".strip(), one.command] for name, one in MEASURED.items()]
    return _markdown([_("名称"), _("数值"), _("出处")], rows)


def _room(base: Load, name: str) -> str:
    """Items a day (feeds for the ledger) at which the part is full."""
    found = next(part for part in need(base).parts if part.name == name)
    if found.many:
        return _("无上限：可以增加")
    low, high = 1, 10**9
    while high - low > max(1, low // 200):
        middle = (low + high) // 2
        load = (
            Load(base.items_per_day, middle, people=base.people)
            if name == "ledger"
            else Load(middle, base.feeds, people=base.people)
        )
        full = next(part for part in need(load).parts if part.name == name).share >= 1
        low, high = (low, middle) if full else (middle, high)
    if low > BEYOND:
        return _("远在表中规模之外")
    digits = 10 ** (len(str(low)) - 2)
    n = f"{low // digits * digits:,}"
    return (_("%(n)s 个来源") if name == "ledger" else _("每天 %(n)s 条")) % {"n": n}


def _markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
