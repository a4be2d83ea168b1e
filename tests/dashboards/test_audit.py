"""The audit page: filters, pages, and whether the chain is whole."""

import ast
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client

from dashboards import audit_details, audit_words
from dashboards.labels import ACTIONS
from monitor.models import AuditEntry, DatesReason, KeywordRule, Role, RuleChange, User, audit, audit_record
from monitor.models.plan import PlanChange
from monitor.queries import audit as queries
from tests.conftest import make_user
from tests.dashboards.test_query_counts import a_bit_of_everything

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_walked_before() -> None:
    cache.delete_many([queries.KEPT, queries.SEEN])


@pytest.fixture
def reading(client: Client, lead: User) -> Client:
    client.force_login(lead)
    return client


def test_entries_are_filtered_by_action_and_actor(reading: Client) -> None:
    audit_record(actor="beat", action="report_draft", target="report:71")
    audit_record(actor="someone", action="report_sign", target="report:72")
    text = reading.get("/audit/?action=report_sign&actor=someone").content.decode()
    assert "report:72" in text
    assert "report:71" not in text


def test_a_detail_is_read_whatever_its_keys_are_called(reading: Client) -> None:
    audit_record(actor="beat", action="alert_open", detail={"items": 5})
    assert "条数 5" in reading.get("/audit/").content.decode()


def test_a_detail_is_told_without_brackets_and_a_long_one_is_opened_on_demand(reading: Client) -> None:
    audit_record(actor="beat", action="alert_open", detail={"ways": ["password", "code"], "by_hand": True, "none": []})
    audit_record(actor="beat", action="alert_open", detail={"shifts": [{"member": n} for n in range(60)]})
    html = unescape(reading.get("/audit/").content.decode())
    assert "方式 密码、动态口令；人工 是<" in html
    begins, whole = re.findall(r"班次 \([^<]*", html)
    assert (len(begins), begins[-1], whole[-2:]) == (audit_words.SHORT + 1, "…", "9)")


def test_codes_are_told_in_the_words_of_their_pages_and_a_value_that_nobody_knows_as_it_was_written(
    reading: Client,
) -> None:
    detail = {
        "role": "lead",
        "areas": ["wages", "none"],
        "min_level": 3,
        "state": "active",
        "reason": "poll_time",
        "note": "lead",
    }
    audit_record(actor="beat", action="view_share", detail=detail)
    told = f"备注 lead；角色 组长；领域 工资报酬、none；状态 进行中；原因 {DatesReason.POLL_TIME.label}；最低级别 橙<"
    assert told in unescape(reading.get("/audit/").content.decode())


def test_what_history_was_tagged_anew_for_is_told_by_name_and_a_reason_that_a_person_wrote_as_written(
    reading: Client, django_assert_max_num_queries: Any
) -> None:
    rule = KeywordRule.objects.create(name="欠薪讨薪", query="欠薪")
    for reason in (f"rule:{rule.pk}", "plan:987654", "district", "import"):
        audit_record(actor="retag", action="retag", target="retag:3", detail={"reason": reason, "added": 4})
    audit_record(actor="beat", action="topic_mute", detail={"reason": f"rule:{rule.pk}"})
    with django_assert_max_num_queries(12):
        told = unescape(reading.get("/audit/").content.decode())
    for words in ("规则“欠薪讨薪”的改动", "专题“987654”的改动", "单位或地名的改动", "导入规则", f"rule:{rule.pk}"):
        assert f"原因 {words}" in told


def test_a_moment_is_told_in_shanghai_time(reading: Client) -> None:
    audit_record(actor="beat", action="view_share", detail={"start": "2026-11-16T16:30:00+00:00", "end": "tomorrow"})
    assert "结束 tomorrow；开始 2026-11-17 00:30<" in unescape(reading.get("/audit/").content.decode())


