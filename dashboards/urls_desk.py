"""Addresses of the desk's own things: saved views, what changed, keys, comparing, data behind charts."""

from __future__ import annotations

from django.urls import URLPattern, path

from dashboards.views import chart_data, compare, desk_views, since

urlpatterns: list[URLPattern] = [
    path("views/", desk_views.views, name="views"),
    path("views/save/", desk_views.save, name="view_save"),
    path("views/<int:pk>/", desk_views.change, name="view_change"),
    path("since/", since.since, name="since"),
    path("since/seen/", since.seen, name="since_seen"),
    path("keys/", since.keys, name="keys"),
    path("compare/", compare.compare, name="compare"),
    path("compare/compare.csv", compare.compare_csv, name="compare_csv"),
    path("topics/<int:topic_id>/volume.csv", chart_data.topic_csv, name="topic_csv"),
    path("alerts/<int:pk>/evidence.csv", chart_data.evidence_csv, name="evidence_csv"),
    path("forecast.csv", chart_data.forecast_csv, name="forecast_csv"),
]
