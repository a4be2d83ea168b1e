"""The exercise's mailbox: every mail caught becomes one `.eml` file; reading them needs no Django and no server."""

import os
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

from .state import data_folder

KEEP = 500
_ID = re.compile(r"\d{8}T\d{12}Z-[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class Mail:
    """One caught mail. `received_at` aware UTC; `text` and `html` are "" when the mail has no such part."""

    id: str
    received_at: datetime
    subject: str
    from_: str
    to: str
    text: str
    html: str
    message_id: str


def mailbox_folder() -> Path:
    """`<data>/mailbox`; may not exist yet."""
    return data_folder() / "mailbox"


def mail_store(content: bytes, *, now: datetime, folder: Path | None = None, keep: int = KEEP) -> str:
    """Store one mail whole or not at all, drop the oldest beyond `keep`; gives its id, which sorts by time."""
    folder = folder or mailbox_folder()
    folder.mkdir(parents=True, exist_ok=True)
    mail_id = f"{now.astimezone(UTC):%Y%m%dT%H%M%S%f}Z-{secrets.token_hex(4)}"
    draft = folder / f".{mail_id}.new"
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(folder / f"{mail_id}.eml")
    for old in _ids(folder)[keep:]:
        (folder / f"{old}.eml").unlink(missing_ok=True)
    return mail_id


def _ids(folder: Path) -> list[str]:
    if not folder.is_dir():
        return []
    return sorted((file.stem for file in folder.glob("*.eml") if _ID.fullmatch(file.stem)), reverse=True)


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    if part is None:
        return ""
    try:
        return str(part.get_content())
    except LookupError:  # a charset nobody knows
        payload = part.get_payload(decode=True)
        return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""


def _parse(mail_id: str, content: bytes) -> Mail:
    message = BytesParser(EmailMessage, policy=policy.default).parsebytes(content)
    received = datetime.strptime(mail_id.partition("-")[0], "%Y%m%dT%H%M%S%fZ").replace(tzinfo=UTC)
    return Mail(
        id=mail_id,
        received_at=received,
        subject=str(message["Subject"] or ""),
        from_=str(message["From"] or ""),
        to=str(message["To"] or ""),
        text=_part(message, "plain"),
        html=_part(message, "html"),
        message_id=str(message["Message-ID"] or "").strip(),
    )


def mail_read(mail_id: str, *, folder: Path | None = None) -> Mail | None:
    """The mail with this id, or None. Anything that is not an id made by `mail_store` names no file."""
    if not _ID.fullmatch(mail_id):
        return None
    try:
        content = ((folder or mailbox_folder()) / f"{mail_id}.eml").read_bytes()
    except FileNotFoundError:
        return None
    return _parse(mail_id, content)


def mails_list(limit: int = 50, *, folder: Path | None = None) -> list[Mail]:
    """The newest `limit` mails, newest first."""
    folder = folder or mailbox_folder()
    read = (mail_read(mail_id, folder=folder) for mail_id in _ids(folder)[: max(limit, 0)])
    return [mail for mail in read if mail is not None]
