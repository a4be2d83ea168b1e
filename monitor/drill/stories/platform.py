"""Platform work: a cut of delivery rates (opens a session, breaking) and ride-hailing commission; more in `platform_more`."""

from monitor.drill.model import Story

from . import platform_more
from .tell import ask, cast, english, evening, forum, harbour, hot, news, trade, union, workers

RATES = Story(
    key="platform-rates",
    name="外卖平台下调配送单价，骑手集体下线",
    areas=("platform", "wages"),
    role="breaking",
    alert=True,
    alert_at=3,
    hours=40,
    slots={
        "app": ("捷蚁外卖", "快萝到家", "灶头送"),
        "old": ("四块二", "四块五"),
        "new": ("三块一", "三块"),
        "place": ("云桥夜市", "云河天街里", "柳岸生活广场"),
        "rain": ("恶劣天气补贴", "雨天补贴"),
    },
    pieces=(
        forum(
            "{app}今天单价是不是动了？同样三公里少一块多",
            "刚才还是{old}，这会儿全变{new}了。没通知没公告，站长说系统升级。{place}这边的骑手看看你们的。",
            variant="question",
        ),
        workers(
            "{app}跑单的别接了，先看清楚价",
            "{new}一单，换电一次两块五，等餐二十分钟白等。我们{place}七八个先停了，不闹，就是坐着歇会儿。",
        ),
        hot("{app}骑手发现配送单价一夜变低"),
        forum(
            "{place}门口一排电动车，骑手都不接了",
            "点了杯奶茶四十分钟没人取，下楼一看，二十几个骑手坐在台阶上聊天，头盔摆成一排。问了句，说是{app}降价了。挺安静的，还有人帮保安搬花盆。",
        ),
        evening(
            "{place}的餐，今天没人取",
            "出餐口的袋子从柜台堆到了地上。{d}{part}，{app}在{place}一带大面积延误。骑手{sur}师傅把手机递给记者看：同一栋写字楼，昨天{old}，今天{new}。“一分钱没跟我们商量。”他说完，把停在消防通道上的车挪了挪。",
            light=("hotlist", "life"),
        ),
        news(
            "{app}调整计价引骑手不满 {place}等商圈运力紧张",
            "本报讯 {d}{part}，{place}、{road}等商圈出现取餐延误，多家餐饮店暂时关闭线上接单。\n"
            "多名骑手称，{app}未经告知将基础单价由{old}降至{new}，此前还取消了{rain}。{app}云河站负责人表示，新规则增加了优质单奖励，“总体收入不会下降”。\n"
            "记者请他举例说明怎样的单算优质单，对方表示要请示总部。街道网格员和交警已到场疏导，秩序平稳。",
            to=("broadcast",),
            edit=(
                "{app}调整计价引骑手不满 {place}等商圈一度运力紧张",
                "本报讯 {d}{part}，{place}、{road}等商圈出现取餐延误，目前已逐步恢复。多名骑手称，{app}未经告知下调基础单价，此前还取消了{rain}。{app}云河站负责人表示将听取意见。",
            ),
        ),
        workers(
            "算笔账：一天四十单，{app}这一刀一个月一千出头",
            "跑了三年，电费没降，房租没降，膝盖倒是降了。{rain}上个月取消，这个月动单价，下个月动什么？",
        ),
        cast(
            "快讯：{place}一带外卖配送延迟",
            "本台消息：受部分{app}骑手下线影响，今天{place}周边外卖延迟四十分钟以上。市民可以到店自取。交通广播提醒，请骑手朋友不要占用公交站台停车。",
        ),
        forum(
            "开小店的也说一句：不怪他们",
            "我在{place}卖煲仔饭，今天退了十九单亏三百多。可人家跑一单才{new}，风里雨里的。{app}抽我二十三个点，钱去哪了，反正没去他们那。",
        ),
        english(
            "Riders log off as app trims the price of a trip",
            "Lunch was late across much of the district after delivery riders stopped taking orders from one app, which had lowered its base rate per trip by more than a quarter without notice. "
            "Riders sat on the steps outside a shopping centre, helmets in a row. "
            '"[We are not shouting|Nobody is blocking anything]. We are just not riding," said one. '
            "Restaurants switched off online orders. The company said a new bonus would make up the difference, but could not say which trips would earn it.",
        ),
        harbour(
            "{app}减价惹众怒 食肆改用自家伙计送饭",
            "{app}骑手罢接，{place}食肆叫苦。有茶餐厅东主索性脱下围裙亲自送餐，一程往返二十五分钟，回来连声道：“{new}一程？我都唔做。”餐饮同业公会已去信平台，促其与骑手坐下商谈。",
        ),
        forum(
            "听说不上线就降派单，有截图",
            "{app}站群里发的：“五点前不上线，优先级下调三天。”这算不算报复？发图的兄弟{handle}已经被踢出群了。",
        ),
        trade(
            "算法调价之前，该不该先问骑手",
            "平台制定、修订直接涉及劳动者权益的计价、抽成、奖惩规则，应当公开征求意见并提前公示。本刊未查到{app}此次调价的公示记录。其母公司上季度配送成本率下降{1-3}.{1-9}个百分点，管理层称“仍有优化空间”。",
        ),
        union(
            "工会约请{app}与骑手代表面对面",
            "区快递物流行业工会联合会{d}约请{app}云河站负责人与十二名骑手代表座谈，就单价、{rain}和申诉渠道听取意见。骑手可到就近的工会驿站或拨打12351留下建议。",
        ),
        news(
            "{app}暂停新计价 恢复{rain}",
            "经区总工会、人社局协调，{app}{d}宣布云河区暂停执行新计价规则，恢复{rain}，并承诺今后调价提前十五日公示、听取骑手代表意见。对下线骑手不作派单处罚。",
            "pos",
            after=True,
            variant="follow-up",
            light=("life", "evening"),
        ),
        workers(
            "{app}价回来了，跑晚高峰去了",
            "谈的时候工会来了个会算账的大姐，把我们一天的单一张张拉出来，平台的人没话说。",
            "pos",
            after=True,
        ),
        cast(
            "骑手代表：第一次坐在桌子这边",
            "本台消息：十二名骑手代表今天和{app}签下会议纪要。跑了五年单的{sur}师傅说，这是他第一次走进写字楼不是为了送餐。",
            "pos",
            after=True,
            variant="follow-up",
        ),
        hot("煲仔饭老板请{app}骑手免费吃了一晚", "“你们回来我才有生意”", "pos", after=True),
    ),
)

