"""Three sets of numbers for every counted rule: fewer alerts, balanced, more. Pure.

"Balanced" are the defaults; the others are written out, so that a person sees what changes. What a person sets by hand is none of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from monitor.alerts.manners import Manners, WindowRule
from monitor.alerts.params import KeywordParams, NegativeParams, PlanParams, RisingParams, SpreadParams, VolumeParams

FEWER, BALANCED, MORE, BY_HAND = "fewer", "balanced", "more", "by_hand"
SETS: Mapping[str, Mapping[str, Manners]] = MappingProxyType(
    {
        RisingParams.kind: {
            FEWER: RisingParams(
                windows=(
                    WindowRule(6, 4, 4, likely=3.0),
                    WindowRule(12, 6, 4, likely=4.2),
                    WindowRule(48, 8, 4, likely=6.5),
                ),
                mild_originals=11,
                mild_share=0.5,
                ratio=3.5,
                area_share=0.2,
            ),
            BALANCED: RisingParams(),
            MORE: RisingParams(
                windows=(
                    WindowRule(6, 3, 3, likely=2.0),
                    WindowRule(12, 4, 3, likely=2.8),
                    WindowRule(48, 6, 3, likely=4.5),
                ),
                mild_originals=8,
                mild_share=0.35,
                ratio=2.0,
                area_share=0.1,
            ),
        },
        KeywordParams.kind: {
            FEWER: KeywordParams(focus_share=0.5, cooldown_minutes=5760),
            BALANCED: KeywordParams(),
            MORE: KeywordParams(focus_share=0.0, cooldown_minutes=720),
        },
        PlanParams.kind: {
            FEWER: PlanParams(cooldown_minutes=4320),
            BALANCED: PlanParams(),
            MORE: PlanParams(cooldown_minutes=720),
        },
        NegativeParams.kind: {
            FEWER: NegativeParams(negative=9, sources=4, share=0.7, margin=0.3),
            BALANCED: NegativeParams(),
            MORE: NegativeParams(negative=4, margin=0.2, share=0.5),
        },
        SpreadParams.kind: {
            FEWER: SpreadParams(sources=14, new_sources=8, ratio=2.5, orange_sources=20),
            BALANCED: SpreadParams(),
            MORE: SpreadParams(sources=9, new_sources=5),
        },
        VolumeParams.kind: {
            FEWER: replace(
                VolumeParams(), windows=(WindowRule(6, 18, 5), WindowRule(24, 36, 6)), ratio=3.0, deviations=6.0
            ),
            BALANCED: VolumeParams(),
            MORE: replace(
                VolumeParams(), windows=(WindowRule(6, 8, 3), WindowRule(24, 16, 4)), ratio=1.6, deviations=3.0
            ),
        },
    }
)


def sensitivity_of(params: Manners) -> str:
    """Which set these numbers are, or `by_hand`."""
    return next((name for name, numbers in SETS[params.kind].items() if numbers == params), BY_HAND)
