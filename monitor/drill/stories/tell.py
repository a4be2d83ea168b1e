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


def evening(title: str, text: str, tone: str = "neg", **more: object) -> Piece:
    """澜州晚报: the city's evening paper; short, close to people, quotes."""
    return _piece("evening", title, text, tone, {"variant": "brief", **more})


def workers(title: str, text: str, tone: str = "neg", **more: object) -> Piece:
    """云河工友之家: a board of migrant workers; plain, tired, practical."""
    return _piece("workers", title, text, tone, {"variant": "post", **more})


def harbour(title: str, text: str, tone: str = "neg", **more: object) -> Piece:
    """澜州商報: a merchants' paper; written in simplified characters here, published in traditional ones."""
    return _piece("harbour", title, text, tone, {"variant": "brief", **more})


def english(title: str, text: str, tone: str = "neg", **more: object) -> Piece:
    """Yunhe Dispatch: the district's English paper; all in English."""
    return _piece("english", title, text, tone, {"variant": "english", **more})


def gov(title: str, text: str = "", tone: str = "neu", **more: object) -> Piece:
    """云河区政务公开: notices and official answers; a list page shows the title and one line."""
    return _piece("gov", title, text, tone, {"variant": "answer", **more})


def ask(title: str, text: str, tone: str = "neg", **more: object) -> Piece:
    """云河问政: a resident's question, often with the department's answer below."""
    return _piece("ask", title, text, tone, {"variant": "question", **more})


def union(title: str, text: str, tone: str = "neu", **more: object) -> Piece:
    """云河区总工会: the union's own publications: what was done, where to get help."""
    return _piece("union", title, text, tone, {"variant": "answer", **more})


def life(title: str, text: str, tone: str = "neg", **more: object) -> Piece:
    """云河生活通: a local life portal; loud headlines, thin texts."""
    return _piece("life", title, text, tone, {"variant": "brief", **more})


def town(title: str, text: str, tone: str = "neu", **more: object) -> Piece:
    """云河区石漾镇之声: a small town's loudspeaker; hardly ever."""
    return _piece("town", title, text, tone, {"variant": "bulletin", **more})
