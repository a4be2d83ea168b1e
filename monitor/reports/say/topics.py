"""4 Topics: the ten with most originals: what, since when, how hot, how spread, and what answer was given. Pure."""

from __future__ import annotations

from monitor.reports.parts import Section, Table
from monitor.reports.tell import Sentence, Teller, Translate

COLUMNS = (
    ("rank", "count"),
    ("title", "text"),
    ("status", "life"),
    ("first_at", "moment"),
    ("heat", "count"),
    ("items", "count"),
    ("originals", "count"),
    ("sources", "count"),
    ("negative", "percent"),
    ("answer", "answer"),
)


def topics(tell: Teller, _: Translate) -> Section:
    top = tell.get("topics.top")
    if not top:
        return Section("topics", _("热点话题"), (tell.say(_("本期没有形成涉工话题。")),))
    said = [
        tell.say(
            _(
                "本期涉工话题 %(n)s 个：新出现 %(new)s 个，延续 %(continuing)s 个，再起 %(revived)s 个。"
                "下表按原创条数列出居前者。"
            ),
            n=("topics.n", "count"),
            new=("topics.new", "count"),
            continuing=("topics.continuing", "count"),
            revived=("topics.revived", "count"),
        ),
        *_answered(tell, _),
    ]
    keys = [(key, form) for key, form in COLUMNS if key in top[0]]
    names = {
        "rank": "#",
        "title": _("话题"),
        "status": _("状态"),
        "first_at": _("首现"),
        "heat": _("热度"),
        "items": _("条数"),
        "originals": _("原创"),
        "sources": _("来源"),
        "negative": _("负面占比"),
        "answer": _("回应"),
    }
    rows = tuple(tuple(tell.show(f"topics.top.{n}.{key}", form) for key, form in keys) for n in range(len(top)))
    numeric = frozenset(n for n, (_key, form) in enumerate(keys) if n and form in {"count", "percent"})
    head, links = tuple(names[key] for key, _form in keys), tuple(topic["id"] for topic in top)
    table = Table(_("热点话题（按本期原创条数）"), head, rows, numeric, links)
    return Section("topics", _("热点话题"), tuple(said), (table,))


def _answered(tell: Teller, _: Translate) -> list[Sentence]:
    """What was published or handed to units, of the topics that are listed."""
    said = []
    for n, topic in enumerate(tell.get("topics.top")):
        path = f"topics.top.{n}"
        title = (f"{path}.title", "text")
        if topic.get("published"):
            template = _("“%(title)s”已发布说明 %(n)s 条。")
            said.append(tell.say(template, title=title, n=(f"{path}.published", "count")))
        if topic.get("referred"):
            template = _("“%(title)s”已转办 %(n)s 件，答复 %(answered)s 件。")
            parts = {"n": (f"{path}.referred", "count"), "answered": (f"{path}.answered", "count")}
            said.append(tell.say(template, title=title, **parts))
    return said
