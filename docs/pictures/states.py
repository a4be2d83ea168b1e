"""States that a page is in only now and then: empty, loading, partial, stale, an error, no permission, a form refused."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import time
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser

from pictures.camera import SETTLE_MS, ZH, Camera

ROOT = Path(__file__).resolve().parents[2]
MINUTE_MS = 60_000
PAPER_S = 180  # until a worker has made a file
ERROR = """
from django.template.loader import render_to_string
from django.utils import translation
translation.activate({language!r})
print(render_to_string("500.html", {{"request_id": "5f3a9c0e", "drill": True}}))
"""
FAIL = """
import time
from django.utils import timezone
from monitor.models import Source
found = Source.objects.filter(name__in=["云河社区", "澜州晚报"])
found.update({later})
time.sleep({patience})  # what is being fetched now ends first
found.update({change})
"""
LATER = "next_check_at=timezone.now() + timezone.timedelta(minutes=10)"  # it must not mend itself before the picture
SINCE = "failing_since=timezone.now() - timezone.timedelta(minutes=43)"
BROKEN = f'state="failing", {SINCE}, error_label="timeout", failures=5'
MENDED = 'state="healthy", failing_since=None, error_label="", failures=0, next_check_at=timezone.now()'


def in_demo(code: str) -> str:
    """Run code in the demo's place: beside its database."""
    state = Path(os.environ.get("TINGCHAO_DATA") or ROOT / ".data") / "run" / "state.json"
    environment = json.loads(state.read_text(encoding="utf-8"))["environment"]
    command = [sys.executable, "manage.py", "shell", "-v0", "-c", code]
    ran = subprocess.run(command, cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, check=True)
    return ran.stdout


def report_draft(browser: Browser, url: str) -> None:
    """Last week's report, when there is none."""
    with Camera.signed_in(browser, url, ZH, "zu") as camera:
        camera.page.goto(f"{url}/reports/")
        button = camera.page.locator("form:has([name=kind][value=weekly]) button")
        if button.count():
            button.click()
            camera.page.wait_for_url(
                lambda address: "/jobs/" not in address and "/draft/" not in address, timeout=120_000
            )


def empty(camera: Camera) -> None:
    """A desk whose filters leave nothing."""
    camera.page.goto(f"{camera.url}/?area=skills&unit=1&window=24h")


def no_result(camera: Camera) -> None:
    """A search that found nothing."""
    camera.page.goto(f"{camera.url}/search/?q=海底捞月+高空走索")


def missing(camera: Camera) -> None:
    """An address that is no page."""
    camera.page.goto(f"{camera.url}/nothing/")


def forbidden(camera: Camera) -> None:
    """A page that this member may not see."""
    camera.page.goto(f"{camera.url}/audit/")


