"""Addresses of answering: steps on an alert, matters handed to units, plans, roster, routes, assessment."""

from __future__ import annotations

from django.urls import URLPattern, path

from dashboards.views import alert_routes, answering, assessment, handover, referrals, response_plans, roster

urlpatterns: list[URLPattern] = [
    path("alerts/<int:pk>/do/<slug:step>/", answering.do, name="alert_do"),
    path("referrals/", referrals.referrals, name="referrals"),
    path("referrals/<int:pk>/", referrals.referral, name="referral"),
    path("referrals/<int:pk>/sheet/", referrals.sheet, name="referral_sheet"),
    path("referrals/<int:pk>/<slug:step>/", referrals.step, name="referral_step"),
    path("response-plans/", response_plans.response_plans, name="response_plans"),
    path("response-plans/<slug:area>/", response_plans.response_plan, name="response_plan"),
    path("response-plans/<slug:area>/edit/", response_plans.edit, name="response_plan_edit"),
    path("handling-times/", response_plans.times, name="handling_times"),
    path("roster/", roster.roster, name="roster"),
    path("roster/add/", roster.add, name="shift_add"),
    path("roster/<int:pk>/edit/", roster.edit, name="shift_edit"),
    path("roster/calendar/", roster.calendar, name="roster_calendar"),
    path("roster/import/", roster.bring, name="roster_import"),
    path("roster/export.xlsx", roster.export, name="roster_export"),
    path("handover/", handover.handover, name="handover"),
    path("handover/<int:pk>/confirm/", handover.confirm, name="handover_confirm"),
    path("routes/", alert_routes.alert_routes, name="alert_routes"),
    path("routes/try/", alert_routes.dry_run, name="route_try"),
    path("routes/<int:pk>/", alert_routes.edit, name="route_edit"),
    path("routes/groups/<int:pk>/", alert_routes.group, name="route_group"),
    path("assessment/", assessment.assessment, name="assessment"),
    path("assessment/export.<str:kind>", assessment.export, name="assessment_export"),
]
