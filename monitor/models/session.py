"""Signed-in browsers: Django's session rows, with whose they are, so that they can be listed and ended."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from monitor.models.team import User


class MemberSession(AbstractBaseSession):
    """One browser. `user` is empty before sign-in; `expire_date` is the earlier of idle and longest time (session_store)."""

    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="sessions")
    started_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True, help_text="last thing a person did, to the minute")
    client = models.CharField(max_length=60, blank=True, help_text="browser and system, in words")
    address = models.GenericIPAddressField(null=True)

    class Meta(AbstractBaseSession.Meta):
        abstract = False
        verbose_name = "session"
        verbose_name_plural = "sessions"

    @classmethod
    def get_session_store_class(cls) -> type[Any]:
        """What Django's manager asks for."""
        store: type[Any] = import_module(settings.SESSION_ENGINE).SessionStore
        return store
