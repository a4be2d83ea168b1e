"""Pages, live stream and API as a Django app: templates, static files, tags. No models."""

from django.apps import AppConfig


class DashboardsConfig(AppConfig):
    """No models."""

    name = "dashboards"
