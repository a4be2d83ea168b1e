"""The whole chain in this process, as worker, topics writer and members would run it; everything that goes out is kept in a folder."""

from __future__ import annotations

import re
from contextlib import redirect_stdout
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from monitor.alerts.deliver import delivery_send_due, delivery_send_groups
from monitor.alerts.hooks import hooks_post_due
from monitor.alerts.raise_ import alert_decide_changed
from monitor.backup.make import backup_make
from monitor.feeds.hand_files import files_import_due
from monitor.feeds.ingest import source_fetch_many
from monitor.lib.clock import SHANGHAI, utc_now
from monitor.models import (
    Alert,
    ApiFeed,
    ApiScope,
    Channel,
    HookEvent,
    Item,
    KeywordRule,
    Recipient,
    Report,
    ReportFile,
    Role,
    Source,
    Topic,
    User,
)
from monitor.queries.config import config_forget
from monitor.reports.build import report_draft_topic, report_draft_week, report_save_analysis, report_sign
from monitor.reports.jobs import jobs_work
from monitor.searches.fill import search_fill
from monitor.tokens.make import token_make
from monitor.topics.assign import topic_assign_batch, topic_restore
from traces.identifiers import AUTHOR, SAID
from traces.outside import FEEDS, Outside

WEEKLY = "云河周刊"
PAGES = [
    "/",
    "/?window=7d&focus=everything",
    "/items/?focus=everything",
    "/topics/?focus=everything",
    "/alerts/?state=all",
    "/clues/",
    "/reports/",
    "/audit/",
    "/health/",
    "/quality/",
    "/sources/",
    "/compare/",
    "/search/?q=工资&focus=everything",
    "/audit/export.csv",
    "/volume.csv?window=7d",
    "/search/export.csv?q=工资&focus=everything",
    "/search/export.xlsx?q=工资&focus=everything",
    "/sources/export.opml",
    "/search/volume.csv?q=工资&focus=everything",
]


def chain_run(outside: Outside, folder: Path) -> dict[str, int]:
    """How much there was of each stage; a stage that did nothing proves nothing."""
    lead, admin = _people(outside)
    client = Client()
    client.force_login(admin)
    _bring(outside, client)
    clusterer = topic_restore(now=utc_now())
    while topic_assign_batch(clusterer, limit=100, now=utc_now()).items:
        pass
    search_fill(seconds=60)
    events = alert_decide_changed(now=utc_now())
    topic = Topic.objects.order_by("-n_items").first()
    alert = Alert.objects.order_by("id").first()
    if topic is None or alert is None:
        raise RuntimeError(f"{Item.objects.count()} items, topic {topic}, alert {alert}: nothing was proven")
    _write(client, topic, alert)
    _report(lead, topic)
    hooks_post_due(now=utc_now())
    _deliver()
    pages = _read(client, admin, topic, alert, folder)
    made = backup_make(folder=folder / "backups", now=utc_now(), verify=False, keep=timedelta(days=30))
    return {
        "items": Item.objects.count(),
        "items_by_form": Item.objects.filter(by_hand=True).count(),
        "items_by_file": Item.objects.filter(source_id__in=Source.objects.filter(name=WEEKLY).values("pk")).count(),
        "topics": Topic.objects.count(),
        "alert_events": len(events),
        "report_files": ReportFile.objects.count(),
        "mails": len(outside.mails),
        "webhooks": len(outside.hooks),
        "pages_and_exports": pages,
        "backups": int(made is not None),
    }


def _people(outside: Outside) -> tuple[User, User]:
    made = [
        User.objects.create(username=role.value, email=f"{role.value}@union.example", role=role)
        for role in (Role.LEAD, Role.ADMIN)
    ]
    for user in made:
        Recipient.objects.create(user=user, address=user.email)
    hook = {"kind": "webhook", "token": f"{outside.base}/hook", "min_level": 1}
    Channel.objects.create(name="网关", **hook)
    now = utc_now()
    KeywordRule.objects.create(name="欠薪", query="欠薪 OR 讨薪 OR 拖欠工资", area="wages", grave=True)
    config_forget()
    Channel.objects.create(name="程序", events=HookEvent.values, hooked_at=now, **hook)
    for name in FEEDS:
        Source.objects.create(name=f"云河{name}", url=f"{outside.base}/{name}.xml", next_check_at=now)
    hot = {"kind": "hotlist", "format": "hotlist_json", "options": {}}
    Source.objects.create(name="云河热榜", url=f"{outside.base}/hot.json", next_check_at=now, **hot)
    return made[0], made[1]


