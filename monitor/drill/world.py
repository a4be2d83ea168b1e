"""The fictional district 云河区 in the fictional city 澜州市: its sources, places, employers and rhythm.

Nothing here exists. Names were made up for this exercise; a likeness to a real place or firm is chance.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """One publishing source. `daily` is its usual number of everyday items of its own on a working day.

    Chosen so that no source tells one of its frames twice within a fortnight.
    """

    key: str
    name: str
    kind: str  # how the product reads it: feed, hotlist_json or list_page
    source_kind: str  # news, forum, trade, broadcast, hotlist, official, union
    flavour: str  # what it serves, see `render.FLAVOURS`
    path: str
    daily: float
    rhythm: str
    sleeps: bool  # an office: nothing is published at night
    manner: str = ""  # how it behaves as a server, see `server.MANNERS`
    script: str = "hans"  # hans, hant (every text is turned into traditional characters) or latin
    own: bool = False  # the union's own publications


SOURCES = (
    Source("news", "云河日报网", "feed", "news", "rss", "/rss.xml", 6.5, "office", True),
    Source("evening", "澜州晚报", "feed", "news", "rdf", "/rss/index.rdf", 6.4, "paper", True),
    Source("forum", "云河社区", "feed", "forum", "atom", "/new.atom", 7.7, "evening", False),
    Source("workers", "云河工友之家", "feed", "forum", "rss", "/bbs/rss.php", 4.6, "shift", False, manner="breaks"),
    Source("trade", "澜州产业与劳动观察", "feed", "trade", "jsonfeed", "/feed.json", 3.6, "office", True),
    Source("broadcast", "云河区广播电视台", "feed", "broadcast", "rss-gb18030", "/news/rss.xml", 4.5, "bulletin", True),
    Source("harbour", "澜州商報", "feed", "news", "rss-big5", "/rss/local.xml", 3.3, "paper", True, script="hant"),
    Source(
        "english",
        "Yunhe Dispatch 云河英文报",
        "feed",
        "news",
        "atom",
        "/feed.atom",
        2.4,
        "office",
        True,
        script="latin",
    ),
    Source("hotlist", "云河热榜", "hotlist_json", "hotlist", "newsnow", "/api/s?id=yunhe", 6.9, "evening", False),
    Source("gov", "云河区政务公开", "list_page", "official", "listpage", "/notices/", 3.8, "office", True),
    Source("ask", "云河问政", "feed", "official", "jsonfeed", "/questions.json", 3.9, "office", True, manner="slow"),
    Source("union", "云河区总工会", "feed", "union", "rss", "/news.xml", 2.0, "office", True, own=True),
    Source("life", "云河生活通", "feed", "news", "rss", "/feed/", 4.9, "evening", True, manner="rotates"),
    Source("town", "云河区石漾镇之声", "feed", "broadcast", "rss", "/shiyang/rss.xml", 0.34, "office", True),
)
BY_KEY = {source.key: source for source in SOURCES}
REGION = "云河区"

# How often an item of a source is taken over by others on average, and how eager each is to take.
TAKEN = {
    "news": 2.6,
    "evening": 2.6,
    "broadcast": 2.3,
    "trade": 1.8,
    "harbour": 1.5,
    "gov": 2.1,
    "hotlist": 2.3,
    "life": 2.0,
    "forum": 0.6,
    "workers": 0.5,
    "ask": 0.6,
    "union": 0.8,
    "town": 1.0,
    "english": 0.0,
}
TAKES = {
    "life": 5.0,
    "hotlist": 3.0,
    "forum": 2.0,
    "evening": 2.0,
    "news": 1.5,
    "harbour": 1.5,
    "broadcast": 0.8,
    "workers": 0.6,
}

# Share of a day's items by hour of the day, Asia/Shanghai; each row is scaled to sum to 1.
_OFFICE = (0, 0, 0, 0, 0, 1, 4, 8, 10, 12, 11, 8, 5, 5, 8, 9, 10, 8, 5, 3, 2, 2, 1, 0)
_EVENING = (2, 1, 0.5, 0, 0, 0.5, 2, 4, 5, 5, 5, 6, 8, 6, 4, 4, 5, 6, 8, 10, 12, 11, 8, 4)
_PAPER = (0, 0, 0, 0, 1, 4, 9, 10, 8, 7, 6, 6, 6, 6, 8, 9, 8, 6, 4, 3, 3, 4, 3, 1)  # two editions
_SHIFT = (3, 1, 0.5, 0, 0, 1, 3, 3, 2, 2, 2, 5, 9, 5, 2, 2, 3, 6, 9, 11, 11, 9, 6, 4)  # breaks and after work
_BULLETIN = (0, 0, 0, 0, 0, 1, 8, 10, 5, 3, 4, 12, 12, 3, 2, 2, 4, 12, 14, 8, 3, 2, 0, 0)
RHYTHMS = {
    name: tuple(value / sum(row) for value in row)
    for name, row in {
        "office": _OFFICE,
        "evening": _EVENING,
        "bulletin": _BULLETIN,
        "paper": _PAPER,
        "shift": _SHIFT,
    }.items()
}
WEEKEND = {"office": 0.5, "evening": 1.15, "bulletin": 0.7, "paper": 0.8, "shift": 1.1}

STREETS = ("柳岸街道", "云桥街道", "东坪街道", "枫渚街道", "南浔坡街道", "梅屏镇", "渡头镇", "石漾镇")
NEIGHBOURS = ("望湖区", "青岭区", "澜北新区", "陶阳县")
SLOTS: dict[str, tuple[str, ...]] = {
    "street": STREETS,
    "district": NEIGHBOURS,
    "road": (
        "云桥路",
        "柳岸大道",
        "梅屏中路",
        "纺机路",
        "学堂街",
        "沿河东路",
        "枫渚路",
        "晒布巷",
        "新渡路",
        "石漾大道",
        "观澜路",
        "老码头街",
    ),
    "estate": (
        "柳岸花苑",
        "云桥新村",
        "纺机三宿舍",
        "沁河雅居",
        "枫渚家园",
        "东坪安置小区",
        "梅屏里",
        "渡头佳苑",
        "石漾嘉园",
        "河畔春晓",
    ),
    "park": ("沿河绿道", "枫渚湿地公园", "纺机厂文创园", "柳岸广场", "东坪山公园", "云桥体育公园"),
    "school": ("云河实验小学", "云桥中学", "柳岸二小", "云河职业技术学校", "石漾中心小学", "枫渚中学"),
    "mall": ("云河天街里", "柳岸生活广场", "新渡百货", "梅屏集市", "云桥夜市"),
    "sky": ("多云转阵雨", "晴到多云", "阴有小雨", "多云", "晴转多云"),
    "hospital": ("云河区第二医院", "云河区中医院", "枫渚社区卫生服务中心"),
    "metro": ("地铁3号线云桥站", "地铁3号线柳岸站", "地铁7号线梅屏东站", "地铁7号线石漾站"),
    "bus": ("12路", "37路", "云河2路", "205路", "夜9路"),
    "sur": ("周", "许", "沈", "罗", "唐", "蒋", "韩", "邓", "彭", "曾", "吕", "丁", "范", "姚", "谭"),
    "sur2": ("孟", "秦", "戴", "夏", "侯", "邹", "熊", "尹", "黎", "龚", "贺", "倪", "施", "陶"),
}
