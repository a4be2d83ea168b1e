"""Work life otherwise, continued: a stoppage over bag searches, a dormitory, a nursing room."""

from monitor.drill.model import Story

from .tell import ask, cast, english, evening, forum, gov, harbour, hot, life, news, trade, union, workers

STOPPAGE = Story(
    key="other-stoppage",
    name="车间停工：翻包搜身与取消厂车",
    areas=("other_labour",),
    alert=True,
    alert_at=3,
    hours=46,
    slots={
        "firm": ("锦澜纺织", "丰梭针织", "云绫家纺"),
        "shop": ("织造车间", "后整理车间", "缝制二车间"),
        "n": ("一百六十", "两百一十", "一百八十"),
        "line": ("四条厂车线路", "三条厂车线路"),
    },
    pieces=(
        workers(
            "{firm}下班翻包，今天翻到我卫生巾",
            "门口两个男保安，包倒在桌上翻，翻完了来一句“行了走吧”。后面排着几十号人看着。我在{firm}干了六年，头一回觉得自己像个贼。明天我不想去了。",
        ),
        workers(
            "厂车说停就停，凌晨一点怎么回渡头",
            "{firm}贴了张纸，{line}下周起取消，理由“优化成本”。中班十二点半下班，{bus}早没了。骑电动车要五十分钟，我媳妇胆小。有没有拼车的，打{phone}。",
            variant="question",
        ),
        forum(
            "{firm}今天机器声没了，住对面十年头一次这么静",
            "{road}的住户来说一声，早上八点多突然安静，探头看见院里站满了人，都穿着围裙，没吵没闹，就站着。有大姐坐在布卷上打毛线。",
        ),
        hot("{firm}{shop}停工 工人：别翻我的包", "现场平静 有人打起了毛线", to=("life",)),
        news(
            "翻包检查引不满 {firm}{shop}停工",
            "本报讯 {d}{part}，{firm}{shop}约{n}名工人停下手中的活，聚集在厂区内，要求公司取消下班翻包检查、恢复{line}。\n"
            "挡车工{sur}女士说，翻包由男保安进行，女工“脸上挂不住”。另有工人反映，厂车取消后夜间无法回家。\n"
            "{firm}总经理助理{sur2}某对记者说，近期成品布丢失较多，“查包是不得已”，厂车“上座率不足四成”。双方在车间办公室谈了一个多小时，没有结果。现场秩序平稳，{street}和派出所工作人员到场。",
            light=("evening", "life"),
            edit=(
                "{firm}{shop}部分工人要求停止翻包检查",
                "本报讯 {d}{part}，{firm}{shop}约{n}名工人聚集在厂区内，要求公司取消下班翻包检查、恢复{line}。{firm}表示愿意对话。现场秩序平稳，{street}工作人员到场了解情况。",
            ),
        ),
        cast(
            "{firm}停工第二个班次 劳资双方仍在谈",
            "本台消息：{firm}{shop}的工人今天仍没有开机，隔壁车间有两条线跟着停了下来。工人推了五位代表，要求先撤掉门口那张翻包的桌子。厂方说，要等老板回来。本台记者在现场看到，食堂照常开饭。",
        ),
        evening(
            "“桌子撤了，我就开机”",
            "六十台织机静着，{firm}的女工们靠着纱包坐成一排。最年长的{surb}姐五十三岁，袖口别着针：“我不是要钱，我要脸。”她说翻包那天自己包里是给孙子买的两根棒棒糖。年轻的几个在算路：没了厂车，从渡头到这儿，打车一趟四十七块，一个晚班挣一百六。",
            to=("forum",),
        ),
        forum(
            "我老公在{firm}，他说这回不是闹",
            "他嘴笨，回来就讲了一句：机器坏了能修，人被当贼防修不好。代表是投票选的，手机放一个盆里，谁也不许骂人。就怕有人挑事往网上乱发，说打起来了，没有的事！",
        ),
        life(
            "突发！{firm}上千人罢工？现场来了",
            "刚刚群里疯传，{firm}停产，“上千工人堵了{road}”，公交全改道！真的假的？住附近的朋友拍个视频，投稿有咖啡券。",
        ),
        trade(
            "查包、断车、停机：一家纺织厂的管理账算漏了什么",
            "{firm}取消{line}，一年可省约三十八万元；{shop}停机一天，按订单折算损失在二十万元上下。法律上更站不住的是查包：企业没有搜查权，检查随身物品须本人自愿，由异性进行可能侵犯人格尊严。\n"
            "厂里并非没有更便宜的办法。同镇另一家厂用布卷芯片盘点，半年失窃降了九成，没有碰过一个人的包。",
        ),
        harbour(
            "织机停转累及交期 布商登门问{firm}何时复工",
            "{firm}{shop}停工，三家布商昨日登门查问货期，其中一家有两柜床品须赶月底船期。厂方接待室茶凉数度，未有答案。有布商叹道：“省几部车的钱，误几柜货，这笔数怎么计都不着数。”",
        ),
        english(
            "Weavers stop looms over bag searches",
            "Looms fell silent at a Yunhe textile mill after weavers refused to start their shift in protest at bag searches by male guards and the end of company buses. "
            "“I want my dignity, not money,” one worker said. Managers blame missing cloth and half-empty buses. "
            "Workers chose five delegates, and street officials and a union mediator were at the gate. There was no violence; the canteen served [noodles|rice and soup] as usual. "
            "Clients with deadlines at the end of the month were asking when production would resume.",
        ),
        workers(
            "站了一天，腿肿了，说两句{firm}里头的事",
            "代表进去谈了三回。桌子说可以“挪一挪”，厂车说“研究研究”。带班挨个发消息，说明天不开机按旷工。我们群里定了：不走、不砸、不骂，等老板。夜里冷，有人送了两桶姜汤，不知道是谁，谢了。",
            variant="follow-up",
        ),
        gov(
            "关于{firm}停工有关网络传言的情况说明",
            "网传“上千人堵路、公交改道”不实；实有约{n}人在厂区内协商，{road}通行正常。",
            after=True,
            variant="debunk",
            areas=(),
        ),
        union(
            "区总工会主持{firm}集体协商 双方签字复工",
            "经区总工会、{street}和区人社局共同主持，{firm}与五名职工代表{d}签订协议：即日撤除查包检查，致歉并写入员工手册；{line}保留夜间两班；停工时段按调休处理，不追究参与职工。织机已于当晚重新开动。",
            "pos",
            after=True,
        ),
        news(
            "{firm}老板当面道歉 {shop}复工",
            "“这张桌子我自己搬。”{d}，{firm}董事长赶回厂里，在{n}名工人面前把查包用的长桌搬进了仓库。协议约定夜班厂车保留，失窃问题改用布卷编码解决。记者离开时，织机声已经盖过了说话声。",
            "pos",
            after=True,
            variant="follow-up",
            light=("evening", "hotlist"),
        ),
        workers(
            "开机了，耳朵又聋了，踏实",
            "桌子真是老板自己搬的，还磕了一下膝盖。夜里十二点半的厂车坐满了，司机{sur2}师傅开了暖风。{firm}的姐妹，包里带点啥都行。",
            "pos",
            after=True,
        ),
    ),
)

