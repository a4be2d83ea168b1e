"""Pictures of every page, state and theme, from a throw-away system with the exercise's data (developers).

    python docs/screenshots.py                  start a system, wait until it has news and alerts, take the set, stop it
    python docs/screenshots.py --url URL        of a demo that runs already (TINGCHAO_DATA names its folder, else `.data`)
    python docs/screenshots.py --all            also every page it finds by its links, in three looks (zh, en dark, phone)
    python docs/screenshots.py --all --looks    the same in all eight looks (zh/en x light/dark x 1366/phone)
    python docs/screenshots.py --only desk,topic

The set goes to `docs/images` with its page, small; everything else to `.data/screenshots` (not committed). What is odd is
printed: answers with an error, pages wider than the screen, charts that are not drawn, pictures that are too heavy.
A weekly report is drafted when there is none, and for the picture of a partial outage a source is marked as failing for
some seconds. Needs Debian's chromium-headless-shell or chromium, poppler-utils and requirements/dev.txt. All news, units
and people are made up.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from pictures.camera import EN, HAND, LOOKS, ZH, Camera, Look
from pictures.chosen import CHOSEN
from pictures.rare import RARE
from pictures.states import STATES, report_draft
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
FULL = ROOT / ".data" / "screenshots"
PATIENCE_S = 900
ENOUGH = 60  # items in focus before pictures are worth taking
HEAD = """# Pictures

Made by `docs/screenshots.py` from the built-in exercise: every item, unit and person is made up. Pages are in Chinese or
English, light or dark, on 1366x768, on a phone (390x844), on a wall of 1920x1080 and of 3840x2160.
"""


def main() -> int:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", help="of a running demo; else one is started for this run")
    parser.add_argument("--all", action="store_true", help="every page, scene and state as well")
    parser.add_argument("--looks", action="store_true", help="with --all: all eight looks")
    parser.add_argument("--only", default="", help="names of the set, with commas between them")
    asked = parser.parse_args()
    with _system(asked.url) as url, _browser() as browser:
        report_draft(browser, url)
        chosen(browser, url, set(filter(None, asked.only.split(","))))
        if asked.all:
            everything(browser, url, LOOKS if asked.looks else (ZH, EN, HAND))
    return 0


def chosen(browser: Browser, url: str, only: set[str]) -> None:
    """The committed set and, when it was taken whole, its page."""
    lines = [HEAD]
    with ExitStack() as open_ones:
        cameras: dict[tuple[Look, str], Camera] = {}
        for group, pictures in CHOSEN:
            lines.append(f"## {group}\n")
            for one in pictures:
                file = next(iter(IMAGES.glob(f"{one.name}.*")), IMAGES / f"{one.name}.png")
                key = (one.look, one.member)
                if (not only or one.name in only) and key not in cameras:
                    cameras[key] = open_ones.enter_context(Camera.signed_in(browser, url, *key))
                if not only or one.name in only:
                    file = cameras[key].anew().take(one.path, IMAGES / one.name, prepare=one.prepare, small=True)
                lines.append(f"### {one.words}\n\n![{one.words}]({file.name})\n")
    (IMAGES / "README.md").write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")


def everything(browser: Browser, url: str, looks: tuple[Look, ...]) -> None:
    """One of every kind of page that a link leads to, every state, every scene of the wall."""
    FULL.mkdir(parents=True, exist_ok=True)
    for look in looks:
        with Camera.signed_in(browser, url, look, "guan") as camera:
            camera.walk(FULL)
        for name, member, path, prepare in (*STATES, *RARE):
            with Camera.signed_in(browser, url, look, member) as camera:
                camera.tried(path, FULL / f"{look.name}-state-{name}", prepare=prepare)
    for look in (Look("zh", "dark", (1920, 1080)), Look("en", "light", (3840, 2160)), Look("en", "dark", (1366, 768))):
        with Camera.signed_in(browser, url, look, "guan") as camera:
            for scene in ("numbers", "volume", "sentiment", "topics", "newest", "sources", "alerts"):
                camera.tried(look.wall(scene), FULL / f"wall-{look.name}-{scene}")


@contextmanager
def _browser() -> Iterator[Browser]:
    """As tests start it."""
    sys.path.append(str(ROOT))
    from tests.chromium import chromium_launch

    with sync_playwright() as playwright:
        browser = chromium_launch(playwright)
        yield browser
        browser.close()


@contextmanager
def _system(url: str | None) -> Iterator[str]:
    """The address of a demo with news in it: the one named, or a new one with a data folder of its own."""
    if url:
        yield url.rstrip("/")
        return
    with tempfile.TemporaryDirectory(prefix="tingchao-shots-") as data:
        os.environ["TINGCHAO_DATA"] = data
        with subprocess.Popen([sys.executable, "-m", "monitor.embedded", "demo"], cwd=ROOT) as demo:
            try:
                found = _address(Path(data))
                _wait_for_news(found)
                yield found
            finally:
                demo.send_signal(signal.SIGINT)
                demo.wait(120)


def _address(data: Path) -> str:
    """Where it answers, once it does."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        with suppress(OSError, ValueError, KeyError):
            state = json.loads((data / "run" / "state.json").read_text(encoding="utf-8"))
            url = str(state["environment"]["TINGCHAO_BASE_URL"])
            with suppress(URLError), urlopen(f"{url}/healthz", timeout=5):  # noqa: S310 - our own address
                return url
        time.sleep(1)
    raise SystemExit("the demo did not start")


def _wait_for_news(url: str) -> None:
    """Until the desk counts enough items and an alert was raised."""
    with _browser() as browser, Camera.signed_in(browser, url, ZH, "guan") as camera:
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            camera.page.goto(f"{url}/")
            items = camera.page.locator("#numbers .figure-n").first.inner_text().replace(",", "")
            if int(items) >= ENOUGH and camera.page.locator("#now .level").count():
                break
            time.sleep(5)


if __name__ == "__main__":
    sys.exit(main())
