"""Rows that are kept, or written without a template, say what the template would."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation

from dashboards.answer import Choice
from dashboards.clocks import stamp
from dashboards.item_rows import row_html
from dashboards.templatetags.answer import choices
from dashboards.templatetags.frame import chart_rows, glued, pick_rows, source_rows, stamp_after, topic_table_row
from monitor.lib.clock import SHANGHAI, utc_now
from monitor.models import Role
from monitor.queries.items import ItemRow, rows_of
from monitor.queries.scope import Scope
from monitor.queries.topics import TopicLine, TopicSource, topic_line
from tests.conftest import make_item, make_source, make_topic, make_user
from tests.each import each

SOURCES = (
    "{% load frame %}{% for source in sources %}{% href 'source' source.id as source_href %}"
    '<tr><td><a href="{{ source_href }}">{{ source.name }}</a></td><td class="muted nowrap">{{ source.kind }}</td>'
    '<td class="num">{{ source.items }}</td></tr>{% endfor %}'
)
CELLS = (
    '{% for row in rows %}<tr>{% for cell in row %}<td{% if not forloop.first %} class="num"{% endif %}>{{ cell }}</td>{% endfor %}</tr>'
    "{% endfor %}"
)


def test_the_rows_of_a_chart_are_those_of_a_template() -> None:
    rows = [("11-24 <09:00>", 1, 20_000, 0), ("—", 1.5, "a & b", True)]
    assert chart_rows(rows) == Template(CELLS).render(Context({"rows": rows}))


def test_the_sources_of_a_topic_are_those_of_a_template() -> None:
    sources = [TopicSource(3, "<i>报</i> & 网", "新闻", 12_345), TopicSource(4_000, "", "<论坛>", 1)]
    assert source_rows(sources) == Template(SOURCES).render(Context({"sources": sources}))


@pytest.mark.django_db
def test_items_to_be_ticked_are_escaped_and_stay_ticked() -> None:
    source = make_source(name="<i>来源</i>")
    items = [make_item(source=source, title="<b>欠薪</b>"), make_item(title="", source=make_source(own=True))]
    html = pick_rows(rows_of(items, sight=None), [items[1].id])
    assert "&lt;b&gt;欠薪&lt;/b&gt;" in html
    assert "&lt;i&gt;来源&lt;/i&gt;" in html
    assert "<b>" not in html + html.replace("<i>", "<b>")
    assert f'value="{items[0].id}" data-tick>' in html
    assert f'value="{items[1].id}" data-tick checked>' in html
    assert "本会发布" in html.partition(f'value="{items[1].id}"')[2]
    assert "（标题已按保存期限清除）" in html


@pytest.mark.django_db
def test_a_row_of_a_topic_follows_all_that_it_shows() -> None:
    line = _line()
    changed = [
        replace(line, title="另一个标题"),
        replace(line, heat=12.0),
        replace(line, heat_parts={**line.heat_parts, "speed": 7.5}),
        replace(line, spark=(*line.spark[:-1], 9)),
        replace(line, watched=True),
    ]
    shown = [_row(one) for one in (line, *changed)]
    assert len(set(shown)) == len(shown)
    assert _row(line) == shown[0]
    assert _row(line, pick=True) != shown[0] != _row(line, keyed="watched")
    with translation.override("en"):
        assert "为什么？" not in _row(line)
    wild = _row(replace(line, title='<b>"欠薪"</b>', state_label="<i>", areas=("<u>",)), pick=True)
    assert "&lt;b&gt;&quot;欠薪&quot;&lt;/b&gt;" in wild
    assert "<b>" not in wild
    assert "<i>" not in wild + wild.replace("<u>", "<i>")
    assert "\ue000" not in wild  # every mark has its value
    assert "（标题已按保存期限清除）" in _row(replace(line, title=""))
    assert "计算" in _row(replace(line, heat_parts={**line.heat_parts, "computed_at": utc_now().isoformat()}))
    assert "计算" not in _row(replace(line, heat_parts={}))


def _line() -> TopicLine:
    now = utc_now()
    topic = make_topic(heat=41.5, heat_parts={"volume": 30.0, "speed": 6.5, "spread": 3, "negativity": 2})
    return topic_line(topic, Scope(now - timedelta(days=1), now))


def _row(line: TopicLine, **context: object) -> str:
    return topic_table_row(Context(context), line)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("items", "said"), [(1, "1 report, 1 original, 1 source"), (2, "2 reports, 2 originals, 2 sources")]
)
def test_one_of_a_kind_is_singular_in_english(client: Client, items: int, said: str) -> None:
    client.force_login(make_user(Role.VIEWER))
    topic = make_topic(n_items=items, n_originals=items)
    for _ in range(items):
        make_item(source=make_source(), topic_id=topic.pk)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert said in client.get(f"/topics/{topic.pk}/").content.decode()


def test_the_end_of_a_span_has_its_day_where_that_is_another() -> None:
    now = utc_now()
    assert stamp_after(now, now) == stamp(now)
    assert stamp_after(now, now - timedelta(days=1)) == f"{now.astimezone(SHANGHAI):%m-%d %H:%M}"
    before = now - timedelta(days=3)
    assert stamp_after(before, before) == stamp(before) == f"{before.astimezone(SHANGHAI):%m-%d %H:%M}"


SHAPES: list[dict[str, Any]] = [
    {},
    {"title": "", "link": ""},
    {"link": "", "in_focus": False, "own": True},
    {"title": '<b>欠薪</b> & "工资" 990990001', "link": "https://x.example/?a=1&b='2'", "source": "<i>报</i>"},
    {"repost": True, "by_hand": True, "masked": True, "unsure": True, "units": (3,), "place": "本区"},
    {"corrected": True, "areas": ("wages", "hours", "safety", "skills"), "reposts": 1},
    {"areas": (), "reposts": 12, "sentiment": "pos", "confidence": 0.0},
    {"topic_id": None, "topic": "", "confidence": 1.0, "source_id": 77},
    {"reposts": 2},
    {"reposts": 12_345},
    {"at": datetime(2024, 2, 29, 16, 30, tzinfo=UTC), "areas": ("unheard-of",), "topic": "<话题>"},
]


@each(
    language=["zh-hans", "en"],
    shown=[{"compact": True}, {"hide_topic": True}, {"plan_pk": 0}, {"plan_pk": 4}, {"plan_pk": 12_345}],
    may_correct=[True, False],
)
def test_rows_of_items_are_what_their_template_makes_of_them(
    language: str, shown: dict[str, int], may_correct: bool
) -> None:
    plain = ItemRow(
        id=5,
        at=utc_now(),
        title="题",
        link="https://x.example/1",
        source="报",
        source_id=2,
        sentiment="neg",
        confidence=0.876,
        unsure=False,
        areas=("wages",),
        topic_id=9,
        topic="话题",
        repost=False,
        own=False,
        by_hand=False,
        masked=False,
        in_focus=True,
    )
    with translation.override(language):
        for turn in range(2):  # drawn, and from what was drawn
            for n, shape in enumerate(SHAPES):
                row = replace(plain, id=1_234_567 + n + turn, **shape)
                context = {"row": row, "may_correct": may_correct, **shown}
                assert row_html(row, may_correct=may_correct, **shown) == render_to_string("items/row.html", context)


def test_a_number_stays_with_its_counter_and_a_short_clause_on_its_line() -> None:
    assert (
        glued("塔吊：48 小时 9 条原创，9 家来源，负面 56 %")
        == '塔吊：<span class="nowrap">48\u00a0小时</span> <span class="nowrap">9\u00a0条原创</span>，<span class="nowrap">9\u00a0家来源</span>，<span class="nowrap">负面\u00a056\u00a0%</span>'
    )
    assert glued("传到 1,234 家新来源的每小时 9 条内容") == (
        '传到 1,234\u00a0家新来源的每小时 <span class="nowrap">9\u00a0条内容</span>'
    )
    assert glued("14 家来源 · n = 1,204") == '<span class="nowrap">14\u00a0家来源</span> · n\u00a0=\u00a01,204'
    assert glued("塔吊：几家媒体先后到了现场采访，仍在上升").endswith('，<span class="nowrap">仍在上升</span>')
    assert glued("9 originals in 48 hours, 56 % negative") == "9 originals in 48 hours, 56\u00a0% negative"


def test_a_glued_sentence_is_escaped_once() -> None:
    with translation.override("zh-hans"):
        told = Template(
            "{% load i18n frame %}{% blocktranslate asvar said %}{{ t }} 负面{% endblocktranslate %}{{ said|glued }}{{ t|glued }}"
        )
        assert told.render(Context({"t": "<b>9 条"})) == (
            '&lt;b&gt;<span class="nowrap">9\u00a0条</span> 负面&lt;b&gt;<span class="nowrap">9\u00a0条</span>'
        )


def test_options_of_a_list_say_what_the_template_would() -> None:
    rows = [Choice(7, '<b>云河</b> & "石漾"', chosen=True, marked=True), Choice(8, "柳桥", chosen=False, marked=False)]
    template = (
        '{% for row in rows %}<option value="{{ row.pk }}"{% if row.chosen %} selected{% endif %}>{{ row.name }}'
        "{% if row.marked %} · {{ note }}{% endif %}</option>{% endfor %}"
    )
    note = "<值班中>"
    assert choices(rows, note) == Template(template).render(Context({"rows": rows, "note": note}))
