"""Rules in words: what is wrong with one and what to do, what changed, why an item matches or not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Model
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dashboards import labels
from monitor.errors import QueryError
from monitor.models import KeywordRule, Plan, Source, SynonymGroup
from monitor.rules.check import RuleError
from monitor.rules.explain import Explained
from monitor.rules.groups import MAX_WORD, MAX_WORDS


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, with the place in the query: text before it, at it, after it. `suggestion`: a query that can be read."""

    sentence: str
    before: str = ""
    at: str = ""
    after: str = ""
    suggestion: str = ""


def spoken(zh: str, en: str) -> str:
    """The one in the reader's language: the rule language speaks both and knows no catalogue."""
    return zh if (get_language() or "").startswith("zh") else en


def query_fault(error: QueryError, query: str) -> Fault:
    """In the reader's language."""
    sentence = spoken(error.zh, error.en)
    place = min(max(error.position, 0), len(query))
    start = max(0, place - 40)
    at, after = query[place : place + 1], query[place + 1 : place + 41]
    return Fault(sentence, query[start:place], at or " ", after, error.suggestion)


def rule_sentence(error: RuleError) -> str:
    """What is wrong and what to do."""
    detail = error.detail
    return {
        "personal_name": _(
            "“%(what)s”像是人名、号码或账号。本系统只关注话题，不跟踪个人，不能作为规则。如果不是，请写成更长的词。"
        )
        % {"what": detail},
        "name_missing": _("请写一个规则名称。"),
        "name_known": _("已经有叫“%(what)s”的规则，请换一个名称。") % {"what": detail},
        "name_retired": _("已删除的规则里有叫“%(what)s”的：请换一个名称，或在已删除的规则里恢复它。")
        % {"what": detail},
        "area": _("没有这个领域，请重新选择。"),
        "stale": _("别人刚刚改过这条规则。请看过现在的版本再改。"),
        "same": _("没有改动，不用保存。"),
        "group_name": _("词组名称只能用汉字、字母和数字，最多 20 个字。"),
        "group_known": _("已经有叫“%(what)s”的词组。") % {"what": detail},
        "group_admin": _("需要新建同义词组“%(what)s”，请管理员导入。") % {"what": detail},
        "group_words": _("请写 1 到 %(most)d 个词，每个最多 %(length)d 个字。")
        % {"most": MAX_WORDS, "length": MAX_WORD},
        "group_used": _("这些规则或专题还在用它，不能删除：%(what)s。请先改它们。") % {"what": detail},
        "group_breaks": _("这样改会使规则读不懂：%(what)s") % {"what": detail},
    }.get(error.label, detail)


FIELDS = ("name", "query", "area", "grave", "enabled")


def field_name(name: str) -> str:
    """A field of a rule."""
    return {
        "name": _("名称"),
        "query": _("规则内容"),
        "area": _("领域"),
        "grave": _("重大"),
        "enabled": _("已启用"),
    }[name]


def field_value(name: str, value: object) -> str:
    """What stands in it."""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if name == "area":
        return labels.area(str(value)) if value else _("不带领域")
    return str(value)


def verdict_sentence(said: Explained) -> str:
    """Why one item matches, or does not."""
    if said.why is None:
        return _("标题和正文已按保存期限清除，无法判断。")
    return spoken(said.why.zh, said.why.en)


def retag_reason(reason: str) -> str:
    """What history is tagged anew for: `RetagJob.reason` in words."""
    return retag_reasons([reason])[reason]


def retag_reasons(reasons: Iterable[str]) -> dict[str, str]:
    """Many at once: a query for each kind that is among them, four at most."""
    wanted = {reason: reason.partition(":")[::2] for reason in reasons}
    names: dict[str, str] = {}
    for kind, model in NAMED.items():
        numbers = {int(number) for found, number in wanted.values() if found == kind and number.isdecimal()}
        rows = model._default_manager.filter(pk__in=numbers).values_list("pk", "name") if numbers else ()
        names |= {f"{kind}:{pk}": name for pk, name in rows}
    return {reason: _retag_words(kind, names.get(reason) or number) for reason, (kind, number) in wanted.items()}


NAMED: Mapping[str, type[Model]] = {"rule": KeywordRule, "group": SynonymGroup, "plan": Plan, "source": Source}


def _retag_words(kind: str, name: str) -> str:
    return {
        "rule": _("规则“%(name)s”的改动"),
        "group": _("同义词组“%(name)s”的改动"),
        "plan": _("专题“%(name)s”的改动"),
        "source": _("来源“%(name)s”的改动"),
        "district": _("单位或地名的改动"),
    }.get(kind, _("导入规则")) % {"name": name}
