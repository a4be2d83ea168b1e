"""A weekly report out of its frozen numbers: numbered sections of sentences and tables. Pure.

`sections(frozen, translate, names)` says the same thing for the same numbers, today or in a year; what it cannot say
(no comparable week before, an empty week) it leaves out or says so.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from monitor.reports.tell import Names, Sentence, Teller, Translate
from monitor.reports.week_plans import plan_rows, plan_sentences

NUMERALS = "一二三四五六七八九十"
TONES = ("neg", "neu", "pos")
Columns = tuple[tuple[str, str], ...]  # (key of a row, form)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text; `numeric` names the right-aligned columns. `links` per row: a topic or alert id, or None."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: frozenset[int] = frozenset()
    links: tuple[int | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """One numbered part. `key` says which figure or form a page may add."""

    key: str
    title: str
    sentences: tuple[Sentence, ...]
    tables: tuple[Table, ...] = field(default=())
    numeral: str = ""


def sections(frozen: dict[str, Any], _: Translate, names: Names) -> list[Section]:
    """The report in order: overview, trend, structure, topics, standing plans, alerts, the analyst's words, notes on the data."""
    tell = Teller(frozen, _, names)
    parts = [
        _overview(tell, _),
        _trend(tell, _),
        _structure(tell, _),
        _topics(tell, _),
        *_plans(tell, _),
        _alerts(tell, _),
        Section("analysis", _("研判与建议"), ()),
        _notes(tell, _),
    ]
    return [Section(part.key, part.title, part.sentences, part.tables, NUMERALS[n]) for n, part in enumerate(parts)]


def _overview(tell: Teller, _: Translate) -> Section:
    if not tell.get("volume.items"):
        nothing = tell.say(
            _("本周 %(everything)s 条信息中没有涉及劳动关系和工会工作的内容。"),
            everything=("volume.everything", "count"),
        )
        return Section("overview", _("总体情况"), (nothing,))
    said = [
        tell.say(
            _(
                "本周共监测到涉工信息 %(items)s 条，其中原创 %(originals)s 条、转发 %(reposts)s 条，"
                "来自 %(sources)s 家来源。"
            ),
            items=("volume.items", "count"),
            originals=("volume.originals", "count"),
            reposts=("volume.reposts", "count"),
            sources=("sources.with_items", "count"),
        ),
        _against_last_week(tell, _),
        tell.say(
            _("情感分布：负面 %(neg)s，中性 %(neu)s，正面 %(pos)s。"),
            **{tone: (f"sentiment.{tone}.share", "percent") for tone in TONES},
        ),
    ]
    if tell.get("sentiment.neg.points"):
        up = tell.get("sentiment.neg.points") > 0
        template = _("负面占比较上周上升 %(n)s 个百分点。") if up else _("负面占比较上周下降 %(n)s 个百分点。")
        said.append(tell.say(template, n=("sentiment.neg.points", "size")))
    said += _leading_topics(tell, _)
    said.append(_alert_line(tell, _))
    return Section("overview", _("总体情况"), tuple(said))


def _against_last_week(tell: Teller, _: Translate) -> Sentence:
    previous, change = tell.get("volume.previous"), tell.get("volume.change")
    if previous is None:
        return tell.say(_("上一周没有完整数据，不作环比。"))
    if change is None:
        return tell.say(_("上周没有涉工信息，不作环比。"))
    before = ("volume.previous", "count")
    if not change:
        return tell.say(_("与上周（%(before)s 条）持平。"), before=before)
    template = _("较上周（%(before)s 条）增加 %(n)s。") if change > 0 else _("较上周（%(before)s 条）减少 %(n)s。")
    return tell.say(template, before=before, n=("volume.change", "change_size"))


