"""The Celery application: `celery -A tasks worker`, `celery -A tasks beat`."""

import logging.config
import os

from celery import Celery
from celery.signals import setup_logging, worker_init, worker_process_init
from django.conf import settings

from tasks.schedule import beat_schedule
from tasks.warming import ROUNDS, WARMING

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "monitor.settings")

app = Celery("tingchao", task_cls="tasks.apart:ApartTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.imports = (
    "tasks.feeds",
    "tasks.alerts",
    "tasks.reports",
    "tasks.quality",
    "tasks.rules",
    "tasks.forecast",
    "tasks.upkeep",
    "tasks.hearing",
)
app.conf.beat_schedule = beat_schedule()


@setup_logging.connect
def log_as_the_others(**_: object) -> None:
    """Celery would put handlers of its own in place of ours, which keep secrets and items' words out of the log."""
    logging.config.dictConfig(settings.LOGGING)


@worker_init.connect
def warm(**_: object) -> None:
    """Load what each process of the worker would load, before they part: they share the memory, and the first task does not wait.

    It is used as well: what Python, numpy and the text stage only set up when they get there (tables over a few hundred
    characters, code that was run often enough) each process would else set up later, at a moment of its own.
    """
    from django.template.loader import get_template

    from monitor.lib.memory import keep_loaded, large_apart
    from monitor.text import Config, RawText, analyse
    from monitor.text.analyse import analyse_many
    from monitor.text.late import compile_all
    from monitor.text.search_words import search_words
    from monitor.topics.cluster import load_tables
    from monitor.topics.forecast_models import load as load_forecasts

    large_apart()
    config = Config.build()
    compile_all()
    analyse(RawText("预热", ""), config)
    for _round in range(ROUNDS):
        analyse_many([RawText(*text) for text in WARMING], config)
    for title, text in WARMING:
        search_words(title, text)  # the dictionary's pairs of characters: a fifth of a second and 9 MiB in each process
    load_tables()  # an alert has its topic read again: 25 MiB in each process that does
    load_forecasts()  # each hour some process forecasts, in a day each of them: 100 MiB in each that did
    for kind in ("alert", "lag"):
        get_template(f"mail/{kind}.txt")
    keep_loaded()  # words and models: each look of the collector at them would cost, and unshare their memory


@worker_process_init.connect
def keep(**_: object) -> None:
    """Celery closes the connection to the database before and after each task; a process of the worker's lays it aside instead."""
    from monitor.lib.kept.base import keep_connections

    keep_connections(1)
