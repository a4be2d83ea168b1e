"""The one failure of this package: a sentence that says what is wrong and what to do."""

from __future__ import annotations

from monitor.errors import TingchaoError


class EmbeddedError(TingchaoError):
    """A server or process of this machine would not start or stop; the text is meant for the person at the terminal."""

    label = "embedded"
    permanent = True
