"""Pictures of every page, state and theme, from a throw-away system with the exercise's data (developers).

    python docs/screenshots.py                  start a system, wait until it has news and alerts, take all, stop it
    python docs/screenshots.py --url URL        of a demo that runs already (its own exercise; nothing is changed in it)
    python docs/screenshots.py --only set       only the committed pictures of docs/images and their page
    python docs/screenshots.py --looks all      all eight looks (zh/en x light/dark x 1366/phone), else three of them

The full set goes to `.data/screenshots` (not committed); a small set, quantised, to `docs/images`. Needs Debian's
chromium and requirements/dev.txt. All news, units and people in the pictures are made up (monitor/drill).
"""

from __future__ import annotations

import argparse
import io
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright
from playwright.sync_api import TimeoutError as PlaywrightTimeout

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
FULL = ROOT / ".data" / "screenshots"
CHROMIUM = "/usr/bin/chromium"
PATIENCE_S = 600
ENOUGH = 60  # items in focus before pictures are worth taking
MOST_BYTES = 200_000
DESKTOP, PHONE, HD, UHD = (1366, 768), (390, 844), (1920, 1080), (3840, 2160)
SETTLE_MS = 900

PAGES = [
    "/",
    "/topics/",
    "/items/",
    "/plans/",
    "/plans/new/",
    "/alerts/",
    "/referrals/",
    "/reports/",
    "/items/add/",
    "/sources/",
    "/sources/add/",
    "/rules/",
    "/rules/new/",
    "/rules/words/",
    "/places/",
    "/units/",
    "/quality/",
    "/quality/check/",
    "/health/",
    "/audit/",
    "/channels/",
    "/channels/wording/",
    "/undelivered/",
    "/drill/mailbox/",
    "/training/",
    "/alert-rules/",
    "/roster/",
    "/assessment/",
    "/routes/",
    "/response-plans/",
    "/handover/",
    "/contact/",
    "/wall/replay/",
    "/wall/links/",
]
DETAIL = re.compile(
    r'href="(/(?:topics|items|plans|alerts|reports|sources|rules|places|units|alert-rules|response-plans)/[\w-]+/)["?#]'
)
ONE_OF = re.compile(r"\d+|(?<=alert-rules/)\w+|(?<=response-plans/)\w+")
SCENES = ("numbers", "volume", "sentiment", "topics", "newest", "sources", "alerts")


@dataclass(frozen=True)
class Look:
    """A language, a theme and a size of screen."""

    language: str
    theme: str
    size: tuple[int, int]

    @property
    def name(self) -> str:
        """zh-light-1366."""
        return f"{self.language}-{self.theme}-{self.size[0]}"


ZH, EN, HAND = Look("zh", "light", DESKTOP), Look("en", "dark", DESKTOP), Look("zh", "light", PHONE)
LOOKS = (ZH, EN, HAND)
EVERY_LOOK = tuple(
    Look(lang, theme, size) for size in (DESKTOP, PHONE) for lang in ("zh", "en") for theme in ("light", "dark")
)
COMMITTED: tuple[tuple[str, str, Look, str], ...] = (
    ("desk-light", "/", ZH, "The duty desk / 值班台"),
    ("desk-dark", "/", EN, "The duty desk in English, dark / 英文深色的值班台"),
    ("desk-phone", "/", HAND, "The duty desk on a phone / 手机上的值班台"),
    ("topic", "/topics/N/", ZH, "A topic: its life, why it is here, its reports / 一个话题"),
    ("alert-page", "/alerts/N/", ZH, "An alert with its evidence and the steps taken / 一条预警及其依据"),
    ("plan", "/plans/N/", ZH, "A standing plan / 专题"),
    ("sources", "/sources/", EN, "Sources and how they are / 来源及其状况"),
    ("quality", "/quality/", ZH, "Quality: accuracy, coverage, forecasts / 质量"),
    (
        "wall-numbers",
        "/wall/?interval=300&scenes=numbers",
        Look("zh", "dark", HD),
        "The wall: big numbers / 大屏：数字",
    ),
    (
        "wall-volume",
        "/wall/?interval=300&scenes=volume",
        Look("zh", "dark", HD),
        "The wall: volume with alerts / 大屏：走势",
    ),
    (
        "wall-topics",
        "/wall/?interval=300&scenes=topics&theme=light",
        Look("en", "light", HD),
        "The wall: ranking, light / 大屏：话题排名（浅色）",
    ),
)