COMMISSION = Story(
    key="platform-commission",
    name="网约车抽成与“一口价”",
    areas=("platform",),
    alert=True,
    alert_at=4,
    hours=60,
    slots={
        "app": ("安楚出行", "麦线约车", "橘灯出行"),
        "paid": ("五十八", "六十三"),
        "got": ("三十四", "三十六"),
        "left": ("一百三", "一百一", "一百五"),
    },
    pieces=(
        forum(
            "{app}：乘客付{paid}，我到手{got}",
            "问了坐车的小伙子才知道他付多少。账单只给看我这边，抽成那一栏点开是个“？”，再点，弹出来一张节日贺卡。",
            to=("workers",),
        ),
        workers(
            "{app}一口价单子不接就掉口碑分",
            "十四公里二十一块，高速费自己出。拒三单，下午就派不到机场。有没有人退租的，押金能退几成？",
        ),
        hot("网约车司机：{app}抽成栏是个问号"),
        evening(
            "跟车一天，{app}司机净落{left}元",
            "早六点出车，晚八点收车，流水四百二。减去车租、电费、两顿饭，{sur}师傅在后视镜里冲记者笑笑：“{left}。还没算腰。”他的副驾放着一个艾草热敷包，是女儿缝的。",
            light=("life", "hotlist"),
        ),
        news(
            "网约车抽成“看不见” {app}：正在优化账单展示",
            "本报讯 多名网约车司机向本报反映，{app}部分订单抽成超过三成，且司机端不显示乘客实付。\n"
            "记者征得司机和乘客同意，核对了十份订单，抽成比例在17%至41%之间，其中三份高于平台公告的27%上限。\n"
            "{app}书面回应称，高比例订单含乘客优惠券分摊，公司正在研究“双边账单”。至于上线时间，回应未作说明。",
            light=("harbour",),
        ),
        forum(
            "坐了趟{app}，全程听师傅算账",
            "从梅屏东站到河边，二十八分钟，师傅算完油算电，算完电算他儿子补课费。下车我多扫了十块，他追出来还我，说不是这个意思。",
        ),
        trade(
            "抽成上限写进公告，执行仍看账单",
            "对比{app}公告的27%，抽样订单中有三成超出，症结在“信息服务费”“场景调度费”等另立的名目。一口价则把里程风险整体转给司机。公开规则若不能在单笔订单里核对，就等于没有公开。",
        ),
        cast(
            "网约车司机聚在充电站，聊的都是抽成",
            "本台记者今天在枫渚充电站见到十几位{app}司机。大家说，不是不让平台赚钱，就想看清楚一单里谁拿了多少。平台客服热线{fixed}，记者打了四次，都是音乐。",
        ),
        english(
            "Drivers ask what became of the other half of the fare",
            "A passenger pays, the driver receives little more than half, and the line on the bill that should explain the difference shows a question mark. "
            "That is the complaint of ride-hailing drivers who met at a charging station in [Fengzhu|Dongping] this week. "
            "Ten bills checked with the passengers' consent showed commissions of between 17 and 41 per cent; the platform's own notice promises a ceiling of 27. Some drivers are returning their leased cars.",
        ),
        ask(
            "{app}单方扣口碑分、限制派单如何申诉",
            "您好，我开网约车两年，车牌{plate}。因为拒绝一口价订单，被{app}连扣三次口碑分，派单量少了一半。客服只会复制粘贴。请交通局告知申诉途径。\n"
            "【答复】区交通运输局：已收集同类诉求{14-33}件，将与人社、工会联合约谈该平台，结果另行公布。",
        ),
        news(
            "交通、工会联合约谈{app} 双边账单月底上线",
            "{app}承诺月底前向司机展示乘客实付与各项扣除，取消与一口价拒单挂钩的扣分，超出27%部分逐单退还。",
            "pos",
            after=True,
            variant="answer",
            to=("broadcast",),
            light=("evening",),
        ),
        union(
            "网约车行业工会征集{app}账单样本",
            "为核对退费是否到位，区网约车行业工会联合会向会员征集订单截图，已收到{210-380}份，逐单比对结果将向司机反馈。请抹去乘客信息后再上传。",
            "neu",
            after=True,
        ),
        forum(
            "{app}双边账单出来了，抽了29",
            "至少看得见了。超的两个点，第二天退了一块二。钱不多，截图留念。看得见才能谈。",
            "neu",
            after=True,
            variant="follow-up",
        ),
    ),
)

STORIES = (RATES, COMMISSION, *platform_more.STORIES)
