"""Insurance, small or good: a late trip home, a refusal that was reversed, riders' cover, a rumour, a fund, a counter."""

from monitor.drill.model import Story

from .tell import ask, cast, english, evening, forum, gov, harbour, hot, life, news, town, trade, union, workers

INJURY = Story(
    key="insurance-injury",
    name="下班路上被撞，工伤认定卡在一张排班表",
    areas=("insurance", "safety"),
    hours=66,
    slots={"firm": ("云锻机械", "锦澜纺织"), "min": ("二十分钟", "一刻钟"), "bone": ("小腿", "锁骨", "脚踝")},
    pieces=(
        workers(
            "从{firm}下班被电动车撞断{bone}，公司说不算工伤",
            "走的就是平时回家的路，交警判对方全责。公司说我那天提前{min}打卡，不算“下班途中”。可那是班长同意的，[他老婆生孩子前我还替过他三个班|他自己也常这么走]。现在班长见我绕着走。",
            variant="question",
        ),
        forum(
            "问了工会的律师，{firm}那个早走被撞的应该能认",
            "我是他同组的。律师讲合理时间、合理路线、非本人主要责任，三条都占。关键是那天的调班得有个凭据，白纸黑字最好，[白板黑字也行|没有就找人证]。",
            "neu",
            variant="advice",
        ),
        evening(
            "[早走{min}，还算不算“上下班途中”|一条断了的{bone}，一张找不着的排班表]",
            "{firm}职工{sur}先生躺在出租屋里，{bone}打着[钢板|石膏]，床边放着交警的责任认定书。单位不肯申报工伤，理由是他那天提前{min}离岗。“我又不是逃跑，我是回家。”他说。\n记者致电该厂人事科，对方表示“以排班表为准”，至于排班表在哪里，“车间管”；车间说，“人事管”。",
            light=("life",),
        ),
        trade(
            "工伤认定里的举证责任，常被倒过来用",
            "职工认为是工伤、用人单位认为不是的，由用人单位举证。{firm}一案中，排班和调班记录都由单位保管，拿不出来，就要承担不利后果；提前{min}离岗只涉及劳动纪律，与路线是否合理是两回事。",
            "neu",
        ),
        ask(
            "{firm}不肯盖章，本人能不能自己申报工伤",
            "我丈夫下班途中受伤，单位不配合。我带着病历去窗口，工作人员让我先找单位，请问是否必须单位申请？\n【答复】区人社局：您好，单位在三十日内未提出申请的，职工本人或近亲属可在一年内直接申请。窗口解释不到位，我们已致歉，请带劳动关系证明到{street}服务中心2号窗办理。",
            "neu",
        ),
        cast(
            "排班表找到了，在一块白板上",
            "区总工会法律援助律师从工友随手拍的车间[聚餐|拔河]照片里，找到了当天的调班记录：白板右下角写着{sur}先生的名字，旁边是班长的签名。{firm}表示将配合申报。",
            "neu",
            after=True,
        ),
        news(
            "{firm}职工早走{min}遇车祸 被认定为工伤",
            "区人社部门{d}作出认定：提前离岗经班组长同意，属合理时间，构成工伤。医疗费由工伤保险基金支付，停工留薪期工资由单位照发。\n{sur}先生的律师说，决定书里最要紧的一句话是“不以单位同意为前提”。",
            "pos",
            after=True,
            variant="answer",
            to=("hotlist",),
        ),
    ),
)

