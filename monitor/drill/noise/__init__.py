"""Everyday items that belong to no storyline: weather, traffic, culture, sport, shopping, and work-life singles."""

from monitor.drill.model import Frame

from . import ask, broadcast, english, evening, forum, gov, harbour, hotlist, life, news, town, trade, union, workers

FRAMES: dict[str, tuple[Frame, ...]] = {
    "news": news.FRAMES,
    "evening": evening.FRAMES,
    "forum": forum.FRAMES,
    "workers": workers.FRAMES,
    "trade": trade.FRAMES,
    "broadcast": broadcast.FRAMES,
    "harbour": harbour.FRAMES,
    "english": english.FRAMES,
    "hotlist": hotlist.FRAMES,
    "gov": gov.FRAMES,
    "ask": ask.FRAMES,
    "union": union.FRAMES,
    "life": life.FRAMES,
    "town": town.FRAMES,
}
