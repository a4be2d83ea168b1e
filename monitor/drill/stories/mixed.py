"""Matters that are not what they seem at first: a fire that is a drill, a smell that is poisoning; an inspection, a move."""

from monitor.drill.model import Story

from . import mixed_odour
from .tell import ask, cast, english, evening, forum, gov, harbour, hot, life, news, trade, union, workers

FIRE_DRILL = Story(
    key="mixed-firedrill",
    name="配送站消防演练被误传为起火",
    areas=("safety",),
    hours=20,
    slots={
        "firm": ("青筏速递", "小麦穗快送", "跑山快送"),
        "hub": ("纺机路配送站", "东坪配送站", "新渡路配送站"),
        "n": ("四十二", "三十六", "五十一"),
        "min": ("三分十秒", "四分钟", "两分五十秒"),
    },
    pieces=(
        life(
            "【扩散】{hub}着火了！[几十号人|一大群骑手]往外跑！！",
            "刚刚街坊发来视频：{firm}{hub}门口白烟滚滚，穿工服的捂着嘴往外冲，喇叭里一直喊“不要回头拿手机”。有人说充电柜炸了，有人说楼上还困着两个。消息正在核实，[住附近的关好窗|路过的别围观]！",
            to=("hotlist",),
            edit=(
                "【已证实是演练】{hub}冒烟系消防演练，不是起火",
                "本条较早前的内容不准确：{firm}{hub}今天的白烟来自演练用的发烟罐，没有人受伤，也没有爆炸。给大家添乱了，抱歉。",
            ),
        ),
        forum(
            "{hub}是不是烧起来了？我老公在那上班",
            "群里都在传{firm}那个站着火，我打了[七|九|十一]个电话他不接，腿都软了。他叫小{sur}，号码{phone}，有在跟前的帮我喊一声，让他回个话就行。",
            variant="question",
        ),
        hot("网传{hub}起火 现场白烟冲天", "[有骑手捂着口鼻跑出|消防车停在门口]"),
        workers(
            "我就在{hub}里面，是演练，别传了",
            "{firm}每季度一次的消防演练，烟是罐子放的，消防车是提前约好来教我们用水带的。手机统一放在站长桌上，所以家里人打不通。{n}个人全在空地上点过名了，正蹲着听讲评呢。",
            "neu",
            variant="debunk",
        ),
        cast(
            "{hub}“起火”是演练 请勿转发不实视频",
            "本台消息：今天{part}网上流传的“{hub}起火”视频，经本台向辖区消防救援站核实，是{firm}组织的应急疏散演练。{n}名快递员用时{min}全部撤到集合点，现场没有明火，没有人员受伤。",
            "neu",
            variant="debunk",
            light=("life",),
        ),
        evening(
            "一罐白烟吓坏半条街 骑手：我们在考试",
            "“你们站没了！”{firm}骑手{sur2}师傅从站长桌上拿回手机时，屏幕上有二十多条这样的消息。演练结束，{hub}的人先做的不是接单，是挨个给家里回电话。站长说，通知贴在站内，忘了贴到街上，“下回先去隔壁水果店打声招呼”。",
            "neu",
            variant="debunk",
            light=("hotlist",),
        ),
        gov(
            "关于网传{hub}发生火灾的情况说明",
            "经核实，网传视频为{firm}{hub}消防疏散演练画面，无火情、无伤亡。请勿编造、传播不实警情。",
            variant="debunk",
            after=True,
        ),
        forum(
            "人没事，头发都没焦一根",
            "发帖问{hub}的那个是我。他回电话第一句是“我们组撤得最快，奖了一箱牛奶”。气得我想笑。谢谢各位帮忙喊人，牛奶已经喝上了。",
            "pos",
            after=True,
            variant="follow-up",
        ),
        trade(
            "演练为何被当成火情：末端网点的消防一课",
            "{firm}{hub}演练被误传，暴露出网点与周边居民之间缺少告知。业内建议，施放烟雾的演练应提前在沿街张贴告示，并给家属留一个能打通的值班电话。就演练本身而言，{min}撤出{n}人，在同类网点里算快的。",
            "neu",
            after=True,
        ),
    ),
)

