"""Celery tasks as a Django app, for its management commands."""

from django.apps import AppConfig


class TasksConfig(AppConfig):
    """No models; commands that need Celery live here."""

    name = "tasks"
