"""ASGI entry point: `uvicorn monitor.asgi:application`. Bad settings stop the server with what to do about them."""

import os

import django
from django.conf import settings
from django.core.checks import run_checks
from django.core.management.base import SystemCheckError

from monitor.apart import ApartApplication
from monitor.bodies import LimitedApplication
from monitor.crowd import CrowdApplication
from monitor.lib.kept.base import BESIDE_PAGES, keep_connections
from monitor.pages import PagesHandler
from monitor.settle import settle
from monitor.streams import StreamApplication

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "monitor.settings")
django.setup(set_prefix=False)
pages = PagesHandler()
keep_connections(settings.WEB_AT_ONCE + BESIDE_PAGES)

if errors := [message for message in run_checks() if message.is_serious() and not message.is_silenced()]:
    raise SystemCheckError("\n".join(f"{error.id}: {error.msg} {error.hint or ''}" for error in errors))

settle()
application = LimitedApplication(CrowdApplication(ApartApplication(StreamApplication(pages))))
