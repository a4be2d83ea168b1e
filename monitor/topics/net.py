"""What straight weights cannot say: two figures that mean something else together than apart. A small net of one layer. Pure.

    odds += outward . tanh(inward . figures + offset)

Each figure is held within what the net was trained on (`least` to `most`), so that a topic of thousands or a word that nothing has
seen counts as the greatest that was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
KEYS = ("least", "most", "inward", "offset", "outward")


@dataclass(frozen=True, slots=True, eq=False)
class Net:
    """F figures, H hidden units: `least` and `most` (F), `inward` (H x F), `offset` and `outward` (H)."""

    least: Numbers
    most: Numbers
    inward: Numbers
    offset: Numbers
    outward: Numbers

    def odds(self, figures: Sequence[Sequence[float]]) -> list[float]:
        """What is added to the log odds of each row of figures; all rows at once, as one costs nearly as much as six."""
        held = np.minimum(np.maximum(np.array(figures), self.least), self.most)
        found: list[float] = (np.tanh(held @ self.inward.T + self.offset) @ self.outward).tolist()
        return found


def net_of(data: dict[str, Any] | None, figures: int) -> Net | None:
    """The net behind its entry of `data/decide.json`, where there is one. ValueError when it is for another number of figures."""
    if data is None:
        return None
    net = Net(*(np.array(data[key], dtype=np.float64) for key in KEYS))
    if net.inward.shape != (len(net.offset), figures) or not len(net.least) == len(net.most) == figures:
        raise ValueError("the net of data/decide.json is of another version")
    return net


def net_data(net: Net) -> dict[str, Any]:
    """A net as `net_of` reads it, to six digits."""
    return {key: _rounded(getattr(net, key).tolist()) for key in KEYS}


def _rounded(value: Any) -> Any:
    return [_rounded(part) for part in value] if isinstance(value, list) else float(f"{value:.6g}")
