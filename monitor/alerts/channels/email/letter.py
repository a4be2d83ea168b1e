"""A letter as a mail: its words stand in its row; text first, HTML beside it, files attached."""

from __future__ import annotations

from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

from monitor.alerts.channels.email.policy import MAIL
from monitor.alerts.channels.say import one_line
from monitor.lib.clock import SHANGHAI
from monitor.models import Delivery, Letter

TYPES = {
    "docx": ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": ("application", "pdf"),
    "xlsx": ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "json": ("application", "json"),
}


def letter_build(*, delivery: Delivery, letter: Letter, sender: object, now: datetime) -> EmailMessage:
    """The whole mail. An earlier letter of the same report to the same address is named, so that a correction hangs below it."""
    message = EmailMessage(policy=MAIL)
    message["Subject"] = one_line(letter.subject)
    message["From"] = sender
    message["To"] = one_line(delivery.address)
    message["Date"] = format_datetime(now.astimezone(SHANGHAI))
    message["Message-ID"] = delivery.message_id
    if earlier := _earlier(delivery, letter):
        message["In-Reply-To"], message["References"] = earlier, earlier
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text, cte="base64")
    if letter.html:
        message.add_alternative(letter.html, subtype="html", cte="base64")
    for file in letter.files.order_by("id"):
        main, sub = TYPES[file.form]
        message.add_attachment(bytes(file.data), main, sub, filename=_name(letter, file.form))
    return message


def _name(letter: Letter, form: str) -> str:
    report = letter.report
    if report is None:
        return f"tingchao.{form}"
    drill = "exercise-" if report.frozen["drill"] else ""
    return f"{drill}tingchao-{report.kind}-{report.period_start:%Y%m%d}.{form}"


def _earlier(delivery: Delivery, letter: Letter) -> str:
    if letter.report_id is None:
        return ""
    rows = Delivery.objects.filter(letter__report=letter.report_id, address=delivery.address, letter__lt=letter.pk)
    return rows.exclude(attempts=0).order_by("-id").values_list("message_id", flat=True).first() or ""
