"""What a member is asked to check next, and how far the week's checks are. Never the machine's labels."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from monitor.models import CheckAnswer, CheckItem, Item, Source, User
from monitor.queries.together import Reading, read_alone

CHECKERS = 2  # of one item at most


@dataclass(frozen=True, slots=True)
class Blind:
    """One item as a checker sees it: words, source, time; no label of the machine's and no link to pages that show one."""

    id: int  # of the CheckItem
    place: int
    title: str
    text: str
    source: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Progress:
    """Of the newest week drawn: how many items, how many this member answered or skipped, how many have one, two answers."""

    week: date | None
    drawn: int
    mine: int
    once: int
    twice: int


def check_progress(user: User) -> Progress:
    """One query."""
    return read_alone(progress_reading(user))


def progress_reading(user: User) -> Reading[Progress]:
    """The same; one round."""
    newest = CheckItem.objects.order_by("-week").values("week")[:1]
    rows = CheckItem.objects.filter(week=newest).annotate(
        n=Count("answers", filter=Q(answers__skipped="")), own=Count("answers", filter=Q(answers__by=user))
    )
    (answers,) = yield [rows.values_list("week", "n", "own")]
    return Progress(
        answers[0][0] if answers else None,
        len(answers),
        sum(own for _, _, own in answers),
        sum(n >= 1 for _, n, _ in answers),
        sum(n >= CHECKERS for _, n, _ in answers),
    )


def check_next(user: User) -> Blind | None:
    """The first item of the newest week that this member has not answered, whose text lives and that needs an answer.

    Items that nobody has answered come first.
    """
    week = CheckItem.objects.order_by("-week").values_list("week", flat=True).first()
    if week is None:
        return None
    mine = CheckAnswer.objects.filter(by=user).values("item")
    open_ones = (
        CheckItem.objects.filter(week=week)
        .exclude(pk__in=mine)
        .annotate(n=Count("answers", filter=Q(answers__skipped="")))
        .filter(n__lt=CHECKERS)
        .order_by("n", "place")
    )
    for check in open_ones:
        item = Item.objects.filter(month=check.month, id=check.item_id).exclude(title="", text="").first()
        if item is not None:
            source = Source.objects.filter(pk=item.source_id).values_list("name", flat=True).first() or ""
            return Blind(check.pk, check.place, item.title, item.text, source, item.at)
    return None
