"""澜州商報: a merchants' paper (written here in simplified characters, published in traditional ones)."""

from monitor.drill.model import Frame

FRAMES: tuple[Frame, ...] = ()