INSPECTION = Story(
    key="mixed-inspection",
    name="“伏天行动”工资工时专项检查公布结果",
    areas=("wages", "hours"),
    hours=60,
    slots={
        "act": ("伏天行动", "蝉鸣行动"),
        "n": ("六百三十八", "五百九十四", "七百一十二"),
        "bad": ("八十七", "一百零三", "七十六"),
        "sum": ("四百一十二万元", "三百六十八万元", "五百零五万元"),
        "p": ("一千三百", "一千一百", "一千五百"),
        "over": ("三十一", "二十六", "三十八"),
    },
    pieces=(
        gov(
            "关于夏季工资工时专项检查（“{act}”）结果的通报",
            "检查用人单位{n}家，{bad}家存在问题，为{p}余名劳动者追回工资{sum}，{over}家因超时加班被责令改正。",
            variant="report",
        ),
        news(
            "“{act}”收官：{p}余名职工拿回{sum}",
            "记者从区劳动保障监察大队获悉，夏季启动的工资工时专项检查“{act}”{d}公布结果。执法人员共走进{n}家用人单位，以餐饮、物流、制衣和建筑工地为主，查实{bad}家有拖欠或少发工资、加班不付钱等情形。\n"
            "“看一张考勤表要连着看三样东西：打卡机、工资条、食堂的刷卡记录。”带队的{sur}队长说，有家厂的考勤表月月整齐，夜宵窗口却每天十一点半还在排队。\n"
            "追回的{sum}已全部打进本人账户。对逾期不改的[四|五|六]家，监察大队已作出行政处罚决定。",
            "pos",
            light=("life",),
        ),
        cast(
            "{n}家单位接受夏季工资工时检查 {over}家被责令改正",
            "本台消息：“{act}”工资工时专项检查今天公布结果。{over}家单位因为安排加班超过法定上限，被责令限期改正。市民如果遇到类似问题，可以拨打劳动保障监察热线，也可以到各街道劳动保障所投诉。",
            "pos",
            to=("forum",),
        ),
        trade(
            "“{act}”通报背后：超时问题集中在哪几个行当",
            "在被“{act}”责令改正的{over}家单位中，制衣和包装占四成，餐饮占三成，其余为仓储与物业。常见做法有三种：以“计件没有加班”为由不付加班费；综合计算工时未经审批；把高温津贴并进全勤奖。监察部门明确，三种都站不住脚。",
            "neu",
            edit=(
                "“{act}”通报背后：超时问题集中在哪几个行当（更新）",
                "在被“{act}”责令改正的{over}家单位中，制衣和包装占四成，餐饮占三成，其余为仓储与物业。更新：本刊初稿把物业误作零售，已改正。常见做法仍是计件不算加班、综合工时未审批、高温津贴并入全勤奖三种。",
            ),
        ),
        workers(
            "“{act}”来查那天，带班让我们说一天只干八个钟",
            "在{road}一家小制衣厂。检查的人进门前，带班先走了一圈，话都教好了。还好人家不光问，直接翻机器上的开机记录。上个礼拜补了我一千九百六，是夏天那三个月的加班费。[就是带班现在不怎么理我|活少了点，但钱是真的]。",
            "pos",
        ),
        forum(
            "看了“{act}”的通报，怎么没查到我们店",
            "做奶茶的，{mall}那家，一天站十一个小时，加班写的是“学习时间”。名单里不是大酒楼就是厂和工地，我们这种七八个人的小店是不是不归它管？[懂的说一声|在线等]。",
            variant="question",
        ),
        harbour(
            "“{act}”揭晓 小店主盼多指引",
            "夏季工资工时检查“{act}”日前公布，{bad}家商号被指不合规例。本埠餐饮同业会{sur2}理事谓，同业多属小本经营，对综合工时之申报素不熟悉，盼当局于处罚之外多设讲座。当局覆称，{d+4}起于各街道开班，费用全免。",
            "neu",
        ),
        english(
            "Summer pay checks return millions to workers",
            "Labour inspectors have closed a summer campaign on wages and working hours after visiting more than five hundred employers across the district. Unpaid or short-paid wages were recovered for over a thousand people, most of them in garment shops, kitchens and warehouses, according to a notice published this week.\n"
            "Several dozen employers were told to cut overtime that ran past the legal monthly limit. One inspector said the team compared time cards with canteen records to find hours that had gone missing. Fines have been issued to [four|five|six] employers that failed to put matters right in time.",
            "pos",
        ),
        union(
            "区总工会接续“{act}”：劳动法律监督员进[小店|小微企业]",
            "针对夏季专项检查“{act}”中小店铺覆盖不足的问题，区总工会组织{12-28}名劳动法律监督员，自{d+2}起走访商圈小店，提供工时申报、工资条规范样本和免费咨询。职工可拨打12351反映。",
            "pos",
            after=True,
        ),
    ),
)

