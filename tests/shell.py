"""A command of `manage.py` in this process, as a shell sees it: a process of its own takes two seconds of a processor to begin.

That it starts at all, without a database or without an environment, each file of tests proves once on a real process.
"""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass
from unittest import mock

from django.core.management import ManagementUtility


@dataclass(frozen=True)
class Ran:
    """What a command printed, and the code that it ended with."""

    returncode: int
    stdout: str
    stderr: str


def manage(*arguments: str, lines: str = "") -> Ran:
    """`python manage.py ARGUMENTS` with these lines on its standard input; what it does not handle is raised."""
    into, out, err = (io.TextIOWrapper(io.BytesIO(text.encode()), "utf-8") for text in (lines, "", ""))
    argv, code = ["manage.py", *arguments], None
    with mock.patch.multiple(sys, stdin=into, stdout=out, stderr=err):
        try:
            ManagementUtility(argv).fetch_command(arguments[0]).run_from_argv(argv)
        except SystemExit as end:
            code = end.code
    if isinstance(code, str):
        err.write(code + "\n")
    return Ran(int(code is not None) if not isinstance(code, int) else code, *map(_text, (out, err)))


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    stream.seek(0)
    return stream.read()
