"""The states that any page may be in: nothing there yet, data that are old, sources that are down. Others have tests of their own:
no permission (test_access), an error (test_exercise, health/test_pages), on its way and without a network (browser/test_states)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from bench.page_addresses import addresses, is_file, patterns
from dashboards.data_note import PAGES
from dashboards.views import errors
from monitor.lib.clock import utc_now
from monitor.models import Plan, Role, Source, Topic
from tests.conftest import make_source, make_user
from tests.dashboards.test_query_counts import a_bit_of_everything

pytestmark = pytest.mark.django_db
OLD, DOWN = "分钟未更新：来源没有被抓取", "家来源失联，数字可能偏低"
NEVER_EMPTY = {
    "alert_rules": "seven kinds are shipped",
    "response_plans": "nine areas have theirs",
    "help": "the glossary",
    "manual": "the manual",
    "handbook": "the manual",
    "me": "the reader's own account and browser",
    "members": "the reader is one",
    "settings": "what is set",
    "health": "checks",
    "setup": "steps",
    "wordings": "shipped wordings",
    "report_templates": "standard ones are made at the first look",
    "wall": "scenes say by themselves what is missing",
    "audit": "its opening is an entry already",
    "api_docs": "the API",
    "compare": "its finding is a sentence: there is nothing to compare",
    "wall_open": "a screen that has its key in the address",
    "roster": "each day of the week says that nobody is on duty",
    "views": "where a view is saved, which says that there is none",
}
"""Pages that list something and always have some of it, and why."""


@pytest.fixture
def boss(client: Client) -> Client:
    client.force_login(make_user(Role.ADMIN))
    return client


def figures() -> Iterator[str]:
    """The pages with figures."""
    topic, plan = Topic.objects.all()[0], Plan.objects.all()[0]
    for name in sorted(PAGES):
        yield reverse(name, args={"topic": [topic.pk], "plan": [plan.pk]}.get(name, []))


def asked(checked: int, due: int) -> None:
    """All sources were last read, and are to be read next, so many minutes from now."""
    now = utc_now()
    Source.objects.update(
        last_checked_at=now + timedelta(minutes=checked), next_check_at=now + timedelta(minutes=due), state="healthy"
    )


def test_data_are_old_when_nobody_reads_what_is_due() -> None:
    client = Client()
    client.force_login(boss := make_user(Role.ADMIN))
    a_bit_of_everything(boss)
    pages = ["/", *figures()]
    for checked, due, old in (
        (-14, 1, False),  # each quarter of an hour: nothing is wrong between two polls
        (-14, -3, False),  # a little late
        (-14, -6, True),
        (-2, -6, False),  # one waits, others are read
    ):
        asked(checked, due)
        for page in pages:
            html = client.get(page).content.decode()
            assert [OLD in html, "stamp-stale" in html, DOWN in html] == [old, old, False], (page, checked, due)


def test_a_source_that_is_down_is_said_wherever_figures_are() -> None:
    client = Client()
    client.force_login(boss := make_user(Role.ADMIN))
    a_bit_of_everything(boss)
    asked(-1, 5)
    Source.objects.filter(pk=Source.objects.all()[0].pk).update(state="failing")
    for page in ["/", *figures()]:
        assert f"1 {DOWN}" in client.get(page).content.decode(), page
    assert DOWN not in client.get("/settings/").content.decode()


def test_where_no_source_was_read_yet_nothing_is_called_old(boss: Client) -> None:
    make_source(last_checked_at=None, next_check_at=utc_now() - timedelta(minutes=30))
    assert OLD not in boss.get("/topics/").content.decode()


def test_every_list_of_a_new_installation_says_what_is_missing_and_what_to_do(boss: Client) -> None:
    """Each page without arguments: an empty state in words, a form to fill in, or a reason above."""
    silent, looked = {}, 0
    plain = {str(one.name) for _route, one in patterns() if not one.pattern.converters}
    for name, _role, found in addresses():
        if name not in plain or not found or is_file(found[0]) or name in NEVER_EMPTY:
            continue
        answer = boss.get(found[0])
        if answer.status_code != 200 or answer.streaming or "<main" not in (html := answer.content.decode()):
            continue
        looked += 1
        body = html.partition("<main")[2].partition("</main>")[0]
        if 'class="empty"' not in body and 'method="post"' not in body:
            silent[name] = found[0]
    assert silent == {}
    assert looked >= 20


def test_a_page_that_stands_alone_keeps_the_chosen_theme(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.COOKIES["tingchao_theme"] = "dark"
    assert 'data-theme="dark"' in errors.broken(request).content.decode()
    request.COOKIES["tingchao_theme"] = '"><b>'
    assert "data-theme" not in errors.unreadable(request).content.decode()
