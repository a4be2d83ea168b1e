"""话题升温 counts originals by the probability that they are negative; 话题扩散 of the set "more" waits for two sources more.

Numbers that are a shipped set become the new set of that name, as the rule's next version. What a person chose stays as it
decided before: there the new conditions are off.
"""

from django.db import migrations
from django.utils import timezone

NOTE = "新版本的数字"
WINDOWS = ("hours", "originals", "sources", "negative")


def windows(*rows, last="negative"):
    """As stored: `last` is what the last number of each row asks for."""
    return [{**dict(zip(WINDOWS[:3], row, strict=False)), "negative": 0, "likely": 0.0, last: row[3]} for row in rows]


def without_likely(stored):
    """The windows of a rule as the version before kept them."""
    return [{key: window.get(key, 0) for key in WINDOWS} for window in stored]


# (the set as it was, what becomes of it)
SETS = [
    (
        {"windows": windows((6, 4, 3, 3), (12, 5, 3, 4), (48, 6, 3, 6)), "mild_originals": 9, "ratio": 2.5},
        {"windows": windows((6, 4, 3, 2.5), (12, 5, 3, 3.3), (48, 6, 3, 5.5), last="likely"), "mild_share": 0.45},
    ),
    (
        {"windows": windows((6, 4, 4, 4), (12, 6, 4, 5), (48, 8, 4, 8)), "mild_originals": 12, "ratio": 3.5},
        {
            "windows": windows((6, 4, 4, 3.0), (12, 6, 4, 4.2), (48, 8, 4, 6.5), last="likely"),
            "mild_originals": 11,
            "mild_share": 0.5,
        },
    ),
    (
        {"windows": windows((6, 3, 3, 2), (12, 4, 3, 3), (48, 6, 3, 5)), "mild_originals": 8, "ratio": 2.0},
        {"windows": windows((6, 3, 3, 2.0), (12, 4, 3, 2.8), (48, 6, 3, 4.5), last="likely"), "mild_share": 0.35},
    ),
]
OTHERWISE = {"mild_share": 0.0}
SPREAD = {"sources": 7, "new_sources": 4, "mild_share": 0.3}, {"sources": 9, "new_sources": 5, "mild_share": 0.5}


def is_set(params, former):
    if without_likely(params.get("windows", [])) != without_likely(former["windows"]):
        return False
    rest = {"same_area": 2, "after_replies": True, **former}
    return all(params.get(key) == rest[key] for key in rest if key != "windows")


def renumber(apps, _schema_editor):
    rules, versions = apps.get_model("monitor", "AlertRule"), apps.get_model("monitor", "AlertRuleVersion")
    for rule in rules.objects.filter(kind="topic_rising"):
        if "mild_share" in rule.params:
            continue
        fitting = (new for former, new in SETS if is_set(rule.params, former))
        _next(rule, versions, next(fitting, OTHERWISE))
    former, new = SPREAD
    for rule in rules.objects.filter(kind="topic_spread"):
        if all(rule.params.get(key) == value for key, value in former.items()):
            _next(rule, versions, new)


def _next(rule, versions, new):
    rule.params = rule.params | new
    rule.version += 1
    rule.save()
    versions.objects.create(
        rule=rule,
        number=rule.version,
        params=rule.params,
        enabled=rule.enabled,
        note=NOTE,
        at=timezone.now(),
    )


class Migration(migrations.Migration):
    dependencies = [
        ("monitor", "0051_topic_decided_at"),
    ]

    operations = [
        migrations.RunPython(renumber, migrations.RunPython.noop),
    ]
