"""Platform work: a cut of delivery rates (opens a session, breaking), ride-hailing commission, a riders' station."""

from monitor.drill.model import Story

from .tell import cast, forum, hot, news, trade

RATES = Story(
    key="platform-rates",
    name="捷蚁外卖下调配送单价，骑手集体下线",
    areas=("platform", "wages"),
    role="breaking",
    alert=True,
    alert_at=3,
    hours=40,
    slots={"app": ("捷蚁外卖", "快萝到家"), "old": ("四块二", "四块五"), "new": ("三块一", "三块三")},
    pieces=(
        forum(
            "{app}今天的单价是不是动了？同样三公里少一块一",
            "刚才还是{old}，这会儿全变{new}了。没通知，没公告，站长说系统升级。",
            variant="question",
        ),
        hot("骑手发现配送单价一夜变低"),
        forum(
            "{mall}门口一排电动车，骑手都不接了",
            "点了杯奶茶四十分钟没人取，下楼一看，二十几个蓝衣服坐在台阶上抽烟聊天。挺安静的，有人还帮保安搬花盆。",
        ),
        news(
            "{app}调整计价引骑手不满 部分商圈运力紧张",
            "{d}{part}，{mall}、{road}等商圈出现取餐延误。多名骑手称，平台未经告知将基础单价由{old}降至{new}。{app}云河站负责人表示，新规则“增加了优质单奖励”，总体收入不会下降。",
        ),
        forum(
            "算笔账：一天四十单，一个月少一千二",
            "我跑了三年，油费换电费一分没降。恶劣天气补贴上个月取消的，这个月动单价，下个月动什么？",
        ),
        cast(
            "快讯：部分商圈外卖配送延迟",
            "受骑手下线影响，今天{part}{mall}一带外卖配送延迟四十分钟以上，商家建议顾客到店自取。",
        ),
        hot("{app}高峰没人接单", "商家：出餐口堆满了"),
        forum(
            "开小店的也说一句：不怪他们",
            "今天退了十九单，亏三百多。可他们跑一单才{new}，风里雨里的。平台抽我二十三个点，抽他们的，钱到底去哪了。",
        ),
        trade(
            "算法调价之前，该不该听一听骑手",
            "平台制定、修订与劳动者权益直接相关的计价、抽成、奖惩规则，应当公开征求意见并提前公示。{app}此次调价未见公示记录。",
        ),
        news(
            "区总工会约请{app}与骑手代表面对面",
            "记者从区总工会获悉，快递物流行业工会联合会{d}{part}约请{app}云河站负责人与十二名骑手代表座谈，就单价、恶劣天气补贴和申诉渠道听取意见。",
            "neu",
            variant="answer",
            to=("broadcast",),
        ),
        forum("听说不来谈的要被限单，有截图", "站群里发的：“下午五点前不上线，派单优先级下调三天。”这算不算报复？"),
        hot("不上线就降派单优先级？{app}未回应"),
        forum("我只想问恶劣天气补贴能不能回来", "单价可以谈，暴雨天一单加一块五那个，是拿命换的。"),
        trade(
            "{app}母公司上季度配送成本率降{1-3}.{1-9}个百分点",
            "财报将此归因于“调度效率提升”。分析师会议上，管理层称下季度仍有“优化空间”。",
            "neu",
        ),
        forum(
            "Riders offline in Yunhe, my lunch was the least of it",
            "Waited an hour, then walked to the restaurant. The owner explained the pay cut to me. I tipped the rider who was sitting there instead.",
        ),
        news(
            "{app}暂停新计价 恢复恶劣天气补贴",
            "经协商，{app}{d}宣布云河区暂停执行新计价规则，恢复恶劣天气补贴，并承诺今后调价提前十五日公示、听取骑手代表意见。",
            "pos",
            after=True,
            variant="follow-up",
        ),
        forum(
            "价格回来了，去跑晚高峰了",
            "谈的时候工会那边来了个会算账的大姐，把我们一天的单一张张拉出来，平台的人没话说。",
            "pos",
            after=True,
        ),
        cast(
            "骑手代表：第一次坐在桌子这边",
            "十二名骑手代表今天和平台签下会议纪要。跑了五年单的{sur}师傅说，这是他第一次走进写字楼不是为了送餐。",
            "pos",
            after=True,
        ),
    ),
)

COMMISSION = Story(
    key="platform-commission",
    name="网约车抽成与“一口价”",
    areas=("platform",),
    alert=True,
    alert_at=3,
    hours=60,
    slots={"app": ("安楚出行", "麦线约车")},
    pieces=(
        forum(
            "乘客付五十八，我到手三十四",
            "问了问坐车的小伙子才知道。{app}的账单只显示我这边，抽成那栏点开是个“？”。",
            to=("hotlist",),
        ),
        forum("一口价单子不接就掉口碑分", "十四公里二十一块，高速费自己出。拒三单，下午就派不到机场。"),
        news(
            "网约车司机吐槽抽成不透明 {app}：正在优化账单展示",
            "多名网约车司机反映{app}部分订单抽成比例超过三成。记者随机查看十份订单，抽成在17%至41%之间。{app}回应称高比例订单含乘客优惠，将上线“双边账单”。",
        ),
        cast(
            "开满十四个小时，够不够车租",
            "记者跟车一天：{sur}师傅早六点出车，晚八点收车，流水四百二，减去车租、电费、饭钱，剩一百三。",
        ),
        trade(
            "抽成上限写进公告，执行仍看账单",
            "交通部门曾要求平台公布抽成上限。对比{app}公告的27%，抽样订单中有三成超出。症结在于“信息服务费”之外的各种名目。",
        ),
        hot("跑十四小时净赚一百三"),
        news(
            "交通、工会联合约谈{app} 双边账单月底上线",
            "{app}承诺月底前向司机展示乘客实付与各项扣除，取消与一口价拒单挂钩的扣分。",
            "pos",
            after=True,
            variant="answer",
        ),
        forum("双边账单出来了，抽了29，至少看得见了", "看得见才能谈。", "neu", after=True),
    ),
)

STATION = Story(
    key="platform-station",
    name="骑手驿站开张",
    areas=("platform", "union"),
    hours=40,
    slots={"n": ("十二", "九", "十五")},
    pieces=(
        cast(
            "{street}第{n}家骑手驿站今天开门",
            "热水、微波炉、充电柜、雨衣，还有一张能躺平的椅子。驿站24小时开放，扫码进门。",
            "pos",
        ),
        news(
            "骑手有话说：驿站最好开在换电柜旁边",
            "“以前是别人觉得我们需要什么，这次是先问我们。”{street}的新驿站选址前，区总工会发了{300-500}份问卷。最后选在换电柜隔壁，门口能停四十辆电动车。",
            "pos",
        ),
        forum(
            "今天雨大，在驿站躲了二十分钟", "有姜茶。墙上还贴着附近哪个小区电梯要刷卡、哪个保安好说话，太懂了。", "pos"
        ),
        hot("骑手驿站墙上的“电梯攻略”火了", tone="pos"),
    ),
)

STORIES = (RATES, COMMISSION, STATION)
