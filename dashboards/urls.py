"""Every address of the dashboard. Rooms that other files own are included when they exist."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from dashboards.views import desk, items, live, session, status, topics

ROOMS = (
    "dashboards.urls_alerts",
    "dashboards.urls_alert_rules",
    "dashboards.urls_answer",
    "dashboards.urls_reports",
    "dashboards.urls_report_life",
    "dashboards.urls_training",
    "dashboards.urls_push",
    "dashboards.urls_hand",
    "dashboards.urls_district",
    "dashboards.urls_quality",
    "dashboards.urls_rules",
    "dashboards.urls_topic_hand",
    "dashboards.urls_plans",
    "dashboards.urls_channels",
    "dashboards.urls_search",
    "dashboards.urls_api",
    "dashboards.urls_sign_in",
    "dashboards.urls_members",
    "dashboards.urls_setup",
    "dashboards.urls_wall",
    "dashboards.urls_desk",
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", desk.desk, name="desk"),
    path("volume.csv", desk.volume_csv, name="volume_csv"),
    path("items/", items.items, name="items"),
    path("items/<int:item_id>/", items.item, name="item"),
    path("items/<int:item_id>/reposts/", items.reposts, name="reposts"),
    path("topics/", topics.topics, name="topics"),
    path("topics/<int:topic_id>/", topics.topic, name="topic"),
    path("live/", live.live, name="live"),
    path("login/", session.login, name="login"),
    path("logout/", session.logout, name="logout"),
    path("language/", session.language, name="language"),
    path("healthz", status.healthz, name="healthz"),
    path("readyz", status.readyz, name="readyz"),
    path("metrics", status.metrics, name="metrics"),
    *(path("", include(room)) for room in ROOMS if find_spec(room)),
]

handler400 = "dashboards.views.errors.unreadable"
handler403 = "dashboards.views.errors.forbidden"
handler404 = "dashboards.views.errors.missing"
handler500 = "dashboards.outage.server_error"
