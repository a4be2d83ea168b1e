"""What is handed over is everything but what is named, of one moment, and opens nothing."""

from __future__ import annotations

import hashlib
import json
import stat
from io import StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from monitor.backup.whole import DROPPED, LEFT_OUT, SHARED, export_write, exported_columns, exported_models
from monitor.lib.clock import utc_now, week_before
from monitor.models import (
    AuditEntry,
    Channel,
    Item,
    ReportFile,
    Role,
    SavedView,
    SiteSetting,
    Unit,
    User,
)
from monitor.reports.build import report_draft_week
from tests.conftest import make_item, make_user

pytestmark = pytest.mark.django_db(transaction=True)
KEY = "robot-key-7f3a9c"


def lines(archive: ZipFile, table: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in archive.read(f"data/{table}.jsonl").splitlines()]


def written(tmp_path: Path) -> ZipFile:
    export_write(file=tmp_path / "whole.zip", by="test", now=utc_now())
    return ZipFile(tmp_path / "whole.zip")


def test_every_table_is_written_or_named_with_its_reason(tmp_path: Path) -> None:
    ours = {model.__name__ for model in apps.get_app_config("monitor").get_models()}
    assert set(LEFT_OUT) <= ours
    assert set(DROPPED) | set(SHARED) <= ours - set(LEFT_OUT)
    assert all(LEFT_OUT.values())
    with written(tmp_path) as archive:
        names = {Path(name).stem for name in archive.namelist() if name.startswith("data/")}
        assert names == ours - set(LEFT_OUT)
        assert json.loads(archive.read("manifest.json"))["left_out"] == LEFT_OUT


def test_rows_are_all_there_and_the_manifest_says_so(tmp_path: Path) -> None:
    unit = Unit.objects.create(name="建筑工会", words=["工地"])
    member = User.objects.create(username="reporter", role=Role.REPORTER)
    member.units.add(unit)
    items = [make_item(title=f"第 {n} 条：云河新城项目欠薪") for n in range(3)]
    with written(tmp_path) as archive:
        assert [row["id"] for row in lines(archive, "Item")] == sorted(item.id for item in items)
        assert {row["title"] for row in lines(archive, "Item")} == {item.title for item in items}
        (one,) = (row for row in lines(archive, "User") if row["username"] == "reporter")
        assert one["units"] == [unit.pk]
        manifest = json.loads(archive.read("manifest.json"))
        assert manifest["rows"]["Item"] == 3
        for name, digest in manifest["sha256"].items():
            assert hashlib.sha256(archive.read(name)).hexdigest() == digest
        assert set(manifest["sha256"]) == set(archive.namelist()) - {"manifest.json"}
        assert b"sources.opml" in archive.read("README.txt")
        assert b"<opml" in archive.read("sources.opml")


def test_nothing_in_it_opens_anything_and_private_things_stay(tmp_path: Path) -> None:
    member = User.objects.create_user(username="lead", password="long-enough-word-1", role=Role.LEAD)
    Channel.objects.create(kind="feishu", name="值班群", base_url="https://robot.example", token=KEY, secret=KEY)
    SiteSetting.objects.create(name="smtp_password", secret=KEY, at=utc_now())
    SavedView.objects.create(member=member, name="只给自己", query="area=pay", shared=False, created_at=utc_now())
    SavedView.objects.create(member=member, name="大家的", query="area=pay", shared=True, created_at=utc_now())
    with written(tmp_path) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
        assert KEY.encode() not in everything
        assert member.password.encode() not in everything
        assert [row["name"] for row in lines(archive, "SavedView")] == ["大家的"]
        assert "password" not in lines(archive, "User")[0]


def test_signed_reports_are_files_as_they_were_sent(tmp_path: Path) -> None:
    report = report_draft_week(monday=week_before(utc_now()), now=utc_now(), by=make_user(Role.LEAD))
    ReportFile.objects.create(
        report=report, form="pdf", language="zh-hans", data=b"%PDF-1.7 x", size=10, sha256="0" * 64, made_at=utc_now()
    )
    with written(tmp_path) as archive:
        assert archive.read(f"reports/{report.pk}-zh-hans.pdf") == b"%PDF-1.7 x"


def test_packed_and_sealed_columns_are_never_written() -> None:
    columns = {(model.__name__, name) for model in exported_models() for name in exported_columns(model)}
    assert ("Item", "title") in columns
    assert not {("Channel", "token"), ("Channel", "secret"), ("SiteSetting", "secret"), ("Topic", "vector")} & columns


def test_only_its_owner_reads_it_it_is_audited_and_never_replaces_a_file(tmp_path: Path) -> None:
    file = tmp_path / "whole.zip"
    call_command("export_all", str(file), stdout=StringIO())
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert AuditEntry.objects.filter(action="whole_export").count() == 1
    before = file.read_bytes()
    with pytest.raises(CommandError, match="there is a file of that name"):
        call_command("export_all", str(file), stdout=StringIO())
    assert file.read_bytes() == before


def test_what_fails_half_way_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_item(title="云河新城项目欠薪")
    monkeypatch.setattr("monitor.backup.whole._files", lambda *_: (_ for _ in ()).throw(OSError(28, "no room")))
    with pytest.raises(OSError, match="no room"):
        export_write(file=tmp_path / "whole.zip", by="test", now=utc_now())
    assert list(tmp_path.iterdir()) == []
    assert Item.objects.count() == 1
