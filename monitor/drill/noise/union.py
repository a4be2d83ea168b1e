"""云河区总工会: the union's own publications."""

from monitor.drill.model import Frame

FRAMES: tuple[Frame, ...] = ()