HOSPITAL_MOVE = Story(
    key="mixed-hospital",
    name="老职工医院搬迁",
    areas=("insurance",),
    hours=54,
    slots={
        "old": ("纺机职工医院", "云锻职工医院", "老港职工医院"),
        "new": ("梅屏新院区", "石漾新院区", "澜北新院区"),
        "year": ("六十三", "五十八", "六十七"),
        "line": ("205路", "37路"),
    },
    pieces=(
        gov(
            "关于{old}整体搬迁至{new}的公告",
            "{old}{d+1}起停止老院区门急诊，{d+2}在{new}开诊。医保、工伤保险定点资格不变，无需另行备案。",
            variant="brief",
        ),
        news(
            "{old}搬家：{year}年的老门诊楼就要熄灯",
            "{old}本周起分批搬往{new}，血透、工伤康复和职业病门诊最先启用。院长{sur}某介绍，老院区没有电梯，推床上三楼要四个人抬；新院区床位增加近一倍，设有独立的康复大厅。\n"
            "对病人最关心的结算问题，医院称新老院区使用同一定点编码，职工医保、工伤保险均可直接结算，正在住院的病人由救护车免费转运。",
            "pos",
            light=("harbour", "life"),
        ),
        forum(
            "{old}搬那么远，我爸一周三次血透怎么去",
            "从{estate}过去要倒两趟车，单程一个钟头二十分。我爸是厂里退休的，图的就是职工医保在{old}报得多、走路十分钟。搬到{new}，光打车一个月就是[八百|一千]多。能不能留个血透点？",
        ),
        ask(
            "{old}搬迁后，工伤康复还能不能在原医院直接结算",
            "您好，我前年在厂里伤了手，一直在{old}做康复，工伤保险直接结算。听说要搬到{new}，请问定点要不要重新认定，路费能否报销？身份证号{idcard}，盼复。\n"
            "【答复】区医疗保障局、区社会保险事业中心：{old}搬迁不改变定点协议，工伤康复凭社保卡继续直接结算；经批准到统筹地区以外就医的才报交通费，区内往返不在此列。",
            "neu",
        ),
        workers(
            "{old}搬走以后，尘肺复查去哪里排队",
            "打石头那几年落下的，每年去{old}拍一次片。昨天去说往后不在老楼拍了，让去{new}。有没有去过的，从{metro}怎么走，早上几点能挂上号？我们那屋三个人都要查。",
            "neu",
            variant="question",
        ),
        evening(
            "三楼的窗户擦了最后一遍",
            "{old}外科老护士长{sur2}阿姨退休八年了，昨天又回来，把三楼走廊的窗户擦了一遍。“那时候女工手指进了机器，都是从这个楼梯抬上来的。”她指指扶手上磨亮的一截。旁边血透室的病人在问：{new}有公交吗？",
            "neu",
            to=("forum",),
        ),
        cast(
            "{line}延伸到{new} 方便{old}老病号",
            "本台消息：为方便{old}搬迁后病人就医，{line}公交即日起延伸到{new}门口，早晚高峰八分钟一班。血透病人可以向医院登记，乘坐每天三班的免费接送车。",
            "pos",
            after=True,
            variant="follow-up",
            light=("life",),
            edit=(
                "{line}延伸至{new} 血透接送车每天四班",
                "本台消息：{line}公交即日起延伸到{old}{new}门口。医院根据登记情况，把血透病人的免费接送车由每天三班增加到四班，首班早上六点二十。",
            ),
        ),
        forum(
            "跟车去了一趟新的{old}，说几句",
            "接送车坐了十一个人，司机记得每个人在哪下。我爸嫌新楼太亮，找不到厕所，透析床倒是宽了。刷的还是那张医保卡，报销比例没变。[行吧，先这样|比我想的好]。",
            "pos",
            after=True,
            variant="follow-up",
        ),
    ),
)

STORIES = (FIRE_DRILL, INSPECTION, HOSPITAL_MOVE, mixed_odour.ODOUR)
