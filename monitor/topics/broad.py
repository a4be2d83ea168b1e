"""Names so wide that two texts which share one need not share a matter: provinces, cities, counties, countries.

Among the headlines of a whole country the name of one district is among the rarest of words; in the stream of that
district it stands in every second text. Its rarity is therefore bounded (`ClusterParams.broad_idf`), whatever was counted.
"""

from __future__ import annotations

import re
from functools import cache

from monitor.text.atlas import atlas
from monitor.topics.vectors import pair_key, word_key

_END = re.compile(r"(?<=..)(?:省|市|地区|区|县|旗)$")


@cache
def broad_keys(own: tuple[str, ...] = ()) -> frozenset[int]:
    """Feature hashes of the atlas's names and of `own`: those of the installation's district and city, which it may not have."""
    names = {*atlas().codes, *own, *(_END.sub("", name) for name in own)}
    return frozenset(map(word_key, names)) | frozenset(pair_key(name) for name in names if len(name) == 2)
