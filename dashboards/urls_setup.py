"""Addresses of setting up and running an installation: first run, settings, help."""

from __future__ import annotations

from django.urls import URLPattern, path

from dashboards.views import help as help_pages
from dashboards.views import manual, settings, setup

urlpatterns: list[URLPattern] = [
    path("setup/", setup.setup, name="setup"),
    path("setup/first/", setup.first, name="first_admin"),
    path("setup/<slug:name>/", setup.step, name="setup_step"),
    path("setup/<slug:name>/skip/", setup.skip, name="setup_skip"),
    path("settings/", settings.settings_page, name="settings"),
    path("settings/mail/test/", settings.mail_try, name="settings_mail_test"),
    path("settings/mail/forget/", settings.password_forget, name="settings_password_forget"),
    path("settings/<slug:group>/save/", settings.save, name="settings_save"),
    path("help/", help_pages.glossary, name="help"),
    path("help/handbook/", manual.manual, {"name": "duty-handbook"}, name="handbook"),
    path("help/manual/", manual.manual, name="manual"),
    path("help/manual/<slug:name>/", manual.manual, name="manual_page"),
]
