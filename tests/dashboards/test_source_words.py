"""What a source's page says: what happened, since when, what to do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import translation

from dashboards.source_words import run_on, source_move_note, source_trouble
from monitor.models import Source, User
from tests.conftest import make_source

NOW = datetime(2026, 7, 1, 4, tzinfo=UTC)


def said(**fields: object) -> str:
    return source_trouble(Source(name="云河晚报", **fields), NOW)


def test_sentences_that_follow_each_other_are_parted_by_a_blank_in_english_only() -> None:
    assert run_on(["只读到一部分。", "", "会再试。"]) == "只读到一部分。会再试。"
    with translation.override("en"):
        assert run_on(["Partly read.", "", "It is tried again."]) == "Partly read. It is tried again."


def test_no_news_is_told_apart_from_a_broken_feed() -> None:
    quiet = said(state="silent", quiet_at=NOW, recent_times=[NOW - timedelta(days=3)])
    broken = said(state="failing", failures=4, failing_since=NOW, error_label="timeout")
    assert "只是没有新消息" in quiet
    assert "2026-06-28 12:00" in quiet
    assert "打开网址" in quiet
    assert "抓不到" in broken
    assert "不等于没有新消息" in broken
    assert "2026-07-01 12:00" in broken


def test_a_healthy_source_says_nothing() -> None:
    assert said(state="healthy", quiet_at=NOW + timedelta(days=1), recent_times=[NOW]) == ""


def test_each_oddity_gives_its_time_its_figures_and_what_to_do() -> None:
    future = said(state="suspicious", concern="future 4/5", concern_at=NOW)
    everything = said(state="suspicious", concern="all_new 20/20", concern_at=NOW)
    empty = said(state="empty", concern="empty", concern_at=NOW, error_label="empty")
    assert "4/5" in future
    assert "20/20" in everything
    assert empty.count("没有条目") == 1
    assert all("2026-07-01 12:00" in words and "核实" in words for words in (future, everything, empty))


def test_a_slow_source_gives_its_median() -> None:
    assert "约 9.0 秒" in said(state="slow", state_since=NOW, recent_ms=[100, 9_000, 12_000])


@pytest.mark.parametrize("why", ["downgrade", "back", "known", "long"])
def test_a_move_that_is_not_followed_asks_for_a_person(why: str) -> None:
    note = source_move_note(Source(moved_why_not=why, moved_to="http://b.example/", moved_first_at=NOW))
    assert "http://b.example/" in note
    assert "手工" in note


@pytest.mark.django_db
def test_the_page_shows_the_state_its_beginning_and_a_move(client: Client, viewer: User) -> None:
    client.force_login(viewer)
    source = make_source(state="moved", state_since=NOW, moved_from="http://a.example/", moved_at=NOW)
    source.changes.create(at=NOW, before="healthy", after="moved")
    page = client.get(f"/sources/{source.pk}/").content.decode()
    assert "地址变更" in page
    assert "原为 http://a.example/" in page
    assert "状态变化" in page
    assert "原为 http://a.example/" in client.get("/sources/").content.decode()
