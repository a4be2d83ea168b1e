"""Everyday items that belong to no storyline: weather, traffic, culture, sport, shopping, and work-life singles."""

from monitor.drill.model import Frame

from . import broadcast, forum, hotlist, news, trade

FRAMES: dict[str, tuple[Frame, ...]] = {
    "news": news.FRAMES,
    "forum": forum.FRAMES,
    "trade": trade.FRAMES,
    "broadcast": broadcast.FRAMES,
    "hotlist": hotlist.FRAMES,
}
