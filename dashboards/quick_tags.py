"""Django's tags for words, addresses and static files, which remember what they wrote.

A page has a hundred of them and most say the same each time; Django looks up the word, resolves the address and joins the path anew
(20 µs a word, 50 µs an address, half a core's millisecond for some thirty of them). Everything that decides what a tag writes is part
of what it is remembered by: the language, the addresses in force, the prefix that the server is reached under.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.template import Context, Library, defaulttags
from django.template.base import FilterExpression, Parser, Token, Variable, render_value_in_context
from django.templatetags import i18n, static
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext

KEPT = 5000  # addresses: the least used one goes
PLAIN = frozenset({int, str, SafeString})
"""Types of what stands in an address that are equal only when they are written alike."""


class Word(i18n.TranslateNode):
    """`{% translate "..." %}`: a constant text, once for each language."""

    def __init__(self, like: i18n.TranslateNode) -> None:
        super().__init__(like.filter_expression, like.noop, like.asvar, like.message_context)
        self.constant = _is_text(like.filter_expression) and (
            like.message_context is None or _constant(like.message_context) is not None
        )
        self.said: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        """As Django's."""
        language = get_language()
        found = self.said.get(language)
        if found is None:
            drawn: str = super().render(context)
            found = context[self.asvar] if self.asvar else drawn
            if self.constant:
                self.said[language] = found
            return drawn
        if self.asvar:
            context[self.asvar] = found
            return ""
        return found


class Sentence(i18n.BlockTranslateNode):
    """`{% blocktranslate %}`: the values are put into the sentence without being laid into the context, and the sentence is put together
    from the template once."""

    def __init__(self, like: Any) -> None:
        super().__init__(
            *(like.extra_context, like.singular, like.plural, like.countervar, like.counter, like.message_context),
            *(like.trimmed, like.asvar, like.tag_name),
        )
        self.one, self.names = super().render_token_list(self.singular)
        self.many = ""
        if self.plural and self.countervar and self.counter:
            self.many, more = super().render_token_list(self.plural)
            self.names = [*self.names, *more]

    def render(self, context: Context, nested: bool = False) -> str:
        """As Django's, which also knows what to do with a sentence that was translated wrongly."""
        template: Any = context.template
        if nested or self.message_context or template.engine.string_if_invalid:
            return super().render(context, nested)
        values = {name: value.resolve(context) for name, value in self.extra_context.items()}
        if self.many and self.counter and self.countervar:
            with context.push(**values):
                count = values[self.countervar] = self.counter.resolve(context)
            if not isinstance(count, int | float):
                return super().render(context)
            said = ngettext(self.one, self.many, count)
        else:
            said = gettext(self.one)
        shown = {
            name: render_value_in_context(values[name] if name in values else context.get(name, ""), context)
            for name in self.names
        }
        try:
            said %= shown
        except (KeyError, ValueError):
            return super().render(context)
        if self.asvar:
            context[self.asvar] = SafeString(said)
            return ""
        return said


class Address(defaulttags.URLNode):
    """`{% url 'name' pk %}`, once for each pk."""

    def __init__(self, like: defaulttags.URLNode) -> None:
        super().__init__(like.view_name, like.args, like.kwargs, like.asvar)
        name = None if like.kwargs else _constant(like.view_name)
        self.name = name if name and ":" not in name else None  # names of a namespace depend on the page

    def render(self, context: Context) -> str:
        """As Django's."""
        args = tuple([arg.resolve(context) for arg in self.args]) if self.name else ()
        if self.name is None or any(type(arg) not in PLAIN for arg in args):
            return super().render(context)
        try:
            plain, escaped = address(self.name, args, get_urlconf(), get_script_prefix())
        except NoReverseMatch:
            return super().render(context)  # says what is wrong, or that there is none
        if self.asvar:
            context[self.asvar] = plain
            return ""
        return escaped if context.autoescape else plain


class File(static.StaticNode):
    """`{% static 'path' %}`: a constant path, once."""

    def __init__(self, like: static.StaticNode) -> None:
        super().__init__(like.varname, like.path)
        self.constant = like.varname is None and _constant(like.path) is not None
        self.found: dict[tuple[str, bool], str] = {}

    def render(self, context: Context) -> str:
        """As Django's."""
        key = (get_script_prefix(), context.autoescape)
        found = self.found.get(key) if self.constant else None
        if found is None:
            found = self.found[key] = super().render(context)
        return found


@lru_cache(maxsize=KEPT)
def address(name: str, args: tuple[Any, ...], _urls: str | None, _prefix: str) -> tuple[str, SafeString]:
    """An address as it is, and as it stands in HTML. Raises NoReverseMatch."""
    found = reverse(name, args=args)
    return found, conditional_escape(found)


def quicken() -> None:
    """From now on templates are read with these. Called once, before any is."""
    for library, names, quick in (
        (i18n.register, ("translate", "trans"), Word),
        (i18n.register, ("blocktranslate", "blocktrans"), Sentence),
        (defaulttags.register, ("url",), Address),
        (static.register, ("static",), File),
    ):
        for name in names:
            _replace(library, name, quick)


def _replace(library: Library, name: str, quick: Any) -> None:
    read = library.tags[name]

    def tag(parser: Parser, token: Token) -> Any:
        return quick(read(parser, token))

    library.tag(name, tag)


def _constant(expression: FilterExpression) -> str | None:
    """The text that it always is; None when it is none."""
    text = None if expression.is_var or expression.filters else expression.var
    return text if isinstance(text, str) else None


def _is_text(expression: FilterExpression) -> bool:
    """The same of what is to be said: Django has made a variable of the text."""
    return not expression.filters and isinstance(expression.var, Variable) and isinstance(expression.var.literal, str)
