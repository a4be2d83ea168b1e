"""A pattern that is compiled late does what it would do if it were compiled at once."""

import re

import pytest

from monitor.text import disguised, homes, junk, late, mask, nameshapes
from monitor.text.late import compile_all


@pytest.mark.parametrize("flags", [0, re.IGNORECASE])
def test_its_methods_are_those_of_the_pattern(flags: int) -> None:
    text = "b1a22B333"
    for name, rest in (("findall", ()), ("split", ()), ("sub", ("-",))):
        for _ in range(2):  # first compiled, then known
            found = late.late("b(?:[0-9]+)", flags)
            expected = re.compile("b(?:[0-9]+)", flags)
            assert getattr(found, name)(*rest, text) == getattr(expected, name)(*rest, text)
    found, expected = late.late("b([0-9]+)", flags), re.compile("b([0-9]+)", flags)
    assert [m.span(1) for m in found.finditer(text, 1)] == [m.span(1) for m in expected.finditer(text, 1)]
    assert (found.search(text, 1) is None) == (expected.search(text, 1) is None)
    assert found.match(text).span() == (0, 2)  # type: ignore[union-attr]


def test_all_patterns_are_sound() -> None:
    """Nobody else compiles those that no text of the tests needs."""
    compile_all()
    kept = [value for module in (disguised, homes, junk, mask, nameshapes) for value in vars(module).values()]
    patterns = [value for value in kept if isinstance(value, late._Late)]
    assert len(patterns) > 80
    assert all("search" in vars(pattern) for pattern in patterns)
