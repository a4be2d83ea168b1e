"""Message templates, group routes, the chart: pure."""

from __future__ import annotations

import struct
import zlib

import pytest

from monitor.alerts.groups import Group, group_route
from monitor.alerts.picture import bars_png
from monitor.alerts.templates import SHIPPED
from monitor.alerts.wording import PLACEHOLDERS, TemplateError, Wording, wording_check, wording_fill
from tests.each import each


@each(
    "subject body label",
    [
        ("{mark}{user.password}", "{lead}", "template_brace"),
        ("{mark}", "{lead!r}", "template_brace"),
        ("{mark}", "{lead:>9999999}", "template_brace"),
        ("{mark}", "{0}", "template_brace"),
        ("{mark}", "{", "template_brace"),
        ("{mark}", "{secret}", "template_unknown"),
        ("{count}", "{lead}", "template_unknown"),
        ("", "{lead}", "template_empty"),
        ("第一行\n第二行", "{lead}", "template_lines"),
        ("x" * 201, "{lead}", "template_long"),
    ],
)
def test_what_is_no_known_placeholder_is_refused(subject: str, body: str, label: str) -> None:
    with pytest.raises(TemplateError) as refused:
        wording_check("alert", Wording(subject, body))
    assert refused.value.label == label


def test_values_are_put_in_as_they_are() -> None:
    values = {"title": "{lead} {{x}} %s <b>", "lead": "秘密"}
    assert wording_fill("{{{title}}} {title}", values) == "{{lead} {{x}} %s <b>} {lead} {{x}} %s <b>"


def test_the_shipped_wording_is_allowed_in_both_languages() -> None:
    for (name, _language), wording in SHIPPED.items():
        wording_check(name, wording)
    assert {language for _name, language in SHIPPED} == {"zh-hans", "en"}
    assert {name for name, _language in SHIPPED} == set(PLACEHOLDERS)


def test_a_group_gets_what_it_asked_for() -> None:
    everything, wages = Group(1, "wecom"), Group(2, "feishu", areas=frozenset({"wages"}))
    red = Group(3, "dingtalk", min_level=4)
    sources = Group(4, "webhook", min_level=1, kinds=frozenset({"source_silent"}))
    off = Group(5, "wecom", enabled=False)
    groups = [everything, wages, red, sources, off]

    def told(level: int, kind: str, *areas: str) -> list[int]:
        return [group.id for group in group_route(groups, level=level, kind=kind, areas=areas)]

    assert told(3, "topic_rising", "wages", "hours") == [1, 2]
    assert told(4, "topic_rising", "safety") == [1, 3]
    assert told(1, "source_silent") == [4]


def test_the_chart_is_a_png_whose_highest_bar_fills_it() -> None:
    png = bars_png([0, 1, 100, 50])
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", png[16:24])
    size = struct.unpack(">I", png[33:37])[0]
    lines = zlib.decompress(png[41 : 41 + size])
    rows = [lines[y * (width * 4 + 1) + 1 : (y + 1) * (width * 4 + 1)] for y in range(height)]
    tall = [sum(row[x * 4 + 3] > 0 for row in rows) for x in (0, 12, 24, 36)]
    assert tall[0] < tall[1] < tall[3] < tall[2]
    assert tall[2] == height - 4
