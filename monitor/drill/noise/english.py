"""Yunhe Dispatch: the district in English."""

from monitor.drill.model import Frame

FRAMES: tuple[Frame, ...] = ()
