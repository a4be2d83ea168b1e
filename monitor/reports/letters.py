"""Mails about reports: letters with their delivery rows, one mail each. The mail stage sends them like any other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from monitor.models import Delivery, Letter, Recipient, Report, ReportFile, ReportReader, Role, User
from monitor.queries.message_host import message_host
from monitor.reports.names import report_names
from monitor.reports.told import report_sections

EMAIL = Recipient.Channel.EMAIL
WITHDRAWN = "report_withdrawn"
Address = tuple[User, str]  # (member, address)


def readers_of(report: Report) -> list[Address]:
    """Members an admin listed whom the report's template names, still active."""
    if report.template_id is None:
        return []
    rows = ReportReader.objects.filter(templates=report.template_id, enabled=True, user__is_active=True)
    return [(row.user, row.address) for row in rows.select_related("user")]


def letters_issue(*, report: Report, files: Sequence[ReportFile], now: datetime) -> int:
    """One letter per language, one mail per reader; posting again adds nothing. How many mails."""
    made = 0
    for language, addresses in by_language(readers_of(report)).items():
        mine = [file for file in files if file.language == language]
        html = next((bytes(file.data).decode() for file in mine if file.form == "html"), "")
        with translation.override(language):
            letter, new = Letter.objects.get_or_create(
                report=report,
                kind=Letter.Kind.ISSUED,
                language=language,
                number=0,
                defaults={"subject": _subject(report), "text": _text(report), "html": html, "created_at": now},
            )
        if new:
            wanted = report.template.forms if report.template else []
            letter.files.set(file for file in mine if file.form in wanted)
        made += post(letter=letter, addresses=addresses, now=now)
    return made


def letters_correct(*, report: Report, reason: str, now: datetime) -> int:
    """Mails not yet out are not sent; who was sent one is told that the report is withdrawn, and why. How many are told."""
    sent = Delivery.objects.filter(letter__report=report, letter__kind=Letter.Kind.ISSUED)
    sent = sent.select_for_update(of=("self",))
    unsent = sent.filter(status=Delivery.Status.PENDING, attempts=0)
    unsent.update(status=Delivery.Status.DEAD, error_label=WITHDRAWN, error_detail="", next_try_at=None)
    maybe = sent.exclude(status=Delivery.Status.DEAD).select_related(
        "user"
    )  # a try whose end is unknown may have arrived
    addresses = [(row.user, row.address) for row in maybe if row.user is not None]
    sent.filter(status=Delivery.Status.PENDING).update(
        status=Delivery.Status.DEAD, error_label=WITHDRAWN, next_try_at=None
    )
    made = 0
    for language, people in by_language(addresses).items():
        with translation.override(language):
            subject = _("【更正】%(subject)s 已撤回") % {"subject": _subject(report)}
            text = _page("correction", report, {"reason": reason})
        letter = Letter.objects.create(
            report=report, kind=Letter.Kind.CORRECTION, language=language, subject=subject, text=text, created_at=now
        )
        made += post(letter=letter, addresses=people, now=now)
    return made


def letters_remind(*, report: Report, addresses: Iterable[Address], now: datetime) -> int:
    """An unsigned report waits: to leads. How many are told."""
    made = 0
    for language, people in by_language(addresses).items():
        with translation.override(language):
            subject = _("【待签发】%(subject)s") % {"subject": _subject(report)}
            text = _page("reminder", report, {})
        letter, _new = Letter.objects.get_or_create(
            report=report,
            kind=Letter.Kind.REMINDER,
            language=language,
            number=report.reminders + 1,
            defaults={"subject": subject, "text": text, "created_at": now},
        )
        made += post(letter=letter, addresses=people, now=now)
    return made


def post(*, letter: Letter, addresses: Iterable[Address], now: datetime) -> int:
    """Delivery rows, one an address; those that are there stay."""
    known = set(Delivery.objects.filter(letter=letter).values_list("address", flat=True))
    new = [(user, address) for user, address in addresses if address not in known]
    rows = [
        Delivery(
            letter=letter,
            user=user,
            channel=EMAIL,
            address=address,
            message_id=f"<letter-{letter.pk}.user-{user.pk}-{n}@{message_host()}>",
            next_try_at=now,
            created_at=now,
        )
        for n, (user, address) in enumerate(new, len(known))
    ]
    return len(Delivery.objects.bulk_create(rows, ignore_conflicts=True))


def leads_listed() -> list[Address]:
    """Leads whom an admin has listed to get mails: nobody else is ever written to."""
    rows = Recipient.objects.filter(channel=EMAIL, enabled=True, user__is_active=True, user__role=Role.LEAD)
    found = {(row.user_id, row.address): (row.user, row.address) for row in rows.select_related("user")}
    return list(found.values())


def report_title(report: Report) -> str:
    """职工舆情周报 2026 年第 10 期, in the language that is active."""
    values = {"kind": report.get_kind_display(), "year": report.period_start.year, "n": report.number}
    return _("职工舆情%(kind)s %(year)s 年第 %(n)s 期") % values


def report_days(report: Report) -> str:
    """2026-03-02 – 2026-03-08."""
    start, end = report.period_start.isoformat(), report.period_end.isoformat()
    return start if start == end else f"{start} – {end}"


def _subject(report: Report) -> str:
    drill = _("【演练】") if report.frozen["drill"] else ""
    subject = f"{drill}{report_title(report)}（{report_days(report)}）"
    topic = report.frozen.get("title")
    return f"{subject}{topic}"[:200] if topic else subject


def _text(report: Report) -> str:
    return _page("issued", report, {"sections": report_sections(report, _, report_names())})


def _page(name: str, report: Report, values: Mapping[str, object]) -> str:
    context = {
        "report": report,
        "title": report_title(report),
        "days": report_days(report),
        "organisation": report.frozen["organisation"],
        "drill": report.frozen["drill"],
        "link": f"{settings.BASE_URL}/reports/{report.pk}/",
        **values,
    }
    return render_to_string(f"mail/report_{name}.txt", context).strip() + "\n"


def by_language(addresses: Iterable[Address]) -> dict[str, list[Address]]:
    """Addresses by the language of their member: a letter is of one."""
    found: dict[str, list[Address]] = {}
    for user, address in addresses:
        found.setdefault(user.language, []).append((user, address))
    return found