REVERSED = Story(
    key="insurance-reversed",
    name="校车司机帮推抛锚车受伤，工伤先认后撤又恢复",
    areas=("insurance",),
    hours=70,
    slots={"firm": ("禾顺校车", "小雁校车"), "hurt": ("腰椎压缩性骨折", "跟腱断裂", "肩袖撕裂")},
    pieces=(
        evening(
            "[帮人推了一把车，工伤认了又撤|一纸认定，十九天后作废]",
            "[去年|今年]初，{firm}司机{sur}师傅在{road}送完孩子，见公司另一辆校车抛锚堵在路口，下去帮着推，{hurt}。区里先认定为工伤，十九天后又撤了，理由是“推车不属于其岗位职责”。“车上还有七个娃娃在哭，我能踩着油门走吗？”他问记者。",
            to=("hotlist",),
        ),
        forum(
            "{firm}的{sur}师傅我认识，娃的校车就是他开",
            "下雨天会在车门口给小朋友打伞的那个。推车那次{hurt}，躺了仨月。现在说不算工伤，家长群炸了，[有人提议联名|已经有二十几个家长签名了]。",
        ),
        trade(
            "岗位职责之外的“顺手”，工伤怎么看",
            "{firm}司机推车受伤一案的争点是“工作原因”。职工为单位利益、在工作场所从事与工作有关的活动，一般应认定有关联。抛锚的是本单位车辆，受益的是本单位的学生，撤销理由只看岗位说明书，似嫌过窄。",
            "neu",
        ),
        english(
            "Bus driver loses, then regains, injury status",
            "A school-bus driver who hurt himself pushing a stalled vehicle off a junction has won back recognition of a work injury. "
            "The district bureau first accepted the claim, then withdrew it after [nineteen|19] days because pushing was not in his job description. "
            "A review panel has now set that decision aside: the broken-down bus belonged to the same operator and children were on board. "
            "'I would do it again, but I would bend my knees,' the driver said.",
            "pos",
            after=True,
        ),
        gov(
            "关于撤销校车驾驶员工伤撤销决定的行政复议决定书公示",
            "申请人为{firm}驾驶员。经审理，原撤销决定认定事实不清，予以撤销，恢复工伤认定效力。",
            "pos",
            after=True,
        ),
        news(
            "帮推抛锚校车受伤 复议机关：仍是工伤",
            "本报讯 区政府行政复议机构{d}作出决定，撤销区人社局此前的撤销决定，{firm}驾驶员{sur}师傅的工伤认定恢复有效。\n"
            "决定书写道，抛锚车辆为同一单位所有，车上有未成年人，及时移开既合情理，也为单位利益。区人社局表示尊重复议结果，已对经办流程复盘，今后拟撤销认定的，须先听取职工意见。",
            "pos",
            after=True,
            variant="answer",
            light=("harbour", "life"),
            edit=(
                "帮推抛锚校车受伤 区政府复议后恢复工伤认定",
                "本报讯 区政府行政复议机构作出决定，{firm}驾驶员{sur}师傅的工伤认定恢复有效。更正：原稿称撤销决定作出于认定后一个月，应为十九天。",
            ),
        ),
        forum(
            "家长们给{sur}师傅订了面锦旗",
            "写的“推得好”。他不好意思挂，塞在{firm}值班室的柜子里，让我们给翻出来了哈哈。医药费说是能报了，{hurt}还得养。",
            "pos",
            after=True,
        ),
    ),
)

PILOT = Story(
    key="insurance-pilot",
    name="骑手职业伤害保障试点",
    areas=("insurance", "platform"),
    hours=52,
    slots={"n": ("三千四百", "两千九百", "四千一百"), "app": ("捷蚁外卖", "飞禾速运")},
    pieces=(
        news(
            "每单几分钱 骑手有了职业伤害保障",
            "本报讯 记者从区人社局获悉，新就业形态人员职业伤害保障试点经过两周试运行，{d}起正式推开，首批覆盖{app}等平台的外卖、即时配送和同城货运骑手{n}名。费用由平台按单缴纳，骑手个人不掏钱，送单途中受伤可享医疗、伤残和死亡待遇。",
            "pos",
            to=("hotlist",),
        ),
        cast(
            "送单摔伤怎么报？记者陪骑手走一遍流程",
            "骑手{sur}师傅在{road}转弯时摔伤手腕。{part}，他在{app}上点了“一键报案”，[四十分钟|二十五分钟]后收到职业伤害保障的受理短信。记者掐了表。",
            "pos",
            light=("evening",),
        ),
        workers(
            "骑手那个职业伤害保障试点是真的，我已经报上了",
            "上周蹭破膝盖，[一百六十|二百零五]块药费，原来都是自认倒霉。这次三天到账。同行们把实名信息补一补，{app}里点头像第三项。别用别人的号跑，报不了。",
            "pos",
        ),
        forum(
            "职业伤害保障试点，兼职跑单的算不算？",
            "白天坐班晚上在{app}跑三小时，平台说接了单就有。那我本单位也交着工伤保险，摔了到底报哪边？",
            "neu",
            variant="question",
        ),
        harbour(
            "平台按单供款 配送伤害有保障",
            "区内试行配送员职业伤害保障，首批{n}人受惠，由{app}等平台逐单供款，每单约[四|五|六]分。有商户忧虑运费上调，平台方面回应，暂无加价安排。",
            "pos",
        ),
        trade(
            "职业伤害保障试点看点：按单缴费、先行支付",
            "与工伤保险相比，试点不以劳动关系为前提，按订单计费，骑手同时给几家平台跑单也不漏保。下一步的难点在伤残等级鉴定的时效，以及转包站点的实名核验。",
            "pos",
        ),
        english(
            "Riders get injury cover at a few fen an order",
            "Couriers and food riders in the district are now covered for injuries on the job under a pilot scheme in which platforms pay a few fen for each order and riders pay nothing. "
            "One rider who grazed a knee last week had his pharmacy bill refunded in three days. The test ahead is disability assessment, which can take [four|five|six] months.",
            "pos",
        ),
        news(
            "骑手保障试点运行以来：受理{40-70}件 平均{2-4}天赔付",
            "区人社局公布骑手职业伤害保障试点首份数据，受理的多为骑行摔伤。{app}等平台已把报案入口放到接单页首屏，尚有一成骑手未完成实名。",
            "pos",
            after=True,
            variant="follow-up",
        ),
    ),
)

