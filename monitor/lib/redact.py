"""What no log line may hold: secrets that stand in addresses, line ends that forge another line, what an exception quotes.

Messages of exceptions quote values: PostgreSQL tells the failing row, Python the string that it could not read. So of an exception
the log has its type and where it was raised; its message only where that cannot hold a word of an item.
"""

from __future__ import annotations

import logging
import re
import traceback
from types import TracebackType

SECRETS = (
    re.compile(r"\b(tc[tf]_[\w-]{4})[\w-]+"),
    re.compile(r"(/(?:push|ack)/[\w-]{4})[\w:.-]+"),
)
CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f\x80-\x9f\u2028\u2029]")  # all but the tabulator
NAME = re.compile(r"[A-Za-z_][\w.]{0,60}")
SPEAKING = (OSError, ImportError, AttributeError, NameError, NotImplementedError)
SPEAKING_NAMES = ("OperationalError", "ImproperlyConfigured", "SystemCheckError", "SettingError")
ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def secrets_hidden(text: str) -> str:
    """The first characters stay, so that a line can be told from another."""
    for pattern in SECRETS:
        text = pattern.sub(r"\1…", text)
    return text


def one_line(text: str) -> str:
    r"""Control characters and line ends as `\x0a`: a title or an address cannot write a line of its own (CWE-117)."""
    return CONTROL.sub(lambda found: f"\\x{ord(found.group()):02x}", text)


def exception_words(error: BaseException) -> str:
    """The type; its first line too where it speaks of files, names and connections only."""
    kind = type(error)
    if isinstance(error, SPEAKING) or kind.__name__ in SPEAKING_NAMES:
        said = str(error).strip().partition("\n")[0][:200]
        return f"{kind.__name__}: {one_line(secrets_hidden(said))}" if said else kind.__name__
    return kind.__name__


class SecretFilter(logging.Filter):
    """For handlers: every record passes, as one line without secrets."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, dict) and "exc" in record.args:  # Celery: "Task … raised unexpected: %(exc)s"
            kind = NAME.match(str(record.args["exc"]))
            record.args = {**record.args, "exc": kind.group() if kind else "…", "traceback": ""}
        said = record.getMessage().strip()
        hidden = one_line(secrets_hidden(said))
        if hidden != record.msg or record.args:
            record.msg, record.args = hidden, ()
        return True


class PlainFormatter(logging.Formatter):
    """Tracebacks without messages: where, through what, which type."""

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802 - logging's name
        lines: list[str] = []
        error: BaseException | None = ei[1]
        while error is not None:
            lines.append(exception_words(error))
            lines += [line.rstrip("\n") for line in traceback.format_tb(error.__traceback__)]
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n".join(lines)