DORM = Story(
    key="other-dorm",
    name="员工宿舍漏雨断热水",
    areas=("other_labour",),
    hours=46,
    slots={
        "firm": ("云锻机械", "梁渡模具", "岚起包装"),
        "dorm": ("三号宿舍楼", "东区宿舍楼", "老宿舍楼"),
        "off": ("九点", "九点半"),
    },
    pieces=(
        workers(
            "{firm}{dorm}漏雨，我床上撑着伞睡的",
            "五楼，天花板一大片水印，跟地图似的，往下滴。报修两周，后勤来了个人，抬头看一眼说“等晴天”。被子晾哪都不干。我上铺的已经回老家了。",
        ),
        workers(
            "还有热水，晚上{off}以后就断",
            "中班十点下，等于天天冷水。{firm}女工住四楼五楼，去一楼打开水自己拎，昨天有人烫了脚。问宿管，说锅炉房就一个人，他也要睡觉，这话也没毛病。",
        ),
        evening(
            "打着伞睡觉的五楼",
            "记者走进{firm}{dorm}五楼，走廊里摆着七个接水的脸盆，颜色不一，滴答声也不一。住了三年的{sur}师傅把伞骨绑在床架上，“比打着省手”。企业后勤负责人承认报修流程“[拖了|卡在采购上了]”，答应本周内补防水，热水延到零点。",
            light=("life",),
        ),
        cast(
            "员工宿舍不能只算床位",
            "本台消息：区总工会和住建部门今天对八家企业的员工宿舍做了体检，{firm}也在其中。结果有喜有忧：床位都够，晾晒、充电、热水跟不上。体检结果会发给每一家企业。",
            "neu",
            to=("town",),
        ),
        ask(
            "工厂宿舍的居住条件有没有标准",
            "我弟弟住{firm}{dorm}，八个人一间，两个插座。想问政府对厂里宿舍有没有人均面积、热水之类的规定？\n【答复】您好，集体宿舍人均使用面积不得低于四平方米，每室不超过八人，消防与电气须符合规范。我局已安排人员实地查看，结果将电话告知。",
            "neu",
            edit=(
                "工厂宿舍的居住条件有没有标准（已办结）",
                "我弟弟住{firm}{dorm}，八个人一间，两个插座。想问政府对厂里宿舍有没有人均面积、热水之类的规定？\n【答复】您好，已实地查看，企业将每室减为六人，增设插座并整修屋面。",
            ),
        ),
        workers(
            "修好了，今天下雨没漏，记一笔",
            "{firm}{dorm}的，屋顶铺了新卷材，工人师傅干到半夜。热水到十二点，还多了两台烘干机，排队三小时，但快乐。上铺的，回来吧。",
            "pos",
            after=True,
        ),
    ),
)

