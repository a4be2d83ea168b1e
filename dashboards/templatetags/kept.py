"""Parts of a page that are the same for many readers: drawn once for what they show."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.urls import get_script_prefix, get_urlconf
from django.utils.functional import LazyObject
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()
MOST = 200  # drawings of one part; then it starts over


class KeptNode(template.Node):
    """Draws what it holds, or gives what it drew for the same values, in the language of the moment."""

    def __init__(self, nodelist: NodeList, shown: list[FilterExpression]) -> None:
        self.nodelist, self.shown = nodelist, shown
        self.drawings: dict[tuple[Any, ...], SafeString] = {}

    def render(self, context: Context) -> SafeString:
        values = [plain(one.resolve(context)) for one in self.shown]
        key = (get_language(), get_urlconf(), get_script_prefix(), *values)
        found = self.drawings.get(key)
        if found is None:
            if len(self.drawings) >= MOST:
                self.drawings.clear()
            found = self.drawings[key] = self.nodelist.render(context)
        return found


def plain(value: Any) -> Any:
    """The value itself, behind what is lazy, so that nothing of a request is kept."""
    if issubclass(type(value), LazyObject):
        bool(value)  # makes it be there
        value = value._wrapped
    if isinstance(value, list | tuple):
        return tuple(map(plain, value))
    return value if value is None or isinstance(value, int) else str(value)


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    """`{% kept one other %}...{% endkept %}`: the part shows these values and nothing else that differs between requests."""
    shown = [parser.compile_filter(word) for word in token.split_contents()[1:]]
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(nodelist, shown)