def _leading_topics(tell: Teller, _: Translate) -> list[Sentence]:
    top = tell.get("topics.top")[:3]
    if not top:
        return []
    named = [
        tell.say(
            _("“%(title)s”（%(n)s 条）"),
            title=(f"topics.top.{n}.title", "text"),
            n=(f"topics.top.{n}.items", "count"),
        )
        for n in range(len(top))
    ]
    listed = tell.join(named, _("、"))
    return [Sentence(_("关注度居前的话题：%(topics)s。") % {"topics": listed.text}, listed.figures)]


def _alert_line(tell: Teller, _: Translate) -> Sentence:
    if not tell.get("alerts.n"):
        return tell.say(_("本周没有发出话题预警。"))
    levels = [level for level in "4321" if tell.get(f"alerts.levels.{level}")]
    named = [
        Sentence(tell.names["level"][level] + said.text, said.figures)
        for level in levels
        for said in [tell.say(_(" %(n)s 起"), n=(f"alerts.levels.{level}", "count"))]
    ]
    head = tell.say(
        _("本周发出话题预警 %(n)s 起，已办结 %(closed)s 起"), n=("alerts.n", "count"), closed=("alerts.closed", "count")
    )
    listed = tell.join(named, _("、"))
    text = _("%(head)s（%(levels)s）。") % {"head": head.text, "levels": listed.text}
    return Sentence(text, head.figures + listed.figures)


def _trend(tell: Teller, _: Translate) -> Section:
    head = (_("日期"), _("信息量"), *(tell.names["sentiment"][tone] for tone in TONES))
    rows = tuple(
        (
            tell.show(f"daily.{n}.day", "day"),
            *(tell.show(f"daily.{n}.{key}", "count") for key in ("n", *TONES)),
        )
        for n in range(len(tell.get("daily")))
    )
    table = Table(_("每日信息量（条）"), head, rows, frozenset({1, 2, 3, 4}))
    said = _peak(tell, _)
    return Section("trend", _("走势"), tuple(said), (table,))


def _peak(tell: Teller, _: Translate) -> list[Sentence]:
    if tell.get("peak") is None:
        return [tell.say(_("本周没有涉工信息，无走势可述。"))]
    day, n = ("peak.day", "day"), ("peak.n", "count")
    if tell.get("peak.times") is None:
        said = [tell.say(_("信息集中在 %(day)s，共 %(n)s 条，其余各日没有。"), day=day, n=n)]
    else:
        said = [
            tell.say(
                _("%(day)s 最高，共 %(n)s 条，为其余各日日均（%(mean)s 条）的 %(times)s 倍。"),
                day=day,
                n=n,
                mean=("peak.others_mean", "number"),
                times=("peak.times", "number"),
            )
        ]
    topics = tell.get("peak.topics")
    if topics:
        named = [
            tell.say(
                _("“%(title)s”（当日 %(n)s 条）"),
                title=(f"peak.topics.{k}.title", "text"),
                n=(f"peak.topics.{k}.n", "count"),
            )
            for k in range(len(topics))
        ]
        listed = tell.join(named, _("、"))
        said.append(Sentence(_("当日的量主要来自：%(topics)s。") % {"topics": listed.text}, listed.figures))
    else:
        said.append(tell.say(_("当日的信息没有聚成话题，较为分散。")))
    if tell.get("outages.n"):
        said.append(tell.say(_("走势受数据缺口影响，见“数据说明”。")))
    return said


