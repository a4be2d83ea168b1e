"""History in and out: the same pipeline, the same file twice changes nothing, persons are dropped, out and in again is equal."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from contextlib import redirect_stderr
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from monitor.alerts.raise_ import alert_decide_changed
from monitor.feeds import by_hand, hand_known
from monitor.feeds.by_hand import HandCounts
from monitor.feeds.hand_rows import HandRow
from monitor.lib.clock import utc_now
from monitor.models import Alert, AuditEntry, Item, ItemKey, ItemTitle, Source, Topic, User
from monitor.topics.assign import topic_assign_batch, topic_restore
from tests.conftest import make_source, recount, stored_counts

pytestmark = pytest.mark.django_db
DAY = (utc_now() - timedelta(days=2)).strftime("%Y-%m-%d")
PHONE = "13800138000"


def line(**fields: Any) -> dict[str, Any]:
    return {"title": "柳岸街道一工地拖欠工资", "source": "云河晚报", "at": f"{DAY}T08:30", **fields}


def bring(tmp_path: Path, *lines: Any, name: str = "in.jsonl", **options: Any) -> tuple[int, str]:
    """(exit code, what was said on standard error)."""
    file = tmp_path / name
    if isinstance(lines[0], bytes):
        file.write_bytes(lines[0])
    else:
        file.write_text("\n".join(json.dumps(value, ensure_ascii=False) for value in lines), "utf-8")
    err = io.StringIO()
    with redirect_stderr(err), pytest.raises(SystemExit) as ended:
        call_command("import_items", str(file), stderr=err, **options)
    return int(ended.value.code or 0), err.getvalue()


def test_lines_become_items_masked_tagged_and_counted(tmp_path: Path) -> None:
    code, said = bring(
        tmp_path, line(text=f"工友电话{PHONE}，被欠薪两月。", url="http://news.yunhe.example/1?utm_source=x")
    )
    row = Item.objects.get()
    assert (code, "new 1" in said) == (0, True)
    assert (row.masked, PHONE in row.text, row.link) == (True, False, "http://news.yunhe.example/1")
    assert row.at == datetime.fromisoformat(f"{DAY}T00:30:00+00:00").astimezone(UTC)
    assert "wages" in row.areas
    assert stored_counts() == recount()


def test_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    lines = [line(id=n, title=f"第{n}号工地停工检修") for n in range(5)] + [line(title="没有编号的一条")]
    bring(tmp_path, *lines)
    before = (Item.objects.count(), ItemKey.objects.count())
    _, said = bring(tmp_path, *lines)
    assert (Item.objects.count(), ItemKey.objects.count()) == before
    assert "new 0, updated 0, already there 6" in said


def test_another_title_under_the_same_id_is_an_edit_also_within_one_file(tmp_path: Path) -> None:
    _, said = bring(tmp_path, line(id="a", title="停工检修"), line(id="a", title="停工检修延期"))
    assert "new 1, updated 1" in said
    assert (Item.objects.get().title, ItemTitle.objects.get().title) == ("停工检修延期", "停工检修")


def test_a_name_that_is_a_source_is_used_and_another_becomes_one_that_nobody_fetches(tmp_path: Path) -> None:
    known = make_source(name="云河晚报")
    bring(tmp_path, line(id=1), line(id=2, source="旧剪报"), line(id=3, source=None))
    assert Item.objects.filter(source_id=known.pk).count() == 1
    made = {source.name: source for source in Source.objects.exclude(pk=known.pk)}
    assert set(made) == {"旧剪报", "导入"}
    assert {(source.format, source.url, source.next_check_at) for source in made.values()} == {("by_hand", "", None)}


def test_columns_about_persons_are_dropped_and_named(tmp_path: Path) -> None:
    _, said = bring(tmp_path, line(author="欧阳测试", 昵称="小测", followers=9), line(id=2, author="欧阳测试"))
    assert "author (2), followers (1), 昵称 (1)" in said
    assert "欧阳" not in said
    assert not [row for row in Item.objects.values() if "欧阳" in repr(row)]


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ({"title": 7}, "`title` must be a string"),
        ({"text": ""}, "needs `title` or `text`"),
        (line(at="gestern"), "`at` is no time"),
        (line(url="javascript:alert(1)"), "`url` is no http(s) address"),
        (line(id=[1]), "`id` must be a string or a number"),
        ([1], "not a JSON object"),
    ],
)
def test_a_bad_line_is_told_by_its_number_and_the_others_are_stored(tmp_path: Path, bad: Any, why: str) -> None:
    code, said = bring(tmp_path, line(id=1), bad, line(id=2))
    assert (code, Item.objects.count()) == (1, 2)
    assert f"line 2: {why}" in said


def test_items_past_the_retention_are_counted_and_not_stored(tmp_path: Path) -> None:
    code, said = bring(tmp_path, line(at="2020-01-01"))
    assert (code, Item.objects.count(), "older than the retention 1" in said) == (0, 0, True)


def test_a_time_in_the_future_becomes_the_time_of_import(tmp_path: Path) -> None:
    bring(tmp_path, line(at=(utc_now() + timedelta(days=9)).isoformat()))
    assert utc_now() - Item.objects.get().at < timedelta(minutes=1)


@pytest.mark.parametrize("charset", ["utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_of_a_spreadsheet_is_read(tmp_path: Path, charset: str, delimiter: str) -> None:
    head = delimiter.join(["标题", "正文", "来源", "发布时间", "链接", "作者"])
    date = DAY.replace("-0", "-").replace("-", "/")
    cells = ['"柳岸街道停工, ""整改"""', "木工反映拖欠工资。", "云河晚报", f"{date} 8:30", "http://n.example/1", "欧阳"]
    table = f"{head}\r\n{delimiter.join(cells)}\r\n".encode(charset)
    code, said = bring(tmp_path, table, name="in.csv")
    row = Item.objects.get()
    assert (code, row.title, f"{row.at:%F %H:%M}") == (0, '柳岸街道停工, "整改"', f"{DAY} 00:30")
    assert "作者 (1)" in said


