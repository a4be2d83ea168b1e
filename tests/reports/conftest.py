"""A catching SMTP server for letters."""

from tests.alerts.conftest import smtp as smtp