def main() -> int:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", help="of a running demo; else one is started for this run")
    parser.add_argument("--only", choices=("set", "full"), help="only the committed set, or only the full one")
    parser.add_argument("--looks", choices=("all",), help="all eight looks of every page")
    asked = parser.parse_args()
    with _system(asked.url) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        if asked.only != "full":
            committed(browser, url)
        if asked.only != "set":
            full(browser, url, EVERY_LOOK if asked.looks else LOOKS)
        browser.close()
    return 0


@contextmanager
def _system(url: str | None) -> Iterator[str]:
    """The address of a demo with news in it: the one named, or a new one with a data folder of its own."""
    if url:
        yield url.rstrip("/")
        return
    with tempfile.TemporaryDirectory(prefix="tingchao-shots-") as data:
        env = os.environ | {"TINGCHAO_DATA": data}
        with subprocess.Popen([sys.executable, "-m", "monitor.embedded", "demo"], cwd=ROOT, env=env) as demo:
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
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        context, page = _signed_in(browser, url, ZH, "guan")
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            page.goto(f"{url}/")
            items = page.locator("#numbers .figure-n").first.inner_text().replace(",", "")
            if int(items) >= ENOUGH and page.locator("#now .level").count():
                break
            time.sleep(5)
        context.close()
        browser.close()


def committed(browser: Browser, url: str) -> None:
    """The small set and its page."""
    lines = [
        "# Pictures",
        "",
        "Made by `docs/screenshots.py` from the built-in exercise: every item, unit and person is made up.",
        "",
    ]
    for name, path, look, words in COMMITTED:
        context, page = _signed_in(browser, url, look, "guan")
        found = path if "/N/" not in path else _first(page, url, path.replace("N/", ""))
        _shot(page, url, found, IMAGES / f"{name}.png", full=False)
        context.close()
        lines += [f"## {words}", "", f"![{words}]({name}.png)", ""]
    for name, words, take in STATES:
        context, page = _signed_in(browser, url, ZH, "kan" if name == "state-403" else "guan")
        take(page, url)
        if name in SHOWN_STATES:
            _save(page, IMAGES / f"{name}.png", full=False)
            lines += [f"## {words}", "", f"![{words}]({name}.png)", ""]
        context.close()
    (IMAGES / "README.md").write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")


def full(browser: Browser, url: str, looks: tuple[Look, ...]) -> None:
    """Every page in every look, every scene of the wall in four sizes, every state; odd things are printed."""
    FULL.mkdir(parents=True, exist_ok=True)
    for look in looks:
        context, page = _signed_in(browser, url, look, "guan")
        todo, known = list(PAGES), set(PAGES)
        while todo:
            path = todo.pop(0)
            _shot(page, url, path, FULL / f"{look.name}{_file(path)}.png", full=True)
            for more in DETAIL.findall(page.content()):
                kind = ONE_OF.sub("N", more)
                if kind not in known and more not in known:
                    known |= {kind, more}
                    todo.append(more)
        context.close()
        guest = browser.new_context(**_options(look))
        _shot(guest.new_page(), url, "/login/", FULL / f"{look.name}-login.png", full=True)
        guest.close()
    for size in (HD, UHD, DESKTOP):
        for theme, language in (("dark", "zh-hans"), ("light", "en")):
            context, page = _signed_in(browser, url, Look("zh", theme, size), "guan")
            for scene in SCENES:
                path = f"/wall/?interval=300&scenes={scene}&theme={theme}&language={language}"
                _shot(page, url, path, FULL / f"wall-{size[0]}-{theme}-{scene}.png", full=False)
            context.close()
    for look in (ZH, EN):
        for name, _words, take in STATES:
            context, page = _signed_in(browser, url, look, "kan" if name == "state-403" else "guan")
            take(page, url)
            _save(page, FULL / f"{look.name}-{name}.png", full=False)
            context.close()


def _empty(page: Page, url: str) -> None:
    page.goto(f"{url}/?area=skills&focus=&unit=1&window=24h")


def _missing(page: Page, url: str) -> None:
    page.goto(f"{url}/nothing/")


def _forbidden(page: Page, url: str) -> None:
    page.goto(f"{url}/audit/")


