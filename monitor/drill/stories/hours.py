"""Hours: a software firm's big and small weeks (breaking), a holiday refused, a night shift changed for the better."""

from monitor.drill.model import Story

from . import hours_more
from .tell import ask, cast, english, evening, forum, gov, harbour, hot, news, trade, union, workers

WEEKS = Story(
    key="hours-weeks",
    name="软件公司“大小周”与员工晕倒",
    areas=("hours",),
    role="breaking",
    alert=True,
    alert_at=3,
    hours=50,
    slots={
        "firm": ("星蓝软件", "泊舟科技"),
        "tower": ("云桥国际中心", "柳岸软件园三号楼"),
        "hrs": ("两百九十", "三百零六", "两百八十三"),
        "age": ("三十一", "二十九", "三十四"),
    },
    pieces=(
        forum(
            "隔壁工位的同事刚刚晕倒了",
            "{firm}，连着第三个周末没歇。人是在会议室倒的，救护车来的时候他还攥着鼠标。领导让我们别往外说，可我手到现在还在抖。",
        ),
        forum(
            "{tower}门口来了救护车，谁知道怎么回事",
            "抬下来一个小伙子，穿拖鞋，脖子上还挂着{firm}的工牌。跟出来的人里有两个在哭，其中一个哭着哭着接了个电话，说“在改了在改了”。",
        ),
        hot("{firm}一程序员开会时晕倒送医", to=("life",)),
        evening(
            "救护车停在{tower}：{age}岁程序员晕倒在会议室",
            "{d}{part}，{firm}一名{age}岁的员工在会议中突然倒地，被送往{hospital}，目前生命体征平稳。一位同组同事对记者说，项目组已连续三周单休，“他倒下之前说的最后一句话是，我先投个屏”。公司前台称不接受采访。",
            light=("hotlist", "life"),
            edit=(
                "{tower}一名程序员晕倒在会议室",
                "{d}{part}，{firm}一名{age}岁的员工在会议中倒地，被送往{hospital}，目前已苏醒。同事说，项目组连续三周单休。公司随后来电表示“正全力陪护家属，工时情况正在核实”。（更新：补充公司回应。）",
            ),
        ),
        forum(
            "晒考勤：我在{firm}上个月待了{hrs}小时",
            "打卡记录截图，工号我抹了。加班调休？调到哪年去。晕倒的那个兄弟跟我前后脚入职，他的只会比这个长。想匿名聊的发我邮箱{email}。",
            light=("hotlist",),
        ),
        news(
            "{firm}员工晕倒送医 同事称长期实行“大小周”",
            "本报讯 记者从{hospital}获悉，{d}{part}送医的{firm}员工经诊断为过度疲劳引起的心律失常，已脱离危险。\n"
            "多名员工向记者反映，公司自上季度起实行“大小周”，即一周休两天、一周休一天，项目冲刺期连小周也取消，晚十点后离开是常态。有员工提供的门禁记录显示，其单月在岗{hrs}小时。\n"
            "公司行政部书面回复本报：“加班均出于员工自愿。”",
            light=("life",),
        ),
        workers(
            "送餐送到过{firm}，说两句",
            "我跑夜宵的，{tower}四楼到七楼，半夜十二点点单最多的就是他家。有回一个小姑娘下来拿粥，站着就喝了，说上去没手喝。今天看到新闻一点不意外，都是打工，脑子累和腿累一样要命。",
        ),
        cast(
            "{tower}：亮着的都是哪几层",
            "本台记者在{tower}对面看到，出事的{firm}所在四层楼面仍全部亮着灯。保安说，这几层的灯，他换班的时候就没见灭过；楼下车位上，等着接人的车排成一溜。",
        ),
        forum(
            "{firm}的“自愿加班申请书”长这样",
            "一式三份，最后一行是“本人清楚知悉并放弃相关费用”。不签的，绩效是C。行政发的时候还附赠一支笔，说笔送你了。",
        ),
        trade(
            "“自愿”二字挡不住加班费：软件业工时再敲警钟",
            "延长工作时间一般每日不超过一小时，特殊情况每日不超过三小时、每月不超过三十六小时。{firm}被曝的单月{hrs}小时，扣去法定工时，加班已过百。\n放弃加班费的格式条款不产生效力；以绩效等级相挟取得的“申请”，也很难称得上自愿。",
            light=("evening",),
        ),
        hot("“我先投个屏”：倒下的程序员和他的大小周"),
        english(
            "Programmer collapses in meeting; colleagues blame alternating six-day weeks",
            "A software engineer in his [thirties|early thirties] was taken to hospital after collapsing in a meeting room. Doctors said he had an irregular heartbeat brought on by exhaustion and is out of danger. "
            "Colleagues told this newspaper that the company works what is known as big and small weeks, with a single day off every other week, and that during a sprint even that day disappears. "
            "One showed a gate record of close to three hundred hours in a month. The firm says that all overtime is voluntary. "
            "A form seen by this reporter asks staff to waive payment for it; those who decline, they say, are given a C.",
        ),
        ask(
            "门禁记录能作为加班证据吗？",
            "我是{firm}的家属，我先生就是今天在公司晕倒的那位。他没有基础病，体检报告在我手里。孩子四个月。请问公司不给考勤，我们手里的门禁截图、深夜打车记录算不算数？我的电话{phone}。\n【答复】您好，已转区劳动保障监察大队，办案人员将尽快与您联系。门禁、打车、工作群记录均可作为线索提交。",
        ),
        forum(
            "終於有人敢講，我哋組上個月得兩日假",
            "由舊城分部調過嚟{firm}幫手，頭一個星期已經頂唔順。以為係趕工期，原來日日都係工期。暈低嗰個好好人㗎，成日請我飲涼茶。",
        ),
        gov(
            "区人社局关于{firm}工时问题立案调查的通报",
            "已调取该公司近六个月门禁与考勤数据，并责令立即停止违法延长工作时间；调查结果将及时公布。",
            light=("broadcast",),
        ),
        union(
            "区总工会派员进驻{firm} 听职工说工时",
            "区总工会{d}与{firm}职工分五场座谈，来了一百六十多人，提得最多的三个词是“双休”“不秒回”和“别谈自愿”。工会已向公司发出集体协商要约书，就工时和休息休假签订专项合同。住院职工的慰问和探视同步安排。",
            after=True,
        ),
        news(
            "{firm}宣布取消“大小周” 按门禁记录补发加班费",
            "{firm}{d}发布公开信，即日起恢复双休，晚八点后办公网自动断开，并依监察部门核算结果补发六个月的加班费。公司与职工方代表就工时专项集体合同开始第一轮协商。{hospital}介绍，晕倒的员工已转入普通病房。",
            "pos",
            after=True,
            variant="follow-up",
            light=("hotlist", "evening"),
        ),
        forum(
            "六点半走的，天居然还没全黑",
            "在{firm}三年了，头一回知道地铁上有座。回家赶上了孩子洗澡，他看见我还问：爸爸你今天生病啦？",
            "pos",
            after=True,
        ),
    ),
)

