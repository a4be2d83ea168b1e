"""Employment: a garment plant stops overnight (opens a session, breaking), layoffs at a software firm (rising)."""

from monitor.drill.model import Story

from . import employment_more
from .tell import ask, cast, english, evening, forum, harbour, hot, life, news, trade, union, workers

PLANT = Story(
    key="employment-plant",
    name="梅屏羽绒服厂一夜停产，数百人待岗",
    areas=("employment",),
    role="breaking",
    alert=True,
    alert_at=3,
    hours=56,
    slots={
        "firm": ("缀锦服饰", "锦澜羽绒", "暖禾制衣"),
        "n": ("四百六十", "三百八十", "五百一十"),
        "years": ("十四年", "十一年", "九年"),
        "rent": ("四千三", "三千七", "五千一"),
    },
    pieces=(
        forum(
            "{firm}大门是不是贴条了？早班的人[都|全]站在外面",
            "不是法院那种封条，是公司自己贴的，A4纸，“设备检修，放假待通知”。可我表妹昨天还在里面赶羽绒服，绗缝线开到九点。梅屏工业园有人知道咋回事不？",
            variant="question",
        ),
        workers(
            "{firm}不让进了，我剪刀和水杯还在车位上",
            "保安换了一批，不认识。工牌刷不开。说等通知，等谁的通知？车间主任电话通了不说话，就叹气。",
        ),
        hot("梅屏羽绒服大厂{firm}突然全员放假", "门口聚了几百人"),
        evening(
            "羽绒服旺季，厂门锁了",
            "本报讯 “往年这时候求着我们加班。”站在{firm}门外的绗缝工{sur}女士说。{d}，这家梅屏镇的老厂以设备检修为名停工，约{n}人被拦在门外。有人带着饭盒来的，中午就坐在花坛边把饭吃了。",
            light=("life", "hotlist"),
        ),
        forum(
            "{firm}仓库后门在往外拉机器，兄弟姐妹们看着点",
            "两辆平板车，车牌{plate}那辆已经装满了，充绒机一台一台抬。问就是“送修”，哪有送修连铭牌都撬掉的。",
            to=("workers",),
        ),
        news(
            "{firm}今起停产 {n}名员工待岗",
            "本报讯 {d}{part}，位于梅屏工业园的{firm}停产，约{n}名员工接到待岗通知，通知未写明复工日期及待岗期间的生活费标准。\n"
            "厂区外，员工推选的五名代表与留守管理人员交涉。一名不愿具名的车间主任透露，公司最大的海外客户上月取消了后续订单，“绒都买回来了，没人要货”。\n"
            "记者从园区管委会获悉，镇劳动保障所已派人到场，企业法定代表人{sur2}某的手机处于关机状态。",
            edit=(
                "{firm}今起停产 {n}名员工待岗",
                (
                    "本报讯 {d}{part}，位于梅屏工业园的{firm}停产，约{n}名员工接到待岗通知，通知未写明复工日期及待岗期间的生活费标准。\n"
                    "厂区外，员工推选的五名代表与留守管理人员交涉。（更新：企业法定代表人{sur2}某已与园区管委会取得联系，表示将返回澜州处理。）"
                ),
            ),
            light=("harbour",),
        ),
        workers(
            "停产通知发在群里，发完就把群解散了",
            "一共三行字。没说工资，没说哪天开工，没说补偿。我在{firm}坐了{years}，从踩平车踩到带小组，最后一眼是“该群已解散”。",
        ),
        cast(
            "快讯：梅屏{firm}停产 多部门到场",
            "本台消息：{firm}今天突然放假，上百名工人等在厂门口。梅屏镇已经在园区职工活动室设了接待点，请大家带好工牌，不要围堵道路。",
        ),
        english(
            "Down-jacket maker in Meiping locks its gates overnight",
            "Workers arriving for the early shift at a down-jacket factory in the Meiping industrial estate found a sheet of paper on the gate: closed for maintenance, wait for notice. "
            "By [noon|mid-morning] several hundred stood outside. Some had watched lorries leave the back gate with filling machines. "
            '"I have sewn here for more than ten years and could not fetch my scissors," said one woman. The management could not be reached. Township officials were taking names in a nearby hall.',
        ),
        life(
            "扩散！梅屏这家几百人的大厂说停就停",
            "就是{firm}！冬天穿的羽绒服好多都是它做的。现在大门锁着，机器连夜拉走，工人工资咋办？有亲戚在里面的赶紧转给TA，登记要带工牌！",
            to=("hotlist",),
        ),
        trade(
            "账期拉长、客户单一：{firm}停产并非孤例",
            "今年以来，澜州规模以上服装企业中已有{4-7}家减产或停产。据公开资料，{firm}资产负债率连续三年上升，第一大客户占收入六成。客户一走，现金流随即断裂。\n停工停产在一个工资支付周期内的，应按正常标准发工资；超过一个周期的，应发生活费。仅凭一纸“放假待通知”，这两项义务都不会消失。",
        ),
        harbour(
            "梅屏{firm}歇业 供货商齐集追账",
            "本报讯 羽绒服商{firm}忽告停工，消息传开，鸭绒、拉链、纸箱各行供货商十余家赶赴梅屏，与守在厂外之工人相遇于门前。一位纸箱商言：“货款事小，工友等米下锅事大，先发人工，我等再谈。”",
        ),
        forum(
            "双职工家庭，一个上午两份工资都没了",
            "我和我老婆都在{firm}，她充绒我裁床。房贷{rent}。刚给孩子报了寒假的画画班，不知道晚上怎么跟他讲。",
        ),
        ask(
            "关于{firm}停产后社保谁来交的咨询",
            "您好，我是{firm}员工，身份证号{idcard}。厂里停产了，听人事说这个月社保不报了。我妻子怀孕七个月，生育险断了怎么办？能否由镇里先协调，联系电话{phone}。",
        ),
        news(
            "梅屏工业园：已责令{firm}停止转移设备",
            "园区管委会{d}{hm}通报，已责令{firm}停止转移设备并派人驻厂看护，法定代表人{sur2}某正在配合核查，职工工资将优先保障，欠薪应急周转金已做好启动准备。",
            "neu",
            variant="answer",
            to=("broadcast",),
        ),
        union(
            "区总工会在梅屏设立{firm}职工服务点",
            "自{d}起，区总工会在梅屏工业园职工活动室设服务点，为{firm}职工提供工资核算、法律咨询和岗位登记，工会律师每天[上午九点|上午八点半]到晚上八点在场。不便到场的可拨打12351。",
            after=True,
        ),
        news(
            "{firm}停产后续：工资两日内发放 专场招聘会明天开",
            "记者从梅屏镇获悉，{firm}欠发工资由应急周转金垫付，两日内到账；经济补偿由资产处置款优先支付。{d+1}上午在工业园篮球场办专场招聘，十七家缝制企业带来岗位三百余个。",
            "neu",
            after=True,
            variant="follow-up",
            light=("life", "evening"),
        ),
        workers(
            "{firm}的来报个平安：招聘会签了一家",
            "工价低一毛二，但按月交社保，先干着。我们充绒组去了七个，老组长也在，还坐一排。",
            "pos",
            after=True,
        ),
        cast(
            "五百个车位，能接住多少人",
            "{firm}专场招聘会上，一百五十多名缝纫工达成意向。年纪大的难一些，一位五十二岁的女工问遍全场，最后在一家做校服的摊位前坐了下来。",
            "neu",
            after=True,
            variant="follow-up",
        ),
    ),
)

