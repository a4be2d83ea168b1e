"""The desk, topics and item lists: what they show, what they link to, what they cost."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from monitor.lib.clock import hour_of, utc_now
from monitor.models import Alert, AuditEntry, Outage, TopicHour, User
from tests.conftest import make_item, make_source, make_topic, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client, duty: User) -> Client:
    client.force_login(duty)
    return client


def page(client: Client, address: str = "/") -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_a_new_installation_says_what_will_appear_where(desk: Client) -> None:
    html = page(desk)
    assert "眼下没有需要处理的事" in html
    assert "这段时间还没有话题" in html
    assert "这段时间还没有内容" in html


def test_the_number_links_to_exactly_the_items_it_counts(desk: Client) -> None:
    for hours in (1, 5, 23, 25, 30):
        make_item(at=utc_now() - timedelta(hours=hours))
    html = page(desk)
    href, n = re.search(r'class="figure-n" href="([^"]+)"[^>]*>([\d,]+)<', html).groups()  # type: ignore[union-attr]
    assert n == "3"
    assert page(desk, href.replace("&amp;", "&")).count("data-item=") == 3


def test_the_negative_share_links_to_negative_originals(desk: Client) -> None:
    first = make_item()
    make_item(duplicate_of=first.id)
    make_item(sentiment="pos", sentiment_p=[0.1, 0.1, 0.8])
    href = re.search(r'href="([^"]+sentiment=neg[^"]*)"', page(desk)).group(1)  # type: ignore[union-attr]
    assert f'data-item="{first.id}"' in page(desk, href.replace("&amp;", "&"))
    assert page(desk, href.replace("&amp;", "&")).count("data-item=") == 1


def test_filters_apply_to_every_panel(desk: Client) -> None:
    make_item(title="云河物流园加班太多", areas=["hours"])
    make_item(title="云河小学旁修路", areas=[], in_focus=False)
    make_topic(title="物流园加班", areas={"hours": 1})
    make_topic(title="新城欠薪", areas={"wages": 1})
    html = page(desk, "/?area=hours")
    assert "云河物流园加班太多" in html
    assert "物流园加班" in html
    assert "新城欠薪" not in html
    assert "云河小学旁修路" not in html
    assert "云河小学旁修路" in page(desk, "/?focus=everything")


@pytest.mark.parametrize("query", ["window=99y", "area='--", "unit=-1", "unit=9999999999999", "from=x&to=y", "after=~"])
def test_an_address_that_makes_no_sense_shows_the_defaults(desk: Client, query: str) -> None:
    make_item()
    assert "data-item=" in page(desk, f"/?{query}")
    assert "data-item=" in page(desk, f"/items/?{query}")


def test_an_open_alert_comes_first_with_its_sentence(desk: Client) -> None:
    topic, now = make_topic(title="云河新城项目欠薪"), utc_now()
    windows = [{"hours": 24, "originals": 38, "sources": 6, "negative": 31}]
    Alert.objects.create(
        kind="topic_rising", level=3, topic=topic, raised_at=now, changed_at=now, evidence={"windows": windows}
    )
    html = page(desk)
    assert html.index("38 条原创") < html.index('id="numbers"')
    assert "level-3" in html


def test_outages_and_alerts_are_marked_on_the_chart(desk: Client) -> None:
    source, now, topic = make_source(name="云河论坛"), utc_now(), make_topic()
    Outage.objects.create(
        source=source, started_at=now - timedelta(hours=5), ended_at=now - timedelta(hours=3), label="dns"
    )
    Alert.objects.create(kind="topic_rising", level=2, topic=topic, raised_at=now - timedelta(hours=2), changed_at=now)
    data = page(desk).split('id="volume-data"')[1].split("</script>")[0]
    figure = json.loads(data.split(">", 1)[1])
    assert figure["data"][0]["customdata"] == ["云河论坛"]
    assert figure["data"][-1]["marker"]["color"] == ["var(--level-2)"]


def test_the_table_and_the_csv_hold_the_numbers_of_the_chart(desk: Client) -> None:
    make_item(at=utc_now() - timedelta(hours=2))
    lines = page(desk, "/volume.csv").strip().splitlines()
    assert len(lines) == 26
    assert sum(int(line.split(",")[4]) for line in lines[1:]) == 1
    assert page(desk).split("chart-table")[1].split("</table>")[0].count("<tr>") == 26


def test_opening_a_list_is_audited_with_its_filters(desk: Client, duty: User) -> None:
    page(desk, "/?area=wages")
    page(desk, "/items/?sentiment=neg")
    entries = list(AuditEntry.objects.filter(actor=duty.username).values_list("action", "target", "detail"))
    assert ("items_open", "desk", {"area": "wages"}) in entries
    assert ("items_open", "items", {"sentiment": "neg", "after": ""}) in entries


def test_a_topic_page_groups_reposts_under_originals(desk: Client) -> None:
    topic = make_topic(
        n_items=3, n_originals=2, heat=41.5, heat_parts={"volume": 30.0, "speed": 6.5, "spread": 3, "negativity": 2}
    )
    first = make_item(topic_id=topic.pk)
    make_item(topic_id=topic.pk)
    copy = make_item(topic_id=topic.pk, duplicate_of=first.id, title="转发：云河新城欠薪")
    TopicHour.objects.create(topic=topic, hour=hour_of(utc_now()), n_items=3, n_originals=2, n_neg=2)
    html = page(desk, f"/topics/{topic.pk}/")
    assert "3 条报道，2 条原创，3 家来源" in html
    assert "1 条转载" in html
    assert "转发：云河新城欠薪" not in html
    assert f'data-item="{copy.id}"' in page(desk, f"/items/{first.id}/reposts/")


def test_a_merged_topic_leads_to_what_it_became(desk: Client) -> None:
    kept = make_topic()
    gone = make_topic(merged_into=kept)
    response = desk.get(f"/topics/{gone.pk}/", follow=True)
    assert response.redirect_chain[0][0] == f"/topics/{kept.pk}/?from={gone.pk}"
    assert "已并入此话题" in response.content.decode()


def test_why_names_the_words_that_decided(desk: Client) -> None:
    item = make_item(title="云河新城项目拖欠工人工资三个月", areas=["wages"])
    html = desk.get(f"/items/{item.id}/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in html
    assert "工资报酬：" in html


def test_an_item_past_the_retention_says_so(desk: Client) -> None:
    item = make_item(title="", text="")
    assert "已按保存期限清除" in page(desk, f"/items/{item.id}/")
    assert "已按保存期限清除" in page(desk)


def test_links_of_items_open_apart_and_tell_nobody_where_from(desk: Client) -> None:
    make_item(link="https://news.example/a")
    assert 'href="https://news.example/a" target="_blank" rel="noopener noreferrer nofollow"' in page(desk)


def test_a_limited_reader_sees_only_their_units(client: Client, viewer: User) -> None:
    mine, other = make_unit(), make_unit()
    viewer.units.add(mine)
    client.force_login(viewer)
    hidden, topic = make_item(units=[other.pk], title="别家的事"), make_topic(units=[other.pk])
    make_item(units=[mine.pk], title="自家的事")
    html = page(client)
    assert "自家的事" in html
    assert "别家的事" not in html
    assert client.get(f"/items/{hidden.id}/").status_code == 404
    assert client.get(f"/topics/{topic.pk}/").status_code == 404


def test_who_only_reads_is_not_told_to_handle_what_somebody_acknowledged(
    client: Client, desk: Client, viewer: User
) -> None:
    now = utc_now()
    Alert.objects.create(
        kind="topic_rising", level=1, status="acknowledged", topic=make_topic(), raised_at=now, changed_at=now
    )
    assert ">去处置</a>" in page(desk)
    client.force_login(viewer)
    html = page(client)
    assert ">去处置</a>" not in html
    assert ">查看</a>" in html


def test_the_desk_costs_the_same_queries_full_or_empty(desk: Client, django_assert_max_num_queries: Any) -> None:
    now = utc_now()
    for n in range(15):
        topic = make_topic()
        make_item(topic_id=topic.pk, at=now - timedelta(hours=n))
        Alert.objects.create(kind="topic_rising", level=1, topic=topic, raised_at=now, changed_at=now)
    with django_assert_max_num_queries(12):
        page(desk)


def test_words_for_a_negative_judgement_are_shown_as_negative(desk: Client) -> None:
    item = make_item(title="云河新城项目拖欠工人工资三个月，工人讨薪被打")
    html = page(desk, f"/items/{item.id}/")
    assert "word-neg" in html
    assert "word-pos" not in html
