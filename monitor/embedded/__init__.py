"""PostgreSQL, Valkey and the supervisor for one machine without Docker. Knows neither Django nor models.

`python -m monitor.embedded demo` runs everything; `python -m monitor.embedded exec -- COMMAND` runs one command beside
throw-away servers. Server processes and their folders are ours alone: no mode of an existing folder changes.
"""

from monitor.embedded.ensure import ensure_servers, servers_for_command
from monitor.embedded.errors import EmbeddedError
from monitor.embedded.throwaway import Servers, throwaway_servers

__all__ = ["EmbeddedError", "Servers", "ensure_servers", "servers_for_command", "throwaway_servers"]
