"""Safety: a collapse in a sorting centre (opens a session, breaking), a fall from a facade, solvents in a workshop."""

from monitor.drill.model import Story

from .tell import cast, forum, hot, news, trade

SHELVES = Story(
    key="safety-shelves",
    name="飞禾速运分拣中心货架倒塌伤人",
    areas=("safety",),
    role="breaking",
    alert=True,
    alert_at=1,
    hours=36,
    slots={
        "firm": ("飞禾速运", "迅岭物流"),
        "place": ("石漾镇分拣中心", "渡头镇转运仓"),
        "hurt": ("五", "六", "七"),
        "boss": ("安全主管邵启衡", "站点经理祝延礼"),
    },
    pieces=(
        forum(
            "{firm}{place}刚才是不是出事了？救护车来了三辆",
            "我在隔壁汽配城，十来分钟前“轰”的一声，跟卸钢管似的。出去看，仓库那边卷帘门里全是灰，有人往外跑。",
            variant="question",
        ),
        hot("{firm}一仓库货架倒塌", "现场有人员被压"),
        forum(
            "在里面上班，跟家里人报个平安",
            "倒的是B区高位货架，一排带倒一排，像多米诺。当时那个巷道里有人理货。我们夜班转白班的都在外面点名。有两个工友还没对上号，祈祷。",
        ),
        cast(
            "快讯：{place}发生货架坍塌 救援正在进行",
            "本台刚刚收到的消息：{firm}{place}发生货架坍塌，消防、120已到场。伤亡情况正在核实，请过往车辆避让应急通道。",
        ),
        news(
            "{firm}{place}货架坍塌 已有{hurt}人送医",
            "本报讯（记者 云河融媒）{d}{hm}左右，{firm}{place}内一组高位货架突然坍塌。消防救援人员从货物下救出{hurt}人，均送往{hospital}救治。\n现场工人介绍，事发区域的货架上周刚加高一层，用来堆放促销备货。目前厂区已停产，原因正在调查。",
            variant="report",
        ),
        hot("货架上周刚加高一层 工人曾提醒晃动", to=("forum",)),
        forum(
            "早就说那架子晃",
            "上个月叉车蹭过立柱，歪了一点，报修单我自己填的，{boss}批了个“观察使用”。这下观察出事来了。照片还在我手机里，谁来查我给谁。",
        ),
        trade(
            "高位货架坍塌背后：大促备货与“加一层”的冲动",
            "仓储货架有额定承载和层高设计，擅自加层会改变重心与立柱受力。{firm}{place}事故再次提示，旺季临时扩容必须重新验算并由有资质单位验收。去年以来，澜州市已通报三起同类事故。",
        ),
        forum(
            "伤者家属在二院急诊，需要O型血的消息是假的",
            "我就在{hospital}，护士站说血够用，不要再转发那个求血的帖子了，电话打爆了影响抢救。目前两个重一点的在手术，其他能说话。",
            "neu",
            variant="rumour-check",
        ),
        news(
            "区应急管理局：坍塌现场搜救结束 无人失联",
            "区应急管理局通报，截至{hm}，{firm}{place}搜救工作结束，现场人员全部找到，{hurt}人受伤，其中两人伤势较重，无人死亡。区总工会工作人员已前往医院探望，并就工伤认定提供协助。",
            "neg",
            variant="answer",
            to=("broadcast",),
        ),
        hot("{place}事故{hurt}人受伤 无人失联"),
        forum(
            "Anyone know if the parcel hub is closed today?",
            "My parcel has been stuck at the sorting hub since this morning. Colleagues say shelves collapsed and workers were hurt. I don't care about the parcel, just hope everyone gets out safe.",
        ),
        cast(
            "分拣中心事故：临时工占一半 多数没参加过安全培训",
            "本台记者从{hospital}了解到，{hurt}名伤者中有四人是本月刚招的临时工。一名伤者说，进仓那天只签了个名字，没有人讲过货架该怎么走。{firm}对此暂无回应。",
            areas=("safety", "platform"),
        ),
        trade(
            "{firm}临时工比例过半 工伤保险是否参保成疑",
            "据知情人士透露，{place}旺季用工中有超过一半通过第三方人力公司派遣，按日结算。若未参加工伤保险，伤者的医疗费与伤残待遇将由用工方和派遣方连带承担。本刊已向{firm}发函询问。",
            areas=("safety", "insurance"),
        ),
        hot("伤者多为日结工 工伤谁来赔"),
        news(
            "{firm}：承担全部医疗费用 {place}停业整顿",
            "{firm}发布情况说明，向伤者及家属致歉，承诺承担全部医疗费用，停业期间照发基本工资。区总工会已为受伤职工垫付首笔慰问金，并安排律师协助申报工伤。",
            "neu",
            after=True,
            variant="answer",
        ),
        news(
            "全区仓储企业货架安全大检查今天开始",
            "区应急管理局、区总工会联合开展为期十天的仓储货架安全检查，重点查擅自加层、立柱变形、超载堆放和临时工安全培训。职工可以通过企业工会劳动保护监督检查员反映隐患。",
            "neu",
            after=True,
            variant="follow-up",
        ),
        forum(
            "隔壁病床的小{sur}今天能下地了",
            "两个重伤的也转普通病房了。公司来人送了果篮，工会的人来得比公司早。",
            "pos",
            after=True,
        ),
        cast(
            "货架坍塌事故初步原因公布",
            "调查组初步认定，事故直接原因是立柱受叉车撞击变形后继续使用，加层超载是诱因。相关责任人已被控制。",
            after=True,
        ),
    ),
)

