"""Parts of a page that are drawn once for what they show."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy

from dashboards.templatetags.kept import MOST, KeptNode, plain

PART = "{% load i18n kept %}{% kept one two %}{{ counted.next }} {{ one|join:'-' }} {{ two }} {% translate '检索' %}{% endkept %}"


class Counter:
    """How often a part was drawn."""

    drawn = 0

    def next(self) -> str:
        self.drawn += 1
        return "drawn"


def test_a_part_is_drawn_once_for_its_values_and_language() -> None:
    template, counted = Template(PART), Counter()

    def shown(one: object, two: object) -> str:
        return template.render(Context({"one": one, "two": two, "counted": counted}))

    assert shown([1, "a"], "<b>") == "drawn 1-a &lt;b&gt; 检索"
    assert shown((1, "a"), SimpleLazyObject(lambda: "<b>")) == "drawn 1-a &lt;b&gt; 检索"
    assert counted.drawn == 1
    assert shown([1, "b"], "<b>") == "drawn 1-b &lt;b&gt; 检索"
    assert shown([1, "a"], None) == "drawn 1-a None 检索"
    with translation.override("en"):
        assert shown([1, "a"], "<b>") == "drawn 1-a &lt;b&gt; Search"
    assert counted.drawn == 4


def test_what_is_kept_holds_nothing_of_a_request() -> None:
    request = RequestFactory().get("/")
    lazy = SimpleLazyObject(lambda: [(gettext_lazy("检索"), True, 3) for _ in [request]])
    found = plain(lazy)
    assert found == (("检索", True, 3),)
    assert [type(one) for one in (found, found[0], *found[0])] == [tuple, tuple, str, bool, int]
    assert plain(SimpleLazyObject(lambda: 0)) == 0
    assert plain(SimpleLazyObject(lambda: None)) is None


def test_no_more_than_fit_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    template = Template(PART)
    (node,) = template.nodelist.get_nodes_by_type(KeptNode)
    for n in range(MOST + 20):
        template.render(Context({"one": [n], "two": "", "counted": Counter()}))
    assert isinstance(node, KeptNode)
    assert len(node.drawings) == 20