def _broken(page: Page, url: str) -> None:
    """The page of an unexpected error, as its handler renders it: nothing in the product breaks on purpose."""
    language = page.evaluate("document.documentElement.lang")
    code = (
        "from django.template.loader import render_to_string as r; from django.utils import translation as t; "
        f"t.activate('{'en' if language == 'en' else 'zh-hans'}'); print(r('500.html', {{'request_id': '5f3a9c0e', 'drill': True}}))"
    )
    script = f"import django; django.setup(); {code}"
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "monitor.settings", "PYTHONPATH": str(ROOT)}
    html = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=env, capture_output=True, text=True, check=True
    ).stdout
    page.route("**/broken/", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    page.goto(f"{url}/broken/")


def _stale_desk(page: Page, url: str) -> None:
    page.clock.install()
    page.goto(f"{url}/")
    page.wait_for_timeout(SETTLE_MS)
    page.context.set_offline(True)
    page.clock.run_for(4 * 60_000)


def _stale_wall(page: Page, url: str) -> None:
    page.clock.install()
    page.set_viewport_size({"width": HD[0], "height": HD[1]})
    page.goto(f"{url}/wall/?interval=300&scenes=numbers")
    page.locator(".scene-on .fig").first.wait_for()
    page.route("**/wall/state.json*", lambda route: _cut(route))
    page.clock.run_for(3 * 60_000 + 20_000)


def _replay(page: Page, url: str) -> None:
    page.set_viewport_size({"width": HD[0], "height": HD[1]})
    week = time.strftime("%G-W%V")
    page.goto(f"{url}/wall/?replay={week}&minutes=1&interval=300&scenes=volume")
    page.locator(".scene-on .wall-chart").wait_for()
    page.wait_for_timeout(25_000)


def _cut(route: Route) -> None:
    route.abort()


STATES = (
    ("state-empty", "Nothing to show / 没有内容", _empty),
    ("state-403", "No permission / 没有权限", _forbidden),
    ("state-404", "No such page / 没有这一页", _missing),
    ("state-500", "An unexpected error / 出错", _broken),
    ("state-stale-desk", "The desk without a connection / 连接中断的值班台", _stale_desk),
    ("wall-stale", "The wall says that it is stale / 数据过时的大屏", _stale_wall),
    ("wall-replay", "The wall replays a week / 大屏回放", _replay),
)
SHOWN_STATES = frozenset({"state-403", "wall-stale", "wall-replay"})


def _options(look: Look) -> dict[str, object]:
    width, height = look.size
    locale = "en-US" if look.language == "en" else "zh-CN"
    return {"locale": locale, "color_scheme": look.theme, "viewport": {"width": width, "height": height}}


def _signed_in(browser: Browser, url: str, look: Look, user: str) -> tuple[BrowserContext, Page]:
    """A browser of this look with a member of the exercise signed in."""
    context = browser.new_context(**_options(look))  # type: ignore[arg-type]
    language = "en" if look.language == "en" else "zh-hans"
    context.add_cookies([{"name": "tingchao_language", "value": language, "url": url}])
    page = context.new_page()
    page.set_default_timeout(90_000)
    page.goto(f"{url}/login/")
    page.fill("[name=username]", user)
    page.fill("[name=password]", f"yunhe-{user}")
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"{url}/")
    return context, page


def _first(page: Page, url: str, listed: str) -> str:
    """The first detail page that a list leads to."""
    page.goto(url + listed)
    found = re.search(rf'href="({listed}\d+/)', page.content())
    return found[1] if found else listed


def _shot(page: Page, url: str, path: str, file: Path, *, full: bool) -> None:
    answer = page.goto(url + path)
    if answer is not None and answer.status >= 400:
        print(f"{file.stem}: {answer.status}")
    _save(page, file, full=full)


def _save(page: Page, file: Path, *, full: bool) -> None:
    """Wait until charts are drawn, then write a quantised PNG of at most MOST_BYTES."""
    page.wait_for_timeout(SETTLE_MS)
    if page.locator("body.wall").count():
        page.locator(".scene-on .scene-title").wait_for(state="attached")
        page.wait_for_timeout(SETTLE_MS)
    if page.locator("[data-chart]").count():
        with suppress(PlaywrightTimeout):
            page.locator("[data-drawn]").first.wait_for(timeout=3000)
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    if wide > 0:
        print(f"{file.stem}: {wide} px wider than the screen")
    image = Image.open(io.BytesIO(page.screenshot(full_page=full))).convert("RGB")
    for colours in (256, 128, 64, 32):
        image.quantize(colours, dither=Image.Dither.NONE).save(file, optimize=True)
        if file.parent != IMAGES or file.stat().st_size <= MOST_BYTES:
            return
    print(f"{file.stem}: {file.stat().st_size} bytes")


def _file(path: str) -> str:
    return re.sub(r"\d+", "N", path).strip("/").replace("/", "-").join(("-", "")) if path != "/" else "-desk"


if __name__ == "__main__":
    sys.exit(main())
