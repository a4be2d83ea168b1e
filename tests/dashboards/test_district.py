"""Pages of units and places: list, edit, import with a preview, export; what an admin may."""

from __future__ import annotations

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation
from openpyxl import load_workbook

from monitor.district.places import places_plan
from monitor.district.sheet import PLACE_COLUMNS, UNIT_COLUMNS, sheet_write
from monitor.models import AuditEntry, GazetteerPlace, Role, Unit, User
from monitor.queries.config import config_forget
from tests.conftest import make_item, make_topic, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(User.objects.create(username="guan", role=Role.ADMIN))
    return client


def upload(admin: Client, kind: str, *rows: tuple[str, ...]) -> str:
    body = sheet_write(UNIT_COLUMNS if kind == "units" else PLACE_COLUMNS, rows)
    file = SimpleUploadedFile("表.xlsx", body)
    return admin.post(f"/district/{kind}/import/", {"file": file}).content.decode()


def confirmed(admin: Client, kind: str, page: str) -> None:
    found = re.search(r'name="confirmed" value="([^"]+)"', page)
    assert found
    admin.post(f"/district/{kind}/import/", {"confirmed": found[1]})


def test_an_empty_gazetteer_says_what_to_do_first(admin: Client) -> None:
    page = admin.get("/places/").content.decode()
    assert "还没有地名" in page
    assert "先添加本区和本市" in page


def test_a_place_is_added_edited_and_removed_and_each_is_audited(admin: Client) -> None:
    form = {"name": "石漾镇", "aliases": "石漾", "kind": "town", "scope": "本区", "unit": "", "note": ""}
    assert admin.post("/places/add/", form).status_code == 302
    place = GazetteerPlace.objects.get(name="石漾镇", aliases=["石漾"])
    admin.post(f"/places/{place.pk}/edit/", form | {"note": "沿河"})
    admin.post(f"/places/{place.pk}/remove/")
    assert not GazetteerPlace.objects.exists()
    actions = AuditEntry.objects.order_by("id").values_list("action", flat=True)
    assert list(actions) == ["place_add", "place_edit", "place_remove"]
    assert AuditEntry.objects.get(action="place_edit").detail["before"]["note"] == ""


@pytest.mark.parametrize(("name", "said"), [("王建国", "像是人名"), ("石", "只有一个字"), ("石漾镇", "已经有")])
def test_a_place_that_cannot_be_is_refused_with_the_reason(admin: Client, name: str, said: str) -> None:
    GazetteerPlace.objects.create(name="石漾镇")
    answer = admin.post("/places/add/", {"name": name, "kind": "employer", "scope": "本区"})
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_an_import_shows_each_line_first_and_stores_only_what_is_confirmed(admin: Client) -> None:
    make_unit(name="石漾镇总工会")
    GazetteerPlace.objects.create(name="渡头镇", kind="town")
    page = upload(
        admin,
        "places",
        ("石漾镇", "石漾", "街道乡镇", "本区", "石漾镇总工会", ""),
        ("渡头镇", "", "街道乡镇", "本区", "", ""),
        ("渡头船厂", "", "用人单位", "本区", "没有的单位", ""),
        ("石漾镇", "", "街道乡镇", "本区", "", ""),
    )
    assert all(
        words in page for words in ("新增 1", "没有变化 1", "不能导入 1", "文件里重复 1", "没有叫“没有的单位”的单位")
    )
    assert GazetteerPlace.objects.count() == 1
    confirmed(admin, "places", page)
    assert GazetteerPlace.objects.get(name="石漾镇").unit == Unit.objects.get(name="石漾镇总工会")
    assert AuditEntry.objects.get(action="place_import").detail["new"] == 1


def test_a_preview_of_the_other_kind_or_a_changed_one_is_not_taken(admin: Client) -> None:
    page = upload(admin, "places", ("石漾镇", "", "", "", "", ""))
    confirmed(admin, "units", page)
    admin.post("/district/places/import/", {"confirmed": "forged"})
    assert not GazetteerPlace.objects.exists()
    assert not Unit.objects.exists()