RUMOUR = Story(
    key="insurance-rumour",
    name="“补缴五年才能退休”传言被辟谣",
    areas=("insurance",),
    hours=30,
    slots={"years": ("五年", "四年"), "q": ("六十几", "四十几", "八十几")},
    pieces=(
        forum(
            "听说下月起养老要补缴{years}才能退？真的假的",
            "小区群里转的图，没有公章也没有文号，但说得有鼻子有眼，我妈急得晚饭都没吃，[让我请假去排队|把存折都翻出来了]。",
            "neu",
            variant="question",
        ),
        life(
            "【速看】下月起养老保险先补{years}才能办退休？？",
            "[网友爆料|群里疯传]，临近退休的注意了！小编正在向社保部门求证，先转给爸妈，早知道早准备！",
            "neu",
            edit=(
                "【更正】“先补{years}养老才能退休”不是真的",
                "社保部门已经回应：没有补缴{years}这回事。小编求证前就发了标题，抱歉让各位爸妈白跑一趟。",
            ),
        ),
        workers(
            "社保大厅排到门外，都是来问补缴{years}养老的",
            "厂里好几个老师傅请假来的，我替我舅排，[{q}号|前面{q}个]。窗口大姐一遍遍讲没这个政策，嗓子都哑了，给她买了盒含片。",
            "neu",
        ),
        hot("“补缴{years}才能退休”？官方回应来了", tone="neu"),
        news(
            "区社保中心：“补缴{years}才能退休”系谣言",
            "针对网传“下月起须一次性补缴{years}养老保险方可退休”的说法，区社会保险事业中心{d}回应：没有任何此类政策。最低缴费年限按国家公布的时间表逐步调整，缴多少年看各人办理退休的年份，不存在一次性补缴的要求。",
            "neu",
            variant="debunk",
            to=("broadcast",),
        ),
        gov(
            "关于网传“补缴{years}养老保险”不实信息的说明",
            "该信息为不实信息。办理退休所需缴费年限可凭社保卡在自助机查询，打印不收费。",
            variant="debunk",
        ),
        trade(
            "一张没有文号的图，为何让大厅排起长队",
            "“补缴{years}”传言的生命力，在于缴费年限渐进调整本就不易一句话讲清，图片又恰好只讲一句话。与其事后辟谣，不如一人一算，提前半年把结果推到临退人员手机上。",
            "neu",
        ),
        forum(
            "我妈看了补缴{years}的辟谣，今晚吃了两碗饭",
            "顺便帮她在手机上算了退休月份，一分钟的事。她说早知道这么简单，白哭了。",
            "pos",
            after=True,
        ),
    ),
)

