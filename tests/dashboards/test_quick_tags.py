"""The tags that remember what they wrote write what Django's would."""

from __future__ import annotations

from typing import Any

import pytest
from django.template import Context, Template, TemplateSyntaxError, defaulttags
from django.template.base import Node
from django.templatetags import i18n, static
from django.urls import NoReverseMatch, set_script_prefix
from django.utils import translation
from django.utils.safestring import SafeString

from dashboards import quick_tags
from dashboards.quick_tags import Address, File, Sentence, Word

LOAD = "{% load i18n static %}"
SOURCES = {
    "{% translate '检索' %}": Word,
    "{% translate '检索' as word %}[{{ word }}]": Word,
    "{% trans '转办' context 'list' %}": Word,
    "{% translate '检索' noop %}": Word,
    "{% translate said %}": Word,
    "{% translate '100%' %}": Word,
    "{% translate '检索'|upper %}": Word,
    "{% blocktranslate with name=said %}规则提议“{{ name }}” {{ pk }}{% endblocktranslate %}{{ name }}": Sentence,
    "{% blocktranslate asvar sentence %}100% {{ pk }} {{ nothing }}{% endblocktranslate %}[{{ sentence }}]": Sentence,
    "{% blocktranslate count n=count with more=markup %}还有 {{ n }} 条 {{ more }}{% plural %}还有 {{ n }} 条{% endblocktranslate %}": Sentence,
    "{% blocktranslate count n=few with few=count %}{{ n }}{% plural %}{{ n }} {{ few }}{% endblocktranslate %}": Sentence,
    "{% blocktranslate with n=count %}{{ n }} 分钟{% endblocktranslate %}{% blocktranslate trimmed %} a \n b {% endblocktranslate %}": Sentence,
    "{% blocktrans context 'list' %}转办{% endblocktrans %}": Sentence,
    "{% autoescape off %}{% blocktranslate %}{{ markup }}{% endblocktranslate %}{% endautoescape %}": Sentence,
    "{% url 'topic' pk %}": Address,
    "{% url 'topic' 7 %}": Address,
    "{% url 'topic' topic_id=pk %}": Address,
    "{% url name %}": Address,
    "{% url 'alert_answer' pk 'comment' as address %}[{{ address }}]": Address,
    "{% url 'not there' as address %}[{{ address }}]": Address,
    "{% static 'dashboards/js/frame.js' %}": File,
    "{% static file %}": File,
    "{% static 'a&b.js' as file %}[{{ file }}]": File,
    "{% autoescape off %}{% static 'a&b.js' %}{% translate '<b>' %}{% url 'topic' pk %}{% endautoescape %}{% static 'a&b.js' %}": File,
}
DJANGO: dict[type[Node], Any] = {
    Word: i18n.TranslateNode,
    Sentence: i18n.BlockTranslateNode,
    Address: defaulttags.URLNode,
    File: static.StaticNode,
}


@pytest.mark.parametrize("source", SOURCES)
def test_each_writes_what_django_does_also_the_second_time_and_in_another_language(
    source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    template = Template(LOAD + source)
    assert template.nodelist.get_nodes_by_type(SOURCES[source])

    def shown() -> list[str]:
        found = []
        for language in ("zh-hans", "en", "zh-hans", None):
            for pk in (5, 6, "6", SafeString("5"), True, 2**40):
                with translation.override(language):
                    values = {"pk": pk, "said": "检索", "name": "topics", "file": "x.js", "markup": "<b>%s"}
                    values |= {"count": len(found) % 3}
                    try:
                        found.append(template.render(Context(values)))
                    except NoReverseMatch as none:
                        found.append(str(none))
        return found

    quick = [shown(), shown()]
    for one, like in DJANGO.items():
        monkeypatch.setattr(one, "render", like.render)
    assert quick == [shown()] * 2


def test_an_address_hangs_on_where_the_server_is_reached() -> None:
    template = Template("{% url 'topic' 5 %}")
    set_script_prefix("/under/")
    try:
        assert template.render(Context()) == "/under/topics/5/"
    finally:
        set_script_prefix("/")
    assert template.render(Context()) == "/topics/5/"


def test_an_address_that_is_none_is_an_error_each_time() -> None:
    template = Template("{% url 'not there' %}")
    for _ in range(2):
        with pytest.raises(NoReverseMatch):
            template.render(Context())


def test_a_sentence_that_is_translated_wrongly_or_counted_with_a_text_is_for_django(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    template = Template(LOAD + "{% blocktranslate %}还有 {{ n }} 条{% endblocktranslate %}")
    monkeypatch.setattr(quick_tags, "gettext", lambda _: "%(m)s more")
    monkeypatch.setattr(i18n.translation, "gettext", lambda said: said)
    assert template.render(Context({"n": 3})) == "还有 3 条"
    with pytest.raises(TemplateSyntaxError, match="must be a number"):
        Template(LOAD + "{% blocktranslate count n=n %}a{% plural %}b{% endblocktranslate %}").render(
            Context({"n": "x"})
        )


def test_what_is_constant_is_looked_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    template = Template(LOAD + "{% translate '检索' %} {% url 'topic' 12345 %} {% static 'x.js' %}")
    first = template.render(Context())
    monkeypatch.setattr(quick_tags, "reverse", None)
    for one in DJANGO.values():
        monkeypatch.setattr(one, "render", None)
    assert template.render(Context()) == first
