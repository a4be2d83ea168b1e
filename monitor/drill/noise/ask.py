"""云河问政: questions of residents, some with answers."""

from monitor.drill.model import Frame

FRAMES: tuple[Frame, ...] = ()
