"""A message as JSON for systems of the house. The keys are documented in docs/alerts.md and only ever grow."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from monitor.alerts.channels.say import Said
from monitor.alerts.hook_events import hook_event
from monitor.models import Report
from monitor.queries import site

VERSION = 1


def message_build(said: Said) -> dict[str, Any]:
    """The JSON body; times ISO UTC, levels 1 blue to 4 red."""
    event = said.event
    body: dict[str, Any] = {
        "version": VERSION,
        "id": said.message_id,
        "exercise": bool(settings.DRILL),
        "organisation": site.organisation(),
        "kind": "event" if event or said.report else "digest" if said.lines else "test",
        "subject": said.subject,
        "text": said.body,
        "level": said.level,
        "link": said.link,
        "at": said.at.isoformat(),
    }
    if said.report:
        body |= {"type": said.notice, "report": _report(said.report)}
    if event:
        body["event"] = event.kind
        body["type"] = hook_event(event)
        body["alert"] = {
            "id": event.alert_id,
            "kind": event.alert.kind,
            "title": said.title,
            "status": event.alert.status,
            "areas": list(event.alert.areas),
            "topic": event.alert.topic_id,
            "source": event.alert.source_id,
            "raised_at": event.alert.raised_at.isoformat(),
        }
        body["headlines"] = [item.title for item in said.headlines]
    if said.lines:
        body["lines"] = [
            {"level": line.level, "text": line.sentence, "link": line.link, "at": line.at.isoformat()}
            for line in said.lines
        ]
        body["left_out"] = said.more
    return body


def _report(report: Report) -> dict[str, Any]:
    return {
        "id": report.pk,
        "kind": report.kind,
        "number": report.number,
        "period_start": report.period_start.isoformat(),
        "period_end": report.period_end.isoformat(),
        "status": report.status,
        "digest": report.digest,
    }
