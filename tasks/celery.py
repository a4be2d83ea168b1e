"""The Celery application: `celery -A tasks worker`, `celery -A tasks beat`."""

import os

from celery import Celery

from tasks.schedule import beat_schedule

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "monitor.settings")

app = Celery("tingchao", task_cls="tasks.apart:ApartTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.imports = ("tasks.feeds", "tasks.alerts", "tasks.reports", "tasks.upkeep")
app.conf.beat_schedule = beat_schedule()
