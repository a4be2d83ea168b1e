"""The product's own app: models, services, read side."""

from django.apps import AppConfig


class MonitorConfig(AppConfig):
    """Registers system checks on start."""

    name = "monitor"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "听潮"

    def ready(self) -> None:
        from monitor import checks  # noqa: F401
