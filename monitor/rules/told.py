"""Leads hear by mail that a monitor proposes a rule: one mail each, a row before it is sent, only to who is listed."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from monitor.lib.clock import SHANGHAI
from monitor.models import KeywordRule, Letter, RuleVersion
from monitor.queries import site
from monitor.queries.area_words import area_label
from monitor.reports.letters import by_language, leads_listed, post


def proposal_tell(*, rule: KeywordRule, version: RuleVersion, now: datetime) -> int:
    """One letter a language, one mail a listed lead; how many. Called once, in the transaction that stores the proposal."""
    made = 0
    for language, addresses in by_language(leads_listed()).items():
        with translation.override(language):
            letter = Letter.objects.create(
                kind=Letter.Kind.SYSTEM,
                language=language,
                subject=_subject(rule)[:200],
                text=_text(rule, version),
                created_at=now,
            )
        made += post(letter=letter, addresses=addresses, now=now)
    return made


def _subject(rule: KeywordRule) -> str:
    drill = _("【演练】") if settings.DRILL else ""
    return drill + _("【规则提议】%(name)s") % {"name": rule.name}


def _text(rule: KeywordRule, version: RuleVersion) -> str:
    context = {
        "drill": settings.DRILL,
        "rule": rule,
        "area": area_label(rule.area) if rule.area else "",
        "who": str(version.by),
        "note": version.note,
        "at": f"{version.at.astimezone(SHANGHAI):%F %H:%M}",
        "link": f"{settings.BASE_URL}/rules/{rule.pk}/",
        "organisation": site.organisation(),
    }
    return render_to_string("mail/rule_proposal.txt", context).strip() + "\n"
