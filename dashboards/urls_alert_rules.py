"""Addresses of alert rules and their back-tests."""

from __future__ import annotations

from django.urls import URLPattern, path

from dashboards.views import alert_rules

urlpatterns: list[URLPattern] = [
    path("alert-rules/", alert_rules.alert_rules, name="alert_rules"),
    path("alert-rules/<slug:kind>/", alert_rules.alert_rule, name="alert_rule"),
    path("alert-rules/<slug:kind>/save/", alert_rules.save, name="alert_rule_save"),
    path("alert-rules/<slug:kind>/switch/", alert_rules.switch, name="alert_rule_switch"),
    path("alert-rules/<slug:kind>/restore/<int:number>/", alert_rules.restore, name="alert_rule_restore"),
    path("alert-rules/<slug:kind>/backtest/", alert_rules.backtest, name="alert_rule_backtest"),
]
