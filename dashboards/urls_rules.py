"""Addresses of keyword rules, of trying them, and of synonym groups."""

from __future__ import annotations

from django.urls import URLPattern, path

from dashboards.views import rule_groups, rule_import, rule_test, rules

urlpatterns: list[URLPattern] = [
    path("rules/", rules.rules, name="rules"),
    path("rules/new/", rules.new, name="rule_new"),
    path("rules/<int:pk>/", rules.rule, name="rule"),
    path("rules/<int:pk>/save/", rules.save, name="rule_save"),
    path("rules/<int:pk>/switch/", rules.switch, name="rule_switch"),
    path("rules/<int:pk>/retire/", rules.retire, name="rule_retire"),
    path("rules/<int:pk>/decline/", rules.decline, name="rule_decline"),
    path("rules/<int:pk>/restore/<int:number>/", rules.restore, name="rule_restore"),
    path("rules/retag/", rules.retag, name="rule_retag"),
    path("rules/retag/again/", rules.retag_restart, name="rule_retag_again"),
    path("rules/check/", rule_test.check, name="rule_check"),
    path("rules/test/", rule_test.test, name="rule_test"),
    path("rules/tally/", rule_test.tally, name="rule_tally"),
    path("rules/matches/", rule_test.matches, name="rule_matches"),
    path("rules/explain/", rule_test.explain_item, name="rule_explain"),
    path("rules/import/", rule_import.bring, name="rule_import"),
    path("rules/words/", rule_groups.groups, name="rule_groups"),
    path("rules/words/new/", rule_groups.new, name="rule_group_new"),
    path("rules/words/<int:pk>/", rule_groups.edit, name="rule_group"),
    path("rules/words/<int:pk>/delete/", rule_groups.delete, name="rule_group_delete"),
]
