"""Readers with units see what is tagged with one of them or with none: no address, list, figure's name or file shows the rest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dashboards.access import sight_of
from dashboards.filters import Filters
from dashboards.fragments import FRAGMENTS, OF_TOPIC, View, render
from monitor.drill.mailbox import mail_store
from monitor.lib.clock import utc_now
from monitor.models import Alert, Item, Plan, Referral, Report, ReportJob, Role, Topic, Unit, User
from tests.conftest import make_item, make_topic, make_unit, make_user
from tests.dashboards.test_access import EVERY, NEEDS
from tests.reports.golden import golden

pytestmark = pytest.mark.django_db
SECRET = "隐江造船厂"
SEEN = "明江纺织厂"


@dataclass
class World:
    """A reader of one unit; things of another unit, which carry SECRET; things that are seen, which carry SEEN."""

    reader: User
    other: Unit
    topic: Topic
    item: Item
    alert: Alert
    plan: Plan
    referral: Referral
    loose: Item  # tagged with no unit, in the hidden topic
    shown: Topic
    shown_item: Item
    mail: str
    draft: Report  # of the whole district: the desk's until it is signed
    draft_job: ReportJob


@pytest.fixture
def world(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    settings.DRILL = True
    monkeypatch.setattr("monitor.drill.mailbox.mailbox_folder", lambda: tmp_path)
    now, own, other = utc_now(), make_unit(), make_unit()
    reader = make_user(Role.REPORTER)
    reader.units.add(own)
    plan = Plan.objects.create(name="欠薪专题", query="欠薪", created_at=now)
    facts: dict[str, Any] = {"last_at": now - timedelta(minutes=5), "watched": True, "terms": [SECRET], "n_items": 9}
    topic = make_topic(title=f"{SECRET}欠薪", units=[other.pk], **facts)
    item = make_item(title=f"{SECRET}工友讨薪", text=SECRET, topic_id=topic.pk, units=[other.pk], plans=[plan.pk])
    make_item(title=f"{SECRET}转载", topic_id=topic.pk, units=[other.pk], duplicate_of=item.id)
    shown = make_topic(title=f"{SEEN}欠薪", units=[own.pk, other.pk], last_at=now - timedelta(minutes=5))
    alert = Alert.objects.create(
        kind="topic_rising",
        level=3,
        topic=topic,
        areas=["wages"],
        raised_at=now,
        changed_at=now,
        evidence={"items": [item.id]},
    )
    referral = Referral.objects.create(
        year=2026,
        serial=1,
        alert=alert,
        unit=other,
        ask=SECRET,
        due_at=now + timedelta(days=1),
        created_at=now,
        changed_at=now,
    )
    draft = golden("empty")
    draft.created_at = draft.updated_at = now
    draft.save()
    return World(
        reader=reader,
        other=other,
        topic=topic,
        item=item,
        alert=alert,
        plan=plan,
        referral=referral,
        loose=make_item(title="厂里的事没有下文", topic_id=topic.pk),
        shown=shown,
        shown_item=make_item(title=f"{SEEN}工友讨薪", topic_id=shown.pk, units=[own.pk], plans=[plan.pk]),
        draft=draft,
        draft_job=ReportJob.objects.create(kind="file", report=draft, wanted=A_FILE, created_at=now),
        mail=mail_store(f"Subject: x\nTo: zu@yunhe.example\n\n{SECRET}".encode(), now=now),
    )


A_FILE = {"form": "pdf", "language": "zh-hans"}
HIDDEN: dict[str, Any] = {
    "report": lambda w: [w.draft.pk],
    "report_numbers": lambda w: [w.draft.pk],
    "report_compare": lambda w: [w.draft.pk],
    "report_file": lambda w: [w.draft.pk, "pdf", "zh-hans"],
    "report_job": lambda w: [w.draft_job.pk],
    "item": lambda w: [w.item.id],
    "reposts": lambda w: [w.item.id],
    "topic": lambda w: [w.topic.pk],
    "topic_csv": lambda w: [w.topic.pk],
    "alert": lambda w: [w.alert.pk],
    "alert_recheck": lambda w: [w.alert.pk],
    "referral": lambda w: [w.referral.pk],
    "referral_sheet": lambda w: [w.referral.pk],
    "referral_step": lambda w: [w.referral.pk, "accept"],
    "plan_why": lambda w: [w.plan.pk, w.item.id],
    "mail": lambda w: [w.mail],
}
LISTS: dict[str, Any] = {
    "plan": lambda w: [w.plan.pk],
    "plan_csv": lambda w: [w.plan.pk],
    "plan_volume_csv": lambda w: [w.plan.pk],
}
NOT_SIGHTED = {
    "manual_page": "a page of the manual, the same for everybody",
    "evidence_csv": "asks for the alert as its page does (alert_seen); there is none without a chart",
    "report_make": "asks for a report as its page does; takes a form: reports/test_sight.py",
    "saved_search": "finds what its reader may see: queries/test_search.py",
    "saved_search_edit": "a member's own",
    "saved_search_delete": "the same",
    "search_export": "finds what its reader may see",
    "view_change": "a member's own",
    "token_revoke": "the same",
    "source": "names and ledger of a source, no items",
    "training_answer": "a member's own exercise",
    "training_note_remove": "the same",
    "training_delete": "the same",
    "training_finish": "the same",
    "training_tag": "the same",
    "training_run": "the same",
}


def test_every_address_with_an_id_is_judged() -> None:
    open_to_them = {name for name, role in NEEDS.items() if role in (Role.VIEWER, Role.REPORTER)}
    carrying = {name for name in open_to_them if EVERY[name].pattern.converters}
    assert carrying - set(NOT_SIGHTED) == set(HIDDEN) | set(LISTS), "say in HIDDEN or LISTS, or in NOT_SIGHTED why not"


def test_what_a_reader_may_not_see_is_not_there(client: Client, world: World) -> None:
    """404 as for what does not exist: an id gives nothing away. The admin gets something else, so the ids are right."""
    for user, there in ((world.reader, False), (make_user(Role.ADMIN), True)):
        client.force_login(user)
        for name, arguments in HIDDEN.items():
            path = reverse(name, args=arguments(world))
            asked = (client.get(path), client.post(path), client.get(path, headers={"HX-Request": "true"}))
            answers = {answer.status_code for answer in asked}
            assert bool(answers - {404, 405}) == there, (user.role, path, answers)


PATHS = """
    /                                   /?window=7d&focus=everything        /?unit={other}
    /volume.csv?focus=everything        /items/?focus=everything            /items/?topic={topic}
    /items/?unit={other}                /items/?plan={plan}                 /items/{loose}/
    /items/{shown_item}/                /topics/?focus=everything           /topics/?show=watched
    /topics/?show=muted                 /topics/{shown}/                    /topics/{shown}/?from={topic}
    /alerts/?state=all                  /referrals/?state=all               /plans/
    /plans/{plan}/                      /plans/{plan}/items.csv             /clues/
    /quality/                           /health/                            /drill/mailbox/
