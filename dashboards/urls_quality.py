"""Addresses of corrections, blind checks and the quality page."""

from __future__ import annotations

from django.urls import URLPattern, path

from dashboards.views import checks, corrections, quality

urlpatterns: list[URLPattern] = [
    path("items/<int:item_id>/correct/", corrections.correct, name="item_correct"),
    path("items/<int:item_id>/correct/<int:pk>/undo/", corrections.undo, name="item_correct_undo"),
    path("quality/", quality.quality, name="quality"),
    path("quality/quality.csv", quality.quality_csv, name="quality_csv"),
    path("quality/check/", checks.check, name="quality_check"),
    path("quality/check/<int:pk>/", checks.answer, name="quality_check_answer"),
]
