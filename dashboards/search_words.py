"""A search in words: its facets with counts and addresses, its chips, what to loosen, what went wrong."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _

from dashboards import labels
from dashboards.search_filters import SearchAddress
from monitor.errors import SearchError
from monitor.models import SourceKind, Unit
from monitor.queries.search import SearchPage
from monitor.queries.search_ask import number

SHOWN = 8
NAMES = ("kind", "source", "area", "sentiment", "unit", "place", "day")


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value: its name, its hits, and the address with it chosen (or given up, if it is chosen)."""

    name: str
    n: int
    href: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """`rest`: values beyond the first, shown on request."""

    name: str
    title: str
    values: tuple[FacetValue, ...]
    rest: tuple[FacetValue, ...] = ()


def facets(page: SearchPage, address: SearchAddress, *, units: list[Unit]) -> list[Facet]:
    """Those with any value. `units`: those the reader may filter by."""
    tally, sources = page.tally, page.sources
    kinds: Counter[str] = Counter()
    for raw, n in tally.facets["source"].items():
        kinds[sources[int(raw)].kind if int(raw) in sources else ""] += n
    known_units = {str(unit.pk): unit.name for unit in units}
    named = {
        "kind": {code: str(SourceKind(code).label) for code in kinds if code},
        "source": {raw: sources[int(raw)].name for raw in tally.facets["source"] if int(raw) in sources},
        "area": {code: labels.area(code) for code in tally.facets["area"]},
        "sentiment": {code: labels.sentiment(code) for code in ("neg", "neu", "pos")},
        "unit": known_units,
        "place": {code: place_name(code) for code in tally.facets["place"]},
        "day": {day: day[5:] for day in tally.facets["day"]},
    }
    found = [_facet(name, tally.facets.get(name, kinds), named[name], address) for name in NAMES]
    return [facet for facet in found if facet.values]


def _facet(name: str, counts: Counter[str], named: dict[str, str], address: SearchAddress) -> Facet:
    ordered = [(value, n) for value, n in counts.most_common() if value in named]
    if name == "day":
        ordered.sort(reverse=True)
    values = tuple(
        FacetValue(named[value], n, _href(name, value, address), _chosen(name, value, address)) for value, n in ordered
    )
    return Facet(name, titles()[name], values[:SHOWN], values[SHOWN:])


def titles() -> dict[str, str]:
    """Headings of the facets."""
    return {
        "kind": _("来源类别"),
        "source": _("来源"),
        "area": _("领域"),
        "sentiment": _("情感"),
        "unit": _("单位"),
        "place": _("地域"),
        "day": _("日期"),
    }


def place_name(code: str) -> str:
    return _("未写明") if code == "none" else labels.place(code)


def _chosen(name: str, value: str, address: SearchAddress) -> bool:
    if name == "day":
        return address.get("from") == value == address.get("to")
    return address.get(name) == value


def _href(name: str, value: str, address: SearchAddress) -> str:
    off = _chosen(name, value, address)
    if name == "day":
        return address.with_(from_="" if off else value, to="" if off else value)
    return address.with_(**{name: "" if off else value})


def chips(address: SearchAddress, page: SearchPage, *, units: list[Unit]) -> list[tuple[str, str]]:
    """(what narrows the search, the address without it)."""
    found = [
        (f"{titles()[key]}：{_value_name(key, value, page, units)}", address.with_(**{key: ""}))
        for key in ("kind", "source", "area", "sentiment", "unit", "place")
        if (value := address.get(key))
    ]
    if address.get("from") or address.get("to"):
        span = f"{address.get('from') or '…'} — {address.get('to') or '…'}"
        found.append((span, address.with_(from_="", to="")))
    if address.get("reposts") == "originals":
        found.append((labels.originals(), address.with_(reposts="")))
    return found


def _value_name(key: str, value: str, page: SearchPage, units: list[Unit]) -> str:
    if key == "source":
        source = page.sources.get(number(value))
        return source.name if source else "?"
    if key == "unit":
        return next((unit.name for unit in units if unit.pk == number(value)), "?")
    if key == "kind":
        return str(SourceKind(value).label) if value in SourceKind.values else value
    if key == "place":
        return place_name(value)
    return labels.area(value) if key == "area" else labels.sentiment(value)


def looser(address: SearchAddress, narrowed: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """What a search without results can be loosened by: (words, address). `narrowed`: its chips."""
    found = [(_("去掉“%(what)s”") % {"what": words}, query) for words, query in narrowed]
    if address.get("focus") != "everything":
        found.append((_("看全部内容，不只看关注"), address.with_(focus="everything")))
    if address.get("window") != "all":
        found.append((_("查全部保存期"), address.with_(window="all")))
    pieces = [piece for piece in address.q.split() if piece.upper() not in ("OR", "AND", "NOT")]
    if len(pieces) > 1 and not set('"“”()（）{}:：') & set(address.q):
        found.append((_("任一词出现即可"), address.with_(q=" OR ".join(p for p in pieces if p[:1] not in "-－"))))
    elif 1 < len(address.q) <= 12 and not set(' *"“”()（）{}:：') & set(address.q):
        found.append((_("也查嵌在别的词里的“%(what)s”") % {"what": address.q}, address.with_(q=f"*{address.q}*")))
    return found


def refused(error: SearchError) -> str:
    """Why a search is not answered or not kept, and what to do."""
    return {
        "personal_name": _("“%(what)s”像是人名、号码或账号。本系统只关注话题，不检索个人。如果不是，请写成更长的词。")
        % {"what": error.detail},
        "name_missing": _("请给检索起个名称。"),
        "name_known": _("您已经有叫“%(what)s”的检索，请换一个名称。") % {"what": error.detail},
        "too_many": _("每人最多保存 100 个检索，请先删除不用的。"),
    }.get(error.label, error.detail)
