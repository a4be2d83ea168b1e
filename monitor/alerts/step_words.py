"""Plan steps and requests to units help and inform. What asks for more than that is refused, with the reason (SCOPE 3). Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from monitor.text.fold import fold

POST = r"(?:帖|发文|贴文|推文|跟评|评论|留言|弹幕|文章|稿件|报道|视频|直播|图片|链接|言论|内容|网文|微博|笔记|信息|负面|舆情)"
GAP = r"[^。；;!！?？\n]{0,12}"
SEEKING = r"找到|查找|查明|查出|查清|追查|锁定|定位|寻找|摸排|排查|约谈|训诫|联系|核实|核查|掌握|控制"
THINGS = r"(?:posts?|comments?|articles?|videos?|threads?|content|tweets?|coverage)"
WRITERS = r"(?:posters?|authors?|writers?|users?|whistle-?blowers?|complainants?|netizens?|who (?:wrote|posted))"

_ALTERNATIVES: dict[str, tuple[str, ...]] = {
    "removal": (
        rf"(?:删除|删掉|删去|删了|删(?=帖|稿|文|评|视频)|清除|清理|撤下|撤回|撤销|撤掉|收回|撤(?=稿|帖)){GAP}{POST}",
        rf"(?:下架|屏蔽|封堵|隐藏|过滤|拦截|压制|压下){GAP}{POST}",
        rf"{POST}{GAP}(?:删除|删掉|删了|撤下|撤销|撤掉|撤回|收回|下架|屏蔽|清除|封堵|拦截|处理掉)",
        r"(?:处理|处置|解决)(?:一下|掉)?(?:该|这|那|此|相关|有关|网上|的|些|个|条|篇){0,4}(?:网?帖|视频|文章|评论|发文)",
        r"(?:网?帖子?|视频|文章|评论|发文)[^。；，,]{0,6}(?:处理|处置|不予?显示|不予?展示|不予?推送|消失|降温|沉下去)",
        r"不(?:予|再|给)?(?:显示|展示|推送|推荐).{0,6}(?:内容|帖|视频|文章|消息)|消除.{0,6}影响|网上降温|舆情降温|降温处置|冷处理",
        r"(?:压|降|减)(?:低|下|一压)?[^。；，,]{0,4}(?:热度|声量|关注度)|(?:热度|声量)[^。；，,]{0,4}(?:压|降)|(?:不再|停止|暂缓|暂停)(?:刊登|刊发|刊载|报道|传播|转载|发布)",
        r"(?:处理|处置)[^。；，,]{0,6}(?:网?帖|视频|文章|评论|微博)|(?:关闭|关停|解散|封)[^。；，,]{0,8}(?:讨论区|贴吧|论坛|评论|话题|聊天群|微信群|群聊|超话)",
        r"(?:弄|搞)(?:没|掉)|拿掉|自行删除|删除所|删掉所|版主|吧主|网管|(?:论坛|网站|贴吧|平台)(?:管理员|编辑|小编)",
        r"删帖|删稿|撤稿|撤帖|沉帖|压帖|锁帖|降热|撤热搜|压热搜|限流|断链|消除负面|净化网络",
        rf"(?:举报|投诉){GAP}(?:帖|发文|视频|用户|评论|平台处理)|向平台(?:举报|投诉|反映)",
        rf"\b(?:delet|remov|tak\w+ ?down|get(?:ting)? rid of|hid|block|suppress|censor|scrub|filter|withdraw)\w*\b.{{0,40}}\b{THINGS}\b",
        rf"\btake\b.{{0,40}}\b{THINGS}\b.{{0,20}}\bdown\b|\btak\w+ down\b",
        rf"\b{THINGS}\b.{{0,30}}\b(?:deleted|removed|taken down|blocked|hidden|suppressed)\b",
        rf"\b{THINGS}\b.{{0,20}}\b(?:pulled|closed|deleted|disappear|go away|off the (?:site|web|internet|platform))\b",
        r"\b(?:delet|remov|eras)\w*\b.{0,20}\b(?:wrote|posted|written|said)\b|\bdisappear\b|\bunpublish\w*|\b(?:limit|reduce|slow|stop)\w* (?:its|the|their) (?:spread|reach|visibility)\b|\bshadow-?ban\w*",
        r"\breport (?:the |this |that |these )?(?:posts?|comments?|videos?|threads?|users?)\b",
    ),
    "account": (
        r"封号|封禁|禁言|拉黑|销号|封停|约谈(?:平台|网站|自媒体|大v)",
        r"账号|帐号|用户名|昵称|网名|小号|粉丝|自媒体|(?:发声|发布|用户|网民|涉事)账户",
        r"\b(?:ban|suspend|mute|block|close)\w*\b.{0,30}\b(?:accounts?|users?)\b",
        r"\b(?:user ?accounts?|handles?|nicknames?)\b",
    ),
    "person": (
        r"发帖人|发帖者|发帖的人|发布者|发布人|发文者|发文人|爆料人|爆料者|楼主|博主|造谣者|传播者|带头者|为首的|幕后",
        r"(?:网民|网友|职工)(?:真实)?身份|当事网民|真实身份|实名信息|谁发的|谁在发|何人所发|什么人发|人肉|溯源|落地查人|查ip|ip地址",
        rf"(?:{SEEKING}){GAP}(?:发帖|发文|爆料|投诉人|举报人|反映人|信访人|网民|网友|作者|写手|用户)",
        r"(?:哪个|哪位|哪名|谁|什么人|何人).{0,6}(?:说的|反映的|反映$|举报|投诉|发的|爆料|曝光|传的|拍的|在网上)",
        r"发布(?:视频|消息|信息|内容|帖子|文章|图片)的?(?:人|职工|网友|员工|者)|造谣|传谣",
        r"(?:找|约|与|同|跟)(?:反映|举报|投诉|发声|曝光|爆料)[^。；，,]{0,10}(?:谈话|谈心|约谈|做工作|见面)",
        r"保证书|(?:不再|不要再?|不得再?|停止|别再?|制止)(?:在网上|在网络上)?(?:上网|发声|反映|投诉|举报|上访|信访|发帖|曝光)",
        r"家属[^。；，,]{0,6}(?:做工作|劝|施压)|做通?(?:其|职工|员工)?家属的?(?:思想)?工作",
        r"(?:发言|发声|反映|投诉|举报|参与|带头)[^。；，,]{0,6}(?:职工|员工|人员|的人)[^。；，,]{0,3}(?:姓名|名单|工号|电话|住址|身份)|带头(?:闹事|发声|反映|投诉|的)|(?:摸清|查找|弄清|搞清)[^。；，,]{0,6}(?:是谁|什么人|哪些人|身份|来源)|信息来源(?:的)?(?:人|职工)",
        r"思想动态|谈话|找(?:他|她|该)|安抚[^。；，,]{0,10}(?:使|让)|影响降|哪(?:名|位|个)(?:员工|职工)",
        r"\bwhich (?:employee|worker)\b|\bwhat the (?:worker|employee)s? sa(?:ys?|id)\b",
        r"(?:别|不要|莫|勿)再(?:说|讲|提|闹|传)|(?:讲|说|陈|晓)[明清以].{0,2}利害|稳控|训诫|劝返|思想工作|处分反映",
        rf"\b(?:find|identif|trac|locat|unmask|contact|question|warn|expos)\w*\b.{{0,30}}\b{WRITERS}\b",
        r"\bwho (?:wrote|posted|complained|reported|spoke|leaked|filmed)\b|\bsource of the leak\b|\binto silence\b|\bsilenc(?:e|ing)\b",
        r"\bstop (?:talking|posting|complaining|speaking)\b",
    ),
    "posting": (
        r"水军|控评|刷评|刷屏|跟评|跟帖|回帖|顶帖|灌水|网评员|评论员队伍|引导(?:评论|网民|网友|舆论|风向)|舆论引导|正面引导",
        r"对冲|稀释|带节奏|评论区|留言区|转移(?:话题|视线|注意)|(?:组织|安排|发动)[^。；]{0,10}(?:点赞|转发|发帖|评论|留言|发声)",
        r"正面声音|正能量|(?:帖子?|视频|文章|新闻|报道)(?:的)?(?:下面|下方|底下|下)(?:留言|回复|澄清|评论|说明)",
        r"\b(?:astroturf\w*|sock ?puppets?|counter-?posts?|flood\w*|steer\w* (?:opinion|the discussion|public))\b",
        r"\b(?:post\w*|write|leave|add)\b.{0,25}\b(?:comments?|replies|reply)\b",
        r"\b(?:repl\w+|comment\w*) (?:to|under|on|below) (?:the |this |these )?(?:posts?|comments?|threads?|articles?)\b",
    ),
}
# What is published is never the object of a step, whatever is to be done with it: known ways of asking are named above, this is the
# rest. Allowed is to verify what was reported, and to publish on channels of one's own.
_PUBLISHED = (
    r"帖|微博|视频|评论|留言|弹幕|直播|论坛|贴吧|超话|话题|热搜|热度|声量|舆情|舆论|负面|网信|清网|(?:聊天|微信|工作|职工)群|群聊|群主|群里|朋友圈",
    r"抖音|快手|小红书|新闻|报道|稿件|媒体|编辑|转发|网络|网上|上网|拍摄|曝光|爆料|谣|发声|言论|泄露|泄密|再发|封口|截图|页面|网页|报社|电视台|外传|扩散|压一压|压下",
    r"\b(?:the|this|that|these|those|all|any|negative|critical) posts?\b|\bposts\b|\b(?:articles?|story|stories|videos?|threads?|tweets?)\b",
    r"\b(?:the|positive|negative|supportive|user|online|friendly) comments?\b|\b(?:group chat|chat group|hashtag|trending|editor|rumou?rs?)\b",
    r"\b(?:coverage|news|media|forums?|online|internet|social|leak\w*|accounts?)\b|\bkeep (?:it )?quiet\b|\bquiet down\b|\bspreading\b|\bnewspapers?\b|\b(?:web)?pages?\b|\bscreenshots?\b",
)
PUBLISHED = re.compile("|".join(_PUBLISHED))
_OWN = (
    r"(?:核实|核查|核对|查证|了解|对照|梳理)(?:新闻|报道|媒体|网上|网络)(?:报道)?(?:中|里|上)?所?(?:提到|反映|说|提及|涉及)?的?",
    r"(?:新闻|报道|媒体|网上|网络)(?:报道)?(?:中|里|上)?所?(?:提到|反映|提及|涉及)的(?=情况|问题|事|单位|用人|企业|工地|项目|名称|地址)",
    r"(?:工会|自有|自己的?|官方)(?:网站|公众号|视频号|微博|新媒体|媒体|直播间?|网络)|新闻发布会|政务媒体|视频会议|视频培训|网络安全",
    r"\b(?:verify|check|confirm)\b.{0,25}\b(?:articles?|coverage|news|online)\b|\b(?:union'?s?|own|official) (?:own )?(?:news|media|accounts?)\b",
    r"\b(?:wage|bank|payroll|written|full|its|their|an) accounts?\b|\baccounts? of\b|\bsocial (?:insurance|security|workers?)\b|\bnews conference\b",
)
OWN = re.compile("|".join(_OWN))
PATTERNS = tuple((label, re.compile("|".join(found))) for label, found in _ALTERNATIVES.items())
_NOISE = r"[\s\u200b-\u200f\ufeff·•._*|/\\-]+"
BETWEEN_CHINESE = re.compile(rf"{_NOISE}(?=[\u3400-\u9fff])|(?<=[\u3400-\u9fff]){_NOISE}")


@dataclass(frozen=True, slots=True)
class Refused:
    """`label`: removal, account, person, posting or publication; `words`: what it was seen by."""

    label: str
    words: str


def step_refused(text: str) -> Refused | None:
    """Why this text cannot be a step or a request; None when it can. A denial ("不删帖") is refused too: a step says what is
    done, and a word before it must not open the door."""
    flat = BETWEEN_CHINESE.sub("", fold(unicodedata.normalize("NFKC", text)))
    for label, pattern in PATTERNS:
        if found := pattern.search(flat):
            return Refused(label, found.group()[:40])
    if found := PUBLISHED.search(OWN.sub("", flat)):
        return Refused("publication", found.group()[:40])
    return None