def test_no_and_nothing_are_told_when_they_are_what_was_done(reading: Client) -> None:
    audit_record(
        actor="beat", action="view_share", detail={"shared": False, "rows": 0, "paused": [True, False], "note": ""}
    )
    html = unescape(reading.get("/audit/").content.decode())
    assert "行数 0；暂停 是、否；共享 否<" in html


def test_what_has_a_page_is_one_click_away(reading: Client) -> None:
    audit_record(actor="beat", action="alert_open", target="alert:12")
    audit_record(actor="beat", action="recount_fix", target="row:12")
    html = reading.get("/audit/").content.decode()
    assert '<a href="/alerts/12/">预警 12</a>' in html
    assert ">row:12</td>" in html


def test_what_an_entry_is_about_is_told_in_words_and_as_it_was_written(reading: Client) -> None:
    audit_record(actor="beat", action="wall_view", target="wall")
    html = reading.get("/audit/", headers={"Accept-Language": "en"}).content.decode()
    assert 'title="wall">Wall</td>' in html


def test_every_target_that_is_written_has_words() -> None:
    written = re.compile(r"""target=f?["']([a-z_]+)[":']""")
    code = [path.read_text() for package in ("monitor", "dashboards", "tasks") for path in Path(package).rglob("*.py")]
    kinds = {kind for text in code for kind in written.findall(text)}
    assert len(kinds) > 20
    assert kinds - audit_words.TARGETS.keys() == {"_blank"}  # of a link


def test_every_key_that_an_entry_is_written_with_has_words() -> None:
    keys: set[str] = set()
    for path in (path for package in ("monitor", "dashboards", "tasks") for path in Path(package).rglob("*.py")):
        calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
        told = [word.value for call in calls if ast.unparse(call.func) == "audit_record" for word in call.keywords]
        dicts = [node for value in told for node in ast.walk(value) if isinstance(node, ast.Dict)]
        keys |= {key.value for one in dicts for key in one.keys if isinstance(key, ast.Constant)}
    assert len(keys) > 40
    assert keys - audit_details.KEYS.keys() == set()


def test_every_key_that_is_put_together_while_running_has_words(reading: Client) -> None:
    """Those that no literal names: fields of a rule, a plan, a source."""
    a_bit_of_everything(make_user(Role.ADMIN))
    written = {key for detail in AuditEntry.objects.values_list("detail", flat=True) for key in detail}
    assert {"grave", "query", "version"} <= written
    assert written - audit_details.KEYS.keys() == set()


def test_what_was_signed_and_why_history_was_tagged_anew_are_told_in_words(reading: Client) -> None:
    audit_record(actor="zu", action="report_sign", target="report:7", detail={"told": "ab" * 32, "said": "cd" * 32})
    audit_record(actor="retag", action="retag", target="retag:1", detail={"reason": "plan:3"})
    audit_record(actor="zu", action="plan_new", target="plan:3", detail={"told": 4})
    page = unescape(reading.get("/audit/").content.decode())
    for words in ("签发的文字 cdcdcdcdcdcd…；签发的全文 abababababab…<", "原因 专题“3”的改动<", "通知人数 4<"):
        assert words in page


def test_of_a_digest_its_beginning_is_told(reading: Client) -> None:
    audit_record(actor="beat", action="report_draft", detail={"digest": "0123456789ab" + "f" * 52})
    assert "摘要值 0123456789ab…<" in unescape(reading.get("/audit/").content.decode())


def test_days_are_chosen_on_the_page(reading: Client) -> None:
    audit_record(actor="beat", action="report_draft", target="row:7")
    html = reading.get("/audit/?until=2020-01-01").content.decode()
    assert '<input type="date" name="until" value="2020-01-01">' in html
    assert "row:7" not in html


def test_long_logs_are_paged(reading: Client) -> None:
    for n in range(101):
        audit_record(actor="beat", action="recount_fix", target=f"row:{n:03}")
    assert "row:000" not in reading.get("/audit/").content.decode()
    assert "row:000" in reading.get("/audit/?page=2").content.decode()


