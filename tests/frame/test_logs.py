"""What may be said to the log: an event of ours, ids, counts, labels and names of errors; never a word of an item, never a person."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
LEVELS = {"debug", "info", "warning", "error", "exception", "critical"}
# Ids, counts, labels, names of errors and of settings, places in our own code and on our own disk.
KEYS = {
    *("items", "source", "job", "backtest", "delivery", "rule", "live_topics", "attempts", "position"),
    *("error", "exception", "label", "permanent", "where", "effect", "reason", "name", "path"),
    *("because", "lag_s", "detail"),  # of a replica: why it is not read, how far behind it is, the name of an error
    "code",  # of the first run, written to the operator's log on purpose: monitor/setup/first.py
}
FORBIDDEN = {
    "title",
    "text",
    "link",
    "url",
    "note",
    "body",
    "summary",
    "content",
    "guid",
    "username",
    "email",
    "address",
}


@cache
def calls() -> list[tuple[str, ast.Call]]:
    return list(_calls())


def _calls() -> Iterator[tuple[str, ast.Call]]:
    for file in (found for room in ("monitor", "tasks", "dashboards") for found in (ROOT / room).rglob("*.py")):
        source = file.read_text(encoding="utf-8")
        if re.search(r"\b(log|logger|logging)\.", source):
            found = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and _logs(node.func))
            yield from ((f"{file.relative_to(ROOT)}:{call.lineno}", call) for call in found)


def _logs(function: ast.expr) -> bool:
    if not isinstance(function, ast.Attribute) or not isinstance(function.value, ast.Name):
        return False
    return function.attr in LEVELS and function.value.id in {"log", "logger", "logging"}


def test_every_log_call_names_an_event_of_ours_and_says_only_what_is_listed() -> None:
    assert len(calls()) > 20
    for where, call in calls():
        event = call.args[0]
        constant = isinstance(event, ast.Constant) and str(event.value).replace("_", "").isalpha()
        assert len(call.args) == 1, where
        assert constant or where.startswith("monitor/feeds/polls.py"), where  # log_fault gets the event's name
        assert {str(keyword.arg) for keyword in call.keywords} - KEYS == set(), where


def test_no_log_call_reads_a_word_of_an_item_or_of_a_person() -> None:
    for where, call in calls():
        read = {
            node.attr
            for keyword in call.keywords
            for node in ast.walk(keyword.value)
            if isinstance(node, ast.Attribute)
        }
        assert read & FORBIDDEN == set(), where


def test_every_process_logs_through_the_filter() -> None:
    handler = settings.LOGGING["handlers"]["console"]
    assert (handler["filters"], handler["formatter"]) == (["secrets"], "plain")
    worker = (ROOT / "tasks" / "celery.py").read_text(encoding="utf-8")
    assert "@setup_logging.connect" in worker