def broken(camera: Camera) -> None:
    """The page of an unexpected error, as its handler renders it: nothing in the product breaks on purpose."""
    html = in_demo(ERROR.format(language="en" if camera.look.language == "en" else "zh-hans"))
    camera.page.route("**/broken/", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    camera.page.goto(f"{camera.url}/broken/")


def refused(camera: Camera) -> None:
    """A wrong password."""
    camera.page.goto(f"{camera.url}/login/")
    camera.page.fill("[name=username]", "zhi")
    camera.page.fill("[name=password]", "wrong")
    camera.page.press("[name=password]", "Enter")
    camera.page.locator("[role=alert]").first.wait_for()


def loading(camera: Camera) -> None:
    """A chart and an explanation on their way: the answers are held back."""
    page, camera.patient = camera.page, False
    page.route("**/plotly*.js", lambda _route: None)
    page.route("**/items/*/", lambda _route: None)
    page.goto(f"{camera.url}/", wait_until="commit")
    page.locator("#newest .why > summary").first.wait_for()
    page.wait_for_timeout(SETTLE_MS)


def partial(camera: Camera) -> None:
    """Some sources are down."""
    in_demo(FAIL.format(later=LATER, patience=6, change=BROKEN))
    camera.afterwards.append(lambda: in_demo(FAIL.format(later=LATER, patience=0, change=MENDED)))
    camera.page.goto(f"{camera.url}/")


def stale_desk(camera: Camera) -> None:
    """The connection is gone for four minutes."""
    camera.page.add_init_script("delete window.SharedWorker")
    camera.page.route("**/live/*", lambda route: route.abort())  # a stream that stands outlives what is called offline
    camera.page.clock.install()
    camera.page.goto(f"{camera.url}/")
    camera.page.wait_for_timeout(SETTLE_MS)
    camera.page.context.set_offline(True)
    camera.page.clock.run_for(4 * MINUTE_MS)


def stale_wall(camera: Camera) -> None:
    """The same on the wall."""
    page = camera.page
    page.clock.install()
    page.goto(camera.url + camera.look.wall("numbers"))
    page.locator(".scene-on .fig").first.wait_for()
    page.route("**/wall/state.json*", lambda route: route.abort())
    page.clock.run_for(3 * MINUTE_MS + 20_000)


def replay(camera: Camera) -> None:
    """A week again, in a minute."""
    camera.page.goto(f"{camera.url}/wall/?replay={time.strftime('%G-W%V')}&minutes=1&interval=300&scenes=volume")
    camera.page.locator(".scene-on .wall-chart").wait_for()
    camera.page.wait_for_timeout(25_000)


def keys(camera: Camera) -> None:
    """The help that names what works on this page."""
    camera.page.keyboard.press("?")


def more(camera: Camera) -> None:
    """The menu of all rooms."""
    camera.page.locator(".nav-more > summary").click()


def tried(camera: Camera) -> None:
    """A rule that is tried before it is saved."""
    camera.page.locator("#id_query").fill("(欠薪 OR 讨薪 OR 拖欠) (工地 OR 项目) -演练")
    camera.page.locator("[hx-post$='/rules/test/'][hx-target='#rule-test']").first.click()
    camera.page.locator(".rule-matches li").first.wait_for()


def backtest(camera: Camera) -> None:
    """What an alert rule would have raised."""
    camera.page.locator("[hx-post$='/backtest/']").click()
    camera.page.wait_for_timeout(3000)  # what was found last time gives way to the new run
    camera.page.locator("#backtest .backtest-lines li").first.wait_for()
    camera.page.evaluate("scrollTo(0, 0)")


def correcting(camera: Camera) -> None:
    """Labels, by one key each."""
    camera.page.keyboard.press("j")
    camera.page.keyboard.press("c")
    camera.page.locator("[data-press=q]").first.wait_for()


def merging(camera: Camera) -> None:
    """Two topics chosen, and what becomes of them."""
    for key in "jxjxg":
        camera.page.keyboard.press(key)
    camera.page.locator(".preview-title").wait_for()


def paper(camera: Camera) -> None:
    """The first page of a report as a file (by poppler)."""
    camera.open("/reports/?kind=weekly>/reports/N/")
    page, report = camera.page, camera.page.url
    form = {
        "form": "pdf",
        "language": "zh-hans",
        "csrfmiddlewaretoken": page.locator("[name=csrfmiddlewaretoken]").first.input_value(),
    }
    page.request.post(f"{report}make/", form=form, headers={"Referer": report})
    until = time.monotonic() + PAPER_S
    while "pdf" not in (answer := page.request.get(f"{report}file/pdf/zh-hans/")).headers["content-type"]:
        if time.monotonic() > until:
            raise OSError("a worker did not make the file")
        time.sleep(1)
    command = ["pdftoppm", "-png", "-singlefile", "-r", "72"]
    png = subprocess.run(command, input=answer.body(), capture_output=True, check=True).stdout
    width, height = Image.open(io.BytesIO(png)).size
    page.set_viewport_size({"width": width, "height": height})
    page.route("**/paper.png", lambda route: route.fulfill(body=png, content_type="image/png"))
    page.goto(f"{camera.url}/paper.png")


STATES = (  # name, member, page that is opened first, what is done
    ("empty", "guan", "", empty),
    ("no-result", "guan", "", no_result),
    ("403", "kan", "", forbidden),
    ("404", "guan", "", missing),
    ("500", "guan", "", broken),
    ("refused", "", "", refused),
    ("loading", "guan", "", loading),
    ("partial", "guan", "", partial),
    ("stale", "guan", "", stale_desk),
    ("keys", "zhi", "/", keys),
    ("merging", "zhi", "/topics/", merging),
)
