"""Who takes part in the exercise (one demo login a role) and what its team has set up: units, places, keyword rules."""

from dataclasses import dataclass

from .world import NEIGHBOURS, REGION, STREETS

LOCAL, CITY = "本区", "本市"


@dataclass(frozen=True, slots=True)
class Member:
    """A demo login; `unit` by name. The password is public on purpose: it opens an exercise that holds made-up texts only."""

    role: str
    username: str
    name: str
    password: str
    email: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """A second-level union: an item is its business when one of `words` occurs and none of `exclude`."""

    name: str
    words: tuple[str, ...]
    exclude: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A place or employer of the gazetteer; `unit` by name."""

    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    scope: str = LOCAL
    unit: str = ""


@dataclass(frozen=True, slots=True)
class TeamRule:
    """A keyword rule of the team: words, "phrases", AND OR NOT, brackets."""

    name: str
    query: str
    area: str | None = None
    grave: bool = False


MEMBERS = (
    Member("viewer", "kan", "观摩员", "yunhe-kan", "kan@yunhe.example"),
    Member("reporter", "bao", "信息员", "yunhe-bao", "bao@yunhe.example", unit="建筑业工会联合会"),
    Member("monitor", "zhi", "值班员", "yunhe-zhi", "zhi@yunhe.example"),
    Member("lead", "zu", "组长", "yunhe-zu", "zu@yunhe.example"),
    Member("admin", "guan", "管理员", "yunhe-guan", "guan@yunhe.example"),
)

UNITS = (
    Unit("柳岸街道总工会", ("柳岸街道", "柳岸花苑", "柳岸金融大厦", "柳岸生活广场", "柳岸二小")),
    Unit("云桥街道总工会", ("云桥街道", "云桥新村", "云桥国际中心", "云桥夜市", "云桥中学")),
    Unit("东坪街道总工会", ("东坪街道", "东坪安置小区", "东坪山公园")),
    Unit("枫渚街道总工会", ("枫渚街道", "枫渚家园", "枫渚湿地公园", "枫渚中学")),
    Unit("南浔坡街道总工会", ("南浔坡街道", "云河新城项目")),
    Unit("梅屏镇总工会", ("梅屏镇", "梅屏里", "梅屏集市")),
    Unit("渡头镇总工会", ("渡头镇", "渡头佳苑", "渡头码头")),
    Unit("石漾镇总工会", ("石漾镇", "石漾嘉园"), ("石漾香",)),
    Unit("云河经济开发区总工会", ("开发区", "澄光电子", "栖云光学", "云锻机械", "锦澜纺织", "缀锦服饰")),
    Unit("建筑业工会联合会", ("工地", "施工", "总包", "劳务公司", "宏砺建设", "木工班"), ("施工绕行", "封闭施工")),
    Unit("快递物流行业工会联合会", ("快递", "分拣", "飞禾速运", "迅岭物流", "骑手", "捷蚁外卖", "安楚出行", "网约车")),
    Unit("家政服务业工会联合会", ("家政", "月嫂", "保洁", "护工", "瑞蔓家政", "柏川物业", "净域物业")),
)

PLACES = (
    Place(REGION, "district", ("云河",)),
    *(Place(name, "town", (name.removesuffix("街道").removesuffix("镇"),), unit=f"{name}总工会") for name in STREETS),
    Place("云河新城", "site", unit="南浔坡街道总工会"),
    Place("沿河绿道", "site"),
    Place("云河经济开发区", "park", unit="云河经济开发区总工会"),
    *(
        Place(name, "employer", unit="云河经济开发区总工会")
        for name in ("澄光电子", "栖云光学", "云锻机械", "锦澜纺织", "缀锦服饰")
    ),
    Place("宏砺建设", "employer", unit="建筑业工会联合会"),
    Place("澜州市", "city", ("澜州",), CITY),
    Place("澜河", "site", scope=CITY),
    *(Place(name, "district", scope=CITY) for name in NEIGHBOURS),
)
LOCAL_PLACES = tuple(name for place in PLACES if place.scope == LOCAL for name in (place.name, *place.aliases))
CITY_PLACES = tuple(name for place in PLACES if place.scope == CITY for name in (place.name, *place.aliases))

PLAN = ("农民工欠薪", "(欠薪 OR 讨薪 OR 拖欠) (工人 OR 工资 OR 工钱 OR 员工)", "岁末年初工资支付情况，每周报区总工会")
"""Name, query and purpose of the standing plan that the exercise begins with."""

DEFAULT_RULES = (
    TeamRule("欠薪讨薪", "(欠薪 OR 讨薪 OR 拖欠 OR 血汗钱) AND (工人 OR 工资 OR 工钱 OR 员工) NOT 游戏", "wages"),
    TeamRule(
        "死亡事故",
        "(坠亡 OR 身亡 OR 死亡 OR 不治 OR 遇难) AND (工人 OR 作业 OR 工地 OR 车间 OR 职工)",
        "safety",
        grave=True,
    ),
    TeamRule(
        "集体停工",
        '(停工 OR 罢工 OR 集体停运 OR "停止接单") AND (员工 OR 司机 OR 骑手 OR 工人)',
        "other_labour",
        grave=True,
    ),
    TeamRule(
        "中毒与职业病", "(中毒 OR 职业病 OR 尘肺 OR 正己烷) AND (车间 OR 员工 OR 工人 OR 食堂)", "safety", grave=True
    ),
    TeamRule("裁员停产", "(裁员 OR 停产 OR 遣散 OR 关厂) NOT (停产整改 OR 剧情)", "employment"),
    TeamRule("骑手权益", "(骑手 OR 外卖员 OR 网约车司机) AND (单价 OR 抽成 OR 申诉 OR 封号 OR 保险)", "platform"),
)
