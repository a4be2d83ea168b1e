"""JSON lines in and out: the plumbing that the stable commands share (see CONTRACTS.md). Pure: no Django.

    sys.exit(run_lines(file, transform))              one line in, one line out (analyse, match)

    run = LineRun()                                   the whole input first (cluster)
    with run, open_input(file) as stream:
        items = list(run.read(stream))
        for item in ...: run.write(item)
    sys.exit(run.exit_code)

Rules kept here: UTF-8, one object a line, order kept, unknown keys untouched; `-` or None is standard input; a bad line
is reported on standard error with its number and counted, the run goes on; exit 1 if any line failed, 2 if it could not
start; progress only on a terminal. Blank lines are passed over. A lone surrogate goes out as the escape it came in as.
"""

import contextlib
import json
import math
import os
import stat
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, NoReturn, TextIO

MAX_LINE_BYTES = 32 * 1024 * 1024
PROGRESS_EVERY_SECONDS = 0.5
OK, SOME_FAILED, COULD_NOT_START = 0, 1, 2

Record = dict[str, Any]


class LineError(ValueError):
    """This line cannot be used; the message says why, without quoting the text of the line."""


class StartError(Exception):
    """The run cannot start: the message is for the user; the command exits with 2."""


@contextlib.contextmanager
def open_input(path: str | None) -> Iterator[BinaryIO]:
    """The bytes of `path`, or standard input for None and `-`. Raises StartError if the file cannot be opened."""
    if path in (None, "-"):
        yield sys.stdin.buffer
        return
    try:
        stream = Path(str(path)).open("rb")  # noqa: SIM115 - only opening may fail with StartError
    except (OSError, ValueError) as error:
        raise StartError(f"cannot read {path}: {getattr(error, 'strerror', None) or error}") from error
    with stream:
        yield stream


class LineRun:
    """One run of a command: reads objects, writes objects, counts what failed. Also a context manager that flushes."""

    def __init__(self, out: BinaryIO | None = None, err: TextIO | None = None) -> None:
        self.out = out if out is not None else sys.stdout.buffer
        self.err = err if err is not None else sys.stderr
        self.lines = self.failed = 0
        self.piped = False  # input is a pipe or terminal: whoever feeds us may wait for each answer
        self.broken = False  # nobody reads our output any more
        self._progress = Progress(self.err)

    def read(self, stream: BinaryIO) -> Iterator[tuple[int, Record]]:
        """(line number from 1, object) for each good line, in order; reports the bad ones."""
        self.piped = not _is_regular(stream)
        for number, raw in _split(stream):
            if not raw.strip():
                continue
            self.line()
            try:
                value = parse_line(raw)
            except LineError as error:
                self.fail(number, error)
            else:
                yield number, value
            if self.broken:
                return

    def line(self) -> None:
        """Count one line, for who reads them in another way; shown on a terminal."""
        self.lines += 1
        self._progress.tick(self.lines)

    def fail(self, number: int, error: Exception | str) -> None:
        """Report and count one bad line."""
        self.failed += 1
        self._progress.clear()
        self.err.write(f"line {number}: {error}\n")

    def write(self, value: Record) -> None:
        self.write_line(format_line(value))

    def write_line(self, line: bytes) -> None:
        """For what is no JSON: a table."""
        if self.broken:
            return
        try:
            self.out.write(line)
            if self.piped:
                self.out.flush()
        except BrokenPipeError:
            self._broke()

    def __enter__(self) -> "LineRun":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._progress.clear()
        try:
            self.out.flush()
        except BrokenPipeError:
            self._broke()
        if self.failed:
            self.err.write(f"{self.failed} of {self.lines} lines failed\n")

    @property
    def exit_code(self) -> int:
        return SOME_FAILED if self.failed else OK

    def _broke(self) -> None:
        """`| head` closed the pipe: end quietly, also in the interpreter's own flush at exit."""
        self.broken = True
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), self.out.fileno())


class Progress:
    """A counter on standard error, only when that is a terminal."""

    def __init__(self, err: TextIO) -> None:
        self.err, self.on, self.shown, self.next = err, err.isatty(), False, time.monotonic() + PROGRESS_EVERY_SECONDS

    def tick(self, count: int) -> None:
        if self.on and time.monotonic() >= self.next:
            self.err.write(f"\r{count:,} lines")
            self.err.flush()
            self.shown, self.next = True, time.monotonic() + PROGRESS_EVERY_SECONDS

    def clear(self) -> None:
        if self.shown:
            self.err.write("\r\x1b[K")
            self.shown = False


def run_lines(path: str | None, transform: Callable[[Record], Record], run: LineRun | None = None) -> int:
    """Feed each object of `path` to `transform` (which may raise LineError), write its result; give the exit code."""
    run = run or LineRun()
    try:
        with open_input(path) as stream, run:
            for number, value in run.read(stream):
                try:
                    result = transform(value)
                except LineError as error:
                    run.fail(number, error)
                else:
                    run.write(result)
    except StartError as error:
        run.err.write(f"{error}\n")
        return COULD_NOT_START
    return run.exit_code


def check_item(value: Record) -> None:
    """Raise LineError unless `value` has a title or a text and known keys have their types (null counts as absent)."""
    if value.get("title") is None and value.get("text") is None:
        raise LineError("needs `title` or `text`")
    for key in ("title", "text", "source", "region"):
        if not isinstance(value.get(key), str | None):
            raise LineError(f"`{key}` must be a string")
    identity = value.get("id")
    if isinstance(identity, bool) or not isinstance(identity, str | int | float | None):
        raise LineError("`id` must be a string or a number")


def parse_line(raw: bytes) -> Record:
    """The object on one line. Raises LineError for bad UTF-8, bad JSON, an infinite number, or what is no object."""
    if len(raw) > MAX_LINE_BYTES:
        raise LineError(f"longer than {MAX_LINE_BYTES // 1024 // 1024} MB")
    try:
        value = json.loads(raw.decode("utf-8"), parse_constant=_refuse, parse_float=_finite)
    except UnicodeDecodeError as error:
        raise LineError(f"not UTF-8 at byte {error.start + 1}") from error
    except json.JSONDecodeError as error:
        raise LineError(f"not JSON: {error.msg} at column {error.colno}") from error
    except RecursionError as error:
        raise LineError("not JSON: nested too deeply") from error
    except ValueError as error:
        raise LineError(f"not JSON: {error}") from error
    if not isinstance(value, dict):
        raise LineError("not a JSON object")
    return value


def format_line(value: Record) -> bytes:
    """One line of UTF-8 with its line feed; escapes only where UTF-8 has no form (lone surrogates)."""
    try:
        return (json.dumps(value, ensure_ascii=False, allow_nan=False) + "\n").encode("utf-8")
    except UnicodeEncodeError:
        return (json.dumps(value, allow_nan=False) + "\n").encode("ascii")


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number")


def _finite(literal: str) -> float:
    number = float(literal)
    if not math.isfinite(number):
        raise ValueError("number out of range")
    return number


def _split(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """(number, line) with a bound on memory: of a line that is too long only the start is kept."""
    number = 0
    while raw := stream.readline(MAX_LINE_BYTES + 1):
        number += 1
        rest = raw
        while len(rest) > MAX_LINE_BYTES and not rest.endswith(b"\n"):
            rest = stream.readline(MAX_LINE_BYTES + 1)
        yield number, raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw


def _is_regular(stream: BinaryIO) -> bool:
    try:
        return stat.S_ISREG(os.fstat(stream.fileno()).st_mode)
    except (OSError, ValueError):  # no descriptor (io.BytesIO in tests): nobody waits on it
        return True
