"""云河区政务公开: notices on a list page."""

from monitor.drill.model import Frame

FRAMES: tuple[Frame, ...] = ()