def test_a_table_without_a_title_column_does_not_start(tmp_path: Path) -> None:
    code, said = bring(tmp_path, "甲,乙\n1,2\n".encode(), name="in.csv")
    assert (code, "names no column" in said) == (2, True)


def test_a_dry_run_stores_nothing(tmp_path: Path) -> None:
    code, said = bring(tmp_path, line(), dry_run=True)
    assert (code, "read 1" in said) == (0, True)
    assert (Item.objects.count(), Source.objects.count(), AuditEntry.objects.count()) == (0, 0, 0)


def test_a_missing_file_does_not_start() -> None:
    with pytest.raises(SystemExit) as ended:
        call_command("import_items", "/nowhere/in.jsonl", stderr=io.StringIO())
    assert ended.value.code == 2


def test_rows_are_stored_in_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []
    real = by_hand.hand_store

    def watched(rows: Sequence[HandRow], *, now: datetime) -> HandCounts:
        sizes.append(len(rows))
        return real(rows, now=now)

    monkeypatch.setattr(hand_known, "BATCH", 10)
    monkeypatch.setattr(by_hand, "hand_store", watched)
    bring(tmp_path, *(line(id=n, title=f"第{n}条") for n in range(25)))
    assert sizes == [10, 10, 5]


def exported(capsysbinary: pytest.CaptureFixture[bytes], *arguments: str) -> bytes:
    call_command("export_items", *arguments, stderr=io.StringIO())
    return capsysbinary.readouterr().out


