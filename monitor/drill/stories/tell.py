"""Short hands for writing storylines: one function a source, so that a story reads like the list of what was published."""

from monitor.drill.model import Piece

Two = tuple[str, str]


def _piece(source: str, title: str, text: str, tone: str, more: dict[str, object]) -> Piece:
    return Piece(source, title=title, text=text, tone=tone, **{"variant": "brief", **more})  # type: ignore[arg-type]


def news(title: str, text: str, tone: str = "neg", **more: object) -> Piece:
    """云河日报网: a newsroom; careful words, long reports."""
    return _piece("news", title, text, tone, {"variant": "report", **more})


def forum(title: str, text: str, tone: str = "neg", **more: object) -> Piece:
    """云河社区: neighbours and workers in their own words."""
    return _piece("forum", title, text, tone, {"variant": "post", **more})


def trade(title: str, text: str, tone: str = "neg", **more: object) -> Piece:
    """澜州产业与劳动观察: a trade letter; figures, rules, background."""
    return _piece("trade", title, text, tone, {"variant": "analysis", **more})


def cast(title: str, text: str, tone: str = "neg", **more: object) -> Piece:
    """云河区广播电视台: spoken bulletins."""
    return _piece("broadcast", title, text, tone, {"variant": "bulletin", **more})


def hot(title: str, text: str = "", tone: str = "neg", **more: object) -> Piece:
    """云河热榜: a headline, sometimes with a line below."""
    return _piece("hotlist", title, text, tone, {"variant": "headline", **more})