def _bring(outside: Outside, client: Client) -> None:
    """By feed, form and file."""
    source_fetch_many(ids=list(Source.objects.values_list("pk", flat=True)), now=utc_now())
    typed = {
        "title": f"工友反映云河新城二期欠薪 {SAID}"[:200],
        "note": SAID,
        "url": f"{outside.base}/user/{AUTHOR}?tel=13900001234",
    }
    client.post("/clues/preview/", typed)
    client.post("/clues/", typed)  # a personal page is refused
    client.post("/clues/", typed | {"url": f"{outside.base}/clue/1.html?tel=13900001234"})
    table = f"标题,正文,来源,作者,电话,链接\n云河新城二期欠薪 {SAID},{SAID},{WEEKLY},{AUTHOR},13900001234,{outside.base}/x?qq=718293645\n"
    page = client.post("/items/import/", {"file": SimpleUploadedFile("in.csv", table.encode())}).content.decode()
    if key := re.search(r'action="/items/import/([^/"]+)/confirm/"', page):
        client.post(f"/items/import/{key.group(1)}/confirm/")
    files_import_due(now=utc_now())


def _write(client: Client, topic: Topic, alert: Alert) -> None:
    """Wherever a member may type, somebody pastes a telephone number."""
    forms: list[tuple[str, dict[str, str]]] = [
        (f"/alerts/{alert.pk}/acknowledge/", {"note": SAID}),
        (f"/alerts/{alert.pk}/comment/", {"note": SAID}),
        (f"/topics/{topic.pk}/rename/", {"title": f"云河新城二期欠薪 {SAID}"[:120]}),
        ("/search/saved/add/", {"name": "欠薪 13900001234", "q": "13900001234"}),
        ("/views/save/", {"name": "电话13900001234", "query": "?window=7d"}),
    ]
    for address, form in forms:
        _taken(client.post(address, form))
    for said in ("13900001234", "lin.chen@mail.example", "@云河老街坊_07"):
        _taken(client.get("/search/", {"q": said}))
        _taken(client.get("/items/", {"q": said}))
        _taken(client.get("/reports/", {"q": said}))


def _taken(answer: Any) -> Any:
    """The answer; raises RuntimeError when the page is not there or refuses: then nothing was proven of it."""
    if answer.status_code >= 400:
        raise RuntimeError(f"{answer.request['PATH_INFO']}: {answer.status_code}")
    return answer


def _report(lead: User, topic: Topic) -> None:
    """A weekly report and a dossier, with words of a member, signed, in every form."""
    today = utc_now().astimezone(SHANGHAI).date()
    monday = today - timedelta(days=today.weekday())
    for report in (
        report_draft_week(monday=monday, now=utc_now()),
        report_draft_topic(topic=topic, now=utc_now(), by=lead),
    ):
        report_save_analysis(report=report, by=lead, text=f"研判：{SAID}")
        report_sign(report=Report.objects.get(pk=report.pk), by=lead)
    jobs_work(now=utc_now())


def _deliver() -> None:
    for _ in range(20):
        now = utc_now() + timedelta(minutes=1)
        if not delivery_send_due(now=now).accepted + delivery_send_groups(now=now).accepted:
            return


def _read(client: Client, admin: User, topic: Topic, alert: Alert, folder: Path) -> int:
    """Pages, files, the API and feeds, each kept; how many."""
    addresses = [*PAGES, f"/topics/{topic.pk}/", f"/alerts/{alert.pk}/", f"/topics/{topic.pk}/volume.csv"]
    addresses += [f"/items/{pk}/" for pk in Item.objects.values_list("id", flat=True)[:6]]
    addresses += [f"/reports/{pk}/" for pk in Report.objects.values_list("pk", flat=True)]
    until = utc_now() + timedelta(days=1)
    token = token_make(user=admin, name="x", scopes=[s.value for s in ApiScope], expires_at=until, now=utc_now())[1]
    program = {"headers": {"Authorization": f"Bearer {token}"}}
    asked: list[tuple[str, dict[str, Any]]] = [(address, {}) for address in addresses]
    asked += [(f"/api/v1/{name}", program) for name in ("items", "topics", "alerts", "sources", "reports")]
    kept = 0
    for n, (address, extra) in enumerate(asked):
        answer = _taken(client.get(address, **extra))
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        (folder / f"page-{n:03}").write_bytes(body)
        kept += answer.status_code == 200
    for name in ApiFeed.values:
        secret = token_make(user=admin, name=name, feed=name, expires_at=until, now=utc_now())[1]
        (folder / f"feed-{name}").write_bytes(_taken(client.get(f"/feeds/{name}/{secret}.atom")).content)
    for file in ReportFile.objects.all():
        (folder / f"report-{file.report_id}-{file.language}.{file.form}").write_bytes(bytes(file.data))
    with (folder / "items.jsonl").open("w", encoding="utf-8") as out, redirect_stdout(out):
        call_command("export_items")
    with redirect_stdout(StringIO()):
        call_command("export_all", str(folder / "whole.zip"))
    with ZipFile(folder / "whole.zip") as archive:
        archive.extractall(folder / "whole")
    (folder / "whole.zip").unlink()
    return kept
