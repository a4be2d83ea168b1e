"""Linked pages read for items: queued with them, fetched politely, masked, counted; failures touch nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web
from django.conf import LazySettings
from django.db import connection

from monitor.feeds.article_queue import articles_queue
from monitor.feeds.article_text import article_text
from monitor.feeds.articles import DEADLY, TRIES, articles_read_due
from monitor.feeds.ingest import source_fetch_many
from monitor.feeds.manage import source_edit
from monitor.lib.clock import utc_now
from monitor.models import ArticleJob, Fetch, Item, ItemTitle, Source, User
from tests.conftest import make_source, recount, stored_counts
from tests.feeds.samples import rss
from tests.feeds.site import Reply, Site
from tests.feeds.test_article_text import FIRST, SECOND, THIRD, TITLE, article, page

pytestmark = pytest.mark.django_db
PHONE = "13800138000"


@pytest.fixture(autouse=True)
def _settings(settings: LazySettings) -> None:
    settings.FETCH_ALLOW_NETWORKS, settings.FETCH_HOST_DELAY, settings.FETCH_TIMEOUT = ["127.0.0.1/32"], 0.0, 3


def entry(site: Site, path: str = "/1.html", text: str = FIRST, title: str = TITLE) -> str:
    return f"<title>{title}</title><link>{site.url(path)}</link><guid isPermaLink='false'>g</guid><description>{text}</description>"


def polled(site: Site, **fields: Any) -> Source:
    source = make_source(url=site.url("/feed"), read_articles=True, **fields)
    source_fetch_many(ids=[source.pk], now=utc_now())
    return source


@pytest.fixture
def paper(site: Site) -> Site:
    """A feed with one entry, whose page says more."""
    site.routes["/feed"] = Reply(rss(entry(site)))
    site.routes["/1.html"] = html(page(article(f"<p>联系电话 {PHONE}，周五前登记。</p>")))
    return site


def html(body: bytes, status: int = 200) -> Reply:
    return Reply(body, status, {"Content-Type": "text/html; charset=utf-8"})


def test_the_page_of_a_new_item_becomes_its_text_masked_and_counted(paper: Site) -> None:
    polled(paper)
    assert articles_read_due(now=utc_now()) == 1
    row = Item.objects.get()
    assert SECOND in row.text
    assert THIRD[:10] in row.text
    assert (row.title, row.masked, PHONE in row.text) == (TITLE, True, False)
    assert "wages" in row.areas
    assert stored_counts() == recount()
    assert not ArticleJob.objects.exists()


def test_the_next_poll_sees_the_entry_unchanged_and_asks_for_no_page(paper: Site) -> None:
    source = polled(paper)
    articles_read_due(now=utc_now())
    Source.objects.update(etag="", body_digest=None)
    assert source_fetch_many(ids=[source.pk], now=utc_now()).updated == 0
    assert (SECOND in Item.objects.get().text, ArticleJob.objects.count()) == (True, 0)


def test_an_edit_in_the_feed_has_the_page_read_again(paper: Site) -> None:
    source = polled(paper)
    articles_read_due(now=utc_now())
    paper.routes["/feed"] = Reply(rss(entry(paper, title=TITLE + "（更新）")))
    assert source_fetch_many(ids=[source.pk], now=utc_now()).updated == 1
    assert articles_read_due(now=utc_now()) == 1
    assert (SECOND in Item.objects.get().text, ItemTitle.objects.count()) == (True, 1)


def test_without_the_switch_no_page_is_asked_for(paper: Site) -> None:
    source = make_source(url=paper.url("/feed"))
    source_fetch_many(ids=[source.pk], now=utc_now())
    assert (ArticleJob.objects.count(), paper.requests_for("/1.html")) == (0, [])


@pytest.mark.parametrize("link", ["http://a.example/", "http://a.example/u/12345", "http://a.example/#/1", ""])
def test_an_item_without_a_page_of_its_own_is_passed_over(site: Site, link: str) -> None:
    site.routes["/feed"] = Reply(rss(f"<title>{TITLE}</title><link>{link}</link><guid isPermaLink='false'>g</guid>"))
    polled(site)
    assert (Item.objects.count(), ArticleJob.objects.count()) == (1, 0)


def test_a_page_that_is_named_by_its_query_alone_is_read(paper: Site) -> None:
    paper.routes["/feed"] = Reply(rss(entry(paper, "/?p=7")))
    paper.routes["/?p=7"] = paper.routes["/1.html"]
    polled(paper)
    assert articles_read_due(now=utc_now()) == 1
    assert paper.requests_for("/?p=7")[0].headers["Accept"].startswith("text/html")


def test_robots_are_obeyed_for_pages_too(paper: Site) -> None:
    paper.routes["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /1.html")
    polled(paper)
    assert articles_read_due(now=utc_now()) == 0
    assert (paper.requests_for("/1.html"), ArticleJob.objects.count()) == ([], 0)


@pytest.mark.parametrize(
    "reply",
    [
        html(page("<article><p>请先登录后查看全文。登录即表示您同意本站的用户协议。</p></article>" * 5)),
        html(b"", 404),
        Reply(b"%PDF", 200, {"Content-Type": "application/pdf"}),
        html(page("<p>短</p>")),
    ],
)
def test_a_page_that_says_nothing_of_it_leaves_the_feeds_text(paper: Site, reply: Reply) -> None:
    paper.routes["/1.html"] = reply
    source = polled(paper)
    assert articles_read_due(now=utc_now()) == 0
    source.refresh_from_db()
    assert (Item.objects.get().text, source.state, ArticleJob.objects.count()) == (FIRST, "healthy", 0)


def test_a_page_that_fails_is_asked_again_later_and_then_given_up(paper: Site) -> None:
    paper.routes["/1.html"] = html(b"", 503)
    polled(paper)
    now = utc_now()
    for minutes in (0, 1, 11, 12, 60, 300):
        articles_read_due(now=now + timedelta(minutes=minutes))
    assert len(paper.requests_for("/1.html")) == TRIES
    assert not ArticleJob.objects.exists()


def test_a_page_waits_as_long_as_its_site_asks(paper: Site) -> None:
    paper.routes["/1.html"] = Reply(b"", 429, {"Retry-After": "7200"})
    polled(paper)
    articles_read_due(now=utc_now())
    assert ArticleJob.objects.get().next_at > utc_now() + timedelta(hours=1, minutes=59)


def test_a_page_that_was_moved_to_its_section_leaves_the_feeds_text(paper: Site) -> None:
    paper.routes["/feed"] = Reply(rss(entry(paper, "/news/1.html")))
    paper.routes["/news/1.html"] = Reply(b"", 302, {"Location": "/news/"})
    paper.routes["/news/"] = paper.routes["/1.html"]
    polled(paper)
    assert articles_read_due(now=utc_now()) == 0
    assert (Item.objects.get().text, Fetch.objects.get(what="article").outcome) == (FIRST, "no_text")


def test_half_a_page_is_asked_for_again(paper: Site) -> None:
    body = paper.routes["/1.html"].body  # type: ignore[union-attr]

    async def cut(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse(headers={"Content-Type": "text/html", "Content-Length": str(len(body))})
        await answer.prepare(request)
        await answer.write(body[:-200])
        assert request.transport is not None
        request.transport.close()
        return answer

    paper.routes["/1.html"] = cut
    polled(paper)
    assert articles_read_due(now=utc_now()) == 0
    assert (Item.objects.get().text, ArticleJob.objects.get().tries) == (FIRST, 1)


def test_a_fault_with_one_page_holds_up_no_other(paper: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(body: bytes, **rest: str) -> str:
        if rest["url"].endswith("/1.html"):
            raise AssertionError
        return article_text(body, **rest)

    monkeypatch.setattr("monitor.feeds.articles.article_text", faulty)
    other = entry(paper, "/2.html").replace(">g<", ">h<")
    paper.routes["/feed"], paper.routes["/2.html"] = Reply(rss(entry(paper), other)), paper.routes["/1.html"]
    polled(paper)
    assert articles_read_due(now=utc_now()) == 1
    assert sorted(Fetch.objects.filter(what="article").values_list("outcome", flat=True)) == ["internal", "ok"]
    assert ArticleJob.objects.get().tries == 1


def during(paper: Site, change: Callable[[], object]) -> None:
    """Another does `change` while the page is on its way."""
    reply = paper.routes["/1.html"]
    assert isinstance(reply, Reply)

    async def answer(_: web.Request) -> web.Response:
        await asyncio.to_thread(in_thread, change)
        return web.Response(body=reply.body, headers=reply.headers)

    paper.routes["/1.html"] = answer


def in_thread(change: Callable[[], object]) -> None:
    change()
    connection.close()


@pytest.mark.django_db(transaction=True)
def test_an_edit_while_the_page_is_read_has_it_read_anew(paper: Site) -> None:
    source = polled(paper)
    row = Item.objects.get()
    during(paper, lambda: articles_queue(source=source, items=[(row.month, row.id, row.link)], now=utc_now()))
    assert articles_read_due(now=utc_now()) == 0
    job = ArticleJob.objects.get()
    assert (Item.objects.get().text, job.tries, job.claimed_until) == (FIRST, 0, None)


@pytest.mark.django_db(transaction=True)
def test_what_is_switched_off_while_the_page_is_read_changes_nothing(paper: Site) -> None:
    polled(paper)
    during(paper, lambda: ArticleJob.objects.all().delete())
    assert articles_read_due(now=utc_now()) == 0
    assert (Item.objects.get().text, Fetch.objects.filter(what="article").count()) == (FIRST, 1)


def test_a_page_that_kills_its_readers_is_given_up(paper: Site) -> None:
    polled(paper)
    ArticleJob.objects.update(tries=DEADLY)
    assert articles_read_due(now=utc_now()) == 0
    assert (paper.requests_for("/1.html"), ArticleJob.objects.count()) == ([], 0)


def test_every_page_stands_in_the_ledger(paper: Site) -> None:
    polled(paper)
    articles_read_due(now=utc_now())
    line = Fetch.objects.get(what="article")
    assert (line.url, line.outcome, line.status) == (paper.url("/1.html"), "ok", 200)
    assert line.host == f"127.0.0.1:{paper.port}"


def test_a_killed_reader_leaves_the_page_to_the_next(paper: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: object, **__: object) -> None:
        raise SystemExit

    now = utc_now()
    polled(paper)
    with monkeypatch.context() as patched:
        patched.setattr("monitor.feeds.articles._finish", killed)
        with pytest.raises(SystemExit):
            articles_read_due(now=now + timedelta(seconds=1))
    assert articles_read_due(now=now + timedelta(minutes=1)) == 0
    assert articles_read_due(now=now + timedelta(minutes=3)) == 1


def test_switching_it_off_forgets_what_waits(paper: Site, admin: User) -> None:
    source = polled(paper)
    assert ArticleJob.objects.count() == 1
    source_edit(
        source=source, name="x", url=source.url, format="feed", kind="news", region="", options={},
        trusted_dates=True, read_articles=False, by=admin, now=utc_now(),
    )  # fmt: skip
    assert not ArticleJob.objects.exists()


def test_a_text_past_the_retention_is_not_brought_back(paper: Site) -> None:
    polled(paper)
    Item.objects.update(title="", text="", link="")
    assert articles_read_due(now=utc_now()) == 0
    assert (Item.objects.get().text, paper.requests_for("/1.html"), ArticleJob.objects.count()) == ("", [], 0)
