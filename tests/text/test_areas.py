"""Concern areas of our own sentences: what is about working life and what only uses its words."""

from monitor.text import RawText, analyse, default_config
from monitor.text.areas import AREAS
from tests.each import each

CONFIG = default_config()

ABOUT = """wages 河东一工地拖欠农民工工资，二十余人讨薪|餐馆倒闭老板失联，服务员工资没着落|公司以迟到为由克扣工资三千元|明年起本市最低工资标准上调|员工吐槽年终奖缩水一半|建筑公司欠薪百万被列入黑名单|单位不发加班费，职工申请劳动仲裁|工厂突然宣布全员降薪三成|工人半年没领到工钱，堵在项目部门口|劳动监察帮助八名女工追回欠薪
safety 化工厂爆炸致两名工人身亡|环卫工高温作业中暑送医|男子连续加班后猝死，家属申请工伤认定|井下透水，三名矿工被困|保安值夜班突发疾病去世算不算工伤|企业未发高温津贴被责令整改|车间机器绞断女工手指|脚手架坍塌，多名施工人员被埋|尘肺病农民工等待赔偿|安全生产检查查出百处隐患
insurance 公司三年没给员工缴社保|住房公积金缴存比例调整|灵活就业人员怎么缴养老保险|延迟退休方案公布，这些职工先受影响|失业金领取期限延长|企业断缴医保，职工看病不能报销|退休人员养老金今年继续上涨
hours 公司强制加班到凌晨引不满|程序员吐槽大小周让人喘不过气|年休假被老板取消|节后要连上七天班，调休又上热搜|多地推行育儿假，企业落实难|工厂两班倒每天十二小时|专家建议落实带薪休假
employment 互联网大厂裁员两千人|应届生秋招遇冷|三十五岁求职屡遭拒绝|孕妇试用期被辞退，法院判赔|招聘会提供五千个岗位|公司用竞业协议限制离职员工|女性求职被问婚育，就业歧视怎么破|毕业生被拒签劳动合同|区里开展稳岗促就业行动
platform 外卖骑手超时被罚五十元|网约车司机反映抽成太高|平台取消超时扣款，骑手怎么看|快递员派件费又降了|众包骑手摔伤无人赔|新就业形态劳动者权益保障办法出台|货车司机反映接单平台抽成太高，跑一趟亏一趟
skills 职业技能大赛在我区举行|技能培训补贴怎么申领|焊工小伙夺得世界技能大赛金牌|全国劳动模范进校园宣讲|产业工人技能等级认定扩围|技工院校招生人数增长
union 区总工会送清凉到工地|工会帮困难职工子女圆大学梦|企业召开职代会审议集体合同|户外劳动者服务站新增二十处|工会开展集体协商要约行动|码头工人罢工要求加薪
other_labour 打工人吐槽早高峰通勤|职场新人如何与领导相处|遭遇职场霸凌该怎么办|农民工返乡过年途中|货车司机跑一趟亏一趟"""

NOT_ABOUT = """新版本英雄技能重做，玩家吵翻|老将宣布退役，球迷落泪|这部职场剧收视率夺冠|影后自曝早年打工经历|选手转会费创新高|主教练下课，球队换帅|游戏工会战今晚开启|歌手请假条走红网络|宇航员在空间站工作|大熊猫上岗当网红|明星代言人被解约|蜜蜂的工作原理|老板娘做的红烧肉真香|小区停电三小时|地铁十号线今起延长运营
高考分数线公布|台风即将登陆沿海|新能源车降价|股市三连涨|双胞胎同时考上清华|博物馆夜间开放|男子醉驾被查|女子坐过站大闹高铁|流浪猫被好心人收养|月饼券怎么兑换|电影票房破十亿|国足一比零取胜|护照办理新规|景区门票打折|手机系统更新后发热"""


def labelled() -> list[tuple[str, str]]:
    rows = (line.split(" ", 1) for line in ABOUT.splitlines())
    return [(area, title) for area, titles in rows for title in titles.split("|")]


@each("area title", labelled())
def test_a_concern_of_working_life_gets_its_area_and_the_words_that_say_so(area: str, title: str) -> None:
    found = analyse(RawText(title), CONFIG)
    assert area in found.areas
    assert all(found.why["areas"][one] is not None for one in found.areas)
    assert set(found.areas) <= set(AREAS)


