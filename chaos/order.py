"""In which order, and in which transactions, items got their topics; and the same order again, with nothing disturbed.

Two runs are never equal: feeds are polled at other seconds, so items come in another order, and order decides a few
topics. What kills and cut wires did to topics is told apart from that by giving the same items, batch by batch as they
were committed, to a writer that nobody disturbs, with the pass that splits run where it split something and alerts raised where they were.
"""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import connection

from monitor.lib.clock import utc_now
from monitor.models import Alert, AlertEvent, Item, Topic
from monitor.topics.assign import topic_assign_batch, topic_restore
from monitor.topics.params import ClusterParams
from monitor.topics.split import topic_part, topic_parts, topic_read_again, topics_split

SPLIT_ROUNDS = 10
POISONED = 7  # number of the published item that the database refuses
WATCH = """
CREATE TABLE chaos_order (
  n bigserial, tx xid8 NOT NULL DEFAULT pg_current_xact_id(), what text NOT NULL, item bigint NOT NULL
);
CREATE FUNCTION chaos_order() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN INSERT INTO chaos_order (what, item) VALUES ('placed', NEW.id); RETURN NULL; END $$;
CREATE TRIGGER chaos_order AFTER UPDATE OF topic_id ON monitor_item FOR EACH ROW
  WHEN (OLD.topic_id IS NULL AND NEW.topic_id IS NOT NULL) EXECUTE FUNCTION chaos_order();
CREATE FUNCTION chaos_split() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO chaos_order (what, item) VALUES ('split', (NEW.after->'parts'->0->'items'->>0)::bigint); RETURN NULL; END $$;
CREATE TRIGGER chaos_split AFTER INSERT ON monitor_topicchange FOR EACH ROW
  WHEN (NEW.kind = 'split' AND NEW.by_id IS NULL) EXECUTE FUNCTION chaos_split();
CREATE FUNCTION chaos_alert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO chaos_order (what, item) SELECT 'alert', min(id) FROM monitor_item WHERE topic_id = NEW.topic_id HAVING count(*) > 0;
  INSERT INTO chaos_order (what, item) SELECT 'rests on', jsonb_array_elements_text(NEW.evidence->'items')::bigint;
  RETURN NULL; END $$;
CREATE TRIGGER chaos_alert AFTER INSERT ON monitor_alert FOR EACH ROW
  WHEN (NEW.topic_id IS NOT NULL) EXECUTE FUNCTION chaos_alert();
"""
"""An item that got a topic, one that was split off by the pass between batches, or one of a topic that raised an alert: two topics
that each have an open one are never merged, and when an alert is raised is a matter of the workers' clock."""
POISON = """
CREATE FUNCTION chaos_poison() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION 'poisoned' USING ERRCODE = 'data_exception'; END $$;
CREATE TRIGGER chaos_poison BEFORE UPDATE OF topic_id ON monitor_item FOR EACH ROW
  WHEN (NEW.link LIKE '%%/a/{number}') EXECUTE FUNCTION chaos_poison();
"""
FORGET = """
TRUNCATE monitor_topic CASCADE;
UPDATE monitor_item SET set_aside = 'later', tries = 0, topic_id = NULL, duplicate_of = NULL, similarity = NULL
WHERE set_aside = '';
"""
OFFER = "UPDATE monitor_item SET set_aside = '' WHERE set_aside = 'later' AND id = ANY(%s)"


def watch() -> None:
    """Have the database write down the order, and refuse one item."""
    with connection.cursor() as cursor:
        cursor.execute(WATCH)
        cursor.execute(POISON.format(number=POISONED))


def told() -> list[tuple[str, list[int]]]:
    """What each committed transaction did, in the order in which it began to write: (placed, split, alert or rests on; item ids)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tx::text, what, item FROM chaos_order ORDER BY n")
        rows = cursor.fetchall()
    found: list[tuple[str, list[int]]] = []
    latest: dict[str, tuple[str, list[int]]] = {}  # of a transaction: others write theirs in between
    for tx, what, item in rows:
        if tx not in latest or latest[tx][0] != what:
            latest[tx] = (what, [])
            found.append(latest[tx])
        latest[tx][1].append(item)
    return found


def run_again() -> None:
    """Topics made anew from the same batches by one undisturbed writer. Every other row stays as it is, so look first."""
    order = told()
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER chaos_order ON monitor_item; DROP TRIGGER chaos_split ON monitor_topicchange")
        cursor.execute("DROP TRIGGER chaos_alert ON monitor_alert")
        cursor.execute(FORGET)
    clusterer = topic_restore(now=utc_now())
    for what, items in order:
        if what == "split":
            _split_again(items[0])
        elif what == "alert":
            _alert_again(items)
        elif what == "rests on":
            _rests_again(items)
        else:
            with connection.cursor() as cursor:
                cursor.execute(OFFER, [items])
            topic_assign_batch(clusterer, limit=len(items), now=utc_now())
    split_all()


def _alert_again(items: list[int]) -> None:
    """An open alert on what holds these: it binds what may be merged."""
    now = utc_now()
    for topic in Topic.objects.filter(pk__in=Item.objects.filter(id__in=items).values("topic_id")):
        if not topic.alerts.exists():
            Alert.objects.create(kind="topic_rising", level=1, topic=topic, raised_at=now, changed_at=now)


def _rests_again(items: list[int]) -> None:
    """What the latest alert on what holds these was raised on: where the topic falls apart, it stays with that part."""
    alerts = Alert.objects.filter(topic__in=Item.objects.filter(id__in=items).values("topic_id"))
    for alert in alerts.order_by("-id")[:1]:
        AlertEvent.objects.create(alert=alert, kind="raised", level=1, evidence={"items": items}, at=alert.raised_at)


def _split_again(item: int) -> None:
    """Read again what holds that item: the same topic must fall apart at the same time, or items after it differ. What the
    pass would not have taken apart was read much more strictly, before an alert."""
    topic, now = Item.objects.values_list("topic_id", flat=True).get(id=item), utc_now()
    if topic is not None and not topic_read_again(topic, ClusterParams(), now=now):
        parts = topic_parts(topic)
        if len(parts) > 1:
            topic_part(topic, parts, now)


def split_all() -> None:
    """The pass that takes topics apart, which in a running system depends on the clock (and on who begins to lead), brought to its end."""
    since = datetime.min.replace(tzinfo=UTC)
    for _ in range(SPLIT_ROUNDS):
        if not topics_split(ClusterParams(), since=since, now=utc_now()):
            return
