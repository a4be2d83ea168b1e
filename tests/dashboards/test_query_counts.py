"""Every page asks the database at most twelve times, session and member, badges and audit entry included."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.utils import translation

from bench import page_addresses
from dashboards.access import Sight, includes
from dashboards.filters import Filters
from dashboards.fragments import FRAGMENTS, View, render
from monitor.alerts.rules import rule_rows
from monitor.alerts.templates import SHIPPED
from monitor.lib.clock import DAY, HOUR, hour_of, shanghai_date, shanghai_day_start, utc_now, week_before
from monitor.models import (
    Alert,
    AlertEvent,
    AlertRoute,
    Channel,
    CheckAnswer,
    Delivery,
    DeskSettings,
    Fetch,
    Forecast,
    GazetteerPlace,
    Item,
    MemberGroup,
    Outage,
    Plan,
    Referral,
    ReferralEvent,
    ReportJob,
    ResponseStep,
    Role,
    SavedSearch,
    SavedView,
    SearchLook,
    Shift,
    Source,
    SourceChange,
    SynonymGroup,
    Topic,
    TopicChange,
    TopicHour,
    User,
)
from monitor.plans.edit import PlanText, plan_create
from monitor.queries import site
from monitor.queries.config import config_forget
from monitor.reports.build import report_draft_week
from monitor.reports.templates import templates_all
from monitor.rules.edit import RuleText, rule_create
from monitor.setup.steps import STEPS
from tests.conftest import make_item, make_source, make_topic, make_unit, make_user
from tests.quality.world import make_check
from tests.queries.test_search import stored

pytestmark = pytest.mark.django_db
MOST = 12
OF_TESTS = ("SAVEPOINT", "RELEASE", "ROLLBACK TO")  # of the tests' own transaction


def a_bit_of_everything(boss: User) -> None:
    """One of each thing that pages show, so that nothing is left out for want of rows."""
    templates_all()  # the first look at them makes the standard ones
    now, unit = utc_now(), make_unit(words=["云河新城"])
    outsider = make_user(Role.VIEWER)
    outsider.units.add(unit)
    source, own = make_source(state="failing", failing_since=now - HOUR, last_checked_at=now), make_source(own=True)
    Outage.objects.create(source=source, started_at=now - HOUR, label="timeout")
    SourceChange.objects.create(source=source, at=now - HOUR, before="healthy", after="failing")
    rule_create(text=RuleText(name="欠薪", query="欠薪", area="wages"), by=boss, now=now)
    plan = plan_create(text=PlanText(name="专题", query="工资", recipients=(boss.pk,)), by=boss, now=now)
    topic, other = make_topic(watched=True), make_topic(muted=True)
    for n in range(5):
        item = make_item(source=source, topic_id=topic.pk, plans=[plan.pk], at=now - n * HOUR)
        make_item(source=source, topic_id=topic.pk, duplicate_of=item.id)
    make_item(source=own, topic_id=topic.pk)
    Topic.objects.filter(pk=topic.pk).update(summary=[{"text": "工资被拖欠。", "item": item.id}])
    TopicHour.objects.create(topic=topic, hour=hour_of(now), n_items=5, n_originals=5, n_neg=3)
    for changed in (topic, other):
        TopicChange.objects.create(topic=changed, kind="mute", at=now, by=boss, after={"parts": [{"topic": other.pk}]})
    _alert(topic, item.id, unit.pk, boss)
    _forecasts(topic)
    Shift.objects.create(start=now - HOUR, end=now + HOUR, member=boss)
    rule_rows()  # made with their numbers when first asked for
    DeskSettings.objects.create(member=boss, visited_at=now, looked_at=now - 2 * DAY)
    Channel.objects.create(kind="webhook", name="接口")
    CheckAnswer.objects.filter(item=make_check(by=boss)).update(by=boss)
    report_draft_week(monday=week_before(now), now=now, by=boss)


def _alert(topic: Topic, item: int, unit: int, boss: User) -> None:
    now = utc_now()
    facts: dict[str, Any] = {
        "kind": "topic_rising",
        "level": 3,
        "areas": ["wages"],
        "raised_at": now,
        "changed_at": now,
    }
    alert = Alert.objects.create(topic=topic, evidence={"items": [item]}, assignee=boss, **facts)
    event = AlertEvent.objects.create(alert=alert, kind="raised", level=3, at=now, by=boss)
    Delivery.objects.create(event=event, user=boss, channel="email", created_at=now)
    ResponseStep.objects.create(alert=alert, area="wages", plan=0, position=1, kind="verify", text="核实")
    due = {"due_at": now + DAY, "created_at": now, "changed_at": now}
    referral = Referral.objects.create(year=2026, serial=1, alert=alert, unit_id=unit, ask="核实", by=boss, **due)
    ReferralEvent.objects.create(referral=referral, after="sent", by=boss, at=now)


def _forecasts(topic: Topic) -> None:
    now, today = utc_now(), shanghai_day_start(shanghai_date(utc_now()))
    starts = {"hour": hour_of(now), "day": today, "next": hour_of(now) - DAY}
    error = {"mae": 1.0, "interval_score": 2.0, "coverage": 0.8, "n": 9}
    band: dict[str, Any] = {
        "points": [3] * 24,
        "lower": [1] * 24,
        "upper": [5] * 24,
        "errors": {"naive": error, "seasonal_naive": error},
    }
    Forecast.objects.bulk_create(
        Forecast(topic=of, step=step, starts_at=starts[step], made_at=now, method="naive", known=300, least=120, **band)
        for of in (None, topic)
        for step in starts
    )


def asked_by(work: Callable[[], Any]) -> tuple[int, Any]:
    """(how many statements, what it gave)."""
    seen: Counter[str] = Counter()

    def counting(execute: Callable[..., Any], sql: str, *args: Any) -> Any:
        seen["n"] += not sql.startswith(OF_TESTS)
        return execute(sql, *args)

    with connection.execute_wrapper(counting):
        found = work()
    return seen["n"], found


ACTS = {"logout", "language", "live", "since", "password_link", "acknowledge", "first_admin", "handover_confirm"}
"""Addresses that act, lead on, never end, or are opened by a secret of their own."""
MACHINES = {"push", "healthz", "readyz", "metrics", "feed", "api-root", "openapi-json", "openapi-view"}
UNSEEN = {
    "alert_rule_restore": "answers a form",
    "mfa_deactivate_totp": "needs a second factor",
    "mfa_view_recovery_codes": "needs a second factor",
    "assessment_export": "a file of what is written by hand",
    "evidence_csv": "needs an alert with a chart",
    "items_import_file": "needs rows that were refused",
    "mailbox": "of the exercise",
    "mail": "of the exercise",
    "training": "of the exercise",
    "training_run": "of the exercise",
    "report_file": "needs files",
    "openid_connect_callback": "of single sign-on",
}
"""What no reader here is answered, and why; everything else must be."""


def more(boss: User) -> dict[str, list[str]]:
    """What is opened with a pair or a word that `addresses` does not know."""
    plan, item = Plan.objects.get().pk, Item.objects.exclude(plans=[])[0].id
    place = GazetteerPlace.objects.create(name="云河新城").pk
    group = SynonymGroup.objects.create(name="欠薪", words=["欠薪", "讨薪"]).pk
    job = ReportJob.objects.create(kind="draft", by=boss, created_at=utc_now()).pk
    saved = SavedSearch.objects.create(
        owner=boss, name="欠薪", query="欠薪", created_at=utc_now(), updated_at=utc_now()
    )
    view = SavedView.objects.create(member=boss, name="欠薪", query="area=wages", created_at=utc_now()).pk
    route = AlertRoute.objects.create(name="夜里", spec={"people": [boss.pk]}).pk
    source, topic = Source.objects.all()[0], Forecast.objects.exclude(topic=None)[0].topic_id
    Fetch.objects.create(source=source, at=utc_now(), outcome="ok", status=200, host="site.example", duration_ms=9)
    return {
        "plan_why": [f"/plans/{plan}/items/{item}/why/"],
        "place_edit": [f"/places/{place}/edit/"],
        "rule_group": [f"/rules/words/{group}/"],
        "report_job": [f"/reports/jobs/{job}/"],
        "route_edit": [f"/routes/{route}/"],
        "route_group": [f"/routes/groups/{MemberGroup.objects.create(name='夜班').pk}/"],
        "saved_search": [f"/search/saved/{saved.pk}/"],
        "saved_search_rule": [f"/search/saved/{saved.pk}/rule/"],
        "view_change": [f"/views/{view}/"],
        "setup_step": [f"/setup/{step}/" for step in STEPS],
        "manual_page": ["/help/manual/rules/"],
        "wording": [f"/channels/wording/{name}/{language}/" for name, language in SHIPPED],
        "forecast_csv": [f"/forecast.csv?topic={topic}&id={chart}" for chart in ("forecast-hour", "forecast-day")],
        "search_export": ["/search/export.csv?q=工资", "/search/export.xlsx?q=工资"],
        "ledger_host": ["/sources/ledger/host/?host=site.example"],
        "ledger_host_csv": ["/sources/ledger/host.csv?host=site.example"],
    }


@pytest.mark.parametrize("role", [Role.ADMIN, Role.REPORTER])
def test_no_page_asks_more_than_twelve_times(role: Role, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages, fragments and files, whatever answers GET; a reader of a unit and one who sees everything."""
    monkeypatch.setattr(page_addresses, "SEARCHES", "no name")
    monkeypatch.setattr(page_addresses, "NOT_ASKED", ACTS | MACHINES)
    boss = make_user(Role.ADMIN)
    a_bit_of_everything(boss)
    extra = more(boss)
    member = boss if role == Role.ADMIN else User.objects.get(role=Role.VIEWER)
    User.objects.filter(pk=member.pk).update(role=role)
    client, over, unseen = Client(raise_request_exception=False), {}, set()
    client.force_login(member)
    client.get("/health/")
    guessed = {str(one.name): re.sub("<[^>]+>", "1", f"/{route}") for route, one in page_addresses.patterns()}
    for name, needed, found in page_addresses.addresses():
        if name.startswith("api_") or not includes(role, needed):
            continue
        seen = set()
        for address in extra.get(name) or found[:1] or [guessed[name]]:
            n, status = asked_by(partial(opened, client, address))
            seen.add(status)
            over |= {f"{name} {address}": n} if n > MOST else {}
        unseen |= {name} if not seen & {200, 204, 302, 405} else set()
    assert over == {}
    if role == Role.ADMIN:
        assert unseen == UNSEEN.keys()


