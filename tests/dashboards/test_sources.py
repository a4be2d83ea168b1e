"""Source pages: what is wrong and what to do; adding, pausing, asking now."""

from datetime import timedelta

import pytest
from django.test import Client

from monitor.feeds.labels import label_sentence
from monitor.lib.clock import SHANGHAI, utc_now
from monitor.models import AuditEntry, Fetch, Outage, Source, User
from tests.conftest import make_item, make_source

pytestmark = pytest.mark.django_db
NEW = {"name": "云河新闻", "url": "https://news.example/feed.xml", "format": "feed", "kind": "news", "region": ""}


@pytest.fixture
def ruling(client: Client, admin: User) -> Client:
    client.force_login(admin)
    return client


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_without_sources_the_page_says_what_to_do(ruling: Client) -> None:
    assert "还没有来源" in text(ruling, "/sources/")


def test_a_failing_source_comes_first_with_what_to_do(ruling: Client) -> None:
    make_source(name="安好", state="healthy")
    make_source(name="失联", state="failing", error_label="timeout", failures=4, failing_since=utc_now())
    page = text(ruling, "/sources/")
    assert label_sentence("timeout") in page
    assert page.index("失联</a>") < page.index("安好</a>")


def test_a_new_source_says_when_it_is_read_first(ruling: Client) -> None:
    make_source(next_check_at=utc_now())
    assert "通常在几秒内" in text(ruling, "/sources/")
    later = make_source(next_check_at=utc_now() + timedelta(minutes=9)).next_check_at
    assert later
    assert f"安排在 {later.astimezone(SHANGHAI):%H:%M}" in text(ruling, "/sources/")


def test_items_of_the_last_day_are_counted_own_ones_too(ruling: Client) -> None:
    news, own = make_source(), make_source(own=True, kind="union")
    for source in (news, news, own):
        make_item(source=source)
    make_item(source=news, at=utc_now() - timedelta(days=3))
    lines = ruling.get("/sources/").context["lines"]
    assert {line.source.pk: line.items for line, _ in lines} == {news.pk: 2, own.pk: 1}


def test_the_ledger_is_paged(ruling: Client) -> None:
    source = make_source()
    for n in range(51):
        Fetch.objects.create(source=source, at=utc_now() - timedelta(minutes=n), outcome="ok", detail=f"poll-{n:02}")
    assert "poll-50" not in text(ruling, f"/sources/{source.pk}/")
    assert "poll-50" in text(ruling, f"/sources/{source.pk}/?page=2")


def test_a_source_that_is_added_is_due_at_once(ruling: Client, admin: User) -> None:
    ruling.post("/sources/add/", NEW)
    source = Source.objects.get(url=NEW["url"])
    assert source.next_check_at is not None
    assert source.next_check_at <= utc_now()
    entry = AuditEntry.objects.get(action="source_add")
    assert (entry.actor, entry.target) == (admin.username, f"source:{source.pk}")


@pytest.mark.parametrize(
    "url",
    [
        "ftp://news.example/feed",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "news.example/feed",
        "https://",
        "https://user:secret@news.example/feed",
        "http://[broken/feed",
        "http://news.example:99999999/feed",
    ],
)
def test_an_address_that_cannot_be_is_refused_in_words(ruling: Client, url: str) -> None:
    response = ruling.post("/sources/add/", {**NEW, "url": url})
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    assert not Source.objects.exists()


def test_the_same_address_is_not_added_twice(ruling: Client) -> None:
    ruling.post("/sources/add/", NEW)
    assert "已经是来源" in ruling.post("/sources/add/", {**NEW, "url": NEW["url"] + "#top"}).content.decode()
    assert Source.objects.count() == 1


def test_a_paused_source_is_a_gap_and_comes_back(ruling: Client) -> None:
    source = make_source(state="healthy")
    ruling.post(f"/sources/{source.pk}/pause/")
    source.refresh_from_db()
    assert (source.enabled, source.state, source.next_check_at) == (False, "paused", None)
    assert Outage.objects.get(source=source).label == "paused"
    ruling.post(f"/sources/{source.pk}/resume/")
    source.refresh_from_db()
    assert (source.enabled, source.state) == (True, "new")
    assert list(AuditEntry.objects.order_by("id").values_list("action", flat=True)) == ["source_pause", "source_resume"]


def test_asking_now_makes_it_due_but_not_twice_a_minute(ruling: Client) -> None:
    later = utc_now() + timedelta(hours=1)
    source = make_source(next_check_at=later)
    ruling.post(f"/sources/{source.pk}/fetch/")
    source.refresh_from_db()
    assert source.next_check_at is not None
    assert source.next_check_at <= utc_now()
    Source.objects.update(next_check_at=later, last_checked_at=utc_now())
    assert "刚抓取过" in ruling.post(f"/sources/{source.pk}/fetch/", follow=True).content.decode()
    assert Source.objects.get().next_check_at == later


def test_a_viewer_is_offered_no_buttons(client: Client, viewer: User) -> None:
    source = make_source()
    client.force_login(viewer)
    page = text(client, f"/sources/{source.pk}/")
    assert "/pause/" not in page
    assert "/fetch/" not in page


def test_a_kept_row_is_written_anew_when_something_in_it_changes(ruling: Client) -> None:
    source = make_source(name="<b>报</b>", state="healthy")
    assert "&lt;b&gt;报&lt;/b&gt;" in text(ruling, "/sources/")
    make_item(source=source)
    Outage.objects.create(source=source, started_at=utc_now() - timedelta(minutes=5), ended_at=utc_now())
    Source.objects.update(name="新名", state="failing")
    page = text(ruling, "/sources/")
    assert f'href="/items/?source={source.pk}&amp;focus=everything">1</a>' in page
    assert all(said in page for said in ("新名", "失联", "1 次 · 5 分钟"))


def test_a_page_beyond_the_last_is_the_last(ruling: Client) -> None:
    names = [make_source(state="healthy").name for _ in range(51)]
    page = text(ruling, "/sources/?page=9&state=healthy")
    assert [name for name in names if f">{name}</a>" in page] == names[-1:]
    assert "2/2" in page


def test_words_are_looked_for_each_time(ruling: Client) -> None:
    make_source(name="云河新闻"), make_source(name="顺河论坛", kind="forum")
    found = {words: text(ruling, f"/sources/?q={words}") for words in ("云河", "顺河", "河")}
    assert [("云河新闻" in page, "顺河论坛" in page) for page in found.values()] == [
        (True, False),
        (False, True),
        (True, True),
    ]
    assert "云河新闻" not in text(ruling, "/sources/?q=河&kind=forum")
