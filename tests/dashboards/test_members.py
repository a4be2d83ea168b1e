"""The members page: who may come in, as what, and how they get in again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dashboards.member_words import member_label_sentence
from monitor.district.sheet import sheet_write
from monitor.lib.clock import utc_now
from monitor.models import AuditEntry, Role, User
from monitor.team.links import link_make
from monitor.team.member_rows import COLUMNS, MemberError, MemberRow
from monitor.team.members import member_change, member_switch
from tests.conftest import make_unit, make_user
from tests.dashboards.signing import QUICK, app_of

pytestmark = pytest.mark.django_db
NEW = {"password1": "a-quite-other-one", "password2": "a-quite-other-one"}


@pytest.fixture
def boss(client: Client, admin: User) -> Client:
    client.force_login(admin)
    return client


def given(text: str) -> str:
    """The path of the link that a page shows."""
    return "/password/" + text.split("/password/")[1].split("<")[0]


def fields(user: User, **changed: Any) -> dict[str, Any]:
    return {"name": user.name, "email": user.email, "role": user.role, "language": user.language, "units": []} | changed


def test_an_admin_adds_a_member_who_sets_the_password_by_the_link(boss: Client, settings: Any) -> None:
    settings.PASSWORD_HASHERS = [QUICK]
    unit = make_unit(name="云河快递行业工会")
    typed = {
        "username": "linxinxi",
        "name": "林信息",
        "email": "",
        "role": "reporter",
        "units": [unit.name],
        "language": "zh-hans",
    }
    path, newcomer = given(boss.post("/members/add/", typed).content.decode()), Client()
    user = User.objects.get(username="linxinxi")
    assert (user.role, list(user.units.all()), user.has_usable_password()) == ("reporter", [unit], False)
    assert "两次输入的密码不一样" in newcomer.post(path, NEW | {"password2": "x"}).content.decode()
    assert (
        'role="alert"' in newcomer.post(path, {"password1": "1234567890", "password2": "1234567890"}).content.decode()
    )
    assert newcomer.post(path, NEW)["Location"] == "/login/"
    assert newcomer.post("/login/", {"username": "linxinxi", "password": NEW["password1"]})["Location"] == "/"
    assert newcomer.get(path).status_code == 410  # used
    actions = AuditEntry.objects.order_by("id").values_list("action", flat=True)
    assert list(actions) == ["member_add", "password_link", "password_set", "sign_in"]


def test_a_link_ends_by_time_by_a_newer_one_and_with_its_member(client: Client, admin: User, duty: User) -> None:
    old = link_make(user=duty, by=admin, now=utc_now() - timedelta(hours=25))
    assert client.get(f"/password/{old}/").status_code == 410
    first, second = (link_make(user=duty, by=admin, now=utc_now()) for _ in range(2))
    assert client.get(f"/password/{first}/").status_code == 410
    assert client.get(f"/password/{second}/").status_code == 200
    assert second not in str(User.objects.filter(pk=duty.pk).values()[0])
    member_switch(user=duty, active=False, by=admin)
    assert client.post(f"/password/{second}/", NEW).status_code == 410


def test_setting_a_password_by_a_link_ends_all_sessions(client: Client, settings: Any, admin: User, duty: User) -> None:
    settings.PASSWORD_HASHERS = [QUICK]
    client.force_login(duty)
    token = link_make(user=duty, by=admin, now=utc_now())
    Client().post(f"/password/{token}/", NEW)
    assert client.get("/me/").status_code == 302


@pytest.mark.parametrize("changed", [{"role": "viewer"}, {"role": "lead"}])
def test_another_role_ends_the_sessions_and_is_audited(boss: Client, duty: User, changed: dict[str, str]) -> None:
    theirs = Client()
    theirs.force_login(duty)
    boss.post(f"/members/{duty.pk}/", fields(duty, **changed))
    assert theirs.get("/me/").status_code == 302
    assert AuditEntry.objects.get(action="member_edit").detail["role"] == ["monitor", changed["role"]]


def test_another_name_ends_nothing(boss: Client, duty: User) -> None:
    theirs = Client()
    theirs.force_login(duty)
    boss.post(f"/members/{duty.pk}/", fields(duty, name="周值班"))
    assert theirs.get("/me/").status_code == 200
    assert "周值班" in boss.get("/members/?text=周值班").content.decode()


def test_a_disabled_member_is_out_at_once_and_comes_back_when_enabled(boss: Client, duty: User) -> None:
    theirs = Client()
    theirs.force_login(duty)
    boss.post(f"/members/{duty.pk}/switch/", {"active": "0"})
    assert theirs.get("/me/").status_code == 302
    boss.post(f"/members/{duty.pk}/switch/", {"active": "1"})
    duty.refresh_from_db()
    assert duty.is_active


def test_nobody_changes_the_own_role_or_disables_the_own_login(boss: Client, admin: User) -> None:
    make_user(Role.ADMIN)  # so that it is not about the last one
    assert "不能改自己的角色" in boss.post(f"/members/{admin.pk}/", fields(admin, role="viewer")).content.decode()
    assert "不能停用自己" in boss.post(f"/members/{admin.pk}/switch/", {"active": "0"}, follow=True).content.decode()
    admin.refresh_from_db()
    assert (admin.role, admin.is_active) == ("admin", True)


def test_the_last_active_admin_stays(admin: User, lead: User) -> None:
    for change in (
        lambda: member_switch(user=admin, active=False, by=lead),
        lambda: member_change(user=admin, row=MemberRow(admin.username, role="lead"), by=lead),
    ):
        with pytest.raises(MemberError) as raised:
            change()
        assert raised.value.label == "last_admin"


def test_the_list_shows_and_finds(boss: Client, admin: User) -> None:
    unit, off = make_unit(), make_user(Role.VIEWER, username="tingyong", is_active=False)
    held = make_user(Role.REPORTER, username="xinxiyuan")
    held.units.add(unit)
    app_of(held)
    for query, there, missing in (
        (f"unit={unit.pk}", held, off),
        ("state=disabled", off, held),
        ("state=no_factor", admin, held),
        ("role=reporter", held, admin),
        ("text=TINGY", off, held),
    ):
        page = boss.get(f"/members/?{query}").content.decode()
        assert f'/members/{there.pk}/"' in page, query
        assert f'/members/{missing.pk}/"' not in page, query
    assert "没有符合条件的成员" in boss.get("/members/?text=谁也不是").content.decode()


def test_many_members_cost_as_many_queries_as_few(boss: Client, django_assert_max_num_queries: Any) -> None:
    unit = make_unit()
    for _ in range(20):
        make_user(Role.VIEWER).units.add(unit)
    with django_assert_max_num_queries(10):
        boss.get("/members/")


@pytest.mark.parametrize("kind", ["xlsx", "csv", "gb18030"])
def test_a_file_is_shown_line_by_line_and_added_when_confirmed(boss: Client, duty: User, kind: str) -> None:
    make_unit(name="云河建筑工会")
    rows = [
        ("xinlai", "新来", "", "基层信息员", "云河建筑工会", "中文"),
        ("XinLai", "又一次", "", "查看者", "", ""),
        (duty.username, "", "", "管理员", "", ""),  # a file never changes a role
        ("cuowu", "", "", "皇帝", "", ""),
        ("danwei", "", "", "查看者", "没有的工会", ""),
    ]
    text = "\n".join(",".join(row) for row in [tuple(COLUMNS.values()), *rows])
    body = (
        sheet_write(COLUMNS, rows) if kind == "xlsx" else text.encode("gb18030" if kind == "gb18030" else "utf-8-sig")
    )
    page = boss.post("/members/import/", {"file": SimpleUploadedFile(f"m.{kind}", body)}).content.decode()
    for said in (
        "新增 1",
        "文件里重复 1",
        "已在名单，不变 1",
        "不能导入 2",
        "不认识的角色“皇帝”",
        "没有叫“没有的工会”的单位",
    ):
        assert said in page
    assert not User.objects.filter(username="xinlai").exists()
    token = page.split('name="confirmed" value="')[1].split('"')[0]
    links = boss.post("/members/import/", {"confirmed": token}).content.decode()
    assert Client().get(given(links)).status_code == 200
    duty.refresh_from_db()
    assert (duty.role, User.objects.get(username="xinlai").units.get().name) == ("monitor", "云河建筑工会")


@pytest.mark.parametrize("body", [b"", b"\x00\x01", b"just words", "姓名,角色\n周,查看者".encode()])
def test_a_file_that_is_none_says_what_to_do(boss: Client, body: bytes) -> None:
    answer = boss.post("/members/import/", {"file": SimpleUploadedFile("m.csv", body)})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()


def test_a_changed_preview_adds_nobody(boss: Client) -> None:
    page = boss.post("/members/import/", {"confirmed": "made-up"}, follow=True).content.decode()
    assert "预览已过期" in page


def test_a_member_changes_name_and_language_but_nothing_else(client: Client, duty: User) -> None:
    client.force_login(duty)
    client.post(
        "/me/", {"name": "周值班", "language": "en", "role": "admin", "username": "root", "email": "x@y.example"}
    )
    fresh = User.objects.get(pk=duty.pk)
    assert (fresh.name, fresh.language, fresh.role, fresh.username, fresh.email) == (
        "周值班",
        "en",
        "monitor",
        duty.username,
        duty.email,
    )


def test_a_username_is_taken_in_any_case(boss: Client, duty: User) -> None:
    typed = {"username": duty.username.upper(), "role": "viewer", "language": "zh-hans"}
    assert "已经有叫" in boss.post("/members/add/", typed).content.decode()


def test_every_fault_has_its_sentence() -> None:
    import re
    from pathlib import Path

    code = "".join(Path(f"monitor/team/{name}.py").read_text(encoding="utf-8") for name in ("members", "member_rows"))
    labels = set(re.findall(r'label="(\w+)"', code)) | set(re.findall(r'"(\w+_bad)"\)', code))
    assert len(labels) >= 10
    assert all(member_label_sentence(label, "x") for label in labels)