LAYOFF = Story(
    key="employment-layoff",
    name="柳岸软件园公司“组织焕新”裁员",
    areas=("employment",),
    role="rising",
    alert=True,
    alert_at=4,
    hours=66,
    slots={
        "firm": ("栈桥互动", "拾级网络", "澄观软件"),
        "word": ("组织焕新", "人才盘活", "敏捷转身"),
        "share": ("三成", "近四成", "四分之一"),
        "n": ("一百二十多", "一百七十来", "九十多"),
        "room": ("“泰山”", "“瀑布”", "“北斗”"),
    },
    pieces=(
        forum(
            "{firm}的，今天有人被叫去{room}会议室吗",
            "十五分钟一个，出来的都不回工位，直接去行政交电脑。群里没人说话，只有机器人还在发下午茶菜单。",
            variant="question",
        ),
        workers(
            "在软件园食堂打菜，说个事",
            "柳岸软件园三号楼{firm}，平常中午要蒸四盘鱼，今天两盘没卖完。收餐盘的大姐说“那楼上裁人呢”。楼上裁人，我们食堂外包的怕也跟着减。",
        ),
        hot("网传{firm}“{word}” 工位空了一片"),
        forum(
            "{firm}让我自己点“个人原因离职”，别点",
            "HR原话：系统里先点了，补偿后面走特批。我问特批是谁批，她说流程保密。我没点，门禁当天下午就失效了，包还在里面。同事可加QQ：{qq}一起保留证据。",
            variant="advice",
        ),
        evening(
            "十五分钟，一张纸，一箱东西",
            "柳岸软件园门口的便利店，纸箱卖断了货。店员说，这两天来买箱子的都挂着{firm}的工牌。“有个小伙子买完箱子又买了罐啤酒，坐门口喝完才走。”多名员工称，公司以“{word}”为由约谈，要求当天签字。",
            light=("hotlist", "life"),
        ),
        trade(
            "裁{share}还是“优化”？{firm}这道算术题有法定步骤",
            "裁减二十人以上或占职工总数百分之十以上的，应提前三十日向工会或全体职工说明情况，听取意见，并向劳动行政部门报告。本刊向{firm}求证是否走过上述程序，对方回复“不属于裁员，属于{word}”。\n名目可以换，人数换不掉。",
        ),
        forum(
            "三方协议签了，{firm}说岗位冻结",
            "应届，下个月入职，房子都在软件园边上租好了，押一付三。今天一个自动邮件：“因{word}，您的录用流程暂停。”违约金他们给五百，我押金都六千。邮箱{email}，同届的一起问问？",
        ),
        news(
            "{firm}被指变相裁员 员工：签字前没人说过补偿",
            "本报讯 连日来，柳岸软件园企业{firm}多名员工向本报反映，公司以“{word}”名义与员工逐一谈话，涉及{n}人，约占云河办公区{share}。\n"
            "记者看到的一份《协商解除意向书》显示，补偿为“N”，不含未休年假和年终奖，签署时限为“当日”。\n"
            "{firm}公共事务部门书面回复称，“人员调整系正常经营行为，尊重每一位伙伴”。柳岸街道劳动保障所表示，已收到{12-26}件投诉，正在约请企业说明情况。",
            light=("evening", "hotlist"),
        ),
        life(
            "突发！软件园这家公司大裁员，租房的注意了",
            "{firm}一下走{share}的人！旁边几个小区房东已经在降价，二手人体工学椅{80-150}元一把。找工作的宝子看文末岗位汇总。",
            edit=(
                "软件园这家公司在调整人员，租房的先别急",
                "{firm}确有人员调整，比例以公司和人社部门公布的为准，本号此前写的“{share}”未经核实，已改。找工作的宝子看文末岗位汇总。",
            ),
        ),
        cast(
            "软件园离职潮：记者探访{firm}",
            "本台记者今天来到柳岸软件园。{firm}前台说负责人在外开会。走廊里，一位做了七年测试的{sur}先生抱着一盆龟背竹，他说电脑可以交，这盆是自己买的。",
        ),
        english(
            "Software firm in Liu'an tells staff to sign and go",
            "Employees of a software company in the Liu'an software park say they were called one by one into a meeting room this week, given fifteen minutes and asked to sign an agreement the same day. "
            'The company describes the process as a "refresh" of its organisation and denies that it is a layoff. Former staff put the number at [over ninety|well above a hundred]. '
            "Under labour law, cutting twenty or more posts requires thirty days' notice to the union or to all staff. The sub-district labour office has invited the firm to explain itself.",
        ),
        hot("被裁后发现工牌照片是入职那天拍的", "{firm}员工：七年，十五分钟"),
        harbour(
            "{firm}裁员 软件园食肆生意亦减",
            "软件园{firm}大举减员，园内食肆首当其冲。烧腊店东主称，午市饭盒由日售三百跌至不足二百。业主方面则谓，续租洽谈已有两户押后。商会中人叹：“科技公司打个喷嚏，我们卖饭的先感冒。”",
        ),
        ask(
            "{firm}当天签字当天走，是否合法",
            "您好，我在{firm}工作五年，合同还有一年到期，没有过错。公司约谈后当天停了门禁和邮箱，算不算强行解除？我哺乳期的同事也在名单里。请人社局明示。\n"
            "【答复】区人社局：您反映的问题已转劳动监察大队立案核查，哺乳期女职工不得以裁员为由解除。请保存谈话录音和门禁记录。",
        ),
        news(
            "区人社局约谈{firm}：停止限时签字",
            "{d}{part}，区人力资源和社会保障局会同区总工会约谈{firm}，要求立即停止“当日签字”做法，补报人员裁减方案，对孕期、哺乳期和医疗期职工逐一复核。企业表示接受。",
            "neu",
            variant="answer",
            to=("broadcast",),
        ),
        union(
            "{firm}集体协商会昨晚开到十点",
            "在区总工会和软件园联合工会指导下，{firm}九名职工代表与资方就裁减方案协商四个半小时，就补偿基数、未休年假折算和转岗优先三项达成一致，其余条款{d+1}继续谈。需要法律帮助的职工请拨12351。",
            "pos",
            after=True,
        ),
        forum(
            "谈下来了，N+1加年假，年终按月折",
            "{firm}的各位，代表里那个做数据库的姐姐太能打了，每一项都自己拉了表。走的人体面，留下的人也松了口气。龟背竹大哥，你的事我们替你问了，能转岗。",
            "pos",
            after=True,
            variant="follow-up",
        ),
        trade(
            "更正：{firm}受影响人数",
            "本刊前文引述的{firm}裁减比例系员工自行统计。企业补报的方案显示，实际解除人数低于该比例，另有二十一人转岗。特此更正。",
            "neu",
            after=True,
            variant="correction",
            areas=(),
        ),
        evening(
            "便利店的纸箱，又有存货了",
            "离开{firm}的人里，有六个合伙租了创业园最小的一间屋，第一单生意是给楼下烧腊店做订餐小程序。“他赊了我们一个月烧鹅。”{sur2}某笑着说。",
            "pos",
            after=True,
            variant="follow-up",
            light=("life",),
        ),
    ),
)

STORIES = (PLANT, LAYOFF, *employment_more.STORIES)