def _structure(tell: Teller, _: Translate) -> Section:
    areas, kinds, units = tell.get("areas"), tell.get("kinds"), tell.get("units")
    said = []
    if areas and areas[0]["n"]:
        named = [
            tell.say(
                _("%(area)s %(n)s 条（%(share)s）"),
                area=(f"areas.{n}.area", "area"),
                n=(f"areas.{n}.n", "count"),
                share=(f"areas.{n}.share", "percent"),
            )
            for n in range(min(3, sum(1 for row in areas if row["n"])))
        ]
        listed = tell.join(named, _("、"))
        said.append(Sentence(_("领域居前的是：%(areas)s。") % {"areas": listed.text}, listed.figures))
    if kinds:
        said.append(
            tell.say(
                _("来源以%(kind)s为主，占 %(share)s。"),
                kind=("kinds.0.kind", "kind"),
                share=("kinds.0.share", "percent"),
            )
        )
    tables = []
    if areas:
        tables.append(_area_table(tell, _))
    if kinds:
        head = (_("来源类型"), _("信息量"), _("占比"), _("来源数"))
        columns: Columns = (("kind", "kind"), ("n", "count"), ("share", "percent"), ("sources", "count"))
        tables.append(_table(tell, _("按来源类型"), head, "kinds", columns))
    if units:
        columns = (("name", "text"), ("n", "count"))
        tables.append(_table(tell, _("按所涉单位（只计数量）"), (_("单位"), _("信息量")), "units", columns))
    if not tables:
        said.append(tell.say(_("本周没有涉工信息，无结构可述。")))
    return Section("structure", _("结构"), tuple(said), tuple(tables))


def _area_table(tell: Teller, _: Translate) -> Table:
    head = (_("领域"), _("信息量"), _("占比"), _("负面占比"), _("上周"), _("环比"))
    columns = (
        ("area", "area"),
        ("n", "count"),
        ("share", "percent"),
        ("negative", "percent"),
        ("previous", "count"),
        ("change", "change"),
    )
    return _table(tell, _("按领域（一条信息可属多个领域）"), head, "areas", columns)


def _table(tell: Teller, caption: str, head: tuple[str, ...], path: str, keys: Columns) -> Table:
    rows = tuple(tuple(tell.show(f"{path}.{n}.{key}", form) for key, form in keys) for n in range(len(tell.get(path))))
    return Table(caption, head, rows, frozenset(range(1, len(keys))))


def _topics(tell: Teller, _: Translate) -> Section:
    top = tell.get("topics.top")
    if not top:
        return Section("topics", _("热点话题"), (tell.say(_("本周没有形成涉工话题。")),))
    said = [
        tell.say(
            _(
                "本周涉工话题 %(n)s 个：新出现 %(new)s 个，延续 %(continuing)s 个，再起 %(revived)s 个。"
                "下表按原创条数列出居前者。"
            ),
            n=("topics.n", "count"),
            new=("topics.new", "count"),
            continuing=("topics.continuing", "count"),
            revived=("topics.revived", "count"),
        )
    ]
    rows = []
    for n, topic in enumerate(top):
        path = f"topics.top.{n}"
        areas = _("、").join(tell.names["area"].get(area, area) for area in topic["areas"][:2]) or "—"
        rows.append(
            (
                tell.show(f"{path}.rank", "count"),
                topic["title"],
                tell.show(f"{path}.status", "life"),
                areas,
                *(tell.show(f"{path}.{key}", "count") for key in ("items", "originals", "sources")),
                tell.show(f"{path}.negative", "percent"),
            )
        )
    head = ("#", _("话题"), _("状态"), _("领域"), _("条数"), _("原创"), _("来源"), _("负面占比"))
    links = tuple(topic["id"] for topic in top)
    table = Table(_("热点话题（按本周原创条数）"), head, tuple(rows), frozenset({4, 5, 6, 7}), links)
    return Section("topics", _("热点话题"), tuple(said), (table,))


def _plans(tell: Teller, _: Translate) -> list[Section]:
    """None without plans, and for a report that was frozen before there were any."""
    if not tell.frozen.get("plans", {}).get("listed"):
        return []
    head = (_("专题"), _("信息量"), _("原创"), _("负面占比"), _("上周"), _("环比"))
    caption = _("专题（含不在关注范围内的内容；涉及具体单位的不列情感）")
    table = Table(caption, head, plan_rows(tell), frozenset({1, 2, 3, 4, 5}))
    return [Section("plans", _("专题"), plan_sentences(tell, _), (table,))]


