"""What members set for themselves: when they want to be told, and whether this browser shows notifications."""

from __future__ import annotations

from django.db import transaction

from monitor.alerts.when import Times
from monitor.models import ContactTimes, Recipient, User, audit_record

BROWSER = Recipient.Channel.BROWSER


@transaction.atomic
def contact_times_save(*, user: User, times: Times, deputy: User | None) -> ContactTimes:
    """Quiet hours need both ends; red alerts pass in any case."""
    values = {
        "quiet_from": times.quiet_from,
        "quiet_to": times.quiet_to,
        "rhythm": times.rhythm,
        "daily_at": times.daily_at,
        "deputy": deputy,
    }
    row, _made = ContactTimes.objects.update_or_create(user=user, defaults=values)
    detail = {name: str(value) for name, value in values.items() if value is not None and name != "deputy"}
    if deputy:
        detail["deputy"] = deputy.username
    audit_record(actor=user, action="contact_times", target=f"user:{user.pk}", detail=detail)
    return row


@transaction.atomic
def notifications_switch(*, user: User, on: bool) -> None:
    """Show alerts on this member's open pages. Nothing leaves the house: the page fetches them itself."""
    Recipient.objects.update_or_create(
        user=user, channel=BROWSER, address="browser", defaults={"enabled": on, "min_level": 2}
    )
    audit_record(actor=user, action="notifications_on" if on else "notifications_off", target=f"user:{user.pk}")


def notifications_on(user: User) -> bool:
    """Whether this member's pages fetch notifications."""
    return Recipient.objects.filter(user=user, channel=BROWSER, enabled=True).exists()