def test_units_come_from_a_sheet_and_go_back_into_one(admin: Client) -> None:
    confirmed(admin, "units", upload(admin, "units", ("柳岸街道总工会", "柳岸街道、柳岸花苑", "柳岸牌")))
    unit = Unit.objects.get(name="柳岸街道总工会")
    assert (unit.words, unit.exclude) == (["柳岸街道", "柳岸花苑"], ["柳岸牌"])
    sheet = load_workbook(io.BytesIO(admin.get("/district/units/export.xlsx").content)).worksheets[0]
    assert [cell.value for cell in sheet[2]] == ["柳岸街道总工会", "柳岸街道、柳岸花苑", "柳岸牌"]


@pytest.mark.parametrize("kind", ["units", "places"])
def test_the_template_can_be_imported_as_it_is(admin: Client, kind: str) -> None:
    body = admin.get(f"/district/{kind}/template.xlsx").content
    page = admin.post(f"/district/{kind}/import/", {"file": SimpleUploadedFile("t.xlsx", body)}).content.decode()
    assert "不能导入" not in page
    assert "新增" in page


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_sheet_in_one_language_is_taken_on_pages_of_the_other(admin: Client, language: str) -> None:
    with translation.override(language):
        lines = [
            (2, {"name": "石漾镇", "kind": "街道乡镇", "scope": "本區"}),
            (3, {"name": "石漾鎮", "scope": "本市"}),
            (4, {"name": "渡头船厂", "kind": "employer"}),
            (5, {"name": "柳岸镇", "kind": "Town", "scope": "District"}),
        ]
        planned = places_plan(lines)
    assert [plan.outcome for plan in planned] == ["new", "twice", "new", "new"]
    assert [plan.row and (plan.row.kind, plan.row.scope) for plan in planned[::2]] == [
        ("town", "本区"),
        ("employer", "本区"),
    ]


def test_a_file_that_is_no_sheet_is_refused_with_what_to_do(admin: Client) -> None:
    answer = admin.post("/district/places/import/", {"file": SimpleUploadedFile("a.xls", b"\xd0\xcf\x11\xe0 old")})
    assert answer.status_code == 422
    assert "另存为 .xlsx" in answer.content.decode()


def test_places_are_searched_and_narrowed(admin: Client) -> None:
    GazetteerPlace.objects.create(name="石漾镇", aliases=["石漾"])
    GazetteerPlace.objects.create(name="望湖区", scope="本市")
    assert "望湖区" not in admin.get("/places/?q=石漾").content.decode()
    assert "石漾镇" not in admin.get("/places/?scope=本市").content.decode()
    assert "没有符合条件的地名" in admin.get("/places/?q=没有").content.decode()


def test_the_page_says_which_district_the_atlas_recognises(admin: Client) -> None:
    GazetteerPlace.objects.create(name="顺义区", kind="district")
    assert "本区是顺义区、本市是北京市" in admin.get("/places/").content.decode()


def test_a_monitor_sees_units_but_no_button_to_change_them(client: Client) -> None:
    client.force_login(User.objects.create(username="zhi", role=Role.MONITOR))
    unit = make_unit(words=["柳岸街道"])
    page = client.get("/units/").content.decode()
    assert "柳岸街道" in page
    assert f"/units/{unit.pk}/edit/" not in page
    assert client.get("/district/units/import/").status_code == 403


def test_an_item_says_why_it_is_about_a_place_and_whose_business_it_is(admin: Client) -> None:
    GazetteerPlace.objects.create(name="石漾镇", unit=make_unit(name="石漾镇总工会", words=[]))
    config_forget()
    item = make_item(title="石漾镇一工厂讨薪", place="本区")
    page = admin.get(f"/items/{item.id}/").content.decode()
    assert "石漾镇总工会：石漾镇" in page
    assert "本区：文中提到的地名都在这里" in page


def test_a_topic_shows_where_its_originals_lie(admin: Client) -> None:
    topic = make_topic(place="本区", places={"本区": 3, "外地": 1})
    assert "本区 3、外地 1" in admin.get(f"/topics/{topic.pk}/").content.decode()
