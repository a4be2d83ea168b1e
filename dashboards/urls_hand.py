"""Addresses of what comes by hand: clues and files."""

from __future__ import annotations

from django.urls import URLPattern, path

from dashboards.views import clues, hand_files

urlpatterns: list[URLPattern] = [
    path("clues/", clues.clue, name="clue"),
    path("clues/preview/", clues.clue_preview, name="clue_preview"),
    path("items/import/", hand_files.bring, name="items_import"),
    path("items/import/<str:key>/", hand_files.progress, name="items_import_file"),
    path("items/import/<str:key>/confirm/", hand_files.confirm, name="items_import_confirm"),
]
