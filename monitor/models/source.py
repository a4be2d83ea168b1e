"""Published sources, their health, and the ledger of every fetch."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from monitor.models.sealed import SealedField


class SourceKind(models.TextChoices):
    """What kind of medium a source is, for the reader."""

    NEWS = "news", _("新闻网站")
    FORUM = "forum", _("论坛版块")
    TRADE = "trade", _("行业媒体")
    BROADCAST = "broadcast", _("广播电视")
    HOTLIST = "hotlist", _("热榜")
    OFFICIAL = "official", _("政务公开")
    UNION = "union", _("工会发布")
    GRASSROOTS = "grassroots", _("基层上报")


class SourceFormat(models.TextChoices):
    """How a source is read."""

    FEED = "feed", _("订阅源（RSS/Atom/JSON Feed）")
    HOTLIST_JSON = "hotlist_json", _("热榜 JSON")
    LIST_PAGE = "list_page", _("列表网页")
    BY_HAND = "by_hand", _("人工录入")


class SourceState(models.TextChoices):
    """A state that a person understands; the source's page says what happened, since when and what to do."""

    NEW = "new", _("待首次抓取")
    HEALTHY = "healthy", _("正常")
    PARTIAL = "partial", _("部分可读")
    SUSPICIOUS = "suspicious", _("内容可疑")
    EMPTY = "empty", _("没有条目")
    SILENT = "silent", _("久无更新")
    SLOW = "slow", _("响应慢")
    MOVED = "moved", _("地址变更")
    FAILING = "failing", _("失联")
    GONE = "gone", _("已关闭")
    PAUSED = "paused", _("已停用")


DOWN_STATES = frozenset({SourceState.FAILING, SourceState.GONE})
ANSWERING_STATES = frozenset(SourceState) - DOWN_STATES - {SourceState.NEW, SourceState.PAUSED}
"""The source answers, whatever else is odd with it: no outage, and never a reason for an alert."""


class DatesReason(models.TextChoices):
    """Why the dates of a source are not trusted."""

    POLL_TIME = "poll_time", _("多数条目标注的时间就是抓取的时刻")
    MOVING = "moving", _("内容没有变化的条目，标注的时间却变了")
    BY_HAND = "by_hand", _("由管理员设定")


class Source(models.Model):
    """One published feed, hot list or list page. `next_check_at` is when to act next; a claim is a lease until `claimed_until`."""

    name = models.CharField(max_length=120)
    url = models.URLField(max_length=1000, blank=True, help_text="'' for what is brought by hand: never asked")
    format = models.CharField(max_length=16, choices=SourceFormat, default=SourceFormat.FEED)
    kind = models.CharField(max_length=12, choices=SourceKind, default=SourceKind.NEWS)
    options = models.JSONField(
        default=dict, blank=True, help_text="where things are: monitor.feeds.parsed.ListPage or HotlistMapping"
    )
    homepage = models.URLField(max_length=1000, blank=True)
    region = models.CharField(
        max_length=40, blank=True, help_text="place the source writes about, default of its items"
    )
    trusted_dates = models.BooleanField(default=True, help_text="false: first-seen is the time of an item")
    dates_reason = models.CharField(
        max_length=10, choices=DatesReason, blank=True, help_text="why they are not trusted"
    )
    own = models.BooleanField(default=False, help_text="the union's own publications: shown, never counted")
    weight = models.FloatField(default=1.0, help_text="0..3: how much it counts in the spread of a topic's heat")
    read_articles = models.BooleanField(default=False, help_text="also read the public page that an entry links to")
    hub_url = models.URLField(max_length=1000, blank=True, help_text="WebSub hub that the feed names")
    hub_topic = models.URLField(max_length=1000, blank=True, help_text="the feed's own address, as its hub knows it")
    enabled = models.BooleanField(default=True)

    interval_s = models.PositiveIntegerField(default=900)
    next_check_at = models.DateTimeField(null=True)
    claimed_until = models.DateTimeField(null=True)
    etag = models.CharField(max_length=500, blank=True)
    last_modified = models.CharField(max_length=200, blank=True)
    body_digest = models.BinaryField(max_length=16, null=True)

    state = models.CharField(max_length=10, choices=SourceState, default=SourceState.NEW)
    error_label = models.CharField(max_length=30, blank=True)
    error_detail = models.CharField(max_length=300, blank=True)
    partial = models.CharField(max_length=40, blank=True, help_text="n of m entries could be read")
    failures = models.PositiveIntegerField(default=0, help_text="consecutive failed polls")
    failing_since = models.DateTimeField(null=True)
    last_checked_at = models.DateTimeField(null=True)
    last_ok_at = models.DateTimeField(null=True)
    last_new_at = models.DateTimeField(null=True)
    state_since = models.DateTimeField(null=True)
    concern = models.CharField(max_length=40, blank=True, help_text="empty, future n/m, all_new n/m: feeds.signs")
    concern_at = models.DateTimeField(null=True)
    recent_ms = ArrayField(models.PositiveIntegerField(), default=list, help_text="of the last answers, newest last")
    recent_times = ArrayField(
        models.DateTimeField(), default=list, help_text="latest moments of publication, oldest first: feeds.quiet"
    )
    quiet_at = models.DateTimeField(null=True, help_text="silent from then on, by its own rhythm")
    moved_to = models.CharField(max_length=2000, blank=True, help_text="target of the permanent redirect seen last")
    moved_polls = models.PositiveSmallIntegerField(default=0)
    moved_first_at = models.DateTimeField(null=True)
    moved_why_not = models.CharField(max_length=10, blank=True, help_text="why it is not followed: feeds.moved")
    moved_from = models.URLField(max_length=1000, blank=True)
    moved_at = models.DateTimeField(null=True)
    needs_decision = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("id",)
        indexes = [
            # feeds.ingest.source_claim_due: the one query of the scheduler
            models.Index("next_check_at", name="source_due", condition=Q(enabled=True)),
            # alerts.raise_: sources whose state changed
            models.Index("id", name="source_to_decide", condition=Q(needs_decision=True)),
        ]
        constraints = [models.UniqueConstraint("url", name="source_url", condition=~Q(url=""))]

    def __str__(self) -> str:
        return self.name


