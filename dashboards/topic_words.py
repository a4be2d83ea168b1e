"""What people did to topics, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from monitor.lib.plurals import with_plurals
from monitor.queries.topic_changes import ChangeLine
from monitor.topics.hand import SENTENCES, HandError

CHANGES = {
    "merge": gettext_noop("并入"),
    "split": gettext_noop("拆出"),
    "dissolve": gettext_noop("不是一回事，拆成几个话题"),
    "came": gettext_noop("移入的报道来自"),
    "rename": gettext_noop("改名"),
    "mute": gettext_noop("静音"),
    "unmute": gettext_noop("取消静音"),
    "pin": gettext_noop("已置顶"),
    "unpin": gettext_noop("取消置顶"),
    "watch": gettext_noop("列入值守关注"),
    "unwatch": gettext_noop("不再关注"),
    "unrelated": gettext_noop("与我们无关"),
}
COUNTED = ("merge", "split", "dissolve")


def change_words(line: ChangeLine) -> str:
    """并入（12 条报道）; 改名：甲 → 乙; 与我们无关（纠正了 7 条）. The topics that it touched are the page's to link."""
    words = _(CHANGES[line.kind]) if line.kind in CHANGES else line.kind
    if line.kind == "rename":
        return _("改名：%(before)s → %(after)s") % {"before": line.title_before or "—", "after": line.title or "—"}
    if line.kind == "unrelated":
        return _("与我们无关（纠正了 %(n)d 条的标签）") % {"n": line.items}
    if line.kind in COUNTED and line.items:
        return _("%(what)s（%(n)d 条报道）") % with_plurals({"what": words, "n": line.items})
    return words


def hand_sentence(error: HandError) -> str:
    """Why it was not done, and what to do."""
    return _(SENTENCES[error.label]).replace("{detail}", error.detail)
