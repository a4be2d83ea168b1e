"""Every periodic job in one list: what it is for, which task, how often, and when a waiting call is too old to run.

`expires` is shorter than the period, so that a queue that was stuck does not repeat itself when it moves again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from celery.schedules import crontab


@dataclass(frozen=True)
class Job:
    """One periodic job; `every` is seconds or a crontab in Asia/Shanghai."""

    sentence: str
    task: str
    every: float | crontab
    expires: float
    kwargs: dict[str, Any] = field(default_factory=dict)


JOBS = (
    Job("Claim sources that are due and fetch them.", "tasks.feeds.fetch_due", 3, 2.5),
    Job("Judge anew sources whose state ran out: silent by their own rhythm.", "tasks.feeds.sweep_states", 300, 290),
    Job("Read the pages that entries link to, where that is switched on.", "tasks.feeds.read_articles", 5, 4.5),
    Job("Ask WebSub hubs for subscriptions that are wanted or run out.", "tasks.feeds.push_subscribe", 30, 29),
    Job(
        "Import files that were confirmed (safety net), forget those that were not.", "tasks.feeds.import_files", 15, 14
    ),
    Job("Tag history anew by changed rules; goes on where it stopped.", "tasks.rules.retag", 10, 9),
    Job("Decide alerts for topics and sources that changed (safety net).", "tasks.alerts.decide_changed", 10, 9),
    Job("Send messages that are due (safety net).", "tasks.alerts.send_due", 10, 9),
    Job("Send what is due to group channels (safety net, and robots' pace).", "tasks.alerts.send_groups", 5, 4.5),
    Job("Remind of alerts that nobody has taken up.", "tasks.alerts.remind", 30, 29),
    Job("Let alerts on topics that went quiet calm down.", "tasks.alerts.calm_quiet", 60, 55),
    Job("Decide alerts for concern areas: louder than usual, or quiet again.", "tasks.alerts.decide_areas", 300, 240),
    Job("Send the heartbeat when its time of day has come.", "tasks.alerts.heartbeat", 60, 55),
    Job("Work on back-tests of alert rules.", "tasks.alerts.backtest", 10, 9),
    Job(
        "Draft last week's report on Monday at 08:00.",
        "tasks.reports.draft_weekly",
        crontab(hour=8, minute=0, day_of_week=1),
        3600,
    ),
    Job(
        "Draft the month's report on the first at 08:00.",
        "tasks.reports.draft_monthly",
        crontab(hour=8, minute=0, day_of_month=1),
        3600,
    ),
    Job(
        "Draft the daily brief at 10:30; the task knows working days and make-up days.",
        "tasks.reports.draft_daily",
        crontab(hour=10, minute=30),
        3600,
    ),
    Job(
        "Draft reports that are due and not there: a missed morning, a first start.",
        "tasks.reports.draft_missing",
        60,
        55,
    ),
    Job("Count and render reports that wait for it (safety net).", "tasks.reports.work", 10, 9),
    Job("Remind leads of unsigned reports.", "tasks.reports.remind", 60, 55),
    Job("Draw 50 items of the last week for blind checking (once a week).", "tasks.quality.draw_checks", 1800, 1700),
    Job("Let unsigned drafts follow late items and corrections.", "tasks.reports.draft_due", 900, 840),
    Job(
        "Forecast the coming hours and days of areas and active topics, just after each hour.",
        "tasks.forecast.refresh",
        crontab(minute=4),
        3300,
    ),
    Job(
        "Make the partitions of this month and the next two.",
        "tasks.upkeep.make_partitions",
        crontab(hour=2, minute=10),
        3600,
    ),
    Job("Empty texts and titles past the retention.", "tasks.upkeep.empty_old_texts", crontab(hour=3, minute=20), 3600),
    Job("Set right what a clock that ran ahead has put off.", "tasks.upkeep.heal_times", 60, 55),
    Job("Tell admins of a stage that lags, or has caught up.", "tasks.upkeep.watch_lag", 60, 55),
    Job("Back up the database and prove it by restoring it.", "tasks.upkeep.back_up", crontab(hour=2, minute=40), 3600),
    Job("Make new items findable.", "tasks.upkeep.index_new", 3, 2.5),
    Job(
        "Write search entries that are missing, after an update.",
        "tasks.upkeep.index_for_search",
        crontab(minute=41),
        3000,
    ),
    Job("Fold what was appended to the hourly sums.", "tasks.upkeep.fold_sums", 300, 290),
    Job("Write what tokens read in the hours that are over into the audit log.", "tasks.upkeep.audit_reads", 300, 290),
    Job("Delete sessions that have ended.", "tasks.upkeep.forget_sessions", crontab(hour=3, minute=40), 3600),
    Job("Say that beat and a worker are alive.", "tasks.upkeep.beat_alive", 10, 9),
)


def beat_schedule() -> dict[str, dict[str, Any]]:
    """The list in Celery's form."""
    return {
        f"{job.task} #{n}": {
            "task": job.task,
            "schedule": job.every,
            "kwargs": job.kwargs,
            "options": {"expires": job.expires},
        }
        for n, job in enumerate(JOBS)
    }
