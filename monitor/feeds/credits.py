"""Credits in the running text of an article ("（记者 张三）", "责任编辑：李四", "By Zhang San"): cut out. Pure.

Only what stands where credits stand: in brackets, on a short line of its own, before "报道". What the text says of a
reporter ("一名记者被打", "记者从区总工会获悉") stays.
"""

from __future__ import annotations

import re

PRESS = r"(?:本[报刊网台社]|新华社|全媒体|融媒体?|首席|特约|见习|实习)*"
WRITES = rf"{PRESS}(?:记者|通讯员|实习生)"
ROLE = (
    rf"(?:{WRITES}|(?:本[文期])?(?:作者|撰稿人?|撰文|供稿|责任编辑|责编|编辑|编审|审核|校对|主编|监制|摄影|摄像|文字|编译|译者"
    r"|发布者|发布人|楼主))"
)
LONGEST = 80  # characters of a line of credits
BLANK = r"[ \u3000]"
SAYS = r"(?:从|在|了解|获悉|看到|发现|注意|注[:：]|采访|走访|调查|问|获得|近日|昨|今|对|向|就|被|节|站|证)"
INSIDE = r"[^\n。！？；!?;（()）【】\[\]]"
BRACKETS = re.compile(
    rf"[（(【\[]\s*(?:{INSIDE}{{0,8}}(?:报|社|网|台|讯|新闻|传媒|客户端){BLANK}?)?"
    rf"(?:{WRITES}(?!{BLANK}*{SAYS})|{ROLE}(?:\s*[:：/／]|{BLANK})){INSIDE}{{0,60}}[)）】\]]"
)
LABELLED = re.compile(rf"[（(【\[]?\s*{ROLE}\s*[:：][^\n。！？；!?;]*$")
LINES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"[（(【\[]?\s*{ROLE}(?:{BLANK}+|\s*[/／|｜丨]\s*)(?!{SAYS})[^\n，。！？；：,!?;:]{{1,30}}$",
        r"(?:文|文图|图文)\s*[/／|｜丨:：]\s*[^\n，。！？；,!?;]{1,40}$",
        r"(?:图|视频)\s*[/／|｜丨]\s*[^\n，。！？；,!?;]{1,40}$",
        r"(?:(?:[Ww]ritten |[Pp]osted |[Rr]eported |[Ee]dited )?(?:[Bb]y|BY)|Author:?|Reporter:?|Editor:?) +[A-Z][^\n.!?]{1,60}$",
    )
)
PICTURE = re.compile(r"[ \u3000（(][\u4e00-\u9fff·]{2,4}[ \u3000]*/?(?:摄|供图)[)）]?$")
REPORTS = re.compile(
    rf"({PRESS}(?:记者|通讯员)){BLANK}*(?!现场|独家|跟踪|连续|深度|采访)"
    rf"[\u4e00-\u9fff·]{{2,4}}(?:[ \u3000、][\u4e00-\u9fff·]{{2,4}}){{0,4}}{BLANK}*(?=报道|摄影报道|综合报道)"
)


def credits_cut(text: str) -> str:
    """The text without them; lines that held nothing else are gone."""
    lines = (_line(line) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _line(line: str) -> str:
    line = REPORTS.sub(r"\1", BRACKETS.sub("", line)).strip()
    if len(line) > LONGEST:
        return line
    if any(pattern.match(line) for pattern in LINES):
        return ""
    if found := LABELLED.search(line):
        return line[: found.start()].rstrip()
    return PICTURE.sub("", line).rstrip()
