"""Which items answer a matter: the union's own publications, and an authority or a broadcaster that says at the head of its item that
nothing of the kind happened (a rumour, an exercise). What was told before an answer is known to the desk; what is told after it counts.

Newspapers, forums and hot lists do not answer: an employer's denial stands there too, and must not silence anybody.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.db.models import QuerySet
from django.db.models.functions import Left

from monitor.models import Item, SourceKind
from monitor.text.areas import LEAD_CHARS

ANSWERING = (SourceKind.OFFICIAL, SourceKind.BROADCAST)
TELLING = "消息|信息|传言|传闻|视频|图片|言论|说法|内容|情况"
EVENTS = "爆炸|火灾|起火|失火|事故|坍塌|坠落|泄漏|中毒|停工|罢工|裁员|停产|此事|上述|所传|所谓"
DENIAL = re.compile(
    "辟谣|误传|虚惊一场|不属实|并非事实|与事实不符|假消息|(?:系|是|均为|纯属|属于?)(?:网络)?谣言"
    f"|(?:{TELLING}|网传|网上流传|所传).{{0,12}}不实|不实(?:的)?(?:{TELLING})"
    "|(?:是|系|为)(?:一场|一次)?(?:应急|消防|安全|疏散|反恐)?演练"
    "|(?:请|切|勿|不要|莫).{0,4}(?:转发|转传|传播|轻信|信谣)"
    f"|(?:没有|并?未)发生(?:任何)?.{{0,4}}(?:{EVENTS})"
)

ADMITTED = re.compile(  # there is a matter, whatever is said of it that is not so
    "事[件故].{0,6}(?:通报|调查|处置|原因)|送医|住院|收治|救治|立案|调查组|责令|协商|约谈|停产|实有|确有|确实|(?<!不)属实"
)


def denies(title: str, lead: str) -> bool:
    """Whether the head of an item says that something did not happen, and admits nothing. "No casualties" is no denial; nor is a notice
    about an accident, or about a stoppage that goes on, which denies a detail.
    """
    head = f"{title}\n{lead}"
    return DENIAL.search(head) is not None and ADMITTED.search(head) is None


def replies_among(rows: QuerySet[Item], kinds: Mapping[int, str]) -> frozenset[int]:
    """Ids of originals of authorities and broadcasters that deny what is told; none for a text that is past the retention.

    `kinds`: kind of medium by source. At most one query.
    """
    sources = [source for source, kind in kinds.items() if kind in ANSWERING]
    if not sources:
        return frozenset()
    said = rows.filter(source_id__in=sources, duplicate_of=None, own=False).order_by()
    heads = said.annotate(lead=Left("text", LEAD_CHARS)).values_list("id", "title", "lead")
    return frozenset(item for item, title, lead in heads if denies(title, lead))
