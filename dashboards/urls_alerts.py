"""Addresses of alerts and of the exercise's mailbox."""

from __future__ import annotations

from django.urls import URLPattern, path

from dashboards.views import alert_evidence, alerts, mailbox

urlpatterns: list[URLPattern] = [
    path("alerts/", alerts.alerts, name="alerts"),
    path("alerts/<int:pk>/", alerts.alert, name="alert"),
    path("alerts/<int:pk>/recheck/", alert_evidence.recheck, name="alert_recheck"),
    path("alerts/<int:pk>/<slug:step>/", alerts.answer, name="alert_answer"),
    path("drill/mailbox/", mailbox.mailbox, name="mailbox"),
    path("drill/mailbox/<str:mail_id>/", mailbox.mail, name="mail"),
]
