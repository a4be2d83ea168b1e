"""English nouns after a figure."""

from __future__ import annotations

import pytest

from monitor.lib.plurals import with_plurals


@pytest.mark.parametrize(
    ("n", "told"),
    [
        (0, "0 sources"),
        (1, "1 source"),
        ("1", "1 source"),
        ("1,204", "1,204 sources"),
        (1.5, "1.5 sources"),
        ("—", "— sources"),
    ],
)
def test_only_one_has_no_s(n: object, told: str) -> None:
    assert "{n} source{n_s}".format(**with_plurals({"n": n})) == told


def test_the_values_themselves_are_kept() -> None:
    assert with_plurals({"n": 1, "name": "云河"}) == {"n": 1, "name": "云河", "n_s": "", "name_s": "s"}
