"""Reports: frozen numbers with a hash, people's words with every version of them, and a person's signature."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q, Value
from django.utils.translation import gettext_lazy as _

from monitor.models.team import User
from monitor.models.topic import Topic


class ReportKind(models.TextChoices):
    """What a report is of: a week, working day(s), a month, one topic."""

    WEEKLY = "weekly", _("周报")
    DAILY = "daily", _("日报")
    MONTHLY = "monthly", _("月报")
    DOSSIER = "dossier", _("专报")


class ReportReader(models.Model):
    """A member whom an admin has listed to get signed reports by mail; which ones, the templates say (SCOPE 5)."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="report_readings")
    address = models.CharField(max_length=200)
    enabled = models.BooleanField(default=True)
    listed_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint("user", "address", name="reportreader_once")]

    def __str__(self) -> str:
        return f"reader {self.pk}"


class ReportTemplate(models.Model):
    """Which sections in which order, which standing plans, by which thresholds, for whom. `standard`: the one that drafts of
    its kind are made by unless a person picks another."""

    name = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=10, choices=ReportKind)
    sections = ArrayField(models.CharField(max_length=12), help_text="keys of reports.layout, in order")
    plans = ArrayField(models.BigIntegerField(), default=list, blank=True, help_text="standing plans; empty: all")
    forms = ArrayField(models.CharField(max_length=5), default=list, blank=True, help_text="attached to the mail")
    thresholds = models.JSONField(
        default=dict, blank=True, help_text="where they differ from reports.level and reports.advice"
    )
    readers = models.ManyToManyField(ReportReader, blank=True, related_name="templates")
    standard = models.BooleanField(default=False)
    automatic = models.BooleanField(default=True, help_text="beat drafts it (the standard one only)")
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("kind", "-standard", "id")
        constraints = [models.UniqueConstraint("kind", condition=Q(standard=True), name="reporttemplate_standard")]

    def __str__(self) -> str:
        return self.name


class Report(models.Model):
    """`frozen` is fixed when drafted; `digest` is the SHA-256 of its canonical JSON. What people write stands beside it."""

    Kind = ReportKind

    class Status(models.TextChoices):
        DRAFT = "draft", _("草稿")
        SIGNED = "signed", _("已签发")
        WITHDRAWN = "withdrawn", _("已撤回")

    kind = models.CharField(max_length=10, choices=ReportKind, default=ReportKind.WEEKLY)
    number = models.PositiveIntegerField(help_text="期数 within the kind and the year of the period's first day")
    period_start = models.DateField(help_text="first day, Asia/Shanghai")
    period_end = models.DateField(help_text="last day, Asia/Shanghai")
    topic = models.ForeignKey(
        Topic, null=True, on_delete=models.SET_NULL, related_name="reports", help_text="of a dossier"
    )
    template = models.ForeignKey(ReportTemplate, null=True, on_delete=models.SET_NULL, related_name="reports")
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    frozen = models.JSONField()
    digest = models.CharField(max_length=64)
    analysis = models.TextField(blank=True, help_text="the analyst's own words (masked)")
    edits = models.JSONField(default=dict, help_text="{sentence key: {text, original, by, at}}; text '' strikes it out")
    revision = models.PositiveIntegerField(default=0, help_text="goes up with every save of people's words")
    analysis_revision = models.PositiveIntegerField(default=0, help_text="the one that last changed the analysis")
    told = models.TextField(blank=True, help_text="all it says in Chinese, edits and analysis included: for the search")
    told_digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of `told` as signed")
    said = models.JSONField(
        db_default=Value({}, models.JSONField()),
        default=dict,
        help_text="{language: sections} as signed (reports.said); empty of a draft",
    )
    said_digest = models.CharField(
        max_length=64, blank=True, db_default="", default="", help_text="SHA-256 of the canonical JSON of `said`"
    )
    replaces = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="replaced_by")
    signed_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    signed_at = models.DateTimeField(null=True)
    signature = models.CharField(max_length=60, blank=True, help_text="the signer's name as it was when they signed")
    remind_at = models.DateTimeField(null=True, help_text="unsigned: when leads are reminded next")
    reminders = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ("-period_end", "-id")
        constraints = [
            models.UniqueConstraint(
                "kind",
                "period_start",
                condition=~Q(status="withdrawn") & ~Q(kind="dossier"),
                name="report_once",
            ),
            models.UniqueConstraint(
                "topic", "period_end", condition=~Q(status="withdrawn") & Q(kind="dossier"), name="report_dossier_once"
            ),
        ]
        indexes = [
            # reports.remind: unsigned ones
            models.Index("remind_at", name="report_to_remind", condition=Q(status="draft")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.period_start}"


class ReportVersion(models.Model):
    """People's words as they were: the analysis and the edits of drafted sentences. Saves of one member within minutes are one."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(help_text="the report's revision after it")
    analysis = models.TextField(blank=True)
    edits = models.JSONField(default=dict)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    began_at = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("-number",)
        constraints = [models.UniqueConstraint("report", "number", name="reportversion_once")]

    def __str__(self) -> str:
        return f"report {self.report_id} v{self.number}"


class ReportFile(models.Model):
    """A signed report in one format and language, as it was sent and as it is kept."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="files")
    form = models.CharField(max_length=5, help_text="docx, pdf, html, xlsx, json")
    language = models.CharField(max_length=10)
    data = models.BinaryField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint("report", "form", "language", name="reportfile_once")]

    def __str__(self) -> str:
        return f"report {self.report_id} {self.form} {self.language}"