SWAP = Story(
    key="hours-swap",
    name="商场旺季不批年假",
    areas=("hours",),
    hours=36,
    slots={"firm": ("新渡百货", "天禧商城"), "old": ("九十", "八十八", "九十五")},
    pieces=(
        forum(
            "{firm}发通知：旺季一律不批年假",
            "理由是“冲刺期”。我攒着年假回老家给奶奶过{old}大寿，硬座票都买了。我奶奶不知道什么叫冲刺期，她就知道我说了要回。",
        ),
        workers(
            "{firm}的通知还有下半句",
            "上面一条说旺季不批年假，下面一条说没休的年底清零。左手关门，右手收钥匙。我们男装部八个人，加起来五十一天。",
        ),
        hot("商场旺季不批年假 年底还清零"),
        trade(
            "年假“旺季不批、年底清零”，账该怎么算",
            "确因工作需要不能安排年休假的，应按日工资的百分之三百支付报酬，而非自动作废。以{firm}一名月薪四千三百元的导购计，五天年假对应的补偿接近三千元。零售业可通过集体协商约定分段休假。",
            "neu",
            light=("evening",),
        ),
        union(
            "商贸工会与{firm}协商：年假分两段，不清零",
            "经商贸行业工会联合会与{firm}协商，通知更正为：旺季每个柜组可同时安排不超过两成职工休假，未休部分延至次年一季度，到期仍未安排的照章支付报酬。",
            "pos",
            after=True,
        ),
        forum(
            "批了！奶奶的{old}大寿赶得上",
            "店长还多给了半天路上的时间，托我带两斤家里的米糕回来。{firm}这回做得像样，不骂了。",
            "pos",
            after=True,
        ),
    ),
)

