"""Union, mostly good news: a law van, an aid station, cooling for the kilns, a gift nobody wanted."""

from monitor.drill.model import Story

from .tell import ask, cast, english, evening, forum, harbour, hot, news, town, trade, union, workers

TRUCK = Story(
    key="union-truck",
    name="法律援助车进工地",
    areas=("union",),
    hours=30,
    slots={"days": ("周三、周六", "周二、周五"), "site": ("枫渚安置房工地", "新渡桥工地", "云桥医院扩建工地")},
    pieces=(
        cast(
            "一辆面包车，开进{site}讲劳动法",
            "后备厢一掀就是咨询台。区总工会的法律援助车{part}开到{site}，两个小时接待{20-40}名工友，问得最多的是没签合同怎么办。",
            "pos",
            light=("evening",),
        ),
        union(
            "法律援助车本月出车安排（{site}等）",
            "区总工会法律援助车每逢{days}出车，本周停靠{site}东门，免费咨询、代写文书、现场受理援助申请。想让车开到您那里，班组长打12351登记即可。",
        ),
        news(
            "后备厢里的律师：合同没签，先拍考勤表",
            "“没有合同怎么证明我在这儿干过？”在{site}，律师{sur}女士的回答是三张照片：考勤表、工牌、安全帽上的编号。法律援助车每{days}出车，开行以来走了{30-48}个工地，车里的塑料凳换过两拨。",
            "pos",
            to=("life",),
        ),
        workers(
            "今天{site}来了个律师车，不收钱",
            "问了加班的事，给写了张条子，步骤一二三。字比医生的好认。[我前面那个大叔问的是离婚，人家也给讲了。|后面排着个小年轻，问实习算不算打工。]",
            "pos",
        ),
        trade(
            "流动援助：把窗口装上轮子",
            "区总工会法律援助车开行三个月，咨询量是固定窗口的{2-4}倍，{site}这样的在建工地占了六成，多数纠纷止于调解。车辆年运行成本不到一个固定网点的三分之一。",
            "pos",
        ),
        english(
            "Legal advice from the back of a van",
            "The trade union's legal aid van has been calling at building sites on fixed days each week. Lift the tailgate and it becomes a desk. "
            "The commonest question is how to prove you worked somewhere when nobody gave you a contract. The lawyer's answer: photograph the time sheet, the badge and the number on your helmet. "
            "Around [thirty|forty] people came on the last stop, one of them about a divorce.",
            "pos",
        ),
    ),
)

STATION = Story(
    key="union-station",
    name="老码头街户外劳动者驿站",
    areas=("union",),
    hours=46,
    slots={
        "place": ("老码头街旧票房", "学堂街老邮亭", "晒布巷老水房"),
        "beds": ("六", "八"),
        "lock": ("晚上九点", "晚上八点"),
    },
    pieces=(
        union(
            "第{38-52}座户外劳动者驿站在{place}启用",
            "由{place}改造的户外劳动者驿站今天启用，[饮水、热饭、充电、如厕|热饭、充电、急救箱、充气筒]一应俱全，另有{beds}张躺椅。环卫工、骑手、外勤师傅都可进，不登记、不问单位。",
        ),
        evening(
            "[{place}，又亮灯了|推开门，是一屋子热饭味]",
            "关了十一年的{place}，如今成了户外劳动者驿站。环卫工{sur}阿姨把饭盒放进微波炉，转头找插座给手机充电。“以前在公厕台阶上吃，”她说，“现在有桌子，还给擦得锃亮，我都不好意思掉渣。”",
            "pos",
            to=("life",),
        ),
        workers(
            "{place}那个驿站我去了，骑手能充电",
            "插座十二个，占了九个。躺椅{beds}张，中午得抢。微波炉一次热俩盒。提个意见，热水机离门口远点，雨天人挤人烫着了。",
            "pos",
            edit=(
                "{place}那个驿站我去了，骑手能充电（热水机已挪）",
                "插座十二个，占了九个。躺椅{beds}张，中午得抢。更新：热水机挪到里间了，动作真快，还多接了一排插座。",
            ),
        ),
        forum(
            "{place}驿站{lock}就锁门，夜班的怎么办",
            "我爸扫夜街的，凌晨两点最想喝口热水，门是锁着的。白天人挺多，可夜里才更需要吧。",
        ),
        ask(
            "{place}驿站能否延长开放时间",
            "驿站很好，唯独{lock}关门，夜间环卫和代驾用不上。建议装个门禁，扫码就能进。\n【答复】区总工会：感谢建议。已加装夜间门禁，凭劳动者之家小程序扫码入内，今起试行通宵开放，由相邻便利店兼管。",
            "neu",
        ),
        cast(
            "{place}驿站改为通宵开放",
            "本台消息：{place}的户外劳动者驿站今起通宵不锁门。昨晚十二点到五点，扫码进门的有{14-33}人，其中环卫工最多。",
            "pos",
            after=True,
            light=("forum",),
        ),
        harbour(
            "旧铺活化作歇脚处 邻近商户出让水电",
            "{place}改作户外工友歇脚处，隔壁米铺东主愿分担水电，称“他们天未光便扫净门前，一度电算得什么”。",
            "pos",
            after=True,
        ),
        forum(
            "夜里路过{place}，看我爸在里面喝茶",
            "隔着玻璃拍了一张，没进去打扰。电水壶冒着气，旁边坐个代驾小哥在给车把套换胶带。真好。",
            "pos",
            after=True,
        ),
    ),
)

