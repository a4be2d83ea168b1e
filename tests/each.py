"""One test over many cases: `parametrize` for pure functions that take less than what a test costs in itself.

A case of `parametrize` is collected by each process of the run, set up, torn down and reported: ten milliseconds of a
processor, by the thousand. Here every case is tried too, and all that fail are named.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Sequence
from itertools import product
from typing import Any

import pytest

Test = Callable[..., None]


def each(columns: str = "", rows: Iterable[Sequence[Any]] = (), /, **axes: Iterable[Any]) -> Callable[[Test], Test]:
    """`@each(word=WORDS, frame=FRAMES)`: the test is called with each word in each frame; what else it takes comes from pytest.

    `@each("text left", TEXTS)`: with both values of each row, as of a table with these columns; times the axes, if there are any.
    """
    names = [columns.split(), *([name] for name in axes)] if columns else [[name] for name in axes]
    values = [list(rows), *([(one,) for one in axis] for axis in axes.values())]
    cases = list(product(*(values if columns else values[1:])))
    flat = [name for group in names for name in group]

    def decorate(test: Test) -> Test:
        def together(**given: Any) -> None:
            assert cases, "no case at all"
            failed = []
            for case in cases:
                told = [one for group in case for one in group]
                try:
                    test(**dict(zip(flat, told, strict=True)), **given)
                except (AssertionError, pytest.fail.Exception) as error:  # the second: `pytest.raises`, and nothing was
                    failed.append(f"{', '.join(map(_short, told))}: {error}")
                except Exception as error:
                    error.add_note(f"with {', '.join(map(_short, told))}")
                    raise
            assert not failed, f"{len(failed)} of {len(cases)} cases:\n" + "\n".join(failed)

        together.__name__, together.__doc__, together.__module__ = test.__name__, test.__doc__, test.__module__
        together.__qualname__ = test.__qualname__
        asked = inspect.signature(test)
        rest = [one for name, one in asked.parameters.items() if name not in flat]
        together.__signature__ = asked.replace(parameters=rest)  # type: ignore[attr-defined]
        return together

    return decorate


def _short(case: Any) -> str:
    return str(getattr(case, "key", None) or repr(case))[:120]
