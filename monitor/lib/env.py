"""Settings from environment variables, declared once so that docs/settings.md and the checks can list them."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Generic, TypeVar

from monitor.errors import SettingError

T = TypeVar("T")


@dataclass(frozen=True)
class Setting(Generic[T]):
    """One environment variable: its name, how it is read, its default and a sentence for docs/settings.md."""

    name: str
    read: Callable[[str], T]
    default: T
    help: str


DECLARED: dict[str, Setting[object]] = {}


def setting(name: str, read: Callable[[str], T], default: T, help: str) -> T:  # noqa: A002
    """Declare and read one setting. `<NAME>_FILE` names a file that holds the value (secrets); what is empty sets nothing.

    Raises SettingError.
    """
    DECLARED[name] = Setting(name, read, default, help)
    raw = os.environ.get(name)
    file = os.environ.get(f"{name}_FILE")
    if not raw and file:
        try:
            raw = Path(file).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise SettingError(f"{name}_FILE: {error}") from error
    if raw is None or raw == "":
        return default
    try:
        return read(raw)
    except ValueError as error:
        raise SettingError(f"{name}={raw!r}: {error}") from error


def where_set(name: str) -> str:
    """Where a declared setting has its value from: `environment`, `file` (named by `<NAME>_FILE`) or `default`."""
    if os.environ.get(name):
        return "environment"
    file = os.environ.get(f"{name}_FILE")
    return "file" if file and _says_something(file) else "default"


@cache
def _says_something(file: str) -> bool:
    """As it was when it was first asked: settings are read once, too. compose names a file for each secret, set or not."""
    try:
        return bool(Path(file).read_text(encoding="utf-8").strip())
    except OSError:
        return True  # `setting` has said that it cannot be read


def boolean(raw: str) -> bool:
    """1/0, true/false, yes/no, on/off."""
    value = raw.strip().lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ValueError("expected 1 or 0")


def words(raw: str) -> list[str]:
    """Comma-separated words."""
    return [word.strip() for word in raw.split(",") if word.strip()]
