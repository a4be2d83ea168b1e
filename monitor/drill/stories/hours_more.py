"""Hours: a queue at the factory gate that nobody pays for, a market that takes half a day off, a rumour, long shifts of care."""

from monitor.drill.model import Story

from .tell import ask, cast, english, evening, forum, gov, harbour, hot, life, news, trade, union, workers

GATE = Story(
    key="hours-gate",
    name="电子厂班前排队刷脸不算工时",
    areas=("hours",),
    hours=42,
    slots={
        "firm": ("澄光电子", "迈晶电子"),
        "gates": ("三", "四"),
        "mins": ("二十五分钟", "半个钟头"),
        "heads": ("两千一百", "一千八百"),
    },
    pieces=(
        workers(
            "{firm}进厂要排{mins}，这段时间归谁",
            "{heads}号人，{gates}台刷脸机，还认不出戴口罩的。八点上工，七点半不到就得排，晚一秒扣半小时。上班前还要开站会喊口号。算下来一个月白搭十来个钟头，有人问过人事没有？",
            variant="question",
        ),
        workers(
            "排在{firm}队伍里的实况",
            "前面大姐在织毛衣，后面小伙在背英语，我在写这个帖。门口那台机器又把双胞胎认成一个人了，姐姐进去了妹妹进不去。",
        ),
        hot("电子厂双胞胎刷脸 姐姐进了妹妹被拦", "网友：排队算不算上班", tone="neu"),
        trade(
            "班前准备时间算不算工时：三份裁判文书的共同点",
            "更衣、安检、排队与班前会，只要由用人单位安排、劳动者不能自行支配，司法实践多认定为工作时间。{firm}以“刷卡成功”为起点计时，等于把设备不足的成本转给了排队的人。增加一台闸机约一万二千元，{heads}人每天多等{mins}，这笔账并不难算。",
            "neu",
            light=("harbour",),
        ),
        evening(
            "{firm}加了闸机，站会也算钱了",
            "{firm}厂区大门新增六台闸机，班前会改在上工铃之后开。女工{sur}女士说，早上多睡的那{mins}，“够给娃煎个蛋”。厂方表示，此前三个月的等候时间按半小时一天折算，随工资补发。",
            "pos",
            after=True,
            variant="follow-up",
            light=("life",),
        ),
        union(
            "排队时间谈进协议：{firm}工会的一次协商",
            "{firm}职工代表把{mins}的排队录像放给厂方看，协商只开了一个上午：增加闸机，站会计入工时，补发三个月。区总工会将这份协议收入年度协商案例。",
            "pos",
            after=True,
        ),
    ),
)

MARKET = Story(
    key="hours-market",
    name="菜市场商户约定每周歇半天",
    areas=("hours",),
    hours=50,
    slots={"market": ("学堂街菜市场", "老码头菜市场"), "day": ("周二", "周三"), "n": ("一百零六", "九十三")},
    pieces=(
        evening(
            "{market}{day}下午收摊，{n}个摊主投票约定的",
            "卖豆腐的{sur}嫂三点起床，卖到晚上七点，“一年歇两天，初一和初二”。{market}的{n}个摊主上周在鱼档前举手表决：每到{day}，下午一律收摊。最先举手的是杀鱼的，他说手泡得连指纹锁都打不开了。",
            "pos",
            light=("hotlist",),
            edit=(
                "{market}{day}下午收摊，摊主们自己投票定的",
                "{market}的{n}个摊主在鱼档前举手表决：每到{day}，下午一律收摊，水产档可轮流留一家。卖豆腐的{sur}嫂说，以前“一年歇两天，初一和初二”。（补充了水产档安排。）",
            ),
        ),
        forum(
            "{market}{day}下午不开，晚饭咋办",
            "不反对人家休息，就是问一句，附近还有哪家能买到活鱼？我婆婆只认{market}那家的鲫鱼，说别家的鱼“不精神”。",
            "neu",
            variant="question",
        ),
        cast(
            "歇市半天 街坊们怎么看",
            "本台记者在{market}随机问了二十位买菜的居民，十六位赞成{day}下午歇市，三位说习惯就好，还有一位老伯表示，他可以替大家看摊，反正也睡不着。",
            "pos",
        ),
        gov(
            "关于{market}调整营业时间的公告",
            "自本周起，每逢{day}十三时后歇市，农残检测与消杀同时进行；周边两家超市延长生鲜供应。",
            variant="brief",
            light=("life",),
        ),
        harbour(
            "菜贩约定公休 商户联会乐见其成",
            "{market}{n}户摊贩议定每逢{day}午后歇业，为本区街市首例。联会理事谓，从前铺家逢初二、十六“做祃”，伙计亦得半日之闲，今日不过旧例新行。预料他处街市亦将仿效。",
            "pos",
        ),
        english(
            "Stallholders vote themselves half a day off",
            "The fishmonger raised his hand first. After him came the bean-curd seller, the butchers and, in the end, nearly everyone at one of the district's oldest wet markets: from this week the stalls will close for one afternoon in seven. "
            "Most of the hundred or so traders start at three in the morning and have had [two|no more than two] days off a year. "
            "Residents seem to approve, provided someone keeps a few carp alive for supper. The closing time will also be used for cleaning and pesticide tests.",
            "pos",
        ),
        forum(
            "豆腐嫂的第一个{day}下午",
            "碰见她在{park}坐着，手不知道往哪放，最后掏出手机给老公打电话，问家里豆子泡了没有。笑死，也挺想哭。",
            "pos",
            after=True,
            variant="follow-up",
        ),
    ),
)

