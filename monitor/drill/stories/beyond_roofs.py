"""Matters beyond working life, about roofs: new flats with flaws, a storm."""

from monitor.drill.model import Story

from .tell import ask, cast, english, evening, forum, gov, harbour, hot, life, news, town, union, workers

HOUSING = Story(
    key="beyond-housing",
    name="新房质量引业主与开发商争议",
    areas=(),
    hours=66,
    slots={
        "dev": ("澜景置业", "岸和置地"),
        "site": ("澜景天汀", "岸和云邸", "枫渚壹号院"),
        "n": ("四十二", "六十七", "五十五"),
        "flaw": ("外窗渗水", "墙面空鼓", "地砖起拱"),
    },
    pieces=(
        forum(
            "{site}收房，我带了把小锤子，敲出一面鼓",
            "{flaw}，客厅主卧都有。验房师贴了三十一张黄纸条，跟过年似的。{dev}的人说“正常范围”，范围在哪，谁画的？",
        ),
        life(
            "避雷！{site}业主集体晒{flaw}",
            "[看完我默默取消了看房预约|三百人的业主群炸了]。想加群的业主私信小编，附楼栋号。据说有人的次卧能养鱼。",
        ),
        ask(
            "{site}{flaw}，交房能不能缓一缓",
            "我是{site}业主，住{home}，姓{sur}。合同写的交付标准和现场差得远，{dev}让我们先签字收房再报修。签了还能要求整改吗？请住建部门组织一次第三方检测。\n【答复】可以书面提出异议，不影响您拒绝签收的权利。我局已约谈{dev}，要求暂停催收房。",
        ),
        news(
            "{site}{n}户业主反映{flaw} 住建局介入",
            "本报讯 {n}户业主近日向本报反映，{dev}开发的{site}交付时存在{flaw}等问题。记者随业主看房，一户南卧窗台下有明显水渍。\n{dev}客服总监{sur2}某表示，“个别部位属施工工艺偏差”，已成立维修专班。区住房和建设局质监站将委托第三方对全部楼栋抽检，费用由{dev}承担。",
            light=("evening", "hotlist"),
        ),
        harbour(
            "{site}交楼风波 {dev}股东急会对策",
            "{dev}旗下{site}因{flaw}遭业主拒收，代理行已暂停二期认购。业内谓楼市清淡之时，一户维修事小，口碑事大，近日同区屋苑来客亦少了两成。",
        ),
        hot("业主用一袋面粉试出{flaw}", "{site}验房现场"),
        union(
            "把“住得安心”讲给新业主听：工会法律讲堂进{site}",
            "应{site}职工业主邀请，区总工会公职律师{sur}某讲解房屋买卖合同、质量异议与举证，现场发放问答手册。讲堂不代替诉讼，个案请咨询住建部门与律师。",
        ),
        news(
            "抽检结果公布 {dev}承诺逐户整改并延长质保",
            "区质监站{d}公布，{site}抽检八十四户，二十九户存在{flaw}，均属可修复缺陷，主体结构合格。{dev}与业主代表约定六十日内整改，质保由两年延为五年，逾期按日支付违约金。",
            "pos",
            after=True,
            variant="answer",
            edit=(
                "抽检结果公布 {dev}承诺九十日内逐户整改",
                "区质监站{d}公布，{site}抽检八十四户，二十九户存在{flaw}，主体结构合格。{dev}与业主代表约定九十日内整改（原稿误为六十日），质保延为五年。",
            ),
        ),
        forum(
            "修完又敲了一遍，闷的",
            "{site}的工人师傅把我家墙铲了重来，干得很细，末了把小锤子还我说：你来听。",
            "pos",
            after=True,
        ),
    ),
)

STORM = Story(
    key="beyond-storm",
    name="强对流过境",
    areas=(),
    hours=30,
    slots={
        "wind": ("十级", "九级", "十一级"),
        "trees": ("一百二十余", "八十多"),
        "roof": ("体育馆的一角顶棚", "老戏台的半边屋檐"),
    },
    pieces=(
        gov(
            "云河区气象台发布雷雨大风黄色预警",
            "预计未来六小时{street}等地有{wind}阵风和短时强降水，请减少外出。",
            variant="brief",
        ),
        cast(
            "大风要来了，花盆收一收",
            "本台消息：气象部门提醒，今天{part}有{wind}阵风。阳台花盆、晾衣杆请收好，工地塔吊停止作业，渡头轮渡停航。",
            "neu",
            to=("life", "town"),
        ),
        forum(
            "楼上的被子飞到我家来了",
            "刚才那阵{wind}风，“啪”一声糊在窗上，以为是人。印着牡丹花的双人被，失主到{estate}{2-9}栋认领，已经晾上了。",
            "neu",
        ),
        hot("{roof}被风掀走", "[网友：看着它飞过去的|落点是一片菜地，无人受伤]"),
        news(
            "{wind}阵风袭城 {trees}棵树倒伏",
            "本报讯 {d}，一轮强对流天气横扫我区，最大阵风{wind}，{trees}棵行道树倒伏，{roof}受损，{3-9}条公交线路绕行。截至发稿，没有人员死亡报告，两名市民被树枝划伤。供电公司出动{20-40}支队伍抢修。",
            light=("harbour", "evening"),
            edit=(
                "{wind}阵风过境 {trees}棵树倒伏 三人轻伤",
                "本报讯 {d}，一轮强对流天气横扫我区，最大阵风{wind}，{trees}棵行道树倒伏，{roof}受损。截至晚间，三名市民轻伤（此前报道为两人），停电用户已恢复九成。",
            ),
        ),
        workers(
            "停工一天，趴宿舍打牌",
            "塔吊停了，{wind}风吹得板房咣咣响，{road}那棵大樟树倒在工地门口。老家打电话来问，说新闻里看着吓人，报个平安。",
            "neu",
        ),
        english(
            "Gale fells trees, lifts roof",
            "Gusts felled around a hundred trees in Yunhe and tore part of a roof from a public building before dropping it in a cabbage field. "
            "No one was killed; a few people were cut by branches. Ferries at Dutou stopped for [four|five] hours and {4-9} bus routes were diverted. "
            "Power had been restored to most homes by evening. “My cabbages have a new roof,” said the owner of the field, “but nobody has asked for it back.”",
        ),
        life(
            "大风后必看：车被树砸了怎么赔？",
            "拍照、报保险、别急着挪。如果树枯了没人管，还能找养护单位。{wind}风里最惨的一辆车在{road}，被三棵树选中。",
            "neu",
        ),
        evening(
            "菜地里的屋顶",
            "{sur}伯早起去看白菜，看到了{roof}，平平整整盖住两垄地。他没动，先量了量：“下面的没冻着。”{d}，施工队来吊走，赔了他六十块钱，他退回二十。",
            "pos",
            after=True,
            variant="follow-up",
        ),
        town(
            "倒了的树可以锯回去",
            "各位乡亲，昨天大风刮倒的树已经清到晒场，要烧柴的自己来锯，樟木不烧，留给木匠。漏雨的老屋到村部登记。",
            after=True,
        ),
    ),
)

STORIES = (HOUSING, STORM)
