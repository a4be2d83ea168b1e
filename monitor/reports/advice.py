"""What the numbers suggest, by rules that can be read: each finding carries the numbers it was made from. Pure.

| rule | when | what is suggested |
|---|---|---|
| negative_rising | an area's negative share rose in two periods in a row, by `advice_points` in all, on `advice_items` each time | the first steps of the area's response plan |
| area_jump | an area has `advice_change` % more than the period before, and `advice_items` | look for the cause, the first steps of the plan |
| unanswered_topic | a topic of `advice_topic` originals, `advice_negative` % negative, without publication or referral | verify, then say how it stands |
| overdue | alerts open past their due time | name who does it and until when |
| waiting | alerts that nobody took up | take them up |
| forecast_up | the coming days are foretold `advice_forecast` % above the days that were | plan the duty |
| gaps | sources were down for `advice_gaps` % of the time | mend them; read the numbers with care |

Nothing here is about a person or about the tone of a unit (SCOPE 2, 4).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

SHIPPED: dict[str, float] = {
    "advice_points": 5,
    "advice_items": 20,
    "advice_change": 50,
    "advice_topic": 10,
    "advice_negative": 50,
    "advice_forecast": 30,
    "advice_gaps": 5,
}
MOST_TOPICS = 3
Frozen = dict[str, Any]
Plans = Mapping[str, tuple[int, list[str]]]  # {area: (version, kinds of its first steps)}


def advice_find(frozen: Frozen, plans: Plans, changed: Mapping[str, Any] | None = None) -> list[Frozen]:
    """Findings in the order of the table; the bounds that were used stand in each."""
    bounds = {name: _bound(changed, name) for name in SHIPPED}
    return [
        *_areas(frozen.get("areas", []), plans, bounds),
        *_topics(frozen.get("topics", {}).get("top", []), bounds),
        *_alerts(frozen["alerts"]),
        *_forecast(frozen, bounds),
        *_gaps(frozen["outages"], bounds),
    ]


def _bound(changed: Mapping[str, Any] | None, name: str) -> float:
    value = (changed or {}).get(name)
    ok = isinstance(value, int | float) and not isinstance(value, bool) and value > 0
    return value if ok and value is not None else SHIPPED[name]


def _areas(areas: list[Frozen], plans: Plans, bounds: Mapping[str, float]) -> Iterator[Frozen]:
    for area in areas:
        version, steps = plans.get(area["area"], (0, []))
        plan = {"plan": version, "steps": steps}
        if rising := _rising(area, bounds):
            yield {"rule": "negative_rising", "area": area["area"], **rising, **plan}
        elif (
            area["change"] is not None
            and area["change"] >= bounds["advice_change"]
            and area["n"] >= bounds["advice_items"]
        ):
            numbers = {key: area[key] for key in ("n", "previous", "change")}
            yield {"rule": "area_jump", "area": area["area"], **numbers, **plan}


def _rising(area: Frozen, bounds: Mapping[str, float]) -> Frozen | None:
    steps = [*area.get("history", []), {"n": area["n"], "negative": area["negative"]}]
    if len(steps) != 3 or any(step["n"] < bounds["advice_items"] or step["negative"] is None for step in steps):
        return None
    first, second, third = (step["negative"] for step in steps)
    if not first < second < third or third - first < bounds["advice_points"]:
        return None
    return {"first": first, "second": second, "third": third, "n": area["n"]}


def _topics(top: list[Frozen], bounds: Mapping[str, float]) -> Iterator[Frozen]:
    found = [
        {"rule": "unanswered_topic", **{key: topic[key] for key in ("id", "title", "originals", "negative")}}
        for topic in top
        if topic["originals"] >= bounds["advice_topic"]
        and (topic["negative"] or 0) >= bounds["advice_negative"]
        and topic.get("answer") == "none"
    ]
    yield from found[:MOST_TOPICS]


def _alerts(alerts: Frozen) -> Iterator[Frozen]:
    if alerts["overdue"]:
        yield {"rule": "overdue", "n": alerts["overdue"]}
    if alerts["unanswered"]:
        yield {"rule": "waiting", "n": alerts["unanswered"]}


def _forecast(frozen: Frozen, bounds: Mapping[str, float]) -> Iterator[Frozen]:
    coming = (frozen.get("forecast") or {}).get("next")
    if not coming or "daily" not in frozen:
        return
    days = frozen["daily"][-len(coming["days"]) :]
    was = sum(day["originals"] for day in days)
    if len(days) == len(coming["days"]) and was and coming["total"] >= was * (1 + bounds["advice_forecast"] / 100):
        rise = round(100 * (coming["total"] - was) / was, 1)
        yield {"rule": "forecast_up", "total": coming["total"], "was": was, "rise": rise}


def _gaps(outages: Frozen, bounds: Mapping[str, float]) -> Iterator[Frozen]:
    if (outages.get("share") or 0) >= bounds["advice_gaps"]:
        yield {"rule": "gaps", "share": outages["share"]}