"""


def test_no_list_names_what_its_reader_may_not_see(client: Client, world: World) -> None:
    client.force_login(world.reader)
    ids = {name: getattr(world, name).id for name in ("other", "topic", "plan", "loose", "shown", "shown_item")}
    for path in PATHS.split():
        answer = client.get(path.format(**ids))
        page = answer.content.decode()
        assert answer.status_code == 200, path
        assert SECRET not in page, path
        assert f"/topics/{world.topic.pk}/" not in page, path
        assert 'id="nav-alerts" class="nav-badge" hidden' in page or "/csv" in answer["Content-Type"], path


def test_the_lists_are_not_empty_for_who_may_see(client: Client, world: World) -> None:
    for user, word in ((world.reader, SEEN), (make_user(Role.MONITOR), SECRET)):
        client.force_login(user)
        for path in ("/", "/items/", "/topics/", f"/plans/{world.plan.pk}/", f"/plans/{world.plan.pk}/items.csv"):
            assert word in client.get(path).content.decode(), (user.role, path)


def test_the_live_stream_carries_nothing_of_it(world: World) -> None:
    view = View(Filters(), sight_of(world.reader), "zh-hans")
    html = render(view, FRAGMENTS, now=utc_now())
    assert SECRET not in "".join(html.values())
    assert SEEN in html["newest"]
    assert " hidden" in html["nav-alerts"]
    of_topic = render(View(Filters(), sight_of(world.reader), "zh-hans", world.topic.pk), OF_TOPIC, now=utc_now())
    assert SECRET not in "".join(of_topic.values())
    assert "topic-lead" not in of_topic