FACADE = Story(
    key="safety-facade",
    name="外墙清洗工高处坠落",
    areas=("safety",),
    alert=True,
    alert_at=0,
    hours=44,
    slots={"tower": ("云桥国际中心", "柳岸金融大厦"), "floor": ("九", "十二", "七")},
    pieces=(
        forum(
            "{tower}有人从外墙掉下来了",
            "刚在对面买早饭，蜘蛛人的绳子好像磨断了，人落在二楼裙楼的平台上，保安拉了布。心里堵得慌，他们一天才多少钱。",
        ),
        news(
            "{tower}一外墙清洗工坠落 送医后不治",
            "{d}{part}，一名外墙清洗工在{tower}{floor}层位置作业时坠落，被送往{hospital}后经抢救无效死亡。记者从现场了解到，事发时该工人使用的是单绳，未见独立安全绳。所属保洁公司负责人已配合调查。",
            to=("hotlist",),
        ),
        cast(
            "高处作业为何少了一根绳",
            "按照规范，座板式单人吊具作业必须有独立的安全绳和自锁器。业内人士向本台透露，有的小公司为了赶工期和省钱，常常只下一根工作绳。",
        ),
        hot("外墙清洗工坠亡 事发时只有一根绳"),
        forum(
            "我也是干高空的，说两句",
            "洗一平两块八，一天洗三百平撑死。甲方压价压到只够买一套绳。这位师傅姓{sur}，四十三，两个娃。一路走好。",
        ),
        trade(
            "高空清洗层层转包 单价四年降了三成",
            "本刊梳理{tower}此次外墙清洗的合同链：业主委托物业，物业发包给保洁公司，保洁公司再按平方米转给个人班组，到作业人员手里的单价只剩合同价的四成，安全投入被一层层挤掉。",
        ),
        news(
            "区总工会开展高处作业劳动保护专项监督",
            "事故发生后，区总工会会同应急、城管部门对全区高空清洗作业开展专项监督检查，{d}起两周内，无独立安全绳、无监护人员的一律停工。死亡职工家属的善后由法律援助律师跟进。",
            "neu",
            after=True,
            variant="answer",
        ),
    ),
)

SOLVENT = Story(
    key="safety-solvent",
    name="电子厂车间异味与职业病疑虑",
    areas=("safety",),
    alert=True,
    alert_at=3,
    hours=62,
    slots={"firm": ("澄光电子", "栖云光学"), "shop": ("贴合车间", "清洗车间")},
    pieces=(
        forum(
            "{firm}{shop}的味道越来越冲，有人手脚发麻",
            "换了新的清洗剂以后开始的，下班头疼，有个小姑娘握不住筷子。班长说开风扇吹吹。口罩发的是纱布的。",
            variant="question",
        ),
        forum(
            "查了一下桶上的标签，正己烷",
            "标签被撕了一半，剩下那半写的n-hexane。做过的人应该知道这东西会伤神经。{shop}的姐妹们先去{hospital}职业病科查个肌电图，别等。",
            variant="advice",
        ),
        news(
            "员工称清洗剂换新后手脚麻木 {firm}：正在检测",
            "{firm}{shop}多名员工反映，车间更换清洗剂后出现头晕、手脚麻木等症状。区疾控中心{d}到车间采样。企业表示已停用涉事批次清洗剂，安排相关岗位员工体检，体检期间工资照发。",
        ),
        cast(
            "疾控进厂采样 {firm}一车间停产通风",
            "本台消息：区疾控中心和区总工会劳动保护部今天到{firm}，对{shop}空气进行采样，结果预计三天内公布。十九名员工已经安排体检。",
        ),
        hot("电子厂女工手脚麻木 疑与清洗剂有关"),
        trade(
            "替代溶剂不是免检牌：电子清洗环节的职业危害再提醒",
            "正己烷等溶剂挥发快、去污强、价格低，却可致周围神经损害。标准要求局部排风、气体检测和上岗前体检三者齐备。抽查显示，中小电子厂最容易缺的是局部排风。",
        ),
        forum(
            "体检回来了，说说流程",
            "抽血、肌电图、问诊，一上午。厂里车接车送。医生说早脱离早好，我的结果要下周三。请假的事班长没再啰嗦。",
            "neu",
        ),
        news(
            "检测结果：{firm}{shop}两项指标超标 已责令整改",
            "区卫生健康局通报，{firm}{shop}两个点位正己烷短时间接触浓度超标，已责令停产整改并立案。体检的十九人中三人需进一步诊断，费用由企业承担。",
            after=True,
            variant="answer",
            to=("broadcast",),
        ),
        forum(
            "三个需要复查的都安排住院了",
            "听工会的{sur}大姐说，按疑似职业病走流程，工资不停。希望早点好。",
            "neu",
            after=True,
        ),
    ),
)

STORIES = (SHELVES, FACADE, SOLVENT)
