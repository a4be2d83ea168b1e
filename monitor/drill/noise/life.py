"""云河生活通: a local life portal."""

from monitor.drill.model import Frame

FRAMES: tuple[Frame, ...] = ()
