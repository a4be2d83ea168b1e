"""Pages, live stream and API as a Django app: templates, static files, tags. No models."""

from django.apps import AppConfig


class DashboardsConfig(AppConfig):
    """No models."""

    name = "dashboards"

    def ready(self) -> None:
        """Before the first template is read."""
        from dashboards.quick_tags import quicken
        from monitor.lib.quick_locals import quicken_locals

        quicken_locals()
        quicken()
