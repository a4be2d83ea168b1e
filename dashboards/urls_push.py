"""The address that WebSub hubs call."""

from __future__ import annotations

from django.urls import URLPattern, path

from dashboards.views import push

urlpatterns: list[URLPattern] = [path("push/<str:key>/", push.push, name="push")]