class ReportJob(models.Model):
    """Long work on a report: counting, rendering, sending. A row before it is queued; how far it is is seen on the page.

    What a preview or a check gave stands in it, and goes after a day (upkeep.retention).
    """

    class Kind(models.TextChoices):
        DRAFT = "draft", _("起草")
        ISSUE = "issue", _("生成文件并发送")
        FILE = "file", _("生成文件")
        CHECK = "check", _("与现在的数据核对")

    class State(models.TextChoices):
        WAITING = "waiting", _("等待")
        RUNNING = "running", _("进行中")
        DONE = "done", _("完成")
        FAILED = "failed", _("失败")

    kind = models.CharField(max_length=5, choices=Kind)
    report = models.ForeignKey(Report, null=True, on_delete=models.CASCADE, related_name="jobs")
    wanted = models.JSONField(
        default=dict, help_text="of a draft: kind, start, end, topic, template; of a file: form, language, state"
    )
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    step = models.CharField(max_length=30, blank=True)
    done = models.PositiveSmallIntegerField(default=0)
    of = models.PositiveSmallIntegerField(default=0)
    error_label = models.CharField(max_length=30, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    file = models.BinaryField(null=True, help_text="of a draft's preview")
    result = models.JSONField(
        db_default=Value({}, models.JSONField()),
        default=dict,
        help_text="of a check: at, n, changes as [path, before, after, name, whole]",
    )

    class Meta:
        ordering = ("-id",)
        indexes = [
            # reports.jobs: what is to be worked on
            models.Index("id", name="reportjob_open", condition=Q(state__in=["waiting", "running"])),
        ]

    def __str__(self) -> str:
        return f"job {self.pk} {self.kind} {self.state}"


class Letter(models.Model):
    """A mail that is no alert: its words are a row, so that the stage that sends it need not know what wrote it.

    One per report, kind, language and number (of a reminder); the Delivery rows say who gets it. Without a report it
    tells admins how the system itself is, or leads that a rule is proposed.
    """

    class Kind(models.TextChoices):
        ISSUED = "issued", _("签发")
        CORRECTION = "correction", _("更正")
        REMINDER = "reminder", _("待签提醒")
        SYSTEM = "system", _("系统通知")

    report = models.ForeignKey(Report, null=True, on_delete=models.CASCADE, related_name="letters")
    kind = models.CharField(max_length=10, choices=Kind)
    language = models.CharField(max_length=10)
    number = models.PositiveSmallIntegerField(default=0)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True)
    files = models.ManyToManyField(ReportFile, blank=True, related_name="letters")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint("report", "kind", "language", "number", name="letter_once")]

    def __str__(self) -> str:
        return f"letter {self.pk} {self.kind}"