@each(title=NOT_ABOUT.replace("\n", "|").split("|"))
def test_words_of_working_life_about_something_else_get_no_area(title: str) -> None:
    assert analyse(RawText(title), CONFIG).areas == ()


def test_a_word_deep_in_a_long_text_does_not_make_an_area() -> None:
    assert analyse(RawText("公园开放", "湖边的花开了，游人如织。" * 60 + "有人说起加班。"), CONFIG).areas == ()


def test_the_main_area_comes_first() -> None:
    assert analyse(RawText("公司拖欠工资还断缴社保，工人讨薪"), CONFIG).areas[0] == "wages"


def test_traditional_characters_and_width_make_no_difference() -> None:
    assert (
        analyse(RawText("工廠拖欠工資，工人討薪"), CONFIG).areas
        == analyse(RawText("工厂拖欠工资，工人讨薪"), CONFIG).areas
    )


# two words together that say what happened at work, without the learned model's consent (`sure_pairs`)
TOGETHER = """safety 冷库液氨泄漏 多人送医|冷链公司跑氨了 车间里的人快出来|鞋厂凌晨起火|炼油厂爆燃 三人失联|城东一在建大楼坍塌|酒厂发酵池中毒和窒息事故致两死|清淤时硫化氢中毒|副所长因公殉职|消防员灭火时牺牲|医生倒在值班室 夜班后猝死|蜘蛛人的绳子断了 从外墙掉下|女工的手指被输送带夹住|清洗剂让女工手脚麻木|机械伤害事故又一起|主任医师在工作岗位上病逝
hours 欧洲多国试行四天工作制 每天只上十小时|年假没休年底清零|请假要五个人签字
employment 面试先交押金|面试时让我贷款交学费|招转培 学员要退费|收到公司的解除通知|孕期被调岗降薪|产假回来被辞退
platform 跑单被超时扣了六十二元|骑手账号被误封 申诉无门
skills 电工证补贴什么时候到账|钳工大赛决赛今日开赛"""

FORBIDDEN = """safety 无人机袭击致炼油厂起火|化工厂举行泄漏应急演练|一家三口一氧化碳中毒身亡|食物中毒事故致学生住院|男童从外墙跌落获救|烈士在救援中牺牲的故事被拍成书
hours 学生请假要家长签字|《每周工作4小时》为何成了畅销书
skills 高级工程师等级考试报名
platform 游戏里抢单超时怎么办"""


def pairs(rows: str) -> list[tuple[str, str]]:
    return [
        (area, title)
        for row in rows.splitlines()
        for area in [row.split(" ", 1)[0]]
        for title in row.split(" ", 1)[1].split("|")
    ]


def sure(title: str) -> dict[str, list[str]]:
    return CONFIG.areas.sure(CONFIG.matcher.find(f"{title}\n"), len(title))


@each("area title", pairs(TOGETHER))
def test_two_words_that_say_what_happened_at_work_are_enough(area: str, title: str) -> None:
    words = sure(title)[area]
    assert len(words) == 2
    assert all(word in title for word in words)
    assert area in analyse(RawText(title), CONFIG).areas


@each("area title", pairs(FORBIDDEN))
def test_a_word_that_says_otherwise_takes_the_two_words_their_force(area: str, title: str) -> None:
    assert area not in sure(title)


def test_the_two_words_count_in_title_and_lead_and_near_each_other_only() -> None:
    def area_of(text: str) -> bool:
        return "safety" in CONFIG.areas.sure(CONFIG.matcher.find(f"通报\n{text}"), 2)

    assert area_of("今晨鞋厂起火。")
    assert not area_of("今晨鞋厂" + "照常开门，" * 20 + "起火。")
    assert not area_of("天气很好，" * 60 + "鞋厂起火。")


def test_each_side_of_a_sure_pair_has_words_and_no_word_forbids_what_it_makes() -> None:
    for table in CONFIG.areas.rules.sure_pairs.values():
        for left, right, forbidding in table:
            assert all(left)
            assert all(right)
            assert "" not in forbidding
            assert not forbidding & (left | right)
