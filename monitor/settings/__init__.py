"""Django settings. Everything that an operator may change is an environment variable (docs/settings.md, tested).

One module a subject, all of them together one flat list of names: Django, the tests and the code see `monitor.settings` alone.
"""
# ruff: noqa: F403, I001 - the order in which variables are declared is that of docs/settings.md and of the page 设置

from __future__ import annotations

from monitor.settings.places import *
from monitor.settings.safety import *
from monitor.settings.signing_in import *
from monitor.settings.organisation import *
from monitor.settings.feeds import *
from monitor.settings.keeping import *
from monitor.settings.mail import *
from monitor.settings.channels import *
from monitor.settings.api import *
from monitor.settings.framework import *
from monitor.settings.database import *
from monitor.settings.accounts import *
from monitor.settings.web import *
from monitor.settings.background import *
from monitor.settings.logs import *
