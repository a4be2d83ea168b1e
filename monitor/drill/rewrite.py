"""Reposts as portals make them: a new headline, a source line, other words, cut or reordered. Pure.

What a light rewrite keeps (names, places, numbers) is what a reader, and a program, knows it by.
"""

import random
import re

SYNONYMS = (
    ("反映", "称"), ("表示", "说"), ("目前", "眼下"), ("记者从", "从"), ("获悉", "了解到"), ("介入", "出面"),
    ("部分", "一些"), ("多名", "好几名"), ("立即", "马上"), ("要求", "责令"), ("尚未", "还没有"), ("已经", "已"),
    ("同时", "另外"), ("因为", "由于"), ("但是", "不过"), ("随后", "之后"), ("附近", "周边"), ("进行", "开展"),
    ("工作人员", "有关人员"), ("负责人", "主管人员"), ("现场", "当场"), ("此前", "早前"), ("近日", "这几天"),
    ("居民", "住户"), ("市民", "街坊"), ("员工", "职工"), ("工人", "工友"), ("公司", "企业"), ("处理", "处置"),
    ("发布", "公布"), ("介绍", "透露"), ("认为", "指出"), ("希望", "盼着"), ("继续", "接着"), ("开始", "着手"),
    ("预计", "估计"), ("提醒", "提示"), ("大约", "约"), ("联系", "找到"), ("没有", "未"), ("发现", "看到"),
)  # fmt: skip
_SENTENCE = re.compile(r"[^。！？!?\n]*[。！？!?]+[”」』]?|[^。！？!?\n]+$", re.MULTILINE)
_HEADS = {
    "life": ("扩散！{}", "{}（转发周知）", "刚刚，{}", "【本地】{}"),
    "hotlist": ("{}",),
    "forum": ("转：{}", "【转】{}", "{} 大家怎么看"),
    "workers": ("转个消息：{}", "【转】{}，兄弟们看看"),
    "evening": ("{}", "晚报关注｜{}"),
    "harbour": ("{}",),
}
_LINES = {
    "life": ("来源：{}", "（综合自{}）"),
    "forum": ("转自{}。", "刚在{}看到的，搬过来。"),
    "workers": ("{}上看到的。", "转自{}。"),
}
_QUESTION = re.compile(r"[？?！!]$")


def _words(text: str, rng: random.Random, share: float) -> str:
    for plain, other in SYNONYMS:
        if plain in text and rng.random() < share:
            text = text.replace(plain, other)
    return text


def _headline(title: str, source: str, rng: random.Random) -> str:
    parts = [part for part in re.split(r"[ 　]", title) if part]
    if len(parts) == 2 and min(map(len, parts)) >= 5 and rng.random() < 0.5:
        parts.reverse()
    title = _words(" ".join(parts), rng, 0.6)
    if source == "hotlist":
        return title[:28]
    head = rng.choice(_HEADS.get(source, ("{}",)))
    return head.format(_QUESTION.sub("", title) if "大家" in head else title)


def _body(text: str, rng: random.Random) -> str:
    paragraphs = [_SENTENCE.findall(part) for part in text.split("\n")]
    if len(paragraphs) > 2 and rng.random() < 0.5:
        paragraphs = paragraphs[: rng.randint(2, len(paragraphs) - 1)]
    for sentences in paragraphs:
        if len(sentences) > 3 and rng.random() < 0.4:
            del sentences[rng.randrange(1, len(sentences))]
        if len(sentences) > 3 and rng.random() < 0.3:
            place = rng.randrange(1, len(sentences) - 1)
            sentences[place], sentences[place + 1] = sentences[place + 1], sentences[place]
    return "\n".join("".join(sentences) for sentences in paragraphs if sentences)


def reword(title: str, text: str, *, source: str, origin: str, rng: random.Random) -> tuple[str, str]:
    """(title, text) as `source` publishes what it took from the source named `origin`."""
    new_title = _headline(title, source, rng)
    if source == "hotlist":
        return new_title, ""
    body = _words(_body(text, rng), rng, 0.5)
    lines = _LINES.get(source)
    if lines is None:
        return new_title, f"据{origin}消息，{body}" if body else ""
    line = rng.choice(lines).format(origin)
    return new_title, f"{body}\n{line}" if rng.random() < 0.6 else f"{line}{body}"
