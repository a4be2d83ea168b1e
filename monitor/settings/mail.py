"""Outgoing mail; on one machine without a server it lies in a folder."""

from __future__ import annotations

from monitor.lib.env import boolean, setting
from monitor.settings.places import DATA_DIR

EMAIL_HOST = setting("TINGCHAO_SMTP_HOST", str, "", "SMTP server; empty = mails wait until one is set.")
EMAIL_PORT = setting("TINGCHAO_SMTP_PORT", int, 25, "SMTP port.")
EMAIL_HOST_USER = setting("TINGCHAO_SMTP_USER", str, "", "SMTP user.")
EMAIL_HOST_PASSWORD = setting("TINGCHAO_SMTP_PASSWORD", str, "", "SMTP password.")
EMAIL_USE_TLS = setting("TINGCHAO_SMTP_STARTTLS", boolean, default=False, help="STARTTLS on the SMTP connection.")
EMAIL_USE_SSL = setting(
    "TINGCHAO_SMTP_SSL", boolean, default=False, help="TLS from the first byte on the SMTP connection."
)
EMAIL_TIMEOUT = setting("TINGCHAO_SMTP_TIMEOUT", int, 10, "SMTP time-out, seconds.")
DEFAULT_FROM_EMAIL = setting("TINGCHAO_MAIL_FROM", str, "tingchao@union.example", "Sender address of alert mails.")
MAILBOX_DIR = DATA_DIR / "mailbox"
