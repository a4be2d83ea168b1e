"""Debian's Chromium, the one place that knows where it is and how it is started: for tests, measurements and pictures.

`chromium-headless-shell` where it is there: the same engine without the windows, profiles and pages of its own that nobody sees. To
open and close ten contexts takes a third of the processor time (8 s instead of 21 to 26 on a busy machine). It has no notifications. Else `chromium`.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

PROGRAMS = ("chromium-headless-shell", "chromium")  # also the names of Debian's packages
ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
MISSING = f"neither {' nor '.join(PROGRAMS)} is there: `apt-get install {PROGRAMS[0]}`"


class ChromiumMissingError(RuntimeError):
    """None of PROGRAMS is on the path."""

    def __init__(self) -> None:
        super().__init__(MISSING)


def chromium_path() -> str | None:
    """The program that is started; None when there is none."""
    return next(filter(None, map(shutil.which, PROGRAMS)), None)


def chromium_launch(playwright: Playwright) -> Browser:
    """A browser without a window; whoever starts it closes it. ChromiumMissingError when there is none."""
    if (path := chromium_path()) is None:
        raise ChromiumMissingError
    return playwright.chromium.launch(executable_path=path, args=ARGS)
