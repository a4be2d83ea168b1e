"""Templates: which sections, plans, thresholds and readers. Each kind has a standard one, made when it is first asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import translation

from monitor.models import Plan, ReportKind, ReportReader, ReportTemplate, User, audit_record
from monitor.reports import advice, level
from monitor.reports.errors import ReportError
from monitor.reports.layout import SECTIONS, Layout, sections_checked

ATTACHED = ["docx", "pdf"]
FORMS = ("docx", "pdf", "xlsx", "json")
BOUNDS: dict[str, float] = {**level.SHIPPED, **advice.SHIPPED}


@dataclass(frozen=True, slots=True)
class TemplateValues:
    """What a lead entered. `thresholds`: only what differs from the shipped bounds is kept."""

    name: str
    sections: Sequence[str]
    plans: Sequence[int] = ()
    forms: Sequence[str] = ()
    readers: Iterable[ReportReader] = ()
    thresholds: Mapping[str, float] = field(default_factory=dict)
    automatic: bool = True


def template_standard(kind: str) -> ReportTemplate:
    """The one that drafts of this kind are made by."""
    found = ReportTemplate.objects.filter(kind=kind, standard=True).first()
    if found is None:
        with translation.override(settings.LANGUAGE_CODE):  # not in the language of whoever opens the page first
            name = _free_name(str(ReportKind(kind).label))
        values = {"name": name, "sections": list(SECTIONS[kind]), "forms": ATTACHED}
        found, _ = ReportTemplate.objects.get_or_create(kind=kind, standard=True, defaults=values)
    return found


def templates_all() -> list[ReportTemplate]:
    """The standard ones among them."""
    there = set(ReportTemplate.objects.filter(standard=True).values_list("kind", flat=True))
    for kind in ReportKind.values:
        if kind not in there:
            template_standard(kind)
    return list(ReportTemplate.objects.prefetch_related("readers__user"))


def layout_from(template: ReportTemplate) -> Layout:
    """As it is frozen with the numbers."""
    plans = tuple(template.plans) if template.plans else None
    keys = sections_checked(template.kind, template.sections)
    return Layout(keys, template.name, template.version, plans, template.thresholds)


@transaction.atomic
def template_save(*, template: ReportTemplate | None, kind: str, values: TemplateValues, by: User) -> ReportTemplate:
    """A new template, or a new version of one. Drafts that exist keep theirs. Raises ReportError (report_template: name is taken)."""
    row = template or ReportTemplate(kind=kind, version=0)
    known = set(Plan.objects.filter(pk__in=values.plans).values_list("pk", flat=True))
    row.name, row.sections = values.name.strip(), list(sections_checked(row.kind, values.sections))
    row.plans, row.forms = [pk for pk in values.plans if pk in known], [form for form in FORMS if form in values.forms]
    row.thresholds = {n: v for n, v in values.thresholds.items() if n in BOUNDS and v > 0 and v != BOUNDS[n]}
    row.automatic, row.version = values.automatic, row.version + 1
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise ReportError("a template has this name", label="report_template") from error
    row.readers.set(values.readers)
    detail: dict[str, Any] = {
        "name": row.name,
        "version": row.version,
        "sections": row.sections,
        "plans": row.plans,
        "readers": sorted(row.readers.values_list("pk", flat=True)),
        "thresholds": row.thresholds,
        "automatic": row.automatic,
    }
    audit_record(actor=by, action="report_template", target=f"report_template:{row.pk}", detail=detail)
    return row


@transaction.atomic
def template_make_standard(*, template: ReportTemplate, by: User) -> None:
    """From now on drafts of its kind are made by it."""
    ReportTemplate.objects.filter(kind=template.kind, standard=True).update(standard=False, version=F("version"))
    ReportTemplate.objects.filter(pk=template.pk).update(standard=True)
    audit_record(actor=by, action="report_template_standard", target=f"report_template:{template.pk}")


@transaction.atomic
def reader_add(*, user: User, address: str, by: User) -> ReportReader:
    """An admin lists a member for report mails. Raises ReportError (report_template: listed already)."""
    try:
        with transaction.atomic():
            row = ReportReader.objects.create(user=user, address=address, listed_by=by)
    except IntegrityError as error:
        raise ReportError("listed already", label="report_reader") from error
    detail = {"member": user.username}
    audit_record(actor=by, action="report_reader_add", target=f"report_reader:{row.pk}", detail=detail)
    return row


@transaction.atomic
def reader_switch(*, reader: ReportReader, enabled: bool, by: User) -> None:
    """On or off; what was sent stays in the records."""
    reader.enabled = enabled
    reader.save(update_fields=["enabled"])
    detail = {"member": reader.user.username, "enabled": enabled}
    audit_record(actor=by, action="report_reader_edit", target=f"report_reader:{reader.pk}", detail=detail)


def _free_name(name: str) -> str:
    taken = set(ReportTemplate.objects.values_list("name", flat=True))
    return next(one for one in [name, *(f"{name} {n}" for n in range(2, 1000))] if one not in taken)
