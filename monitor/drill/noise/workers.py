"""云河工友之家: a board of migrant workers."""

from monitor.drill.model import Frame

FRAMES: tuple[Frame, ...] = ()
