"""A test mail to the admin who asks for it, with what the server said: the only way to know that alert mails will go out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from monitor.alerts.channels.email.message import sender_address
from monitor.alerts.channels.email.policy import MAIL
from monitor.alerts.channels.email.send import Sender
from monitor.alerts.channels.say import said_test
from monitor.errors import DeliveryError
from monitor.lib.clock import SHANGHAI
from monitor.models import SetupStep, User, audit_record
from monitor.queries import site
from monitor.queries.message_host import message_host


@dataclass(frozen=True, slots=True)
class MailOutcome:
    """`label` is empty when the server took the mail; `answer` is what it said, word by word."""

    label: str
    answer: str


def mail_test(*, to: User, now: datetime) -> MailOutcome:
    """Send one now. Nobody but the member who asks gets it."""
    outcome = _sent(to, now)
    if not outcome.label:
        SetupStep.objects.update_or_create(name="mail", defaults={"done_at": now, "by": to, "skipped_at": None})
    detail = {"outcome": outcome.label or "accepted", "host": site.mail_server().host}
    audit_record(actor=to, action="mail_test", target="settings", detail=detail)
    return outcome


@transaction.atomic
def own_address_set(*, user: User, address: str) -> bool:
    """A member without an address enters their own; whether it is one."""
    try:
        validate_email(address.strip())
    except ValidationError:
        return False
    user.email = address.strip()
    user.save(update_fields=["email"])
    audit_record(actor=user, action="own_address", target=f"user:{user.pk}")
    return True


def _sent(to: User, now: datetime) -> MailOutcome:
    if not site.mail_server().host:
        return MailOutcome("no_mail_server", "")
    try:
        with Sender() as sender:
            sender.send(_message(to, now), to.email)
            return MailOutcome("", sender.answer)
    except DeliveryError as error:
        return MailOutcome(error.label, error.detail)


def _message(to: User, now: datetime) -> EmailMessage:
    said = said_test(message_id=f"<test-{uuid4().hex}@{message_host()}>", language=to.language, now=now)
    with translation.override(to.language):
        message = EmailMessage(policy=MAIL)
        message["Subject"] = said.subject
        message["From"] = sender_address()
        message["To"] = to.email
        message["Date"] = format_datetime(now.astimezone(SHANGHAI))
        message["Message-ID"] = said.message_id
        message["Auto-Submitted"] = "auto-generated"
        body = _("收到此信，说明邮件设置可用，预警邮件能发出去。它不是预警，无需处理。")
        message.set_content(f"{body}\n\n{said.link}\n", cte="base64")
    return message
