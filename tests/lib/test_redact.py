"""A log line is one line, and holds neither secrets nor what an exception quotes."""

from __future__ import annotations

import logging
from typing import Any

import pytest
import structlog

from monitor.errors import SettingError
from monitor.lib.redact import PlainFormatter, SecretFilter, exception_words
from tests.each import each

TITLE = "云河新城工友讨薪 13912345678"


def written(message: object, *args: Any, error: BaseException | None = None) -> str:
    """What the handler of settings.LOGGING writes."""
    found = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("monitor", logging.ERROR, "x.py", 1, message, args, found)
    SecretFilter().filter(record)
    return PlainFormatter("%(levelname)s %(message)s").format(record)


@each(end=["\n", "\r\n", "\r", "\x1b[2K", "\u2028", "\x85", "\x00"])
def test_a_title_an_address_or_a_name_cannot_write_a_line_of_its_own(end: str) -> None:
    said = written("Not Found: %s", f"/topics/{end}ERROR root sign_in admin")
    assert len(said.splitlines()) == 1
    assert end not in said


def raised(error: BaseException, *, under: BaseException | None = None) -> BaseException:
    try:
        raise error from under
    except type(error) as caught:
        return caught


def test_a_traceback_says_where_and_what_but_not_which_words() -> None:
    said = written("failed", error=raised(KeyError(TITLE), under=raised(ValueError(TITLE))))
    assert TITLE not in said
    assert all(word in said for word in ("KeyError", "ValueError", "test_redact.py", "in raised"))


def test_of_files_and_settings_the_message_stays() -> None:
    assert exception_words(FileNotFoundError(2, "No such file", "/data/x")).endswith("'/data/x'")
    assert exception_words(SettingError("TINGCHAO_X is wrong")) == "SettingError: TINGCHAO_X is wrong"
    assert exception_words(IndexError(TITLE)) == "IndexError"


def test_a_task_that_fails_is_logged_by_its_name_and_error_only() -> None:
    context = {"name": "tasks.feeds.fetch", "id": "7", "description": "raised", "exc": f"ValueError('{TITLE}')"}
    said = written("Task %(name)s[%(id)s] %(description)s: %(exc)s", context, error=raised(ValueError(TITLE)))
    assert TITLE not in said
    assert "Task tasks.feeds.fetch[7] raised: ValueError" in said


def test_our_own_events_quote_no_exception_either(caplog: pytest.LogCaptureFixture) -> None:
    try:
        int(TITLE)
    except ValueError:
        structlog.get_logger("monitor.x").exception("backtest_failed", backtest=7)
    assert TITLE not in caplog.text
    assert "event='backtest_failed' backtest=7" in caplog.text
    assert "ValueError" in caplog.text