FUND = Story(
    key="insurance-fund",
    name="公积金断了两年，买房贷款批不下来",
    areas=("insurance",),
    hours=56,
    slots={
        "firm": ("澄光电子", "普联包装", "远岚服饰"),
        "gap": ("两年零一个月", "一年十个月"),
        "n": ("三百六十", "二百八十"),
    },
    pieces=(
        forum(
            "{firm}的公积金断了{gap}，贷款被退回来了",
            "房子看好了，定金也交了，公积金中心说我账户早封存了。打电话问人事，她说“社保不是给你交着么”。公积金和社保是一回事吗姐姐！[首付是两家老人凑的。|定金五万，月底到期。]",
            variant="question",
        ),
        ask(
            "{firm}停缴公积金{gap}，能否要求补缴",
            "我是{firm}装配线员工，入职时合同写明缴存公积金，公司停缴{gap}未告知。买房在即，恳请督促。联系邮箱{email}。\n【答复】市住房公积金管理中心云河管理部：您反映的情况已受理，工单转稽查科，十五个工作日内到单位核查。欠缴期间补缴到账后，可按连续缴存认定贷款资格。",
        ),
        trade(
            "公积金：制造业福利里最先被省的一项",
            "社保有稽核，公积金靠自觉，是不少工厂人事的真心话。{firm}停缴{gap}，涉及约{n}人，欠额以每人每月两百元计，也已超过百万元。补缴没有时效限制，这一点许多职工并不知道。",
            "neu",
        ),
        evening(
            "[定金快到期，公积金账户是“封存”|一对小夫妻的购房梦，卡在公积金上]",
            "“月底前贷不下来，五万定金就没了。”{firm}职工{sur}先生这周请了三次假。公司停缴公积金{gap}，他是在贷款窗口才听说的。开发商听了他的情况，同意把签约期[再宽限二十天|延到下月中]。售楼员说：“我也租房，懂。”",
            "neu",
            light=("life",),
        ),
        union(
            "集体协商要约：{firm}恢复缴存住房公积金",
            "{street}总工会{d}向{firm}发出协商要约，议题为恢复并补足停缴{gap}的住房公积金。企业已回函同意坐下来谈，职工代表五名，由装配、包装两条线推选。",
        ),
        news(
            "{firm}公积金恢复缴存 {n}名职工分四批补足",
            "经公积金中心核查和工会协商，{firm}自本月起恢复缴存，欠缴的{gap}分四批补足，有购房贷款需要的职工排在头一批。中心提醒，职工可随时在手机上查看账户状态，不必等到买房那天。",
            "pos",
            after=True,
            variant="answer",
            to=("broadcast",),
        ),
        forum(
            "批下来了！{firm}那个公积金断缴的就是我",
            "离宽限期还剩六天。钥匙还早，先去把阳台尺寸量了。评论里有问流程的，去公积金中心三楼稽查科，别去一楼排队。",
            "pos",
            after=True,
        ),
    ),
)

COUNTER = Story(
    key="insurance-counter",
    name="灵活就业社保补贴搬到镇上办",
    areas=("insurance", "employment"),
    hours=44,
    slots={"sum": ("四百二十", "三百八十"), "day": ("周二", "周四")},
    pieces=(
        town(
            "灵活就业社保补贴，石漾镇上就能办了",
            "村民们注意了：以前到区里办的灵活就业社保补贴，从本周起每逢{day}在镇便民中心办，带身份证、社保卡和存折。每人每月最高{sum}元。腿脚不便的打电话，工作人员上门。",
            "pos",
        ),
        ask(
            "石漾镇开裁缝铺，能领灵活就业社保补贴吗",
            "我五十一岁，下岗后开裁缝铺，自己缴社保十一年了，听说有补贴，又听说开店的不算。请明确。\n【答复】石漾镇便民服务中心：您符合就业困难人员条件，个体工商户未雇工的可以申领，每月{sum}元。{day}请到镇上3号窗，我们已为您预审。",
            "neu",
        ),
        cast(
            "下乡的窗口：{day}的石漾镇便民中心",
            "补鞋的、卖菜的、带孙子的，今天上午石漾镇便民中心来了{30-60}人，都是办灵活就业社保补贴。经办员{sur}女士带了两个充电宝、一箱矿泉水，“有人是走了四里路来的”。",
            "pos",
            light=("evening",),
        ),
        forum(
            "替我姑报喜，灵活就业社保补贴批了",
            "她在石漾集市卖豆腐，一个月能补{sum}，黄豆钱有着落了。材料就三样，比菜单简单。",
            "pos",
            after=True,
        ),
        news(
            "社保补贴下沉乡镇头几天 石漾办结{70-110}件",
            "区人社局介绍，灵活就业社保补贴经办下沉石漾镇后，头几天的办结件数就抵得上过去一个月，平均每位申请人少跑[二十六|三十一]公里。下一步将在梅屏镇、渡头镇推开。",
            "pos",
            after=True,
            variant="follow-up",
        ),
    ),
)

STORIES = (INJURY, REVERSED, PILOT, RUMOUR, FUND, COUNTER)
