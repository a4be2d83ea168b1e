"""The colours that pictures outside the pages use: the light theme of dashboards' tokens.css (a test compares them)."""

from __future__ import annotations

COLOURS = {
    "surface": "#ffffff",
    "surface-2": "#f0f0ee",
    "line": "#dedfdc",
    "ink": "#1d2126",
    "ink-2": "#4a5057",
    "ink-3": "#666c74",
    "accent": "#1f5f86",
    "accent-soft": "#e4eef4",
    "neg": "#c2410c",
    "neu": "#8a9099",
    "pos": "#0f7f80",
    "neg-ink": "#b03a0b",
    "neu-ink": "#5f656d",
    "pos-ink": "#0d6e6f",
    "level-1": "#2f68c4",
    "level-1-ink": "#ffffff",
    "level-2": "#f0c419",
    "level-2-ink": "#2b2300",
    "level-3": "#ee8a1d",
    "level-3-ink": "#2a1600",
    "level-4": "#c62828",
    "level-4-ink": "#ffffff",
    "weekend": "#f3f3f1",
    "outage": "#c9c9c6",
}
