"""The page of tokens, and the feeds that they open."""

from __future__ import annotations

import re
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client
from pytest_django import Settings as SettingsWrapper

from dashboards.atom import ATOM, AtomEntry, AtomFeed, atom
from dashboards.feeds import item_entry
from monitor.lib.clock import utc_now
from monitor.lib.redact import secrets_hidden
from monitor.models import Alert, ApiRead, ApiToken, AuditEntry, SavedSearch, User
from monitor.models.searching import search_put
from monitor.queries.items import rows_of
from monitor.text.search_words import search_version, search_words
from tests.api.conftest import make_secret
from tests.conftest import make_item, make_source, make_topic, make_unit

pytestmark = pytest.mark.django_db
NEW = {"make": "token", "token-name": "区平台", "token-scopes": ["read:items"], "token-days": "90"}


def test_a_secret_is_shown_once(client: Client, viewer: User) -> None:
    client.force_login(viewer)
    made = client.post("/tokens/", NEW)
    (secret,) = re.findall(r"tct_[\w-]{40}", made.content.decode())
    assert (made.headers["Cache-Control"], ApiToken.objects.get().scopes) == ("no-store", ["read:items"])
    assert secret not in client.get("/tokens/").content.decode()
    assert Client().get("/api/v1/items", headers={"Authorization": f"Bearer {secret}"}).status_code == 200


def test_a_viewer_is_offered_no_writing_and_cannot_take_it(client: Client, viewer: User) -> None:
    client.force_login(viewer)
    assert "write:alerts" not in client.get("/tokens/").content.decode()
    assert client.post("/tokens/", NEW | {"token-scopes": ["write:alerts"]}).status_code == 422
    assert client.post("/tokens/", NEW | {"token-scopes": []}).status_code == 422
    assert client.post("/tokens/", NEW | {"token-days": "9999"}).status_code == 422
    assert not ApiToken.objects.exists()


def test_members_revoke_their_own_and_an_admin_anybodys(client: Client, viewer: User, duty: User, admin: User) -> None:
    make_secret(viewer)
    address = f"/tokens/{ApiToken.objects.get().pk}/revoke/"
    client.force_login(duty)
    assert client.post(address).status_code == 404
    assert ApiToken.objects.get().prefix not in client.get("/tokens/").content.decode()
    client.force_login(admin)
    assert ApiToken.objects.get().prefix in client.get("/tokens/").content.decode()
    client.post(address)
    assert ApiToken.objects.get().revoked_by == admin
    assert AuditEntry.objects.filter(action="token_revoke", actor=admin.username).exists()


