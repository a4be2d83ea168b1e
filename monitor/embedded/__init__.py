"""PostgreSQL, Valkey and the supervisor for one machine without Docker. Knows neither Django nor models."""

from monitor.embedded.errors import EmbeddedError
from monitor.embedded.throwaway import Servers, throwaway_servers

__all__ = ["EmbeddedError", "Servers", "throwaway_servers"]
