"""Rows. Imports only lib and errors; services write, queries read."""

from monitor.models.alert import (
    OPEN_STATUSES,
    Alert,
    AlertEvent,
    AlertKind,
    AlertLevel,
    AlertRule,
    AlertStatus,
    Delivery,
    KeywordRule,
)
from monitor.models.audit import AuditEntry, ProcessBeat, audit_record, audit_verify, process_beat
from monitor.models.installation import Installation, installation_check
from monitor.models.item import HourCount, Item, ItemKey, ItemTitle, Sentiment
from monitor.models.report import Report
from monitor.models.source import (
    ANSWERING_STATES,
    DOWN_STATES,
    DatesReason,
    Fetch,
    Outage,
    Source,
    SourceChange,
    SourceFormat,
    SourceKind,
    SourceState,
)
from monitor.models.team import Recipient, Role, Unit, User
from monitor.models.topic import Topic, TopicChange, TopicHour, TopicState
from monitor.models.training import FirstStep, Training, TrainingNote, TrainingTag

__all__ = [
    "ANSWERING_STATES",
    "DOWN_STATES",
    "OPEN_STATUSES",
    "Alert",
    "AlertEvent",
    "AlertKind",
    "AlertLevel",
    "AlertRule",
    "AlertStatus",
    "AuditEntry",
    "DatesReason",
    "Delivery",
    "Fetch",
    "FirstStep",
    "HourCount",
    "Installation",
    "Item",
    "ItemKey",
    "ItemTitle",
    "KeywordRule",
    "Outage",
    "ProcessBeat",
    "Recipient",
    "Report",
    "Role",
    "Sentiment",
    "Source",
    "SourceChange",
    "SourceFormat",
    "SourceKind",
    "SourceState",
    "Topic",
    "TopicChange",
    "TopicHour",
    "TopicState",
    "Training",
    "TrainingNote",
    "TrainingTag",
    "Unit",
    "User",
    "audit_record",
    "audit_verify",
    "installation_check",
    "process_beat",
]