def tree(document: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(document)  # noqa: S314 - our own document


def feed_path(client: Client, user: User, feed: str) -> str:
    client.force_login(user)
    page = client.post("/tokens/", {"make": "feed", "feed-name": "阅读器", "feed-feed": feed, "feed-days": "30"})
    return re.findall(rf"/feeds/{feed}/tcf_[\w-]+\.atom", page.content.decode())[0]


def test_a_feed_shows_what_its_member_sees_and_its_token_opens_nothing_else(client: Client, viewer: User) -> None:
    unit = make_unit()
    viewer.units.add(unit)
    for title, units in (("云河 <欠薪> & 停工", []), ("别处的事", [make_unit().pk])):
        topic = make_topic(title=title, units=units)
        Alert.objects.create(kind="topic_rising", level=3, topic=topic, raised_at=utc_now(), changed_at=utc_now())
    path, reader = feed_path(client, viewer, "alerts"), Client()
    answer = reader.get(path)
    titles = [one.text for one in tree(answer.content).iter(f"{{{ATOM}}}title")]
    assert (answer.headers["Content-Type"], titles[1:]) == (
        "application/atom+xml; charset=utf-8",
        ["[橙色] 云河 <欠薪> & 停工"],
    )
    assert reader.get(path, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    secret = path.split("/")[-1].removesuffix(".atom")
    assert reader.get(path.replace("/alerts/", "/topics/")).status_code == 404
    assert reader.get("/api/v1/alerts", headers={"Authorization": f"Bearer {secret}"}).status_code == 401
    assert ApiRead.objects.get().what == "feed"
    User.objects.filter(pk=viewer.pk).update(is_active=False)
    assert reader.get(path).status_code == 404


def test_hot_topics_are_a_feed_too(client: Client, viewer: User, settings: SettingsWrapper) -> None:
    settings.DRILL = True
    topic = make_topic(title="云河新城项目欠薪")
    found = tree(Client().get(feed_path(client, viewer, "topics")).content)
    names = {tag: found.findtext(f"{{{ATOM}}}{tag}") for tag in ("title", "id")}
    assert names["title"].startswith("【演练】热门话题")
    assert found.findtext(f"{{{ATOM}}}entry/{{{ATOM}}}id") == f"tag:127.0.0.1,2025:tingchao/topic/{topic.pk}"
    assert found.findtext(f"{{{ATOM}}}author/{{{ATOM}}}name") == settings.ORGANISATION
    assert not list(found.iterfind(f"{{{ATOM}}}entry/{{{ATOM}}}author"))


def test_a_saved_search_is_a_feed_of_those_who_may_open_it(client: Client, viewer: User, duty: User) -> None:
    for title in ("云河新城工地拖欠工资", "园区通告"):
        item = make_item(title=title)
        search_put([(item.month, item.id, search_words(item.title, item.text))], version=search_version())
    now = utc_now()
    saved = SavedSearch.objects.create(owner=viewer, name="欠薪", query="拖欠", created_at=now, updated_at=now)
    path = feed_path(client, viewer, f"search-{saved.pk}")
    titles = [one.text for one in tree(Client().get(path).content).iter(f"{{{ATOM}}}title")]
    assert titles[1:] == ["云河新城工地拖欠工资"]
    client.force_login(duty)
    assert f"search-{saved.pk}" not in client.get("/tokens/").content.decode()
    saved.delete()
    assert Client().get(path).status_code == 404


def test_an_item_is_an_entry_with_its_source_and_no_name_of_a_person() -> None:
    item = make_item(title="云河新城项目拖欠工资", source=make_source(name="云河日报"))
    entry = item_entry(rows_of([item], sight=None)[0])
    assert (entry.link, entry.updated, entry.summary) == (item.link, item.at, "云河日报 · 负面 · 工资报酬")
    assert entry.categories == (("wages", "工资报酬"),)


def test_any_title_makes_well_formed_xml() -> None:
    now = utc_now()
    entry = AtomEntry("alert/1", "a\x00b\x0b]]>\ud800&<", "https://x.example/?a=1&b=2", now, now - timedelta(hours=1))
    feed = AtomFeed(
        "https://x.example", "feed/alerts", "t", "o", "https://x.example/f", "https://x.example/", "en", now, (entry,)
    )
    found = tree(atom(feed))
    assert found.findtext(f"{{{ATOM}}}entry/{{{ATOM}}}title") == "ab]]>&<"


def test_secrets_in_addresses_are_in_no_log_line() -> None:
    said = secrets_hidden(
        "Not Found: /feeds/alerts/tcf_abcdefghijklmnop.atom, /push/abcdEFGHIJ/ and /ack/WzEsMV0:1vXyz:sig/"
    )
    assert said == "Not Found: /feeds/alerts/tcf_abcd….atom, /push/abcd…/ and /ack/WzEs…/"


def test_the_pages_are_in_the_readers_language(client: Client, viewer: User) -> None:
    client.force_login(viewer)
    english = {"Accept-Language": "en"}
    assert "90 days</option>" in client.get("/tokens/", headers=english).content.decode()
    reference = client.get("/api/", headers=english).content.decode()
    assert "Items, newest first" in reference
    assert not re.search("[\u4e00-\u9fff]", re.sub(r"(?s)<header.*?</header>|<title.*?</title>", "", reference))
