"""OPML on the sources page (look first, then import), and the feeds that the add form finds on a site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dashboards import opml as opml_form
from dashboards.opml import Upload, upload_pack, upload_unpack
from monitor.feeds.politeness import manners
from monitor.models import AuditEntry, Source, User
from tests.conftest import make_source
from tests.feeds import samples
from tests.feeds.site import Reply, Site

pytestmark = pytest.mark.django_db
BODY = (
    '<opml><body>\n<outline text="云河晚报" xmlUrl="https://a.example/f"/>\n'
    '<outline text="坏" xmlUrl="ftp://b.example/f"/>\n</body></opml>'
).encode()
TOKEN = re.compile(r'name="confirmed" value="([^"]+)"')


@pytest.fixture
def ruling(client: Client, admin: User) -> Client:
    client.force_login(admin)
    return client


def upload(client: Client, body: bytes = BODY, **fields: str) -> str:
    file = SimpleUploadedFile("feeds.opml", body)
    return client.post("/sources/import/", {"file": file, "kind": "trade", "region": "", **fields}).content.decode()


def test_the_preview_tells_what_comes_of_each_line_and_stores_nothing(ruling: Client) -> None:
    page = upload(ruling)
    for said in ("可以添加", "云河晚报", "不能添加", "网址写法不对", "添加这 1 个来源", "行业媒体"):
        assert said in page
    assert page.index("ftp://b.example/f") < page.index("https://a.example/f")
    assert not Source.objects.exists()
    assert AuditEntry.objects.get().action == "source_import_preview"


def test_what_was_confirmed_is_imported_and_audited(ruling: Client, admin: User) -> None:
    found = TOKEN.search(upload(ruling))
    assert found
    page = ruling.post("/sources/import/", {"confirmed": found[1]}, follow=True).content.decode()
    assert "已添加 1 个来源" in page
    assert Source.objects.get().kind == "trade"
    entry = AuditEntry.objects.get(action="source_import")
    assert (entry.actor, entry.detail["add"], entry.detail["refused"]) == (admin.username, 1, 1)


def test_a_confirmation_that_was_changed_or_is_old_imports_nothing(
    ruling: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = upload_pack(Upload(BODY, "news", ""))
    assert token
    assert upload_unpack(token) == Upload(BODY, "news", "")
    assert "重新选择文件" in ruling.post("/sources/import/", {"confirmed": f"x{token}"}, follow=True).content.decode()
    monkeypatch.setattr(opml_form, "KEPT", timedelta(seconds=-1))
    ruling.post("/sources/import/", {"confirmed": token})
    assert not Source.objects.exists()


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"<html></html>", "不是 OPML"),
        (b"", "不是 OPML"),
        (b'<!DOCTYPE opml [<!ENTITY a "b">]><opml></opml>', "XML 实体"),
        (b"<opml>" + b" " * 5_000_001, "文件太大"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(ruling: Client, body: bytes, said: str) -> None:
    page = upload(ruling, body)
    assert said in page
    assert 'name="confirmed"' not in page


def test_titles_are_shown_as_text(ruling: Client) -> None:
    body = BODY.replace("云河晚报".encode(), b"&lt;script&gt;alert(1)&lt;/script&gt;")
    assert "<script>alert" not in upload(ruling, body)


def test_the_sources_page_offers_import_to_admins_and_export_from_the_duty_desk_on(
    client: Client, admin: User, duty: User, viewer: User
) -> None:
    offered = {}
    for user in (admin, duty, viewer):
        client.force_login(user)
        page = client.get("/sources/").content.decode()
        offered[user] = ("/sources/import/" in page, "/sources/export.opml" in page)
    assert offered == {admin: (True, True), duty: (False, True), viewer: (False, False)}


def test_the_export_is_a_download_of_all_sources_and_audited(client: Client, duty: User) -> None:
    make_source(url="https://a.example/f")
    client.force_login(duty)
    response = client.get("/sources/export.opml")
    assert "attachment" in response["Content-Disposition"]
    assert b"https://a.example/f" in response.content
    assert AuditEntry.objects.get().action == "source_export"


@pytest.fixture
def site(settings: LazySettings) -> Iterator[Site]:
    settings.FETCH_ALLOW_NETWORKS, settings.FETCH_HOST_DELAY = ["127.0.0.1/32"], 0.0
    manners.clear()
    site = Site()
    site.start()
    yield site
    site.stop()
    manners.clear()


def form(url: str, **fields: str) -> dict[str, str]:
    return {"name": "云河", "url": url, "format": "feed", "kind": "news", "region": "", **fields}


def test_the_address_of_a_site_offers_its_feeds_and_a_chosen_one_is_previewed(ruling: Client, site: Site) -> None:
    link = '<link rel="alternate" type="application/rss+xml" href="/news.xml">'
    site.routes |= {"/": Reply(f"<html><head>{link}</head></html>".encode()), "/news.xml": Reply(samples.RSS.encode())}
    page = ruling.post("/sources/add/", form(site.url("/"), preview="1")).content.decode()
    assert f'name="use" value="{site.url("/news.xml")}"' in page
    assert "云河晚报" in page
    chosen = ruling.post("/sources/add/", form(site.url("/"), use=site.url("/news.xml"))).content.decode()
    assert f'name="url" value="{site.url("/news.xml")}"' in chosen
    assert "读出 2 条" in chosen
    assert not Source.objects.exists()
    actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert actions == {"source_preview", "source_discover"}


def test_a_site_without_feeds_says_that_it_was_searched(ruling: Client, site: Site) -> None:
    site.routes["/"] = Reply(b"<html><body>x</body></html>")
    assert "没有找到订阅源" in ruling.post("/sources/add/", form(site.url("/"), preview="1")).content.decode()


def test_the_feed_of_a_person_cannot_be_added(ruling: Client) -> None:
    page = ruling.post("/sources/add/", form("https://a.example/u/somebody/rss")).content.decode()
    assert "不跟踪个人" in page
    assert not Source.objects.exists()
