"""A signed-in browser that takes pictures: waits until a page is drawn, says what is odd, writes small files."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import TimeoutError as PlaywrightTimeout

MOST_BYTES = 118_000
SETTLE_MS = 700
LINK = re.compile(r'href="(/[\w/-]+/)(?=[?#"])')
NO_PAGE = re.compile(r"^/(static|api/v1|feeds|login/sso|logout|sources/ledger/host)/|/file/")
ONE_OF = re.compile(r"(?<=alert-rules/)\w+|(?<=response-plans/)\w+|(?<=mailbox/)[\w-]+|(?<=channels/add/)\w+|\d+")
ROOTS = (
    "/",
    "/items/",
    "/clues/",
    "/views/",
    "/setup/first/",
    "/topics/merge/",
    "/wall/replay/",
    "/wall/links/",
    "/help/",
)
Prepare = Callable[["Camera"], None]


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

    def wall(self, scene: str) -> str:
        """The address of one scene in this look."""
        language = "en" if self.language == "en" else "zh-hans"
        return f"/wall/?interval=300&scenes={scene}&theme={self.theme}&language={language}"


DESKTOP, PHONE = (1366, 768), (390, 844)
LOOKS = tuple(
    Look(lang, theme, size) for size in (DESKTOP, PHONE) for lang in ("zh", "en") for theme in ("light", "dark")
)
ZH, EN, HAND = LOOKS[0], LOOKS[3], LOOKS[4]


@dataclass
class Camera:
    """A browser of one look, at one system."""

    page: Page
    url: str
    look: Look
    patient: bool = True  # wait until charts are drawn
    afterwards: list[Callable[[], object]] = field(default_factory=list)  # what a preparation undoes after the picture

    @classmethod
    @contextmanager
    def signed_in(cls, browser: Browser, url: str, look: Look, member: str) -> Iterator[Camera]:
        """A member of the exercise; "" for nobody."""
        width, height = look.size
        context = browser.new_context(
            locale="en-US" if look.language == "en" else "zh-CN",
            color_scheme="dark" if look.theme == "dark" else "light",
            viewport={"width": width, "height": height},
        )
        language = "en" if look.language == "en" else "zh-hans"
        context.add_cookies([{"name": "tingchao_language", "value": language, "url": url}])
        camera = cls(context.new_page(), url, look)
        camera.page.set_default_timeout(90_000)
        if member:
            camera.page.goto(f"{url}/login/?next=/me/")
            camera.page.fill("[name=username]", member)
            camera.page.fill("[name=password]", f"yunhe-{member}")
            camera.page.press("[name=password]", "Enter")
            camera.page.wait_for_url(f"{url}/me/")
        yield camera
        context.close()

    def anew(self) -> Camera:
        """Another tab of the same browser: without the clock, routes and size that a former picture needed."""
        page = self.page.context.new_page()
        page.set_default_timeout(90_000)
        page.context.set_offline(False)
        self.page.close()
        self.page, self.patient = page, True
        return self

    def open(self, path: str) -> None:
        """A page; `N` stands for the first that its list (before a ">", else the address before it) leads to."""
        listed, _, path = path.rpartition(">")
        before, found, after = path.partition("/N/")
        if found:
            self.page.goto(f"{self.url}{listed or before + '/'}")
            first = re.search(rf'href="({re.escape(before)}/[\w-]*\d[\w-]*/)', self.page.content())
            if first is None:
                sys.stdout.write(f"{path}: the list is empty\n")
                return
            path = first[1] + after
        answer = self.page.goto(self.url + path)
        if answer is not None and answer.status >= 400:
            sys.stdout.write(f"{self.look.name} {path}: {answer.status}\n")

    def take(self, path: str, file: Path, *, prepare: Prepare | None = None, small: bool = False) -> Path:
        """Open, prepare, wait until it is drawn, write a PNG (a WebP where that would be too heavy); the file.

        `small`: what the screen shows; else the whole page.
        """
        if path:
            self.open(path)
        if prepare is not None:
            prepare(self)
        self.settle(file.stem)
        picture = Image.open(io.BytesIO(self.page.screenshot(full_page=not small))).convert("RGB")
        while self.afterwards:
            self.afterwards.pop()()
        return save(picture, file, light=small)

    def tried(self, path: str, file: Path, *, prepare: Prepare | None = None) -> None:
        """The same, whole; what cannot be taken is said, and the others are taken all the same."""
        try:
            self.take(path, file, prepare=prepare)
        except (PlaywrightError, OSError, subprocess.CalledProcessError) as error:
            sys.stdout.write(f"{file.stem}: not taken: {str(error).splitlines()[0]}\n")
        finally:
            while self.afterwards:
                self.afterwards.pop()()

    def settle(self, name: str) -> None:
        """Wait for charts and scenes; say what is wider than the screen or was not drawn."""
        page = self.page
        page.wait_for_timeout(SETTLE_MS)
        if page.locator("body.wall").count():
            page.locator(".scene-on .scene-title").wait_for(state="attached")
            page.wait_for_timeout(SETTLE_MS)
        elif self.patient and page.locator("[data-chart]").count():
            try:
                page.locator("[data-drawn]").first.wait_for(timeout=8000)
            except PlaywrightTimeout:
                sys.stdout.write(f"{name}: a chart is not drawn\n")
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if wide > 0:
            sys.stdout.write(f"{name}: {wide} px wider than the screen\n")

    def walk(self, folder: Path) -> None:
        """One of every kind of page that a link leads to."""
        todo, known = list(ROOTS), set(ROOTS)
        while todo:
            path = todo.pop(0)
            self.tried(
                path, folder / (self.look.name + (re.sub(r"\W+", "-", ONE_OF.sub("N", path)).rstrip("-") or "-desk"))
            )
            for more in LINK.findall(self.page.content()):
                kind = ONE_OF.sub("N", more)
                if kind not in known and not NO_PAGE.search(more):
                    known.add(kind)
                    todo.append(more)


def save(picture: Image.Image, file: Path, *, light: bool) -> Path:
    """Few colours, few bytes. `light`: at most MOST_BYTES."""
    png = file.with_suffix(".png")
    for colours in (256, 96) if light else (256,):
        picture.quantize(colours, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(png, optimize=True)
        if not light or png.stat().st_size <= MOST_BYTES:
            with suppress(FileNotFoundError):
                file.with_suffix(".webp").unlink()
            return png
    png.unlink()
    webp = file.with_suffix(".webp")
    for quality in (80, 60, 40):
        picture.save(webp, quality=quality, method=6)
        if webp.stat().st_size <= MOST_BYTES:
            return webp
    sys.stdout.write(f"{file.stem}: {webp.stat().st_size} bytes\n")
    return webp