def _alerts(tell: Teller, _: Translate) -> Section:
    said = [_alert_line(tell, _)]
    listed = tell.get("alerts.listed")
    if not listed:
        return Section("alerts", _("预警与处置"), tuple(said))
    if tell.get("alerts.acknowledged"):
        said.append(
            tell.say(
                _("其中 %(n)s 起已有人回应，从发出到回应的中位时间为 %(time)s。"),
                n=("alerts.acknowledged", "count"),
                time=("alerts.median_minutes", "duration"),
            )
        )
    else:
        said.append(tell.say(_("截至统计时尚无人回应。")))
    if tell.get("alerts.open"):
        said.append(tell.say(_("尚有 %(n)s 起未办结。"), n=("alerts.open", "count")))
    rows = []
    for n, alert in enumerate(listed):
        path = f"alerts.listed.{n}"
        rows.append(
            (
                tell.show(f"{path}.level", "level"),
                alert["title"] or _("（话题已不存在）"),
                tell.show(f"{path}.raised_at", "moment"),
                tell.show(f"{path}.minutes_to_acknowledge", "duration"),
                tell.show(f"{path}.closed_at", "moment"),
                tell.show(f"{path}.status", "status"),
            )
        )
    head = (_("级别"), _("话题"), _("发出"), _("回应用时"), _("办结"), _("状态"))
    links = tuple(alert["id"] for alert in listed)
    table = Table(_("预警及处置"), head, tuple(rows), frozenset({2, 3, 4}), links)
    return Section("alerts", _("预警与处置"), tuple(said), (table,))


def _notes(tell: Teller, _: Translate) -> Section:
    said = [
        tell.say(
            _(
                "统计时间 %(at)s（北京时间）；监测来源 %(watched)s 家。"
                "各数均指涉工信息，含转发，不含本工会自己发布的内容。"
            ),
            at=("computed_at", "moment"),
            watched=("sources.watched", "count"),
        )
    ]
    if not tell.get("complete"):
        said.append(tell.say(_("统计时本周尚未结束，数字不完整。")))
    if tell.get("data_from"):
        said.append(tell.say(_("数据自 %(at)s 起才有，此前不等于没有信息。"), at=("data_from", "moment")))
    if tell.get("unplaced"):
        said.append(tell.say(_("另有 %(n)s 条信息统计时尚未归入话题。"), n=("unplaced", "count")))
    said += _gaps(tell, _)
    if tell.get("models"):
        models = tell.join(
            [
                tell.say(_("%(model)s（%(n)s 条）"), model=(f"models.{n}.model", "text"), n=(f"models.{n}.n", "count"))
                for n in range(len(tell.get("models")))
            ],
            _("、"),
        )
        said.append(Sentence(_("标注所用模型版本：%(models)s。") % {"models": models.text}, models.figures))
    said.append(
        tell.say(_("情感指文本所述内容的正负，由模型判断，可能有误；负面占比的口径：话题按原创，其余按全部信息。"))
    )
    return Section("notes", _("数据说明"), tuple(said), _gap_table(tell, _))


def _gaps(tell: Teller, _: Translate) -> list[Sentence]:
    if not tell.get("outages.n"):
        return [tell.say(_("本周没有记录到来源中断。"))]
    return [
        tell.say(
            _("%(sources)s 家来源曾中断（失联或停用），共 %(n)s 次、合计 %(time)s；期间的信息可能缺失，不按零计算。"),
            sources=("outages.sources", "count"),
            n=("outages.n", "count"),
            time=("outages.minutes", "duration"),
        )
    ]


def _gap_table(tell: Teller, _: Translate) -> tuple[Table, ...]:
    if not tell.get("outages.n"):
        return ()
    head = (_("来源"), _("自"), _("至"), _("时长"))
    keys = (("source", "text"), ("from", "moment"), ("to", "moment"), ("minutes", "duration"))
    return (_table(tell, _("数据缺口"), head, "outages.listed", keys),)
