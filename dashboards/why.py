"""Why an item was judged as it was: the reasons recomputed from the text as stored, or that the text is gone."""

from __future__ import annotations

from dataclasses import dataclass

from dashboards import labels
from monitor.models import Item, KeywordRule, MachineLabels, Plan, Source
from monitor.queries.config import current_config
from monitor.queries.together import Reading, read_alone
from monitor.text import Analysis, RawText, explain


@dataclass(frozen=True, slots=True)
class Why:
    """`words`: (word, weight, the sentiment it speaks for; "" for a word that spoke against the judgement)."""

    words: tuple[tuple[str, float, str], ...]
    areas: tuple[tuple[str, tuple[str, ...]], ...]
    rules: tuple[tuple[str, tuple[str, ...]], ...]
    plans: tuple[tuple[int, str], ...]  # (id, name) of the standing plans that hold it
    units: tuple[tuple[str, tuple[str, ...]], ...]
    place: str | None
    place_because: str
    place_words: tuple[tuple[str, str, int], ...]  # (name, 本区 / 本市 / 外地, times)
    differs: bool  # the rules or the model changed since: today's judgement is another one
    model: str
    sentiment: str  # the machine's, also of an item that a member corrected


def why_of(item: Item) -> Why | None:
    """Reasons by today's rules; None once title and text are emptied. Reads rules, units and the source's name."""
    return read_alone(why_reading(item))


def why_reading(item: Item) -> Reading[Why | None]:
    """The same; two rounds, one where no rule matched."""
    if not item.title and not item.text:
        return None
    sources, machine, plans = yield [
        Source.objects.filter(pk=item.source_id).values_list("name", "region"),
        MachineLabels.objects.filter(item_id=item.id)[: 1 if item.corrected else 0],
        Plan.objects.filter(pk__in=item.plans).values_list("pk", "name"),
    ]
    source, stored = sources[0] if sources else ("", ""), machine[0] if machine else item
    found = explain(RawText(item.title, item.text, source[0], source[1] or None), current_config())
    named = KeywordRule.objects.filter(pk__in=found.rules).values_list("pk", "name")
    names = dict((yield [named])[0]) if found.rules else {}
    matched = {int(rule): words for rule, words in found.why.get("rules", {}).items()}
    return Why(
        words=tuple(
            (str(word), float(weight), found.sentiment if weight > 0 else "")
            for word, weight in found.why.get("sentiment", [])
        ),
        areas=tuple((labels.area(code), tuple(words)) for code, words in found.why.get("areas", {}).items()),
        rules=tuple((names.get(rule, str(rule)), tuple(words)) for rule, words in matched.items()),
        plans=tuple(plans),
        units=tuple(
            (name, tuple(words)) for name, words in zip(found.unit_names, found.why["units"].values(), strict=True)
        ),
        place=found.place,
        place_because=labels.place_because(found.why["place"]["because"]),
        place_words=tuple((word, at, times) for word, at, times in found.why["place"]["words"][:8]),
        differs=_differs(item, stored, found),
        model=stored.model,
        sentiment=stored.sentiment,
    )


def _differs(item: Item, stored: Item | MachineLabels, found: Analysis) -> bool:
    """A unit that a person gave to what came by hand is no difference."""
    units = set(found.units) | (set(item.units) if item.by_hand else set())
    now = (found.sentiment, set(found.areas), units, found.place)
    return now != (stored.sentiment, set(stored.areas), set(item.units), item.place)