def test_a_whole_chain_is_said_to_be_whole(reading: Client) -> None:
    audit_record(actor="beat", action="report_draft")
    assert reading.get("/audit/").context["broken_at"] is None
    assert reading.get("/audit/").context["verified"]


def tamper(sql: str, *values: object) -> None:
    """As a superuser of the database could."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE monitor_auditentry DISABLE TRIGGER audit_append_only")
        cursor.execute(sql, values)
        cursor.execute("ALTER TABLE monitor_auditentry ENABLE TRIGGER audit_append_only")


@pytest.mark.parametrize(
    "change",
    [
        "actor = 'nobody'",
        "at = at + interval '1 microsecond'",
        "detail = '{\"n\": 2}'",
        "digest = repeat('0', 64)",
        "previous = ''",
    ],
)
def test_what_was_walked_before_and_is_tampered_with_then_is_named(reading: Client, change: str) -> None:
    entries = [audit_record(actor="beat", action="report_draft", detail={"n": 1}) for _ in range(3)]
    assert reading.get("/audit/").context["broken_at"] is None
    tamper(f"UPDATE monitor_auditentry SET {change} WHERE id = %s", entries[1].pk)
    assert reading.get("/audit/").context["broken_at"] == entries[1].pk
    assert reading.get("/audit/").context["broken_at"] == entries[1].pk  # what is broken is not kept


def test_an_entry_that_is_gone_is_noticed_though_all_was_walked_before(reading: Client) -> None:
    entries = [audit_record(actor="beat", action="report_draft") for _ in range(3)]
    assert reading.get("/audit/").context["broken_at"] is None
    tamper("DELETE FROM monitor_auditentry WHERE id = %s", entries[1].pk)
    assert reading.get("/audit/").context["broken_at"] == entries[2].pk


@pytest.mark.parametrize("most", [20_000, 2])
def test_an_end_that_is_cut_off_is_missed_though_what_is_left_is_whole(
    reading: Client, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(queries, "VERIFY_AT_ONCE", most)
    entries = [audit_record(actor="beat", action="report_draft") for _ in range(3)]
    assert reading.get("/audit/").context["broken_at"] is None
    tamper("DELETE FROM monitor_auditentry WHERE id = %s", entries[2].pk)
    audit_record(actor="beat", action="report_draft")
    assert audit.audit_verify() is None
    for query in ("", "?verify=1"):
        assert reading.get(f"/audit/{query}").context["broken_at"] == entries[2].pk


def test_a_chain_that_was_written_anew_is_noticed(reading: Client) -> None:
    entries = [audit_record(actor="beat", action="report_draft") for _ in range(2)]
    assert reading.get("/audit/").context["broken_at"] is None
    first, second = entries
    first.actor = "nobody"
    tamper(
        "UPDATE monitor_auditentry SET actor = 'nobody', digest = %s WHERE id = %s", first.expected_digest(), first.pk
    )
    second.previous = first.expected_digest()
    changed = (second.previous, second.expected_digest(), second.pk)
    tamper("UPDATE monitor_auditentry SET previous = %s, digest = %s WHERE id = %s", *changed)
    assert audit.audit_verify() is None
    assert reading.get("/audit/").context["broken_at"] == second.pk


def test_a_whole_chain_is_not_said_to_prove_what_it_does_not(reading: Client) -> None:
    audit_record(actor="beat", action="report_draft")
    page = unescape(reading.get("/audit/", headers={"Accept-Language": "en"}).content.decode())
    assert "does not show whether the end was cut off or the whole chain rewritten" in page
    assert "manage.py audit_chain --had" in page


def test_entries_are_walked_once_while_not_a_sign_of_them_is_changed(
    reading: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(20):
        audit_record(actor="beat", action="report_draft", target=f"report:{n}")
    whole, walked = audit._digest, []
    monkeypatch.setattr(audit, "_digest", lambda *row: walked.append(row[4]) or whole(*row))
    assert reading.get("/audit/").context["verified"]
    assert len(walked) >= 20
    walked.clear()
    audit_record(actor="beat", action="report_sign", target="new")
    walked.clear()
    assert reading.get("/audit/").context["verified"]
    assert walked == ["new"]
    walked.clear()
    reading.get("/audit/?verify=1")  # asked for, all is walked
    assert len(walked) >= 21


def test_what_has_come_since_is_kept_when_it_is_much(reading: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "TAIL", 5)
    audit_record(actor="beat", action="report_draft")
    assert reading.get("/audit/").context["verified"]
    last = cache.get(queries.KEPT)[0].last
    for n in range(5):
        audit_record(actor="beat", action="report_draft", target=f"report:{n}")
    assert reading.get("/audit/").context["verified"]
    assert cache.get(queries.KEPT)[0].last == last
    newest = audit_record(actor="beat", action="report_draft")
    whole, walked = audit._digest, []
    monkeypatch.setattr(audit, "_digest", lambda *row: walked.append(row[4]) or whole(*row))
    assert reading.get("/audit/").context["broken_at"] is None
    assert cache.get(queries.KEPT)[0].last == newest.pk
    assert len(walked) == 12  # those that have come, twice; what was kept is not walked again
    tamper("UPDATE monitor_auditentry SET actor = 'nobody' WHERE id = %s", last)
    assert reading.get("/audit/").context["broken_at"] == last


def test_what_is_tampered_with_while_more_is_kept_is_named(reading: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "TAIL", 2)
    first = audit_record(actor="beat", action="report_draft")
    assert reading.get("/audit/").context["verified"]
    for _ in range(3):
        audit_record(actor="beat", action="report_draft")
    printed = queries.audit_print

    def printed_then_changed(last: int) -> str:
        found = printed(last)
        if last > first.pk:
            tamper("UPDATE monitor_auditentry SET actor = 'nobody' WHERE id = %s", first.pk)
        return found

    monkeypatch.setattr(queries, "audit_print", printed_then_changed)
    assert reading.get("/audit/").context["broken_at"] == first.pk
    assert reading.get("/audit/").context["broken_at"] == first.pk


def test_a_tampered_entry_is_named(reading: Client) -> None:
    entry = audit_record(actor="beat", action="report_draft")
    audit_record(actor="beat", action="report_sign")
    tamper("UPDATE monitor_auditentry SET actor = 'nobody' WHERE id = %s", entry.pk)
    assert reading.get("/audit/").context["broken_at"] == entry.pk
    assert str(entry.pk) in reading.get("/audit/").content.decode()


@pytest.mark.parametrize("query", ["action=%00", "actor=%00x", "since=2026-13-99", "until=9999-12-31", "page=x"])
def test_nonsense_in_the_address_is_no_error(reading: Client, query: str) -> None:
    audit_record(actor="beat", action="report_draft")
    assert reading.get(f"/audit/?{query}").status_code == 200
    assert AuditEntry.objects.count() == 1


def test_a_detail_called_items_is_shown_as_any_other(reading: Client) -> None:
    audit_record(actor="beat", action="export", target="topic:9", detail={"items": 412})
    assert "条数 412" in reading.get("/audit/").content.decode()


def recorded() -> Iterator[str]:
    """Every action that is written into the log by its name, and those of changes that are named by a choice."""
    for package in ("monitor", "tasks", "dashboards"):
        for path in (Path(settings.BASE_DIR) / package).rglob("*.py"):
            for call in re.findall(r"audit_record\((.*?)\)", path.read_text(encoding="utf-8"), re.DOTALL):
                yield from re.findall(r'action="([a-z_]+)"', call)
    yield from (f"rule_{change}" for change in RuleChange.values)
    yield from (f"plan_{change}" for change in PlanChange.values)
    yield from (f"{kind}_import_preview" for kind in ("unit", "place", "member", "shift"))


def test_every_action_has_a_name_that_people_can_read() -> None:
    found = set(recorded())
    assert len(found) > 90
    assert found - set(ACTIONS) == set()
