"""预判 in words: what is expected, by which method, how wrong it was lately beside the naive ones; or why there is none."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from monitor.lib.clock import DAY
from monitor.models import Forecast
from monitor.queries.forecast import Came

METHODS = {
    "naive": gettext_noop("朴素法（照最近一次）"),
    "seasonal_naive": gettext_noop("季节朴素法（照上一天同一小时或上周同一天）"),
    "like_steps": gettext_noop("同时段分位数"),
    "smoothing": gettext_noop("指数平滑"),
    "alike": gettext_noop("相似话题（别的话题走到相近一步后来了多少）"),
    "middle": gettext_noop("同时段分位数与指数平滑的平均"),
}


def method_name(code: str) -> str:
    """A method in the reader's language; an unknown one is its own name."""
    return _(METHODS[code]) if code in METHODS else code


def next_words(row: Forecast) -> str:
    """The next 24 hours in one sentence; or how much history is needed."""
    if not row.method:
        return _("未来 24 小时总数：历史太短，还不能预判，需要 %(least)d 天，现有 %(known)d 天。") % {
            "least": row.least,
            "known": row.known,
        }
    expected = _("未来 24 小时预计 %(low)d–%(high)d 条原创（80%% 区间，取中 %(point)d 条）。") % {
        "low": row.lower[0],
        "high": row.upper[0],
        "point": row.points[0],
    }
    return expected + _("%(errors)s。") % {"errors": error_words(row)}


def error_words(row: Forecast) -> str:
    """Method and window of the back-test, its mean absolute error beside those of the naive methods."""
    errors = {name: f"{found['mae']:.1f}" for name, found in row.errors.items()}
    if "alike" in errors:
        return _(
            "方法：%(method)s；在其他话题的 %(n)d 个相近时刻上试过，平均误差 %(mae)s 条，朴素法（照前 24 小时）%(naive)s"
        ) % {
            "method": method_name(row.method),
            "n": row.origins,
            "mae": errors[row.method],
            "naive": errors["naive"],
        }
    words = _(
        "方法：%(method)s；近 %(days)d 天回测 %(n)d 次，平均误差 %(mae)s 条，朴素法 %(naive)s，季节朴素法 %(seasonal)s"
    )
    return words % {
        "method": method_name(row.method),
        "days": max(1, round((row.starts_at - row.tried_from) / DAY)) if row.tried_from else 0,
        "n": row.origins,
        "mae": errors[row.method],
        "naive": errors["naive"],
        "seasonal": errors["seasonal_naive"],
    }


def hours_words(row: Forecast) -> str:
    """Why there are no hours."""
    return _("每小时：历史太短，还不能预判，需要 %(least)d 小时，现有 %(known)d 小时。") % {
        "least": row.least,
        "known": row.known,
    }


def came_words(came: Came) -> str:
    """What was expected a day ago, and what came."""
    made, n = came.made, came.n
    low, high = made.lower[0], made.upper[0]
    verdict = _("在区间内") if low <= n <= high else _("高于区间") if n > high else _("低于区间")
    return _("昨天此时预计随后 24 小时 %(low)d–%(high)d 条（取中 %(point)d 条），实际 %(n)d 条，%(verdict)s。") % {
        "low": low,
        "high": high,
        "point": made.points[0],
        "n": n,
        "verdict": verdict,
    }
