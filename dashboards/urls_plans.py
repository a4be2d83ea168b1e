"""Addresses of standing plans and of trying one."""

from __future__ import annotations

from django.urls import URLPattern, path

from dashboards.views import plan_hits, plan_test, plans

urlpatterns: list[URLPattern] = [
    path("plans/", plans.plans, name="plans"),
    path("plans/new/", plans.new, name="plan_new"),
    path("plans/<int:pk>/", plans.plan, name="plan"),
    path("plans/<int:pk>/items.csv", plans.items_csv, name="plan_csv"),
    path("plans/<int:pk>/volume.csv", plans.volume_csv, name="plan_volume_csv"),
    path("plans/<int:pk>/edit/", plans.edit, name="plan_edit"),
    path("plans/<int:pk>/move/", plans.move, name="plan_move"),
    path("plans/<int:pk>/hits/", plan_hits.switch, name="plan_hits"),
    path("plans/<int:pk>/hits/backtest/", plan_hits.backtest, name="plan_backtest"),
    path("plans/<int:pk>/items/<int:item_id>/why/", plan_test.why, name="plan_why"),
    path("plans/test/", plan_test.test, name="plan_test"),
    path("plans/tally/", plan_test.tally, name="plan_tally"),
    path("plans/matches/", plan_test.matches, name="plan_matches"),
]
