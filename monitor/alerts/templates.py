"""The wording of messages in force: an admin's own, or the shipped one. Changing and restoring it is audited."""

from __future__ import annotations

from django.db import transaction

from monitor.alerts.wording import ALERT, DIGEST, SOURCE, Wording, wording_check
from monitor.models import MessageTemplate, User, audit_record

SHIPPED: dict[tuple[str, str], Wording] = {
    (ALERT, "zh-hans"): Wording("{mark}{title}：{counts}", "{lead}"),
    (ALERT, "en"): Wording("{mark}{title}: {counts}", "{lead}"),
    (SOURCE, "zh-hans"): Wording("{mark}{title}：{lead}", "{lead}"),
    (SOURCE, "en"): Wording("{mark}{title}: {lead}", "{lead}"),
    (DIGEST, "zh-hans"): Wording("{mark}{count} 条预警消息", "{reason}"),
    (DIGEST, "en"): Wording("{mark}{count} alert messages", "{reason}"),
}


def template_of(name: str, language: str) -> Wording:
    """The wording in force; a language that has none gets the Chinese one."""
    language = language if (name, language) in SHIPPED else "zh-hans"
    row = MessageTemplate.objects.filter(name=name, language=language).first()
    return Wording(row.subject, row.body) if row else SHIPPED[name, language]


@transaction.atomic
def template_save(*, name: str, language: str, wording: Wording, by: User) -> MessageTemplate:
    """Put an admin's wording in force. Raises TemplateError when it cannot be one."""
    wording_check(name, wording)
    values = {"subject": wording.subject, "body": wording.body}
    row, made = MessageTemplate.objects.select_for_update().get_or_create(name=name, language=language, defaults=values)
    if not made:
        row.subject, row.body, row.version = wording.subject, wording.body, row.version + 1
        row.save()
    detail = {"version": row.version, "subject": row.subject, "body": row.body}
    audit_record(actor=by, action="template_save", target=f"template:{name}:{language}", detail=detail)
    return row


@transaction.atomic
def template_restore(*, name: str, language: str, by: User) -> bool:
    """The shipped wording again; False when it was in force already."""
    gone, _rows = MessageTemplate.objects.filter(name=name, language=language).delete()
    if gone:
        audit_record(actor=by, action="template_restore", target=f"template:{name}:{language}")
    return bool(gone)
