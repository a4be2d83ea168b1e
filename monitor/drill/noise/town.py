"""云河区石漾镇之声: a small town, one item in three days."""

from monitor.drill.model import Frame

FRAMES: tuple[Frame, ...] = ()