SEARCHES = {
    "words": {"q": "工资"},
    "rule": {"q": "(欠薪 OR 讨薪) 农民工 NOT 游戏"},
    "near": {"q": "工会 NEAR/20 工资"},
    "what is read": {"q": "农民工", "window": "all", "focus": "everything"},
    "name of a source": {"q": "来源:样本 农民工", "kind": "grassroots"},
    "region": {"q": "地区:本区 OR 地区:外地 农民工"},
    "synonym group": {"q": "{欠薪} 工资"},
    "text alone": {"q": "标题:工资（说明", "mode": "words"},
    "every filter": {
        "q": "工资", "area": "wages", "unit": "{unit}", "source": "{source}", "kind": "media", "sentiment": "neg", "place": "本区",
        "from": "2026-01-01", "to": "2027-12-31",
    },
    "nothing found": {"q": "地铁停运", "unit": "{unit}", "source": "{source}", "window": "24h"},
    "filters alone": {"area": "wages", "sort": "relevance", "reposts": "each"},
    "by relevance": {"q": "农民工", "sort": "relevance", "reposts": "originals"},
    "a fault": {"q": "讨薪 (工人"},
    "a person": {"q": "欧阳明"},
    "the empty page": {},
    "a saved one": {"q": "农民工", "saved": "{saved}", "look": "1"},
    "deep": {"q": "农民工", "after": "{after}"},
    "deep in words": {"q": "工资", "after": "{after}"},
}  # fmt: skip


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("role", [Role.ADMIN, Role.REPORTER])
def test_no_kind_of_search_asks_more_than_twelve_times(
    role: Role, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With nothing kept of rules, units and settings, and few texts read by one statement, so that each branch goes as far as it can."""
    unit, source = make_unit(), make_source(name="云河样本报")
    boss, reader = make_user(Role.ADMIN), make_user(Role.REPORTER)
    reader.units.add(unit)
    member = boss if role == Role.ADMIN else reader
    User.objects.filter(pk=member.pk).update(language=language)
    SynonymGroup.objects.create(name="欠薪", words=["欠薪", "讨薪"])
    for n in range(24):
        stored(
            title="农民工",
            text="工会说农民工的工资",
            source=source,
            at=utc_now() - n * DAY,
            units=[unit.pk] if n % 2 else [],
        )
    saved = [
        keep(boss, f"第{n}", query)
        for n, query in enumerate(["工资", "农民工", "来源:样本 农民工", "{欠薪}", "{没有}"] * 4)
    ]
    SearchLook.objects.bulk_create(SearchLook(search=one, user=member, seen_id=0, at=utc_now()) for one in saved)
    words = {"unit": unit.pk, "source": source.pk, "saved": saved[0].pk, "after": f"0~{utc_now().isoformat()}~{10**9}"}
    monkeypatch.setattr("monitor.queries.search_hits.READ", 0)
    monkeypatch.setattr("monitor.queries.search_read.READ", 1)
    monkeypatch.setattr("monitor.queries.search_read.FETCHED", 2)
    client, asked = Client(), {}
    client.force_login(member)
    for path in ("/search/", "/search/counts/", "/search/volume.csv", "/search/export.csv", "/search/export.xlsx"):
        for name, pairs in SEARCHES.items():
            config_forget()
            site.site_forget()
            pairs = {key: value.format(**words) if key in words else value for key, value in pairs.items()}
            n, answer = asked_by(lambda: search(client, path, pairs))  # noqa: B023 - called at once
            asked[f"{path} {name}"] = n
            assert answer.status_code in ((200,) if path == "/search/" else (200, 404)), (path, name)
    assert {name: n for name, n in asked.items() if n > MOST} == {}
    assert asked["/search/ the empty page"] <= 6
    assert max(asked.values()) > 6


def keep(owner: User, name: str, query: str) -> SavedSearch:
    now = utc_now()
    return SavedSearch.objects.create(owner=owner, name=name, query=query, shared=True, created_at=now, updated_at=now)


def search(client: Client, path: str, pairs: dict[str, str]) -> Any:
    """Asked to the end."""
    answer: Any = client.get(path, pairs)
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer


def opened(client: Client, address: str) -> int:
    """To the end of the answer; its status."""
    answer = client.get(address)
    if answer.streaming:
        b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    return answer.status_code


def test_all_fragments_of_a_view_are_read_in_two_statements() -> None:
    a_bit_of_everything(make_user(Role.ADMIN))
    view = View(Filters.of(QueryDict("window=7d&area=wages")), sight=Sight(Role.ADMIN), language="zh-hans")
    with translation.override("zh-hans"):
        assert asked_by(lambda: render(view, FRAGMENTS, now=utc_now()))[0] == 2


def test_the_pages_of_every_day_ask_no_more_than_they_did() -> None:
    """Session and member, audit entry and badges included."""
    boss = make_user(Role.ADMIN)
    a_bit_of_everything(boss)
    client, alert, item = Client(), Alert.objects.get().pk, Item.objects.filter(topic_id__isnull=False)[0].id
    client.force_login(boss)
    client.get("/")
    asked = {
        "/": 5,
        "/sources/": 3,
        "/topics/": 4,
        "/topics/?show=watched": 4,
        "/items/": 4,
        f"/items/{item}/": 4,
        "/alerts/": 2,
        f"/alerts/{alert}/": 7,
        "/assessment/": 2,
    }
    for address in asked:
        client.get(address)
    assert {address: asked_by(partial(client.get, address))[0] for address in asked} == asked