COOLING = Story(
    key="union-cooling",
    name="窑炉车间送清凉",
    areas=("union", "safety"),
    hours=50,
    slots={
        "firm": ("石漾瓷坊", "沁窑陶瓷", "石漾玻璃"),
        "heat": ("四十六度", "四十三度", "四十八度"),
        "n": ("三百二十", "二百七十"),
    },
    pieces=(
        town(
            "{firm}窑炉边装上了冷风机",
            "乡亲们，{firm}窑炉车间一年四季都是夏天。区总工会送清凉队到了，拉来{30-60}台冷风机，还有绿豆、盐汽水。家里有在窑上干活的，回家提醒一声，头晕别硬扛。",
            "pos",
        ),
        union(
            "送清凉走进{firm}：今年多送一样，叫“歇一歇”",
            "外面不管几度，{firm}窑口的温度计总在{heat}。区总工会为{n}名窑炉工送去冷风机、冰背心和盐汽水，并与企业约定，窑口作业每四十分钟轮换歇一次，写进班组规程。",
        ),
        workers(
            "{firm}烧窑的，冰背心穿上是真不想脱",
            "以前中午馒头放窑边就热了，人在旁边能站几个钟。今天发了冰背心，重了点，后背像贴着冰糕。有效四十分钟，[冰袋得自己冻|冰柜就在车间门口]。",
            "pos",
        ),
        ask(
            "{firm}的高温津贴，冬天还发不发",
            "我在{firm}窑口上班，听说高温津贴只发夏天四个月，可我们窑口全年{heat}，请问怎么算？\n【答复】区人社局：工作场所温度达到三十三度以上的，不论季节均应支付高温津贴。我们已与该企业核对，本月起按全年发放。",
            "neu",
        ),
        trade(
            "全年高温岗位：津贴与停工标准的空白",
            "{firm}等窑炉企业约{n}人长年在{heat}环境作业，季节性津贴不能覆盖。区总工会推动的“四十分钟轮换”，成本不过每班多配两人；先期试行的车间，中暑请假半年减少七成，算下来划算。",
            "pos",
        ),
        evening(
            "[窑口的馒头|{heat}的十二点]",
            "{firm}的{sur}师傅烧了二十二年窑，最清楚什么时候人会“软”。“先是耳朵里有水响，再往后，腿不是自己的。”送清凉的队伍走后，他把分到的两件冰背心给了徒弟一件，“我皮厚，他脸皮还薄。”",
            "neu",
            light=("life",),
        ),
        news(
            "送清凉十年清单：从一瓶水到一条规程",
            "记者翻看区总工会近十年送清凉台账：头几年是毛巾、花露水，后来是冷风机和体检，今年在{firm}等{8-14}家企业，第一次变成了“每四十分钟轮换”的规程。{n}名窑炉工还领到一张可以随时停工的黄牌。",
            "pos",
            after=True,
            variant="follow-up",
            to=("broadcast",),
        ),
        forum(
            "我爹黄牌举了一次，没挨骂",
            "他在{firm}窑口，那天头晕，把黄牌挂上去，班长真就让他下来坐了二十分钟，还给削了个苹果。二十二年头一遭。",
            "pos",
            after=True,
        ),
    ),
)

BENEFITS = Story(
    key="union-benefits",
    name="工会福利发了三瓶洗发水",
    areas=("union",),
    hours=36,
    slots={
        "firm": ("云河客运", "新渡百货", "普联包装"),
        "gift": ("三瓶洗发水", "两套洗护礼盒", "四瓶护发素"),
        "worth": ("九十八", "一百二十"),
    },
    pieces=(
        forum(
            "{firm}工会这次节日慰问发{gift}，我真会谢",
            "标价{worth}元，超市活动价一半不到。{handle}在群里晒了照片，[我们家三代同堂头发加一起没那么多|隔壁单位发的可以自选]。也不是嫌弃，就想能不能投个票再买？",
        ),
        workers(
            "{firm}的{gift}换不换，换鸡蛋也行",
            "我一个光头，你发我这个。有要的到西门保安亭自取，拿一板鸡蛋来。",
            "neu",
        ),
        hot("工会福利发{gift} 职工在群里开起了集市", tone="neu"),
        ask(
            "{firm}工会慰问品能否由职工自选",
            "不是钱的事，{gift}大家用不上，[希望发成可以选的|能不能改成超市卡]。\n【答复】区总工会：慰问品应当为职工生活必需品，鼓励“菜单式”发放，不得发现金和购物卡。已与{firm}工会沟通。",
            "neu",
        ),
        news(
            "“菜单式”慰问：{firm}职工自己勾选",
            "{firm}工会因节日慰问品引出议论后，改发一张勾选单：米、油、鸡蛋、雨衣、枕头等十四样里选三样，总价{worth}元。结果公布当天，排第一的竟是[枕头|雨衣]。",
            "pos",
            edit=(
                "“菜单式”慰问：{firm}职工自己勾选（更新）",
                "{firm}工会把节日慰问品改成勾选单，十四样里选三样，总价{worth}元。更新：最终排第一的是鸡蛋，原稿依据的是中午的统计。",
            ),
            after=True,
            variant="answer",
            light=("evening",),
        ),
        workers(
            "{firm}换发勾选单了，我勾的鸡蛋",
            "保安亭那个拿{gift}换的阿姨也勾的鸡蛋，我俩白忙活一场。会开完，工会那小姑娘说明年先问再买，成。",
            "pos",
            after=True,
        ),
    ),
)

STORIES = (TRUCK, STATION, COOLING, BENEFITS)