class Asked(models.TextChoices):
    """What a request of the ledger was for."""

    FEED = "feed", _("订阅内容")
    ARTICLE = "article", _("条目原文")
    ROBOTS = "robots", "robots.txt"
    PUSH = "push", _("推送订阅")


class Fetch(models.Model):
    """One line of the ledger: what we asked of a site, when, and what came of it."""

    source = models.ForeignKey(
        Source, on_delete=models.CASCADE, related_name="fetches", db_index=False
    )  # fetch_ledger begins with it
    at = models.DateTimeField()
    what = models.CharField(max_length=8, choices=Asked, default=Asked.FEED)
    host = models.CharField(max_length=260, blank=True, help_text="host and port that were asked, lower case")
    url = models.CharField(max_length=2000, blank=True, help_text="what was asked, when it is not the source's address")
    duration_ms = models.PositiveIntegerField(default=0)
    status = models.PositiveSmallIntegerField(null=True, help_text="HTTP status")
    outcome = models.CharField(max_length=30, help_text="ok, unchanged, or an error label")
    detail = models.CharField(max_length=300, blank=True)
    bytes = models.PositiveIntegerField(default=0)
    entries = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    too_old = models.PositiveIntegerField(default=0, help_text="entries older than the retention: counted, not stored")

    class Meta:
        ordering = ("-at", "-id")
        indexes = [
            models.Index(
                fields=(
                    "source",
                    "-at",
                ),
                name="fetch_ledger",
            ),
            models.Index(fields=("host", "-at"), name="fetch_by_host"),
            models.Index(fields=("at",), name="fetch_at"),  # the ledger by site, the retention
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.at:%F %T} {self.outcome}"


class SourceChange(models.Model):
    """A source went from one state to another; `reason` is a label or the figures behind it."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="changes")
    at = models.DateTimeField()
    before = models.CharField(max_length=10, choices=SourceState)
    after = models.CharField(max_length=10, choices=SourceState)
    reason = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("-at", "-id")
        indexes = [models.Index(fields=("source", "-at"), name="source_changes")]

    def __str__(self) -> str:
        return f"{self.source_id} {self.at:%F %T} {self.before} → {self.after}"


class Outage(models.Model):
    """A window in which a source was down: charts and baselines read it as "no data", not as zero."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="outages")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    label = models.CharField(max_length=30)

    class Meta:
        ordering = ("-started_at",)
        constraints = [
            models.UniqueConstraint("source", condition=Q(ended_at=None), name="outage_one_open"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.started_at:%F %T}"


class ArticleJob(models.Model):
    """An item whose linked page is still to be read. Gone when it was read, or given up."""

    item_id = models.BigIntegerField(primary_key=True)
    month = models.DateField(help_text="of the item")
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="+")
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=("next_at",), name="article_due")]

    def __str__(self) -> str:
        return f"item {self.item_id} after {self.next_at:%F %T}"


class PushState(models.TextChoices):
    """How far a WebSub subscription is."""

    WANTED = "wanted", _("待申请")
    ASKED = "asked", _("已申请，待对方验证")
    ACTIVE = "active", _("推送有效")
    REFUSED = "refused", _("对方拒绝")


class PushSubscription(models.Model):
    """A WebSub subscription (W3C Recommendation, 23 January 2018): a push only says that the source is due."""

    source = models.OneToOneField(Source, on_delete=models.CASCADE, related_name="push")
    hub = models.URLField(max_length=1000)
    topic = models.URLField(max_length=1000)
    key = models.CharField(max_length=43, unique=True, help_text="unguessable part of the callback address")
    secret = SealedField()
    callback = models.CharField(max_length=1000, default="", help_text="what the hub was told: PUSH_URL may change")
    state = models.CharField(max_length=8, choices=PushState, default=PushState.WANTED)
    next_at = models.DateTimeField(help_text="when to ask the hub (again)")
    claimed_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField(null=True)
    verified_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    last_push_at = models.DateTimeField(null=True)
    pushes = models.PositiveIntegerField(default=0)
    ignored = models.PositiveIntegerField(default=0, help_text="pushes whose signature was missing or wrong")
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=("next_at",), name="push_due")]

    def __str__(self) -> str:
        return f"{self.source_id} {self.state}"


class PushEnding(models.Model):
    """A subscription that is no longer wanted: its hub is asked to end it. Gone when the hub has, or with the lease."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="+")
    hub = models.URLField(max_length=1000)
    topic = models.URLField(max_length=1000)
    key = models.CharField(max_length=43, unique=True)
    callback = models.CharField(max_length=1000)
    next_at = models.DateTimeField(help_text="when to ask the hub (again)")
    until = models.DateTimeField(help_text="by then it has ended by itself, or we give up")
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=("next_at",), name="push_ending_due")]

    def __str__(self) -> str:
        return f"{self.source_id} until {self.until:%F %T}"
