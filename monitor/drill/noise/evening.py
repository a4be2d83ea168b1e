"""澜州晚报: the city's evening paper."""

from monitor.drill.model import Frame

FRAMES: tuple[Frame, ...] = ()
