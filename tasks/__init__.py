"""Celery only: thin tasks that call one service each. `app` is what `celery -A tasks` looks for."""

from tasks.celery import app

__all__ = ["app"]
