"""Pages that few ever see: refused sign-ins, too many requests or streams, a database that is away, codes, previews of files.

Real ones wherever the demo can be brought there; what would stop it (no database, no seat left, no member yet) is rendered in its
place by the code that answers then.
"""

from __future__ import annotations

import http.client
import io
from contextlib import suppress
from urllib.parse import urlsplit

from openpyxl import Workbook
from playwright.sync_api import Error as PlaywrightError

from pictures.camera import Camera
from pictures.states import in_demo

WRONG_TIMES = 8
RENDER = """
from unittest.mock import patch
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation
translation.activate({language!r})
client = Client(enforce_csrf_checks=True, SERVER_NAME="127.0.0.1", headers={{"Accept-Language": {language!r}}})
{code}
"""
OUTAGE = 'print(render_to_string("outage.html", {"seconds": 15, "drill": True}))'
BUSY = "from monitor.crowd import PAGE; print(PAGE)"
UNASKED = 'print(client.post("/login/", {"username": "zhi"}).content.decode())'
FIRST = """
with patch("dashboards.views.setup.nobody_yet", lambda: True), patch("dashboards.views.setup.setup_code_log"):
    print(client.get("/setup/first/").content.decode())
"""
FIRST_REFUSED = """
client = Client(SERVER_NAME="127.0.0.1", headers={"Accept-Language": translation.get_language()})
form = {"code": "ABCD-1234", "username": "guan", "name": "关", "email": "x", "password": "12345678", "again": "1234"}
with patch("dashboards.views.setup.nobody_yet", lambda: True):
    print(client.post("/setup/first/", form).content.decode())
"""
CODES = """
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from monitor.models import User
user = User.objects.get(username="bao")
TOTP.activate(user, generate_totp_secret())
RecoveryCodes.activate(user)
"""
NO_CODES = """
from allauth.mfa.models import Authenticator
Authenticator.objects.filter(user__username="bao").delete()
"""
PROPOSED = """
from django.utils import timezone
from monitor.models import KeywordRule, RuleChange, User
from monitor.rules.edit import RuleText, rule_create
zhi, now = User.objects.get(username="zhi"), timezone.now()
for name, query in (("高温停工", "(高温 OR 中暑) 工地 -演练"), ("外卖骑手扣款", "(骑手 OR 外卖) (扣款 OR 罚款)")):
    if not KeywordRule.objects.filter(name=name).exists():
        rule_create(text=RuleText(name, query, "safety"), by=zhi, now=now, note="近来常有人问", change=RuleChange.PROPOSED)
"""


def rendered(camera: Camera, code: str) -> None:
    """A page as the demo's code answers it, at an address of its own."""
    language = "en" if camera.look.language == "en" else "zh-hans"
    html = in_demo(RENDER.format(language=language, code=code))
    camera.page.route("**/rendered/", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    camera.page.goto(f"{camera.url}/rendered/")


def outage(camera: Camera) -> None:
    """The database does not answer."""
    rendered(camera, OUTAGE)


def busy(camera: Camera) -> None:
    """No seat left for a minute."""
    rendered(camera, BUSY)


def unasked(camera: Camera) -> None:
    """A form that stood open for too long."""
    rendered(camera, UNASKED)


def first(camera: Camera) -> None:
    """The first page of a new installation."""
    rendered(camera, FIRST)


def first_refused(camera: Camera) -> None:
    """The same, filled in wrongly."""
    rendered(camera, FIRST_REFUSED)


def locked(camera: Camera) -> None:
    """Wrong passwords until signing in is paused, for a name that nobody has."""
    page = camera.page
    for n in range(WRONG_TIMES):
        page.goto(f"{camera.url}/login/")
        page.fill("[name=username]", f"nobody-{camera.look.name}")
        page.fill("[name=password]", f"wrong-{n}")
        page.press("[name=password]", "Enter")
        page.locator("[role=alert], .door-title").first.wait_for()


def too_often(camera: Camera) -> None:
    """More files than a minute allows."""
    while camera.page.request.get(f"{camera.url}/volume.csv").status == 200:
        pass
    camera.page.goto(f"{camera.url}/volume.csv")


def too_many_streams(camera: Camera) -> None:
    """As many streams as a member may have, and one page more."""
    cookies = "; ".join(f"{one['name']}={one['value']}" for one in camera.page.context.cookies())
    where, held = urlsplit(camera.url), []
    for _ in range(30):
        one = http.client.HTTPConnection(str(where.hostname), where.port, timeout=20)
        one.request("GET", "/live/", headers={"Cookie": cookies, "Accept": "text/event-stream"})
        one.getresponse().fp.readline()  # it has joined, or was told that it may not
        held.append(one)
    camera.afterwards.append(lambda: [one.close() for one in held])
    camera.page.goto(f"{camera.url}/")
    camera.page.locator("#live:not([hidden])").wait_for()


def codes(camera: Camera) -> None:
    """Recovery codes of a second factor, which is taken away again."""
    in_demo(CODES)
    camera.afterwards.append(lambda: in_demo(NO_CODES))
    page = camera.page
    page.goto(f"{camera.url}/me/factor/codes/")
    if page.locator("[name=password]").count():
        page.fill("[name=password]", "yunhe-bao")
        page.press("[name=password]", "Enter")
        with suppress(PlaywrightError):
            page.locator(".codes").wait_for(timeout=10_000)


def proposed(camera: Camera) -> None:
    """Rules that monitors proposed, on the desk of a lead."""
    in_demo(PROPOSED)
    camera.page.goto(f"{camera.url}/")
    camera.page.locator(".nav-more > summary").click()


def _sheet(*rows: tuple[str, ...]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def roster_preview(camera: Camera) -> None:
    """A roster from a file: what each line would do."""
    page = camera.page
    page.goto(f"{camera.url}/roster/import/")
    rows = (
        ("日期", "开始", "结束", "值班人", "副班", "备注"),
        ("2026-12-01", "08:30", "17:30", "zhi", "zu", ""),
        ("2026-12-01", "17:30", "08:30", "zu", "", "夜班"),
        ("2026-12-02", "08:30", "17:30", "niemand", "", ""),
        ("2026-12-32", "08:30", "17:30", "zhi", "", ""),
        ("2026-12-01", "08:30", "17:30", "zhi", "zu", ""),
    )
    page.set_input_files("[type=file]", {"name": "roster.xlsx", "mimeType": "application/zip", "buffer": _sheet(*rows)})
    page.locator("main form .btn-row button").last.click()
    page.locator("#preview, [role=alert]").first.wait_for()


RARE = (  # name, member, page that is opened first, what is done
    ("outage", "", "", outage),
    ("busy", "", "", busy),
    ("unasked", "", "", unasked),
    ("first", "", "", first),
    ("first-refused", "", "", first_refused),
    ("locked", "", "", locked),
    ("too-often", "kan", "", too_often),
    ("too-many-streams", "kan", "", too_many_streams),
    ("codes", "bao", "", codes),
    ("proposed", "zu", "", proposed),
    ("roster-preview", "zu", "", roster_preview),
)