ROOM = Story(
    key="other-room",
    name="写字楼里的母婴室",
    areas=("other_labour", "union"),
    hours=36,
    slots={
        "site": ("云桥国际中心", "梅屏商务大厦", "新渡中心"),
        "n": ("二十", "十七", "十三"),
        "floor": ("七层", "四层"),
    },
    pieces=(
        forum(
            "背奶妈妈求助：{site}有没有母婴室",
            "现在用的是机房旁边的储物间，门锁坏的，拿椅子顶着，有一回保洁大叔推门进来，我俩都叫了。楼里上班的姐妹们你们都在哪解决？",
            variant="question",
        ),
        forum(
            "回上面那位：我在消防通道，真的",
            "{site}十一楼半，声控灯，得一边吸一边跺脚。跺了四个月，小腿都有肌肉了。",
        ),
        union(
            "一间小屋大家建：{site}“妈咪小屋”启用",
            "在{street}总工会牵头下，{site}{n}家企业按人数分摊费用，共建母婴休息室。冰箱、消毒柜、靠背椅、能反锁的门，一样不少。本楼女职工扫码登记即可使用，灵活就业的姐妹也欢迎。",
            "pos",
        ),
        news(
            "储物间变“妈咪小屋” {n}家公司一起掏钱",
            "本报讯 {site}{floor}一间十二平方米的储物间，{d}变成了母婴室。物业让出场地，{n}家企业分摊了两万余元设备款，{street}总工会补了缺口。\n“以前每家公司都说想弄，又都说只有一两个人用。”楼宇工会主席{sur}女士说，把一两个人加起来，是四十一个。",
            "pos",
            light=("life",),
        ),
        cast(
            "能反锁的门，比什么都重要",
            "本台消息：第一个走进{site}母婴室的{sur2}女士告诉记者，她背奶五个月，换过三个地方，只有这里不用拿椅子顶门。",
            "pos",
        ),
        life(
            "羡慕！{site}上班的宝妈有福了",
            "{floor}新开妈咪小屋，沙发能躺，冰箱分格，还有人送了一本留言簿。同款母婴室，你们楼有吗？在评论区报楼名，小编帮你喊话物业！",
            "pos",
        ),
        forum(
            "去{site}小屋打卡了，沙发很软",
            "留言簿第一页写着：致消防通道那位，灯不用跺了。笑完有点想哭。",
            "pos",
            after=True,
        ),
    ),
)

STORIES = (STOPPAGE, DORM, ROOM)
