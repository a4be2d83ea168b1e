"""Addresses of sources, health and audit."""

from __future__ import annotations

from django.urls import path

from dashboards.views import audit, health, ledger, opml, source_forms, sources

urlpatterns = [
    path("sources/", sources.sources, name="sources"),
    path("sources/add/", source_forms.add, name="source_add"),
    path("sources/import/", opml.bring, name="source_import"),
    path("sources/export.opml", opml.export, name="source_export"),
    path("sources/ledger/", ledger.ledger_hosts, name="ledger_hosts"),
    path("sources/ledger/host/", ledger.ledger_host, name="ledger_host"),
    path("sources/ledger/host.csv", ledger.ledger_host_csv, name="ledger_host_csv"),
    path("sources/<int:pk>/edit/", source_forms.edit, name="source_edit"),
    path("sources/<int:pk>/", sources.source, name="source"),
    path("sources/<int:pk>/ledger.csv", sources.ledger, name="source_ledger"),
    path("sources/<int:pk>/pause/", sources.pause, name="source_pause"),
    path("sources/<int:pk>/resume/", sources.resume, name="source_resume"),
    path("sources/<int:pk>/fetch/", sources.fetch, name="source_fetch"),
    path("health/", health.health, name="health"),
    path("audit/", audit.audit, name="audit"),
    path("audit/export.csv", audit.export, name="audit_export"),
]
