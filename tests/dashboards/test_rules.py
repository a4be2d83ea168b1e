"""Rule pages: the list, the editor with its live check and test box, versions, synonym groups."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from dashboards.access import Sight
from dashboards.filters import Filters
from dashboards.fragments import View, names_for, render
from monitor.lib.clock import utc_now
from monitor.models import (
    AuditEntry,
    DeskSettings,
    KeywordRule,
    RetagJob,
    Role,
    RuleChange,
    RuleVersion,
    SynonymGroup,
    User,
)
from monitor.rules import scan
from monitor.rules.edit import RuleText, rule_create
from monitor.text.query import query_fault_of
from tests.conftest import make_item, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def leading(client: Client, lead: User) -> Client:
    client.force_login(lead)
    return client


@pytest.fixture
def watching(client: Client, duty: User) -> Client:
    client.force_login(duty)
    return client


@pytest.fixture
def rule(lead: User) -> KeywordRule:
    text = RuleText("灯具", "路灯 石桥", "union")
    return rule_create(text=text, by=lead, now=utc_now())


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def get(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def post(client: Client, address: str, **data: object) -> str:
    return client.post(address, data).content.decode()


def value(html: str, name: str) -> str:
    """What a fragment carries to the next request."""
    found = re.search(rf'"{name}": "([^"]+)"', html)
    assert found is not None
    return found.group(1)


def test_without_rules_the_page_shows_an_example(leading: Client) -> None:
    page = get(leading, "/rules/")
    assert "还没有规则" in page
    assert "(高温 OR 中暑) 工地 -演练" in page
    assert "/rules/new/" in page


def test_the_list_names_a_rule_that_is_on_but_cannot_be_read_any_more_and_says_why(
    watching: Client, rule: KeywordRule
) -> None:
    assert "读不懂" not in get(watching, "/rules/")
    KeywordRule.objects.filter(pk=rule.pk).update(query="路灯或石桥")  # as a version before this one stored it
    fault = query_fault_of("路灯或石桥")
    assert fault is not None
    assert f"读不懂，未起作用：请打开改写 {fault.zh}" in words(get(watching, "/rules/"))
    assert '<span class="state state-bad">读不懂，未起作用</span>' in get(watching, f"/rules/{rule.pk}/")
    KeywordRule.objects.filter(pk=rule.pk).update(enabled=False)
    assert "读不懂" not in get(watching, "/rules/")


def test_the_list_says_hits_with_window_version_and_who_changed_it_last(
    watching: Client, rule: KeywordRule, lead: User
) -> None:
    make_item(rules=[rule.pk])
    make_item(rules=[rule.pk], at=utc_now() - timedelta(days=8))
    page = get(watching, "/rules/")
    assert f'<a href="/rules/{rule.pk}/#rule-test">1</a>' in page
    assert str(lead) in page
    assert "统计于" in page
    assert "提议规则" in page  # a monitor sees and proposes, a lead edits


def test_a_new_rule_is_saved_and_history_queued(leading: Client) -> None:
    page = leading.post("/rules/new/", {"name": "灯具", "query": "路灯", "area": "union", "grave": "on"}, follow=True)
    found = KeywordRule.objects.get()
    assert (found.query, found.area, found.grave) == ("路灯", "union", True)
    assert RetagJob.objects.get().reason == f"rule:{found.pk}"
    assert "等待开始" in page.content.decode()


def test_a_rule_that_cannot_be_read_is_not_saved_and_the_place_is_marked(leading: Client) -> None:
    assert leading.post("/rules/new/", {"name": "灯具", "query": "(路灯"}).status_code == 422
    assert not KeywordRule.objects.exists()
    said = post(leading, "/rules/check/", query="(路灯")
    assert '<mark class="fault">(</mark>路灯' in said
    assert "没有闭合" in said


def test_faults_are_told_in_the_language_of_the_page(leading: Client) -> None:
    leading.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    said = post(leading, "/rules/check/", query="(路灯")
    assert "not closed" in said
    assert "没有闭合" not in said


def test_a_personal_name_is_refused_with_the_reason(leading: Client) -> None:
    assert "不跟踪个人" in post(leading, "/rules/check/", query="王建国")
    assert "不跟踪个人" in post(leading, "/rules/new/", name="人", query="王建国")
    assert not KeywordRule.objects.exists()


def test_saving_asks_for_the_version_that_was_seen(leading: Client, rule: KeywordRule) -> None:
    form = {"name": "灯具", "query": "路灯", "area": "union", "note": "少一个词"}
    assert leading.post(f"/rules/{rule.pk}/save/", form | {"seen": 1}).status_code == 302
    assert "别人刚刚改过" in post(leading, f"/rules/{rule.pk}/save/", **form, seen=1)
    page = get(leading, f"/rules/{rule.pk}/")
    assert "<del>路灯 石桥</del> → <ins>路灯</ins>" in page
    assert "少一个词" in page


def test_on_off_delete_and_restore(leading: Client, rule: KeywordRule) -> None:
    leading.post(f"/rules/{rule.pk}/switch/", {"on": "0"})
    assert not KeywordRule.objects.get().enabled
    leading.post(f"/rules/{rule.pk}/retire/")
    assert "灯具" not in words(get(leading, "/rules/")).replace("规则“灯具”", "")
    assert "灯具" in get(leading, "/rules/?show=retired")
    leading.post(f"/rules/{rule.pk}/restore/1/")
    found = KeywordRule.objects.get()
    assert (found.enabled, found.retired_at, found.version) == (True, None, 4)
    assert leading.post(f"/rules/{rule.pk}/restore/9/").status_code == 404


def test_a_test_counts_a_month_and_compares_with_the_version_in_force(
    watching: Client, rule: KeywordRule, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scan.tally_go_on, "__kwdefaults__", {"seconds": 60.0})  # however busy the machine is
    for title in ("石桥换了新的路灯", "东街换了新的路灯", "石桥的路灯停电"):
        make_item(title=title)
    page = post(watching, "/rules/test/", query="路灯 -停电", rule=rule.pk)
    counted = words(post(watching, "/rules/tally/", asked=value(page, "asked"), tally=value(page, "tally")))
    assert "近 30 天会标记 2 条，其中近 7 天 2 条。与现行版本比：新标记 1 条，去掉 1 条" in counted
    assert "看了 3 条" in counted
    assert AuditEntry.objects.get(action="rule_test").detail == {"query": "路灯 -停电"}


def test_a_long_count_says_how_far_it_is_and_goes_on(watching: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(5):
        make_item(title=f"路灯 {n}")
    monkeypatch.setattr(scan, "FIRST", 2)
    monkeypatch.setattr(scan.tally_go_on, "__kwdefaults__", {"seconds": 0.0})
    page = post(watching, "/rules/test/", query="路灯")
    part = post(watching, "/rules/tally/", asked=value(page, "asked"), tally=value(page, "tally"))
    assert "先看最近的 2 条，共约 5 条" in words(part)
    monkeypatch.setattr(scan.tally_go_on, "__kwdefaults__", {"seconds": 5.0})
    whole = post(watching, "/rules/tally/", asked=value(part, "asked"), tally=value(part, "tally"))
    assert "近 30 天会标记 5 条" in words(whole)


def test_matches_are_marked_in_title_and_text_and_paged(watching: Client) -> None:
    for n in range(21):
        make_item(title=f"路灯 {n}", text="昨晚石桥的路灯又亮了")
    page = post(watching, "/rules/test/", query="路灯")
    first = post(watching, "/rules/matches/", asked=value(page, "asked"), show="all")
    assert "<mark>路灯</mark> 20</p>" in first
    assert "昨晚石桥的<mark>路灯</mark>又亮了" in first
    assert "下一页" in first
    second = post(watching, "/rules/matches/", asked=value(first, "asked"), show="all", spot=value(first, "spot"))
    assert second.count("<li>") == 1
    assert "没有更早的了" in second


def test_what_a_change_would_add_and_remove_is_listed(watching: Client, rule: KeywordRule) -> None:
    make_item(title="石桥换了新的路灯")
    make_item(title="东街换了新的路灯")
    page = post(watching, "/rules/test/", query="路灯 -石桥", rule=rule.pk)
    asked = value(page, "asked")
    assert "东街" in post(watching, "/rules/matches/", asked=asked, show="added")
    removed = post(watching, "/rules/matches/", asked=asked, show="removed")
    assert "石桥换了新的路灯" in removed
    assert "东街" not in removed


def test_any_item_says_why_it_does_not_match(watching: Client) -> None:
    item = make_item(title="石桥的路灯停电")
    said = post(watching, "/rules/explain/", query="路灯 -停电", item=item.id)
    assert "未命中：出现了排除词“停电”" in said
    assert "未命中：缺少“夜市”" in post(watching, "/rules/explain/", query="夜市", item=f"/items/{item.id}/")
    assert "没有找到这一条" in post(watching, "/rules/explain/", query="夜市", item="99999999")


@pytest.mark.parametrize("data", [{}, {"asked": "x", "tally": "y", "show": "all"}])
def test_what_was_not_written_by_us_is_refused(watching: Client, data: dict[str, str]) -> None:
    assert "已过期" in post(watching, "/rules/tally/", **data)
    assert "已过期" in post(watching, "/rules/matches/", **data)


def test_an_admin_edits_groups_and_sees_which_rules_use_them(client: Client, admin: User, lead: User) -> None:
    client.force_login(admin)
    client.post("/rules/words/new/", {"name": "灯", "words": "路灯\n街灯，灯杆"})
    group = SynonymGroup.objects.get()
    assert group.words == ["路灯", "街灯", "灯杆"]
    made = rule_create(text=RuleText("灯具", "{灯} 石桥"), by=lead, now=utc_now())
    assert f'<a href="/rules/{made.pk}/">灯具</a>' in get(client, "/rules/words/")
    client.post(f"/rules/words/{group.pk}/delete/")
    assert SynonymGroup.objects.exists()  # in use
    client.post(f"/rules/words/{group.pk}/", {"words": "路灯"})
    assert AuditEntry.objects.get(action="group_edit").detail["before"] == ["路灯", "街灯", "灯杆"]
    assert RetagJob.objects.latest("id").reason == f"group:{group.pk}"


def test_a_group_holds_no_personal_name(client: Client, admin: User) -> None:
    client.force_login(admin)
    assert "不跟踪个人" in post(client, "/rules/words/new/", name="人", words="王建国")
    assert not SynonymGroup.objects.exists()


def test_a_monitor_proposes_and_a_lead_switches_it_on(client: Client, duty: User, lead: User) -> None:
    client.force_login(duty)
    said = {"name": "灯具", "query": "路灯", "grave": "on", "note": "近来常有人问，电话 13800138000"}
    assert "已提议" in client.post("/rules/new/", said, follow=True).content.decode()
    rule = KeywordRule.objects.get()
    assert (rule.enabled, rule.grave, RetagJob.objects.exists()) == (False, True, False)
    assert "13800138000" not in get(client, "/rules/")
    client.force_login(lead)
    assert "1 条提议" in get(client, "/rules/")
    page = get(client, f"/rules/{rule.pk}/")
    assert "提议中" in page
    assert str(duty) in page
    client.post(f"/rules/{rule.pk}/switch/", {"on": "1"})
    rule.refresh_from_db()
    assert (rule.enabled, rule.proposed_at, RetagJob.objects.count()) == (True, None, 1)
    assert list(AuditEntry.objects.filter(action__startswith="rule_").values_list("action", flat=True)) == [
        "rule_on",
        "rule_proposed",
    ]


def test_a_proposal_is_declined_by_a_lead_or_taken_back_by_who_made_it(client: Client, duty: User, lead: User) -> None:
    made = [
        rule_create(text=RuleText(name, name), by=duty, now=utc_now(), change=RuleChange.PROPOSED)
        for name in ("路灯", "石桥")
    ]
    client.force_login(make_user(Role.MONITOR))
    assert client.post(f"/rules/{made[0].pk}/decline/").status_code == 404
    client.force_login(duty)
    client.post(f"/rules/{made[0].pk}/decline/")
    client.force_login(lead)
    client.post(f"/rules/{made[1].pk}/decline/", {"note": "太宽"})
    assert not KeywordRule.objects.filter(retired_at=None).exists()
    assert RuleVersion.objects.get(change="declined", by=lead).note == "太宽"
    assert client.post(f"/rules/{made[1].pk}/decline/").status_code == 404


def test_a_proposal_is_counted_in_the_navigation_and_on_the_desk_of_leads_until_it_is_decided(
    client: Client, duty: User, lead: User
) -> None:
    rule = rule_create(text=RuleText("灯具", "路灯"), by=duty, now=utc_now(), change=RuleChange.PROPOSED)
    client.force_login(lead)
    page = get(client, "/")
    for place in ("nav-more", "nav-rules"):
        assert (
            f'<span id="{place}" class="nav-badge">1<span class="visually-hidden"> 条规则提议待决定</span></span>'
            in page
        )
    assert "规则提议“灯具”" in words(page)
    assert f'class="now-text clamp" href="/rules/{rule.pk}/"' in page
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert "proposed rules to decide on" in get(client, "/me/")
    client.force_login(duty)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "zh-hans"
    assert "规则提议" not in words(get(client, "/")).replace("0 条规则提议待决定", "")
    client.force_login(lead)
    client.post(f"/rules/{rule.pk}/decline/")
    assert 'id="nav-more" class="nav-badge" hidden' in get(client, "/")


def test_open_pages_of_leads_hear_of_a_proposal(duty: User, django_capture_on_commit_callbacks: Any) -> None:
    assert {"now", "nav-more", "nav-rules"} == set(names_for({"rules"}))
    said: list[Any] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("monitor.lib.notice.notice_publish", said.append)
        with django_capture_on_commit_callbacks(execute=True):
            rule = rule_create(text=RuleText("灯具", "路灯"), by=duty, now=utc_now(), change=RuleChange.PROPOSED)
    assert {"rules": [rule.pk]} in said
    for role, hidden in ((Role.LEAD, False), (Role.MONITOR, True)):
        html = render(View(Filters(), Sight(role), "zh-hans"), ["now", "nav-more"], now=utc_now())
        assert (" hidden" in html["nav-more"], "规则提议“灯具”" not in html["now"]) == (hidden, hidden)


def test_who_proposed_reads_on_the_desk_what_became_of_it(client: Client, duty: User, lead: User) -> None:
    made = [
        rule_create(text=RuleText(name, name), by=duty, now=utc_now(), change=RuleChange.PROPOSED)
        for name in ("路灯", "石桥")
    ]
    DeskSettings.objects.create(member=duty, visited_at=utc_now(), looked_at=utc_now() - timedelta(hours=1))
    client.force_login(lead)
    client.post(f"/rules/{made[0].pk}/switch/", {"on": "1"})
    client.post(f"/rules/{made[1].pk}/decline/", {"note": "太宽"})
    assert "您提议的规则" not in get(client, "/")
    client.force_login(duty)
    page = words(get(client, "/"))
    assert "您提议的规则“路灯”已启用" in page
    assert "您提议的规则“石桥”未被采纳" in page