def test_what_goes_out_comes_in_again_as_it_was(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    bring(
        tmp_path,
        *(line(id=n, title=f"第{n}条：拖欠工资", text=f"电话{PHONE}", url=f"http://n.example/{n}") for n in range(5)),
    )
    fields = ("title", "text", "at", "link", "sentiment", "areas")
    before = list(Item.objects.order_by("at", "title").values_list(*fields))
    out = exported(capsysbinary)
    Item.objects.all().delete()
    ItemKey.objects.all().delete()
    Source.objects.all().delete()
    code, said = bring(tmp_path, out)
    assert (code, "new 5" in said) == (0, True)
    assert list(Item.objects.order_by("at", "title").values_list(*fields)) == before
    assert PHONE.encode() not in out


def test_an_export_is_filtered_audited_and_names_no_person(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    bring(tmp_path, line(id=1), line(id=2, title="枫渚夜市开业", source="云河社区"))
    (only,) = exported(capsysbinary, "--source", "云河社区", "--from", DAY).splitlines()
    record = json.loads(only)
    assert (record["title"], record["at"]) == ("枫渚夜市开业", f"{DAY}T08:30:00+08:00")
    assert not {"author", "account", "user"} & record.keys()
    assert AuditEntry.objects.get(action="items_export").detail["rows"] == 1
    assert exported(capsysbinary, "--to", DAY) == b""


def test_a_table_that_goes_out_starts_no_formula(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    bring(tmp_path, line(title="=HYPERLINK(1)"))
    out = exported(capsysbinary, "--format", "csv").decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in out
    assert len(out.splitlines()) == 2


def test_a_table_that_goes_out_comes_in_as_it_was(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    bring(tmp_path, line(title="=HYPERLINK(1)", text="-5 度停工"))
    out = exported(capsysbinary, "--format", "csv")
    Item.objects.all().delete()
    ItemKey.objects.all().delete()
    bring(tmp_path, out, name="in.csv")
    assert Item.objects.values_list("title", "text").get() == ("=HYPERLINK(1)", "-5 度停工")


def test_an_export_brought_back_into_its_own_database_changes_nothing(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    bring(tmp_path, *(line(id=f"a{n}", title=f"第{n}条：拖欠工资") for n in range(3)))
    _, said = bring(tmp_path, exported(capsysbinary))
    assert ("already there 3" in said, Item.objects.count()) == (True, 3)


def test_what_was_typed_in_and_masked_stays_so_when_it_moves(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    bring(tmp_path, line(source="基层上报", region="云河区", by_hand=True, text=f"电话{PHONE}"), line(title="另一条"))
    out = exported(capsysbinary)
    Item.objects.all().delete()
    ItemKey.objects.all().delete()
    Source.objects.all().delete()
    bring(tmp_path, out)
    assert set(Item.objects.values_list("by_hand", "masked")) == {(True, True), (False, False)}
    assert Source.objects.values_list("kind", "region").get(name="基层上报") == ("grassroots", "云河区")


def test_a_name_of_a_source_is_masked_like_any_text(tmp_path: Path) -> None:
    bring(tmp_path, line(source=f"热线 {PHONE}"))
    assert Source.objects.get().name == "热线 〔电话〕"


def test_rows_with_ids_of_their_own_stay_apart_under_one_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [line(id=n, title=f"直播第{n}段", url="http://n.example/live/1.html") for n in range(5)]
    monkeypatch.setattr(hand_known, "BATCH", 2)
    _, first = bring(tmp_path, *lines)
    _, again = bring(tmp_path, *lines)
    assert ("new 5, updated 0, already there 0" in first, "already there 5" in again) == (True, True)


def test_a_row_with_another_id_is_an_item_that_was_fetched_from_its_address(tmp_path: Path) -> None:
    bring(tmp_path, line(id="guid-1", url="http://n.example/1.html?utm_source=feed"))
    _, said = bring(tmp_path, line(id="their-1", url="http://n.example/1.html"))
    assert ("already there 1" in said, Item.objects.count()) == (True, 1)


def test_a_dry_run_says_what_would_become_of_the_lines(tmp_path: Path) -> None:
    bring(tmp_path, line(id=1), line(id=2))
    lines = [
        line(id=1),
        line(id=2, title="延期"),
        line(id=3),
        line(id=4, source="别的来源"),
        line(id=5, at="2020-01-01"),
    ]
    lines += [line(id=3), line(id=3, title="又改了")]
    _, said = bring(tmp_path, *lines, dry_run=True)
    assert "read 7, new 2, updated 2, already there 2, older than the retention 1, failed 0" in said
    assert (Item.objects.count(), Source.objects.count()) == (2, 1)


def test_a_quote_that_nobody_closes_is_told_and_long_cells_are_read(tmp_path: Path) -> None:
    table = f'title,text\n停工,"{"很长。" * 60_000}"\n复工,"没有结束\n其余,行\n'.encode()
    code, said = bring(tmp_path, table, name="in.csv")
    assert (code, "not CSV: unexpected end of data" in said) == (1, True)
    assert len(Item.objects.get().text) == 180_000


def test_a_line_of_mere_markup_is_a_bad_line(tmp_path: Path) -> None:
    code, said = bring(tmp_path, {"title": "<p></p>", "text": "&nbsp;"})
    assert (code, "line 1: needs `title` or `text`" in said) == (1, True)


@pytest.mark.parametrize(("hours", "alerts"), [(24 * 20, 0), (1, 1)])
def test_what_is_brought_of_past_days_raises_no_alert(tmp_path: Path, lead: User, hours: int, alerts: int) -> None:
    begun = utc_now() - timedelta(hours=hours)
    told = [
        line(
            title=f"柳岸新城工地木工被拖欠工资两个月，劳动监察已介入{n}",
            source=f"来源{n % 8}",
            at=(begun + timedelta(minutes=n)).isoformat(),
            url=f"http://s{n % 8}.example/{n}.html",
        )
        for n in range(40)
    ]
    bring(tmp_path, *told)
    topic_assign_batch(topic_restore(now=utc_now()), limit=100, now=utc_now())
    alert_decide_changed(now=utc_now())
    assert (Topic.objects.filter(in_focus=True).exists(), Alert.objects.count()) == (True, alerts)
