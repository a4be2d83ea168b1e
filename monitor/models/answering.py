"""How an alert is answered: due times, response plans and their ticked steps, matters handed to units."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from monitor.models.alert import Alert
from monitor.models.team import Unit, User


class HandlingTimes(models.Model):
    """How long acknowledging and closing may take, by level (blue, yellow, orange, red). Every change is a row; the last
    one is in force, without one the shipped numbers are (alerts.times)."""

    acknowledge_minutes = ArrayField(models.PositiveIntegerField(), size=4)
    resolve_hours = ArrayField(models.PositiveIntegerField(), size=4)
    note = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"times {self.pk}"


class StepKind(models.TextChoices):
    """What a step of a response plan may be. The list is closed: helping and informing only (SCOPE 3)."""

    VERIFY = "verify", _("核实情况")
    EMPLOYER = "employer", _("联系用人单位")
    LEGAL_AID = "legal_aid", _("法律援助（12351）")
    INSPECTORATE = "inspectorate", _("劳动保障监察")
    DEPARTMENT = "department", _("商请主管部门")
    MEDIATE = "mediate", _("协商调解")
    SUPPORT = "support", _("帮助职工")
    PUBLISH = "publish", _("发布说明")
    FOLLOW_UP = "follow_up", _("跟踪回访")


class ResponseVersion(models.Model):
    """A response plan of one concern area as it was from `at` until the next version. Never changed; the last one is in
    force, without one the shipped plan is (queries.response_defaults)."""

    area = models.CharField(max_length=16)
    number = models.PositiveIntegerField()
    steps = models.JSONField(help_text="[{kind, text, min_level}]")
    enabled = models.BooleanField(default=True, help_text="attached to new alerts")
    note = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("area", "-number")
        constraints = [models.UniqueConstraint("area", "number", name="responseversion_once")]

    def __str__(self) -> str:
        return f"{self.area} v{self.number}"


class ResponseStep(models.Model):
    """A step of the plan that was attached to an alert, as worded then. A person ticks it, or says why it is not needed."""

    class State(models.TextChoices):
        OPEN = "open", _("未办")
        DONE = "done", _("已办")
        SKIPPED = "skipped", _("不需要")

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="steps")
    area = models.CharField(max_length=16)
    plan = models.PositiveIntegerField(help_text="number of the version; 0: as shipped")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=StepKind)
    text = models.CharField(max_length=300)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    note = models.TextField(blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(null=True, help_text="of the last change")

    class Meta:
        ordering = ("position", "id")
        constraints = [models.UniqueConstraint("alert", "area", "position", name="responsestep_once")]

    def __str__(self) -> str:
        return f"{self.alert_id} {self.kind} {self.state}"


class ReferralState(models.TextChoices):
    """How far a handed matter is."""

    SENT = "sent", _("待接收")
    ACCEPTED = "accepted", _("办理中")
    ANSWERED = "answered", _("已答复")
    RETURNED = "returned", _("已退回")
    WITHDRAWN = "withdrawn", _("已撤回")


REFERRAL_OPEN = (ReferralState.SENT, ReferralState.ACCEPTED)


class Referral(models.Model):
    """转办: a matter handed to a unit, answered by its reporter. `ask` is written by the desk, masked; no item text."""

    year = models.PositiveSmallIntegerField(help_text="in Shanghai; with `serial` the number of the sheet")
    serial = models.PositiveIntegerField()
    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="referrals")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="referrals")
    ask = models.TextField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=ReferralState, default=ReferralState.SENT)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint("year", "serial", name="referral_number"),
            models.UniqueConstraint(
                "alert", "unit", condition=Q(state__in=["sent", "accepted"]), name="referral_one_open"
            ),
        ]
        indexes = [
            # queries.referrals: what waits for a unit
            models.Index("unit", "due_at", name="referral_waiting", condition=Q(state__in=["sent", "accepted"])),
        ]

    def __str__(self) -> str:
        return f"referral {self.year}-{self.serial}"

    @property
    def number(self) -> str:
        """As printed: 〔2026〕12号."""
        return f"〔{self.year}〕{self.serial}号"

    @property
    def is_open(self) -> bool:
        return self.state in REFERRAL_OPEN


class ReferralEvent(models.Model):
    """A state change of a handed matter: from, to, what was written, who, when."""

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="events")
    before = models.CharField(max_length=10, blank=True)
    after = models.CharField(max_length=10, choices=ReferralState)
    note = models.TextField(blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.referral_id} {self.after}"
