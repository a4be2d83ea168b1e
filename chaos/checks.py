"""What must hold when an installation has come to rest, whatever was done to it."""

from __future__ import annotations

import re
from collections import Counter

from chaos.order import POISONED
from monitor.models import Delivery, Item, audit_verify
from monitor.topics.pending import TRIES
from monitor.upkeep.recount import recount

NUMBER = re.compile(r"/a/(\d+)$")


def topics_of() -> dict[int, int]:
    """{number of a published item: its topic}."""
    found = {}
    for link, topic in Item.objects.values_list("link", "topic_id"):
        if match := NUMBER.search(link):
            found[int(match[1])] = topic or 0
    return found


def violations(*, published: int, taken: Counter[str], poisoned: int) -> dict[str, int]:
    """Each invariant with the number of rows that break it; all zero is well. `taken`: mails at the server by key;
    `poisoned`: published items that the database refuses (0 or 1)."""
    numbers = Counter(int(match[1]) for (link,) in Item.objects.values_list("link") if (match := NUMBER.search(link)))
    counts = recount()
    aside = Item.objects.exclude(set_aside="")
    rows = Delivery.objects.filter(channel="email")
    accepted = set(rows.filter(status="accepted").values_list("message_id", flat=True))
    repeats = dict(rows.values_list("message_id", "repeats"))
    return {
        "items_lost": published - len(numbers),
        "items_doubled": sum(n - 1 for n in numbers.values()),
        "items_without_topic": Item.objects.filter(topic_id=None, set_aside="").count(),
        "set_aside_but_not_poisoned": aside.exclude(link__endswith=f"/a/{POISONED}").count(),
        "poisoned_but_not_set_aside": poisoned - aside.filter(link__endswith=f"/a/{POISONED}", tries=TRIES).count(),
        "counts_wrong": counts.hours + counts.sums + counts.topic_hours + counts.plan_hours,
        "deliveries_not_accepted": rows.exclude(status__in=("accepted", "folded")).count(),
        "mails_doubled_without_being_told": sum(max(0, n - 1 - repeats.get(key, 0)) for key, n in taken.items()),
        "mails_said_to_be_accepted_but_not_there": len(accepted - set(taken)),
        "mails_there_without_a_row": len(taken.keys() - repeats.keys()),
        "audit_chain_broken": int(audit_verify() is not None),
    }
