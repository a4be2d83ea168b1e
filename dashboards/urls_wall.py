"""Addresses of the wall."""

from __future__ import annotations

from django.urls import URLPattern, path

from dashboards.views import wall, wall_links

urlpatterns: list[URLPattern] = [
    path("wall/", wall.wall, name="wall"),
    path("wall/state.json", wall.wall_state, name="wall_state"),
    path("wall/open/", wall.wall_open, name="wall_open"),
    path("wall/replay/", wall_links.replay, name="wall_replay"),
    path("wall/links/", wall_links.links, name="wall_links"),
    path("wall/links/<int:pk>/revoke/", wall_links.revoke, name="wall_link_revoke"),
    path("wall/settings/", wall_links.save, name="wall_settings"),
]