NIGHT = Story(
    key="hours-night",
    name="公交夜班司机休息室改造",
    areas=("hours", "union"),
    hours=44,
    slots={"beds": ("八", "十"), "yrs": ("十九", "二十二", "十七")},
    pieces=(
        forum(
            "末班车司机在哪儿睡？今天看见了",
            "陪儿子去渡头总站拍公交车，看到{bus}的夜班师傅在驾驶室里裹着军大衣眯觉，四十分钟后还要出头班。儿子问我他为什么不回家，我没答上来。",
        ),
        ask(
            "建议在渡头总站给夜班司机安排休息的地方",
            "我是{bus}的老乘客，家就在总站对面，夜里常看见师傅们在车里打盹。站里旧票房空了好几年，能不能收拾出来？\n【答复】感谢您的来信。公交公司已与工会协商，旧票房改造列入本季度计划，末班与头班的衔接时间一并调整。",
            "neu",
        ),
        union(
            "旧票房变成休息室 渡头总站夜班司机有了床",
            "区总工会与公交公司共同出资，把渡头总站旧票房改成夜班司机休息室，{beds}张床、两台净水机、一间热饭间，{d}启用。按照新签的工时专项协议，末班与头班之间的间隔由四十分钟拉长到七小时。",
            "pos",
        ),
        evening(
            "头班车前的七小时",
            "凌晨一点，{bus}司机{sur}师傅在渡头总站的新休息室脱下鞋。“开了{yrs}年夜班，第一次知道站里的床是软的。”他定了两个闹钟，又关掉一个，“现在用不着那么慌了。”",
            "pos",
            light=("hotlist", "life"),
            edit=(
                "头班车前的七小时",
                "凌晨一点，{bus}司机{sur}师傅在渡头总站的休息室脱下鞋。“开了{yrs}年夜班，第一次知道站里的床是软的。”公交公司说，另外两个总站的改造年内完成。（补充后续计划。）",
            ),
        ),
        cast(
            "夜班公交司机休息室启用 衔接时间拉长",
            "本台消息：渡头总站的夜班司机休息室投入使用，{bus}等四条夜班线路同时调整排班，师傅们可以睡上一个整觉。乘客{sur2}女士说，司机睡好了，我们坐得也踏实。",
            "pos",
            light=("forum",),
        ),
        english(
            "Night bus drivers get beds, and seven hours to use them",
            "For years the men who drove the last bus out of Dutou terminus dozed in their cabs before driving the first one. "
            "A disused ticket office there has now been turned into a rest room with beds, a water filter and somewhere to warm a meal, paid for jointly by the union and the bus company. "
            "More important, the gap between last and first runs has grown from forty minutes to seven hours under a new agreement on working time. "
            "“My wife asked why I sound so [cheerful|awake],” one driver said.",
            "pos",
        ),
        harbour(
            "总站旧票房改作司机宿处",
            "渡头总站旧票房闲置多年，今由工会与公交公司合资修葺，置床{beds}张，供夜更司机歇息。附近早点铺东主笑言，往日师傅们靠浓茶提神，如今改点豆浆了。",
            "pos",
        ),
    ),
)

STORIES = (WEEKS, SWAP, NIGHT, *hours_more.STORIES)
