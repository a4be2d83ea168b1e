"""Adding and changing sources: list pages with a preview, selectors, dates that are trusted again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from monitor.feeds.politeness import manners
from monitor.lib.clock import utc_now
from monitor.models import AuditEntry, Fetch, Source, User
from tests.conftest import make_source
from tests.feeds.site import Reply, Site

pytestmark = pytest.mark.django_db
PAGE = """<html><head><title>通知公告</title></head><ul class="list"><li><a href="n/1.html">关于冬季工地防寒的通知</a><span>2026-11-20</span></li>
<li><a href="n/2.html">拨打 13912345678 反映欠薪</a><span>11-19 09:30</span></li><li><a href="n/3.html">没有日期的公告标题</a></li></ul></html>"""


@pytest.fixture
def ruling(client: Client, admin: User, settings: LazySettings) -> Client:
    settings.FETCH_ALLOW_NETWORKS = ["127.0.0.1/32"]
    settings.FETCH_HOST_DELAY = 0.0
    client.force_login(admin)
    return client


@pytest.fixture
def site() -> Iterator[Site]:
    manners.clear()
    site = Site()
    site.start()
    site.routes["/notices/"] = Reply(PAGE.encode())
    yield site
    site.stop()
    manners.clear()


def form(site: Site | None = None, **fields: Any) -> dict[str, Any]:
    url = site.url("/notices/") if site else "https://gov.example/notices/"
    return {"name": "政务公开", "url": url, "format": "list_page", "kind": "official", "region": "", **fields}


def test_a_preview_shows_what_would_be_read_masked_and_saves_nothing(ruling: Client, site: Site) -> None:
    page = ruling.post("/sources/add/", form(site, preview="1")).content.decode()
    for shown in ("关于冬季工地防寒的通知", "2026-11-20", site.url("/notices/n/1.html"), "读出 3 条", "1 条没有日期"):
        assert shown in page
    assert "13912345678" not in page
    assert not Source.objects.exists()
    assert AuditEntry.objects.get().action == "source_preview"


def test_a_preview_says_what_could_not_be_read(ruling: Client, site: Site) -> None:
    partial = ruling.post(
        "/sources/add/", form(site, preview="1", entry="ul li", link="a[href*='n/1']")
    ).content.decode()
    assert "1 of 3" in partial
    nothing = ruling.post("/sources/add/", form(site, preview="1", entry="ol li")).content.decode()
    assert "没有找到列表条目" in nothing
    page = ruling.post("/sources/add/", form(site, preview="1", format="feed")).content.decode()
    assert "列表网页" in page
    assert 'role="alert"' in page


def test_a_preview_refuses_inside_addresses_as_the_fetcher_does(
    ruling: Client, settings: LazySettings, site: Site
) -> None:
    settings.FETCH_ALLOW_NETWORKS = []
    assert "内部网络地址" in ruling.post("/sources/add/", form(site, preview="1")).content.decode()
    assert site.asked == []


def test_a_list_page_is_added_with_its_selectors_only(ruling: Client) -> None:
    ruling.post("/sources/add/", form(entry="ul.list li", date=" span ", title=""))
    source = Source.objects.get()
    assert (source.format, source.options) == ("list_page", {"entry": "ul.list li", "date": "span"})
    ruling.post("/sources/add/", form(url="https://gov.example/feed", format="feed", entry="li"))
    assert Source.objects.get(format="feed").options == {}


@pytest.mark.parametrize("selector", ["li[", "span.author"])
def test_a_selector_that_cannot_be_used_is_refused_in_words(ruling: Client, selector: str) -> None:
    response = ruling.post("/sources/add/", form(summary=selector))
    assert response.status_code == 422
    assert "选择器写法不对" in response.content.decode()
    assert not Source.objects.exists()


def test_the_edit_form_shows_the_source_as_it_is(ruling: Client) -> None:
    source = make_source(name="通知", format="list_page", options={"entry": "ul.news li"})
    page = ruling.get(f"/sources/{source.pk}/edit/").content.decode()
    assert 'value="ul.news li"' in page
    assert 'name="trusted_dates"' in page
    assert f"/sources/{source.pk}/edit/" in ruling.get(f"/sources/{source.pk}/").content.decode()


def test_a_change_of_what_is_read_reads_anew_at_once_and_is_audited(ruling: Client) -> None:
    source = make_source(etag='"v"', body_digest=b"1" * 16, next_check_at=None)
    ruling.post(f"/sources/{source.pk}/edit/", form(entry="ul li", trusted_dates="on"))
    source.refresh_from_db()
    assert (source.format, source.options, source.etag, source.body_digest) == (
        "list_page",
        {"entry": "ul li"},
        "",
        None,
    )
    assert source.next_check_at is not None
    assert source.next_check_at <= utc_now()
    changed = AuditEntry.objects.get(action="source_edit").detail["changed"]
    assert changed["format"] == ["feed", "list_page"]
    assert "trusted_dates" not in changed


def test_an_admin_may_trust_the_dates_again_and_say_that_they_are_not(ruling: Client) -> None:
    source = make_source(
        trusted_dates=False, dates_reason="moving", url="https://gov.example/notices/", name="政务公开"
    )
    assert "标注的时间却变了" in ruling.get(f"/sources/{source.pk}/").content.decode()
    ruling.post(f"/sources/{source.pk}/edit/", form(format="feed", trusted_dates="on"))
    assert Source.objects.values_list("trusted_dates", "dates_reason").get() == (True, "")
    ruling.post(f"/sources/{source.pk}/edit/", form(format="feed"))
    assert Source.objects.values_list("trusted_dates", "dates_reason").get() == (False, "by_hand")


def test_the_weight_of_a_source_is_edited_and_stays_when_left_out(ruling: Client) -> None:
    source = make_source(url="https://gov.example/notices/", name="政务公开")
    ruling.post(f"/sources/{source.pk}/edit/", form(format="feed", weight="2.5"))
    assert Source.objects.get().weight == 2.5
    ruling.post(f"/sources/{source.pk}/edit/", form(format="feed"))
    assert Source.objects.get().weight == 2.5
    page = ruling.post(f"/sources/{source.pk}/edit/", form(format="feed", weight="9"))
    assert page.status_code == 422
    assert Source.objects.get().weight == 2.5


def test_the_address_of_another_source_is_refused(ruling: Client) -> None:
    taken, source = make_source(url="https://gov.example/notices/"), make_source()
    assert "已经是来源" in ruling.post(f"/sources/{source.pk}/edit/", form()).content.decode()
    source.refresh_from_db()
    assert source.url != taken.url


def test_the_unions_own_is_never_counted_from_the_change_on(ruling: Client) -> None:
    source = make_source()
    ruling.post(f"/sources/{source.pk}/edit/", form(kind="union"))
    source.refresh_from_db()
    assert source.own


HOT: dict[str, Any] = {
    "format": "hotlist_json",
    "kind": "hotlist",
    "hot_items": "data.0.list",
    "hot_title": "word",
    "entry": "li",
}


def test_a_hot_list_is_previewed_and_added_with_its_paths_only(ruling: Client, site: Site) -> None:
    site.routes["/notices/"] = Reply('{"data": [{"list": [{"word": "柳岸桥夜间封闭"}]}]}'.encode())
    assert "柳岸桥夜间封闭" in ruling.post("/sources/add/", form(site, preview="1", **HOT)).content.decode()
    ruling.post("/sources/add/", form(**HOT))
    source = Source.objects.get()
    assert (source.format, source.options) == ("hotlist_json", {"items": "data.0.list", "title": "word"})
    assert 'value="data.0.list"' in ruling.get(f"/sources/{source.pk}/edit/").content.decode()


def test_a_path_to_a_person_is_refused_with_a_sentence(ruling: Client) -> None:
    answer = ruling.post("/sources/add/", form(**{**HOT, "hot_summary": "extra.author"}))
    assert (answer.status_code, "指向作者等个人信息" in answer.content.decode()) == (422, True)
    assert not Source.objects.exists()


def test_reading_linked_pages_is_switched_on_in_the_form_and_told_on_the_sources_page(ruling: Client) -> None:
    source = make_source(url="https://news.example/feed.xml")
    values = {"name": "云河新闻", "url": source.url, "format": "feed", "kind": "news", "region": ""}
    assert (
        ruling.post(f"/sources/{source.pk}/edit/", values | {"read_articles": "on", "trusted_dates": "on"}).status_code
        == 302
    )
    source.refresh_from_db()
    assert source.read_articles
    for outcome in ("ok", "ok", "no_more", "http_4xx"):
        Fetch.objects.create(source=source, at=utc_now(), what="article", outcome=outcome)
    page = ruling.get(f"/sources/{source.pk}/").content.decode()
    assert "采用 2 篇" in page
    assert "未能读到 1 次" in page
    assert AuditEntry.objects.filter(action="source_edit", detail__changed__read_articles=[False, True]).exists()
