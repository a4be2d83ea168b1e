"""Alert rules ask for negative originals of one area, and look past what was answered.

Numbers that are a shipped set become the new set of that name, as the rule's next version. What a person chose stays as it
decided before: the new conditions are off there.
"""

from django.db import migrations
from django.utils import timezone

NOTE = "新版本的数字"
WINDOWS = ("hours", "originals", "sources", "negative")


def windows(*rows):
    return [dict(zip(WINDOWS, row, strict=True)) for row in rows]


ON = {"same_area": 2, "after_replies": True}
# kind: (the set as it was, what becomes of it), what else a rule gets that is none of them
SETS = {
    "topic_rising": (
        [
            (
                {
                    "windows": windows((6, 3, 3, 3), (12, 4, 3, 4), (48, 6, 3, 6)),
                    "mild_originals": 9,
                    "ratio": 2.5,
                    "area_share": 0.15,
                },
                {"windows": windows((6, 4, 3, 3), (12, 5, 3, 4), (48, 6, 3, 6)), **ON},
            ),
            (
                {
                    "windows": windows((6, 4, 4, 4), (12, 5, 4, 5), (48, 8, 4, 8)),
                    "mild_originals": 12,
                    "ratio": 3.5,
                    "area_share": 0.2,
                },
                {"windows": windows((6, 4, 4, 4), (12, 6, 4, 5), (48, 8, 4, 8)), **ON},
            ),
            (
                {
                    "windows": windows((6, 3, 3, 2), (12, 3, 3, 3), (48, 5, 3, 4)),
                    "mild_originals": 7,
                    "ratio": 2.0,
                    "area_share": 0.1,
                },
                {
                    "windows": windows((6, 3, 3, 2), (12, 4, 3, 3), (48, 6, 3, 5)),
                    "mild_originals": 8,
                    **ON,
                },
            ),
        ],
        {"same_area": 0, "after_replies": False},
    ),
    "topic_negative": (
        [
            ({"negative": 6, "sources": 3, "share": 0.6, "margin": 0.25}, {"same_area": 2}),
            ({"negative": 9, "sources": 4, "share": 0.7, "margin": 0.3}, {"same_area": 2}),
            ({"negative": 4, "sources": 3, "share": 0.5, "margin": 0.2}, {"same_area": 2}),
        ],
        {"same_area": 0},
    ),
    "keyword": (
        [
            ({"cooldown_minutes": 2880}, {"cooldown_minutes": 4320, "focus_share": 0.33}),
            ({"cooldown_minutes": 4320}, {"cooldown_minutes": 5760, "focus_share": 0.5}),
            ({"cooldown_minutes": 720}, {"focus_share": 0.0}),
        ],
        {"focus_share": 0.0},
    ),
}


def renumber(apps, _schema_editor):
    rules, versions = apps.get_model("monitor", "AlertRule"), apps.get_model("monitor", "AlertRuleVersion")
    for rule in rules.objects.filter(kind__in=SETS):
        sets, otherwise = SETS[rule.kind]
        if set(otherwise) <= set(rule.params):
            continue
        fitting = (new for former, new in sets if all(rule.params.get(key) == former[key] for key in former))
        rule.params = rule.params | next(fitting, otherwise)
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
        ("monitor", "0049_hour_sums"),
    ]

    operations = [
        migrations.RunPython(renumber, migrations.RunPython.noop),
    ]
