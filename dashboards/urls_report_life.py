"""Addresses of reports: archive, drafting, one report, its files and history, templates."""

from __future__ import annotations

from django.urls import URLPattern, path

from dashboards.views import report_files, report_templates, report_words, reports

urlpatterns: list[URLPattern] = [
    path("reports/", reports.reports, name="reports"),
    path("reports/draft/", reports.draft, name="report_draft"),
    path("reports/topic/<int:topic_id>/", reports.dossier, name="report_dossier"),
    path("reports/jobs/<int:pk>/", report_files.job, name="report_job"),
    path("reports/templates/", report_templates.templates, name="report_templates"),
    path("reports/templates/new/<slug:kind>/", report_templates.new, name="report_template_new"),
    path("reports/templates/<int:pk>/", report_templates.edit, name="report_template"),
    path("reports/templates/<int:pk>/standard/", report_templates.standard, name="report_template_standard"),
    path("reports/readers/add/", report_templates.reader_new, name="report_reader_add"),
    path("reports/readers/<int:pk>/", report_templates.reader, name="report_reader"),
    path("reports/<int:pk>/", reports.report, name="report"),
    path("reports/<int:pk>/numbers.json", reports.numbers, name="report_numbers"),
    path("reports/<int:pk>/analysis/", report_words.analysis, name="report_analysis"),
    path("reports/<int:pk>/sentence/", report_words.sentence, name="report_sentence"),
    path("reports/<int:pk>/history/", report_words.history, name="report_history"),
    path("reports/<int:pk>/restore/", report_words.restore, name="report_restore"),
    path("reports/<int:pk>/sign/", reports.sign, name="report_sign"),
    path("reports/<int:pk>/issue/", reports.issue, name="report_issue"),
    path("reports/<int:pk>/withdraw/", reports.withdraw, name="report_withdraw"),
    path("reports/<int:pk>/file/<slug:form>/<slug:language>/", report_files.file, name="report_file"),
    path("reports/<int:pk>/make/", report_files.make, name="report_make"),
    path("reports/<int:pk>/sent/", report_files.sent, name="report_sent"),
    path("reports/<int:pk>/fresh/", report_files.fresh, name="report_fresh"),
    path("reports/<int:pk>/compare/", report_files.compare, name="report_compare"),
]