SHORT = Story(
    key="hours-rumour",
    name="“每周上四天半班”传言",
    areas=("hours",),
    hours=28,
    slots={"when": ("下月一日", "下个季度"), "src": ("一张会议照片", "一段十二秒的录音")},
    pieces=(
        hot("云河要试行每周四天半工作制？", "网传{when}开始", tone="neu", to=("life",)),
        life(
            "打工人沸腾！四天半工作制真的要来了？",
            "{src}在群里疯传：{when}起，全区单位周五下午一律放假！小编已经把躺椅搬到阳台了。消息真假还在核实，先转了再说！",
            "neu",
            edit=(
                "四天半工作制？假的，躺椅搬回去了",
                "本站此前转发的“{when}起周五下午一律放假”消息不实，系断章取义。小编已把躺椅搬回屋里，向大家道歉。",
            ),
        ),
        workers(
            "四天半是啥，我们连六天半都没有",
            "群里说{when}要搞每周四天半，我念给宿舍的人听，没人抬头。老{sur}说，等你哪天听见“七天改六天”再喊我。",
            "neu",
        ),
        forum(
            "周五下午放假，幼儿园放不放？",
            "四天半要是真的，第一个问题就是娃谁接。有在区里上班的透个底吗，那{src}里到底说的啥？",
            "neu",
            variant="question",
        ),
        news(
            "网传“每周四天半工作制”不实 系座谈发言被截取",
            "本报讯 针对网传“{when}起试行四天半工作制”，记者{d}向区人社局求证，答复是“没有此项安排”。\n经核实，{src}出自一次行业座谈，一位企业代表介绍本公司错峰调休的做法，前后文被剪去。现行每日八小时、平均每周四十小时的工时制度没有变化。",
            "neu",
            variant="debunk",
            light=("evening", "hotlist"),
        ),
        gov(
            "关于网络传播“四天半工作制”信息的声明",
            "区人社局未制定、未研究此类政策；企业可与职工协商安排弹性作息，但不得减损法定休息权利。",
            variant="debunk",
            after=True,
        ),
        workers(
            "四天半辟谣了，六天半的可以去问问",
            "看通报说每周四十小时没变。我就截图给班长看，班长说没变好，没变好。哈哈，他没听懂。",
            "neu",
            after=True,
            variant="debunk",
        ),
    ),
)

CARE = Story(
    key="hours-care",
    name="养老院护理员二十四小时连班",
    areas=("hours",),
    hours=46,
    slots={"house": ("枫渚颐养院", "晚晴护理院"), "old": ("十一", "十三", "十四"), "more": ("九", "十二")},
    pieces=(
        workers(
            "在{house}做护理，一个班二十四小时",
            "今早八点到明早八点，管{old}个老人，夜里每两小时翻一次身。说是“休息时间在岗”，就是能坐不能躺。钱不算少，可我昨天给爷爷喂饭，自己先睡着了，勺子还举着。",
        ),
        ask(
            "想反映{house}护理员连班太长，怕照顾出错",
            "我母亲住{house}三楼。护理员小{sur}人特别好，但她一上就是一天一夜，上回把两位老人的药盒摆反了，幸好自己发现。我不想投诉她，想请民政和人社部门看看排班合不合理。",
        ),
        trade(
            "养老护理：缺的不只是人，是班次",
            "全区十七家养老机构中，过半实行二十四小时轮班。以{house}为例，改成三班需增加{more}名护理员，每床月成本上升约三百元。专家建议，把护理员工时写进机构等级评定，让肯多请人的机构评得上、收得住。",
            "neu",
            light=("harbour",),
        ),
        forum(
            "写给三楼的小{sur}",
            "我家老爷子在{house}，耳朵背，就听得见她说话。院里开家属会说护理费涨八十，换成十二小时两班倒，我举了手。八十块，少下一顿馆子，值。",
            "pos",
            after=True,
        ),
        news(
            "{house}取消二十四小时连班 新增护理员{more}名",
            "记者从区民政局获悉，{house}自{d}起由一天一夜连班改为十二小时两班，新增护理员{more}名，夜间休息室同时启用。区总工会牵线职业学校，两批养老护理学员已到岗实习。",
            "pos",
            after=True,
            variant="answer",
            light=("broadcast", "life"),
        ),
    ),
)

STORIES = (GATE, MARKET, SHORT, CARE)
