"""Items, partitioned by month; their identity, unpartitioned; hourly counts.

The tables of `Item` and its partitions are made by SQL (migration 0002): Django knows the model, not the DDL.
Nothing has a foreign key to items; tags are columns and arrays; membership is `topic_id`.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from monitor.models.source import Source


class Sentiment(models.TextChoices):
    """Valence of what a text reports."""

    NEG = "neg", "负面"
    NEU = "neu", "中性"
    POS = "pos", "正面"


class Item(models.Model):
    """One published item, clean and masked. `at` is its one time: fixed at first storing, key of month and windows."""

    pk = models.CompositePrimaryKey("month", "id")
    id = models.BigIntegerField()
    month = models.DateField()
    source_id = models.BigIntegerField()
    at = models.DateTimeField()
    first_seen = models.DateTimeField()
    published = models.DateTimeField(null=True)
    updated_at = models.DateTimeField(null=True, help_text="last edit seen at the source")
    title = models.TextField()
    text = models.TextField()
    link = models.TextField(help_text="canonical, tracking parameters stripped; a personal page is its host only")
    lang = models.CharField(max_length=2)
    masked = models.BooleanField(default=False)
    by_hand = models.BooleanField(default=False)
    own = models.BooleanField(default=False)

    sentiment = models.CharField(max_length=3, choices=Sentiment)
    sentiment_p = ArrayField(models.FloatField(), size=3, help_text="neg, neu, pos; sums to 1")
    unsure = models.BooleanField(default=False)
    areas = ArrayField(models.TextField(), default=list)
    units = ArrayField(models.IntegerField(), default=list)
    place = models.CharField(max_length=4, null=True)  # noqa: DJ001 - null: nothing in the text says where
    terms = ArrayField(models.TextField(), default=list)
    rules = ArrayField(models.IntegerField(), default=list)
    plans = ArrayField(models.IntegerField(), default=list, help_text="standing plans that hold it, sorted")
    grave = models.BooleanField(default=False)
    in_focus = models.BooleanField(default=False)
    model = models.TextField(help_text="version of sentiment model and area rules")
    corrected = models.BooleanField(default=False, help_text="a correction is in force: models.correcting")

    topic_id = models.BigIntegerField(null=True, help_text="set by the topics writer; null: not yet clustered")
    duplicate_of = models.BigIntegerField(null=True, help_text="item id of the original of a repost")
    similarity = models.FloatField(null=True)
    tries = models.SmallIntegerField(default=0, help_text="failed clusterings; set aside at 3")
    set_aside = models.TextField(blank=True, default="", help_text="why the topics writer gave up on it")

    class Meta:
        managed = False
        db_table = "monitor_item"
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return f"item {self.id}"


class ItemKey(models.Model):
    """(source, digest of guid or canonical link) -> item. Claimed by ON CONFLICT; outlives the text.

    An item may have two: either finds it. A row that leads to item 0 says that a link is shared by several entries.
    """

    source = models.ForeignKey(
        Source, on_delete=models.CASCADE, related_name="+", db_index=False
    )  # itemkey_identity begins with it
    digest = models.BinaryField(max_length=16)
    item_id = models.BigIntegerField()
    month = models.DateField()
    content = models.BinaryField(max_length=16, help_text="digest of title and text as published: finds edits")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("source", "digest", name="itemkey_identity")]

    def __str__(self) -> str:
        return f"{self.source_id} -> {self.item_id}"


class ItemTitle(models.Model):
    """An earlier title of an edited item (masked); goes with the retention."""

    item_id = models.BigIntegerField(db_index=True)
    title = models.TextField()
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"item {self.item_id} until {self.until:%F %T}"


class HourCount(models.Model):
    """Rollup: items per hour and tag. `area` '' and `unit` 0 are the rows over all areas and all units.

    The union's own publications are never counted here. Written only by `monitor.models.rollup`.
    """

    hour = models.DateTimeField(help_text="start of the hour, UTC")
    source_id = models.BigIntegerField()
    area = models.CharField(max_length=16, default="")
    unit = models.IntegerField(default=0)
    sentiment = models.CharField(max_length=3)
    place = models.CharField(max_length=4, default="")
    in_focus = models.BooleanField()
    original = models.BooleanField()
    n = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("hour", "area", "unit", "source_id", "sentiment", "place", "in_focus", "original"),
                name="hourcount_key",
            ),
        ]
        indexes = [
            models.Index(  # the desk's figures: read from the index alone, in the order in which they are summed up
                fields=("in_focus", "hour", "sentiment", "original"),
                include=("n", "source_id"),
                condition=models.Q(area="", unit=0),
                name="hourcount_whole",
            )
        ]

    def __str__(self) -> str:
        return f"{self.hour:%F %H} {self.area or 'all'}: {self.n}"


class HourSum(models.Model):
    """Hourly counts without source and place: what HourCount sums up to, so that a week of them is few rows.

    Appended by a trigger on HourCount (migration 0049) in the transaction that moves it; what was appended for the same key
    adds up, and is folded into one row now and then (`monitor.upkeep.fold`). Areas are not crossed with units. `unit` TAGGINGS:
    every item once for each unit that it is tagged with, from which counts of limited sight follow (queries.counts).
    """

    TAGGINGS = -1

    hour = models.DateTimeField(help_text="start of the hour, UTC")
    area = models.CharField(max_length=16)
    unit = models.IntegerField()
    sentiment = models.CharField(max_length=3)
    in_focus = models.BooleanField()
    original = models.BooleanField()
    n = models.IntegerField(help_text="to be added up: may be negative")
    folded = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("area", "unit", "in_focus", "hour", "sentiment", "original"),
                condition=models.Q(folded=True),
                name="hoursum_folded",
            ),
        ]
        indexes = [
            models.Index(  # queries.counts: the hours of a view, from the index alone
                fields=("area", "unit", "in_focus", "hour"), include=("sentiment", "original", "n"), name="hoursum_read"
            ),
            models.Index(fields=("hour",), condition=models.Q(folded=False), name="hoursum_loose"),  # upkeep.fold
        ]

    def __str__(self) -> str:
        return f"{self.hour:%F %H} {self.area or 'all'} {self.unit}: {self.n}"
