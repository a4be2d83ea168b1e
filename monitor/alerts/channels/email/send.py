"""SMTP: one connection for a batch, every failure as a label.

DeliveryError: mail_refused (permanent for 5xx), mail_address. ChannelDownError: mail_unreachable, mail_timeout, mail_auth,
mail_tls, mail_sender, mail_secret, and mail_unanswered: the server had the whole message and gave no answer. In an exercise also exercise_address and exercise_server, see `monitor/alerts/apart.py`.
"""

from __future__ import annotations

import contextlib
import smtplib
import ssl
from datetime import datetime
from email.message import EmailMessage
from email.utils import parseaddr
from types import TracebackType
from typing import Self

from django.conf import settings

from monitor.alerts.apart import exercise_address_check, exercise_server_check
from monitor.alerts.channels import ChannelDownError
from monitor.alerts.channels.email.message import Known, message_build
from monitor.errors import DeliveryError
from monitor.models import Delivery
from monitor.queries import site

TOO_LARGE = 552  # RFC 1870, 6.1
GO_AHEAD = 354  # "send the message": until the next answer it may have been taken (RFC 5321, 4.2.5)


class _Heard:
    """Keeps the server's last answer: smtplib returns none when a message was taken. `offered`: the message goes out, no answer yet."""

    heard = ""
    offered = False

    def getreply(self) -> tuple[int, bytes]:
        code, words = super().getreply()  # type: ignore[misc]
        self.heard, self.offered = _words(code, words), code == GO_AHEAD
        return code, words


class _Smtp(_Heard, smtplib.SMTP):
    pass


class _SmtpTls(_Heard, smtplib.SMTP_SSL):
    pass


class Sender:
    """A context manager; connects at the first message, again when the server hung up between two. Never sends one twice: what may
    have been taken is the caller's to repeat, and to count."""

    def __init__(self) -> None:
        self._smtp: _Smtp | _SmtpTls | None = None
        self._known: Known = {}
        self.answer = ""  # the server's own words to the last message that it took

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._drop(politely=True)

    def deliver(self, delivery: Delivery, now: datetime) -> None:
        """Build and send one mail."""
        self.send(message_build(delivery=delivery, now=now, known=self._known), delivery.address)

    def send(self, message: EmailMessage, to: str) -> None:
        """Returns when the server has accepted responsibility for the message."""
        exercise_address_check(to)
        used = self._smtp is not None
        try:
            self._send(message, to)
        except smtplib.SMTPServerDisconnected as error:
            offered = self._offered
            self._drop()
            if offered or not used:
                label = "mail_unanswered" if offered else "mail_unreachable"
                raise ChannelDownError(str(error), label=label) from error
            self.send(message, to)

    def _send(self, message: EmailMessage, to: str) -> None:
        sender = parseaddr(site.mail_from())[1]
        try:
            self._smtp = self._smtp or _connect()
            self._smtp.send_message(message, sender, [to])
            self.answer = self._smtp.heard
        except smtplib.SMTPRecipientsRefused as error:
            code, reason = next(iter(error.recipients.values()))
            raise _refused(code, reason) from error
        except smtplib.SMTPSenderRefused as error:
            if error.smtp_code == TOO_LARGE:  # said when the size is announced: about this message
                raise _refused(error.smtp_code, error.smtp_error) from error
            raise ChannelDownError(_words(error.smtp_code, error.smtp_error), label="mail_sender") from error
        except smtplib.SMTPDataError as error:
            raise _refused(error.smtp_code, error.smtp_error) from error
        except UnicodeError as error:
            raise DeliveryError("address", label="mail_address", permanent=True) from error
        except smtplib.SMTPServerDisconnected:
            raise
        except (smtplib.SMTPException, OSError) as error:
            offered = self._offered
            self._drop()
            raise ChannelDownError(str(error), label="mail_unanswered") if offered else _down(error) from error

    @property
    def _offered(self) -> bool:
        """Whether the server was given the message and has not said what became of it."""
        return self._smtp is not None and self._smtp.offered

    def _drop(self, *, politely: bool = False) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp is None:
            return
        with contextlib.suppress(smtplib.SMTPException, OSError):
            if politely:
                smtp.quit()
        smtp.close()


def _connect() -> _Smtp | _SmtpTls:
    server, patience = site.mail_server(), settings.EMAIL_TIMEOUT
    exercise_server_check(server.host)
    if server.password_lost:
        raise ChannelDownError("", label="mail_secret")
    smtp = (
        _SmtpTls(server.host, server.port, timeout=patience, context=ssl.create_default_context())
        if server.tls
        else _Smtp(server.host, server.port, timeout=patience)
    )
    try:
        if server.starttls:
            smtp.starttls(context=ssl.create_default_context())
        if server.user:
            smtp.login(server.user, server.password)
    except (smtplib.SMTPException, OSError):
        smtp.close()
        raise
    return smtp


def _refused(code: int, reason: bytes | str) -> DeliveryError:
    if code == 421:  # the server is closing: not about this message
        return ChannelDownError(_words(code, reason), label="mail_unreachable")
    return DeliveryError(_words(code, reason), label="mail_refused", permanent=code >= 500)


def _down(error: smtplib.SMTPException | OSError) -> ChannelDownError:
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return ChannelDownError(_words(error.smtp_code, error.smtp_error), label="mail_auth")
    if isinstance(error, ssl.SSLError | smtplib.SMTPNotSupportedError):
        return ChannelDownError(str(error), label="mail_tls")
    if isinstance(error, TimeoutError):
        return ChannelDownError(str(error), label="mail_timeout")
    return ChannelDownError(str(error), label="mail_unreachable")


def _words(code: int, reason: bytes | str) -> str:
    text = reason.decode("utf-8", "replace") if isinstance(reason, bytes) else reason
    return f"{code} {text}"[:300]
