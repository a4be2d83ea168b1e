"""Every address of the dashboard. Rooms that other files own are included when they exist."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from dashboards.views import desk, session, status

ROOMS = ("dashboards.urls_alerts", "dashboards.urls_reports")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", desk.desk, name="desk"),
    path("login/", session.login, name="login"),
    path("logout/", session.logout, name="logout"),
    path("language/", session.language, name="language"),
    path("healthz", status.healthz, name="healthz"),
    path("readyz", status.readyz, name="readyz"),
    *(path("", include(room)) for room in ROOMS if find_spec(room)),
]

handler403 = "dashboards.views.errors.forbidden"
handler404 = "dashboards.views.errors.missing"
handler500 = "dashboards.views.errors.broken"
