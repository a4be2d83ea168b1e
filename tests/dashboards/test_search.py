"""The search page: what it says before, with, and without results; what is kept, exported and written down."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from monitor.lib.clock import SHANGHAI
from monitor.models import AuditEntry, SavedSearch, SearchLook, User
from monitor.queries import search_hits
from tests.conftest import make_unit
from tests.queries.test_search import NOW, stored

pytestmark = pytest.mark.django_db


@pytest.fixture
def reading(client: Client, viewer: User) -> Client:
    client.force_login(viewer)
    return client


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def page(client: Client, address: str = "/search/", status: int = 200, **pairs: str) -> str:
    response = client.get(address, pairs)
    assert response.status_code == status
    return response.content.decode()


def test_before_anything_is_asked_the_page_teaches_the_language(reading: Client) -> None:
    shown = page(reading)
    assert "data-search-box" in shown
    assert len(re.findall(r'<dt><a href="\?q=', shown)) == 3
    assert "还没有保存的检索" in shown


def test_hits_are_marked_counted_and_written_down(reading: Client) -> None:
    item = stored(title="工资条", text="拖欠工资<b>")
    shown = page(reading, q="工资")
    assert "<mark>工资</mark>条" in shown
    assert "拖欠<mark>工资</mark>&lt;b&gt;" in shown
    assert f'data-item="{item.id}"' in shown
    assert AuditEntry.objects.get(action="search").detail == {"q": "工资", "after": "", "found": 1}


def test_facets_lead_to_the_narrower_search_and_back(reading: Client) -> None:
    stored(text="工资", areas=["wages"], sentiment="neg")
    assert "?q=%E5%B7%A5%E8%B5%84&amp;area=wages" in page(reading, q="工资")
    chosen = page(reading, q="工资", area="wages", window="7d")
    assert 'href="?q=%E5%B7%A5%E8%B5%84&amp;window=7d" aria-current="true"' in chosen
    assert "领域：欠薪" in chosen or 'class="chip"' in chosen


def test_a_search_that_cannot_be_read_shows_where_and_offers_two_ways_on(reading: Client) -> None:
    shown = page(reading, q="讨薪 (工人")
    assert '讨薪 <mark class="fault">(</mark>工人' in shown
    assert "改查：讨薪 (工人)" in shown
    assert "mode=words" in shown


def test_just_words_are_no_rule(reading: Client) -> None:
    stored(title="标题:工资（说明", text="工资")
    assert "<mark>工资</mark>" in page(reading, q="工资 （说明", mode="words")


def test_without_results_it_says_what_to_loosen(reading: Client) -> None:
    shown = page(reading, q="地铁 停运", area="wages", window="24h")
    for way in ("看全部内容", "查全部保存期", "任一词出现即可", "去掉“领域"):
        assert way in shown


def test_a_person_is_not_looked_up_nor_written_down(reading: Client, caplog: pytest.LogCaptureFixture) -> None:
    assert "不检索个人" in page(reading, q="欧阳明")
    assert "%E6%AC%A7%E9%98%B3" not in caplog.text
    assert not AuditEntry.objects.exists()


def test_what_takes_too_long_offers_a_shorter_span(reading: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    stored(text="工资")
    monkeypatch.setattr(search_hits.search_session.__wrapped__, "__kwdefaults__", {"timeout_ms": 1})  # type: ignore[attr-defined]
    monkeypatch.setattr("monitor.queries.search_tally.NO_CURSOR", "pg_sleep(1) IS NOT NULL")
    assert "?q=%E5%B7%A5%E8%B5%84&amp;window=24h" in page(reading, q="工资", status=503)
    for file in ("export.csv", "export.xlsx", "volume.csv"):
        assert "已停止" in page(reading, f"/search/{file}", q="工资", status=503), file


def test_counting_goes_on_in_a_fragment(reading: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboards.views.search.READING", 0)
    monkeypatch.setattr("monitor.queries.search_read.READ", 1)
    for _ in range(2):
        stored(text="农民工")
    assert 'hx-get="/search/counts/' in page(reading, q="农民工")
    assert "<b>2</b>" in page(reading, "/search/counts/", q="农民工")


def test_a_reader_with_units_sees_neither_items_nor_units_of_others(reading: Client, viewer: User) -> None:
    mine, other = make_unit(), make_unit()
    viewer.units.add(mine)
    stored(text="工资", units=[mine.pk, other.pk])
    stored(title="别家工资", units=[other.pk])
    shown = page(reading, q="工资")
    assert (mine.name in shown, other.name in shown, "别家" in shown) == (True, False, False)


def rows_of(response: Any, kind: str) -> list[list[str]]:
    if kind == "csv":
        lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
        return [line.split(",") for line in lines]
    sheet = load_workbook(io.BytesIO(response.content)).worksheets[0]
    return [[str(value or "") for value in row] for row in sheet.iter_rows(values_only=True)]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_starts_no_formula_and_is_written_down(reading: Client, kind: str) -> None:
    at = stored(title="=1+1 工资").at.astimezone(SHANGHAI)
    head, row = rows_of(reading.get(f"/search/export.{kind}", {"q": "工资"}), kind)
    found = dict(zip(head, row, strict=True))
    assert (found["title"], found["time"]) == ("'=1+1 工资", f"{at:%F %T}")
    assert AuditEntry.objects.get(action="search_export").detail == {"q": "工资", "kind": kind, "rows": 1}


def test_a_saved_search_says_what_is_new_until_it_is_opened(reading: Client, viewer: User) -> None:
    stored(text="工资")
    reading.post("/search/saved/add/", {"name": "欠薪", "q": "工资", "window": "7d"})
    saved = SavedSearch.objects.get()
    assert saved.pairs == {"q": "工资", "window": "7d"}
    reading.get(f"/search/saved/{saved.pk}/", follow=True)
    stored(text="工资又拖")
    assert "1 条新内容" in words(page(reading, "/search/saved/"))
    opened = reading.get(f"/search/saved/{saved.pk}/", follow=True).content.decode()
    assert opened.count('<span class="tag tag-on">新</span>') == 1
    assert "没有新内容" in page(reading)
    assert SearchLook.objects.get().user == viewer


def test_a_shared_search_is_everybodys_to_open_and_its_owners_to_change(reading: Client, lead: User) -> None:
    shared, private = (
        SavedSearch.objects.create(owner=lead, name=name, query="工资", shared=name == "共享", created_at=NOW, updated_at=NOW)
        for name in ("共享", "私有")
    )  # fmt: skip
    shown = page(reading, "/search/saved/")
    assert ("共享" in words(shown), "私有" in words(shown)) == (True, False)
    assert reading.get(f"/search/saved/{private.pk}/").status_code == 404
    assert reading.post(f"/search/saved/{shared.pk}/delete/").status_code == 404


def test_its_owner_renames_and_deletes_it(client: Client, lead: User) -> None:
    client.force_login(lead)
    client.post("/search/saved/add/", {"name": "欠薪", "q": "工资"})
    pk = SavedSearch.objects.get().pk
    client.post(f"/search/saved/{pk}/edit/", {"name": "欠薪一览", "shared": "1"})
    assert SavedSearch.objects.get().shared
    client.post(f"/search/saved/{pk}/delete/")
    assert list(AuditEntry.objects.order_by("id").values_list("action", flat=True)) == [
        "search_save", "search_edit", "search_delete"
    ]  # fmt: skip


@pytest.mark.parametrize(("name", "q"), [("欧阳明", "工资"), ("", "工资"), ("人", "欧阳明"), ("坏", "(工资")])
def test_what_cannot_be_kept_is_refused_with_the_reason(reading: Client, name: str, q: str) -> None:
    response = reading.post("/search/saved/add/", {"name": name, "q": q}, follow=True)
    assert "note-error" in response.content.decode()
    assert not SavedSearch.objects.exists()


def test_a_lead_makes_an_alert_rule_of_it_after_a_test(client: Client, lead: User) -> None:
    client.force_login(lead)
    stored(text="工资")
    href = re.search(r'href="(/rules/new/[^"]+)"', page(client, q="工资 OR 讨薪"))
    assert href is not None
    editor = page(client, href.group(1).replace("&amp;", "&"))
    assert "工资 OR 讨薪</textarea>" in editor
    assert 'hx-trigger="load"' in editor.partition('id="rule-test"')[2][:200]


def test_a_monitor_proposes_a_rule_from_a_search_and_from_a_saved_one(reading: Client, duty: User) -> None:
    reading.force_login(duty)
    stored(text="工资")
    assert "/rules/new/?query=" in page(reading, q="工资 OR 讨薪")
    kept = {"q": "工资 讨薪", "mode": "words", "area": "wages"}
    assert reading.post("/search/saved/add/", {"name": "欠薪", **kept}).status_code == 302
    assert "有新的就预警" in page(reading, "/search/saved/")
    form = reading.get(f"/search/saved/{SavedSearch.objects.get().pk}/rule/", follow=True).content.decode()
    assert 'value="欠薪"' in form
    assert "&quot;工资&quot; &quot;讨薪&quot;</textarea>" in form
    assert "筛选条件（领域、单位、来源、时间等）不在规则里" in form
