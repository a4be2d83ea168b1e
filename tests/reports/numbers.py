"""Frozen numbers as any period could have given them, for each kind of report."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from monitor.reports.advice import advice_find
from monitor.reports.level import Measured, level_set

counts = st.integers(0, 99_999)
maybe_share = st.none() | st.floats(-400, 400).map(lambda x: round(x, 1))
shares = st.floats(0, 100).map(lambda x: round(x, 1))
moments = st.datetimes().map(lambda at: f"{at.replace(microsecond=0).isoformat()}+00:00")
dates = st.dates().map(lambda day: day.isoformat())
titles = st.text(st.sampled_from("云河新城项目欠薪38号12"), min_size=1, max_size=9)
words = st.sampled_from(["欠薪", "加班", "社保"])
areas = st.sampled_from(["wages", "union"])
Some = dict[str, Any]


def of(**fields: Any) -> st.SearchStrategy[Some]:
    return st.fixed_dictionaries(fields)


def each(names: str, value: Any) -> Some:
    return dict.fromkeys(names.split(), value)


topic = of(
    **each("rank id items originals sources heat published referred answered", counts),
    title=titles,
    areas=st.lists(st.sampled_from(["wages", "odd"]), max_size=3),
    status=st.sampled_from(["new", "continuing", "revived"]),
    first_at=moments,
    negative=st.none() | shares,
    answer=st.sampled_from(["published", "none"]),
)
alert = of(
    **each("id steps steps_done referred answered", counts),
    title=st.just("") | titles,
    level=st.integers(1, 4),
    raised_at=moments,
    minutes_to_acknowledge=st.none() | counts,
    closed_at=st.none() | moments,
    status=st.sampled_from(["open", "resolved"]),
)
area = of(
    area=areas,
    n=counts,
    share=st.none() | shares,
    negative=st.none() | shares,
    previous=st.none() | counts,
    change=maybe_share,
    history=st.lists(of(n=counts, negative=st.none() | shares), max_size=2),
)
tone = of(n=counts, share=st.none() | shares, points=maybe_share)
tones = of(**each("neg neu pos", tone))
mover = of(word=words, n=counts, before=counts, share=shares, share_before=shares, z=shares)
cloud = st.lists(of(word=words, weight=counts), max_size=3)
day = of(day=dates, gap=counts, **each("n neg neu pos originals", counts))
contribution = of(id=counts, title=titles, n=counts, more=shares, share=st.none() | shares)
peak = of(
    **each("n gap", counts),
    **each("others_mean median", shares),
    day=dates,
    times=st.none() | shares,
    excess=st.floats(-9, 99).map(lambda x: round(x, 1)),
    topics=st.lists(contribution, max_size=3),
)
plan = of(
    **each("id items originals", counts),
    name=titles,
    negative=st.none() | shares,
    previous=st.none() | counts,
    change=maybe_share,
    topics=st.lists(of(id=counts, title=titles, n=counts), max_size=3),
)
outage = of(source=titles, **{"from": moments}, to=moments, minutes=counts)
outages = of(**each("n sources minutes", counts), share=st.none() | shares, listed=st.lists(outage, max_size=2))
alerts = of(
    **each("n acknowledged closed open unanswered overdue", counts),
    levels=of(**each("4 3 2 1", counts)),
    **each("median_minutes median_close", st.none() | counts),
    listed=st.lists(alert, max_size=3),
)
foretold = {"day": dates, **each("point low high", counts)}
coming = of(
    made_at=moments,
    method=st.sampled_from(["middle"]),
    total=counts,
    days=st.lists(of(**foretold), min_size=1, max_size=7),
)
came = of(
    **each("of inside total came", counts),
    made_at=moments,
    days=st.lists(of(**foretold, n=counts, inside=st.booleans()), max_size=3),
)
accuracy = of(n=st.just(0), weeks=counts) | of(
    n=st.integers(1, 999), weeks=counts, enough=st.booleans(), **each("sentiment low high areas", shares)
)
volume = of(**each("items originals reposts everything", counts), previous=st.none() | counts, change=maybe_share)
kinds = st.lists(of(kind=st.just("news"), n=counts, share=shares, sources=counts), max_size=2)
common = {
    "computed_at": moments,
    "complete": st.booleans(),
    "data_from": st.none() | moments,
    "unplaced": counts,
    "period": of(start=dates, end=dates),
    "volume": volume,
    "sentiment": tones,
    "kinds": kinds,
    "daily": st.lists(day, min_size=7, max_size=7),
    "alerts": alerts.map(lambda row: {**row, "open_now": row["open"]}),
    "sources": of(watched=counts, with_items=counts),
    "outages": outages,
    "models": st.lists(of(model=st.just("snb-1/areas-1"), n=counts), max_size=2),
    "accuracy": accuracy,
    "versions": of(rules=counts, alert_rules=st.lists(of(kind=st.just("topic_rising"), version=counts), max_size=2)),
}
period = {
    "areas": st.lists(area, max_size=4),
    "units": st.lists(of(unit=counts, name=titles, n=counts), max_size=2),
    "peak": st.none() | peak,
    "topics": of(**each("n new continuing revived", counts), top=st.lists(topic, max_size=4)),
    "plans": of(retagging=st.booleans(), listed=st.lists(plan, max_size=2)),
    "handed": st.lists(of(name=titles, sent=counts, answered=counts, minutes=st.none() | counts), max_size=2),
    "terms": of(
        **each("docs docs_before least tested false", counts),
        base_from=st.none() | moments,
        **each("rising falling", st.lists(mover, max_size=3)),
        cloud=cloud,
    ),
    "forecast": of(next=st.none() | coming, check=st.none() | came),
}
PLANS = {"wages": (3, ["verify", "employer"]), "union": (0, ["verify"])}


@st.composite
def weeks(draw: st.DrawFn, kind: str = "") -> Some:
    """Of a week or a month, judged and advised by the real rules."""
    frozen = draw(of(**common, **period, layout=st.just({}), kind=st.sampled_from(["weekly", "monthly"])))
    return _judged(frozen)


@st.composite
def days(draw: st.DrawFn) -> Some:
    """Of a daily brief."""
    morning = of(**{"from": moments}, to=moments, n=counts)
    return _judged(draw(of(**common, **period, morning=morning, kind=st.just("daily"))))


@st.composite
def dossiers(draw: st.DrawFn) -> Some:
    """Of one topic."""
    about = of(
        **each("id heat published referred answered", counts),
        title=titles,
        areas=st.lists(areas, max_size=2),
        state=st.just("growing"),
        first_at=moments,
        last_at=moments,
    )
    next_one = of(made_at=moments, starts_at=moments, method=st.just("alike"), **each("point low high", counts))
    frozen = draw(
        of(
            **common,
            kind=st.just("dossier"),
            title=titles,
            cut=st.booleans(),
            topic=about,
            peak=st.none() | of(day=dates, n=counts),
            spread=st.lists(of(source=titles, first_at=moments, n=counts), max_size=3),
            terms=of(cloud=cloud),
            forecast=of(next=st.none() | next_one),
        )
    )
    frozen["advice"] = advice_find({"alerts": frozen["alerts"], "outages": frozen["outages"]}, PLANS)
    return frozen


def _judged(frozen: Some) -> Some:
    levels, volume = frozen["alerts"]["levels"], frozen["volume"]
    points = frozen["sentiment"]["neg"]["points"]
    measured = Measured(volume["items"], levels["4"], levels["3"], levels["2"], points, volume["change"])
    return frozen | {"level": level_set(measured), "advice": advice_find(frozen, PLANS)}
