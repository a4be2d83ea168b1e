"""Addresses of the members page."""

from __future__ import annotations

from django.urls import URLPattern, path

from dashboards.views import member_files, members

urlpatterns: list[URLPattern] = [
    path("members/", members.members, name="members"),
    path("members/add/", members.add, name="member_add"),
    path("members/import/", member_files.bring, name="member_import"),
    path("members/template.xlsx", member_files.template, name="member_template"),
    path("members/<int:pk>/", members.edit, name="member_edit"),
    path("members/<int:pk>/switch/", members.switch, name="member_switch"),
    path("members/<int:pk>/link/", members.link, name="member_link"),
    path("members/<int:pk>/factor/", members.factor, name="member_factor"),
    path("members/<int:pk>/sessions/", members.sessions, name="member_sessions"),
]
