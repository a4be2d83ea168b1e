"""The text stage: clean, mask, keyword rules, areas, units, place, sentiment, key terms. Pure: neither Django nor models."""

from monitor.text.analyse import analyse, analyse_many, clean_masked, explain
from monitor.text.config import Config, config_from_export, default_config
from monitor.text.types import Analysis, PlaceSpec, PlanSpec, RawText, RuleSpec, UnitSpec

__all__ = [
    "Analysis",
    "Config",
    "PlaceSpec",
    "PlanSpec",
    "RawText",
    "RuleSpec",
    "UnitSpec",
    "analyse",
    "analyse_many",
    "clean_masked",
    "config_from_export",
    "default_config",
    "explain",
]
