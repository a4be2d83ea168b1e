"""How a mail's headers are written. `email.policy.SMTP` loses a blank of a long subject where one encoded word ends and the next begins,
and puts one before a subject that just does not fit its line."""

from __future__ import annotations

from email.header import Header
from email.policy import EmailPolicy
from typing import Any

LINE = 76


class MailPolicy(EmailPolicy):
    """As `email.policy.SMTP`, with subjects that keep their blanks (RFC 2047)."""

    def fold_binary(self, name: str, value: Any) -> bytes:
        if name.lower() != "subject":
            return super().fold_binary(name, value)
        words = str(value)
        header = Header(words, "us-ascii" if words.isascii() else "utf-8", maxlinelen=LINE, header_name=name)
        folded = header.encode(linesep=self.linesep)
        return f"{name}: {folded}{self.linesep}".encode("ascii")


MAIL = MailPolicy(linesep="\r\n")
