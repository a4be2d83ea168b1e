"""Employment, more: a loan hidden in training, a pregnancy, a night fair, a rumour of moving, a probation, shared hands."""

from monitor.drill.model import Story

from .tell import ask, cast, english, evening, forum, gov, harbour, hot, life, news, trade, union, workers

LOAN = Story(
    key="employment-loan",
    name="“包就业”培训背后的贷款",
    areas=("employment", "skills"),
    alert=True,
    alert_at=3,
    hours=70,
    slots={
        "firm": ("锐途数培", "极岸设计工场", "启帆剪辑学院"),
        "sum": ("一万九千八", "一万六千八", "两万二"),
        "month": ("八百六", "七百二", "九百四"),
        "tower": ("云桥金座", "新渡大厦"),
    },
    pieces=(
        forum(
            "去{firm}面试，面着面着让我贷款{sum}",
            "招聘写的是剪辑助理，{tower}十二楼。聊了二十分钟我“有灵气但缺体系”，先培训后上岗，“工资抵学费”。合同翻到最后一页才看见分期两个字，幸好没刷脸。有人签了吗？",
            variant="question",
        ),
        workers(
            "我签了，{firm}，每月还{month}",
            "从厂里出来想学个轻省的。上课就是看录播，老师叫“班班”，三个月换了四个班班。说好推荐工作，推了个发传单，一天九十。钱照扣。",
        ),
        hot("面试剪辑师先背上{sum}贷款", "{firm}：这叫成长金"),
        evening(
            "“月薪八千零基础” 她面试完欠了{sum}",
            "22岁的{sur}同学在{tower}待了一下午，出来时手机里多了一份分期合同，收款方是{firm}。“他们让我念一段话录视频，说是入职仪式，我念完才反应过来念的是‘自愿借款’。”像她一样的，群里有四十几个。",
            edit=(
                "“月薪八千零基础” 她面试完欠了{sum}",
                "22岁的{sur}同学在{tower}待了一下午，出来时手机里多了一份分期合同，收款方是{firm}。（更正：同类求助者经核对为三十一人，前稿误作四十几个。）",
            ),
            light=("life", "hotlist"),
        ),
        forum(
            "我妹也在{firm}，她不敢跟家里说",
            "才毕业，工资没领过一分，先欠一屁股。催款短信发到我爸手机上了，说是“紧急联系人”。我爸种菜的，不识几个字，拿着手机来问我“逾期”是啥。",
        ),
        news(
            "求职变“求贷” {firm}被多名毕业生投诉",
            "本报讯 一则“月薪八千、零基础可学”的招聘启事，把数十名求职者引进了{tower}的教室，也引进了一份分期合同。\n"
            "多名求职者告诉记者，{firm}以面试为名安排“能力测评”，随后推销总价{sum}的培训课，承诺结业后推荐就业。记者查询发现，该机构登记的经营范围为“文化交流活动组织”，没有人力资源服务许可，也没有办学许可。\n"
            "{firm}一名课程顾问在电话中说：“我们从没说过一定有工作，是他们自己理解的。”",
            to=("broadcast",),
            light=("harbour",),
        ),
        trade(
            "培训贷变形记：从“先学后付”到“工资抵扣”",
            "{firm}的合同样本显示，全文没有出现“贷款”，改称“成长金”，年化费率折算后超过{21-23}%。识别方法只有一条：入职要你先花钱或先借钱的，都不是入职。",
        ),
        life(
            "避雷！{tower}这家“剪辑公司”专坑找工作的",
            "粉丝投稿：{firm}，前台养一只布偶猫的那家，进门先拍照打卡送奶茶，喝完奶茶就让你贷款。猫是无辜的，人不是。",
            to=("forum",),
        ),
        ask(
            "被{firm}骗签培训贷，如何解除",
            "我于上月在{firm}签了{sum}的分期，银行卡{bankcard}已被扣两期。想退课，对方要收百分之四十“资源占用费”。请问归人社、教育还是市场监管？打了三个电话，互相转。联系电话{phone}。",
        ),
        cast(
            "本台记者暗访“包就业”面试",
            "镜头里，{firm}的面试官问了记者三个问题：会不会电脑，家里谁做主，信用分多少。没有一个和剪辑有关。节目今晚七点半播出。",
        ),
        gov(
            "关于对{firm}立案查处的通报",
            "区市场监管局、区人社局{d}对{firm}无证开展职业中介和培训活动立案，责令停止招生、退还费用，涉及学员{48-63}人。",
            after=True,
        ),
        union(
            "遇到“培训贷”怎么办？工会律师给你四步",
            "针对{firm}事件，区总工会律师团梳理了解除分期合同的四个步骤：固定证据、书面通知、停止代扣、投诉仲裁。学员可凭合同到区职工服务中心办理，全程免费，热线12351。",
            after=True,
        ),
        forum(
            "{firm}的贷款解除了，征信没影响",
            "打印出来贴床头：找工作不花钱。我爸也搞懂“逾期”是啥了，现在逢人就讲。",
            "pos",
            after=True,
            variant="follow-up",
        ),
    ),
)

PREGNANT = Story(
    key="employment-pregnant",
    name="孕期被调去地下仓库",
    areas=("employment",),
    hours=64,
    slots={
        "firm": ("启岸教育", "泊舟科技", "木棉口腔"),
        "days": ("三天", "两天"),
    },
    pieces=(
        forum(
            "怀孕后{firm}让我从前台去地下仓库点货",
            "产检单交上去第二天就调岗，理由“形象岗需要”。我孕吐得厉害，仓库没窗，只有一股纸箱味。不去会怎么样？",
            variant="question",
        ),
        forum(
            "更新：没去仓库，收到旷工{days}的解除通知",
            "{firm}把通知快递到我老家（{home}），我妈拆开吓得手抖，以为我犯了什么事。",
            variant="follow-up",
        ),
        ask(
            "孕期调岗不从被算旷工，向{firm}讨个说法",
            "本人在{firm}任前台两年，孕十四周。公司未与我协商即调岗，现以旷工解除。请问我该先找监察还是仲裁？\n"
            "【答复】区人社局：孕期女职工不得因怀孕被降低待遇或解除合同。您可直接申请劳动仲裁，区总工会提供免费代理，电话12351。",
        ),
        trade(
            "“三期”解除案件，多以旷工、不胜任包装",
            "近三年区劳动人事争议仲裁委受理的孕期、产期、哺乳期争议中，以旷工为由的占近一半，职工胜诉率约九成。{firm}前台一案正是标准样式：先调岗，再等她不来。",
            "neu",
        ),
        union(
            "女职工委员会约见{firm}负责人",
            "区总工会女职工委员会{d}约见{firm}负责人，指派援助律师代理{sur}女士仲裁。这是今年第{6-9}件孕期权益案件。",
            after=True,
        ),
        news(
            "仲裁裁决：{firm}违法解除 双方恢复劳动关系",
            "区劳动人事争议仲裁委员会裁决{firm}与前台{sur}女士恢复劳动关系，补发其间工资。{firm}表示不再起诉，并已修订员工手册中关于“形象岗”的条款。",
            "pos",
            after=True,
            variant="answer",
            light=("evening",),
        ),
        forum(
            "赢了，回前台了",
            "{firm}给我换了把能靠的椅子。肚子里的小家伙今天踢得特别欢。谢谢陪我去的每一个人。",
            "pos",
            after=True,
        ),
    ),
)

FAIR = Story(
    key="employment-fair",
    name="云桥夜市招聘会",
    areas=("employment",),
    hours=28,
    slots={
        "n": ("八十六", "七十四", "九十一"),
        "hires": ("五百三十", "四百八十", "六百一十"),
        "job": ("叉车工", "西点师", "数控操作工"),
    },
    pieces=(
        life(
            "今晚！云桥夜市有招聘会，边撸串边找班上",
            "七点到十点，{n}个摊，包住的、白班的、家门口的都有。不用带简历，带嘴就行。前三百名送冰粉一碗。",
            "pos",
        ),
        news(
            "烤串摊旁边谈工作 云桥夜市办起招聘会",
            "本报讯 {d}晚七点到十点，云桥夜市的灯牌下多了{n}家招聘摊位。下了班的、带着孩子的、骑着电动车路过的，都能坐下聊两句。当晚达成意向{hires}人。\n"
            "区人社局一名工作人员说，白天办招聘会，来的多是已经没班上的人；“想换工作的，白天都在上班。”",
            "pos",
            light=("evening", "life"),
        ),
        forum(
            "昨晚去云桥夜市撸串，撸到一份工作",
            "[不骗人|真事]，{job}，白班，五千六，离家骑车十分钟。老板现场让我露了两手，边上卖鱿鱼的鼓掌。",
            "pos",
        ),
        hot("年轻人在夜市招聘会找工作", "不穿西装，不带简历", "pos"),
        workers(
            "夜市那个招聘会去过的说说，靠谱吗",
            "云桥夜市，我下夜班赶过去只剩半小时。{job}那家加了微信号{wechat}，说包吃住。想问住几人间，有没有热水。",
            "neu",
            variant="question",
        ),
        english(
            "Job fair among the skewers at Yunqiao night market",
            "Between the squid grill and the stall that sells phone cases, dozens of employers set up folding tables at Yunqiao night market. No suits, no printed CVs; one forklift driver was tested in the car park. "
            "Organisers counted [some five hundred|about six hundred|nearly five hundred] provisional matches in three hours, more than at the last two daytime fairs together. The next one is planned for [Meiping|Dongping] in spring.",
            "pos",
        ),
        trade(
            "招聘会为什么要开到夜里",
            "一线工人白天请不了假。云桥夜市场次的意向达成率比日间场高出{12-19}个百分点，{job}、护理员、仓管三类岗位当晚招满。问题在后面：意向到入职，通常还要掉一半。",
            "pos",
        ),
    ),
)

RELOCATE = Story(
    key="employment-relocate",
    name="家电厂整体外迁的传言",
    areas=("employment",),
    hours=40,
    slots={
        "firm": ("凌禾电器", "北屿压缩机", "佳焙小家电"),
        "where": ("陶阳县", "澜北新区"),
        "n": ("两千一百", "一千六百", "两千四百"),
    },
    pieces=(
        workers(
            "{firm}要整体搬去{where}，是真的吗",
            "饭堂都在传，说年后搬，不去的算自动离职。我孩子刚在渡头上一年级，搬一趟跟谁去说理。",
            variant="question",
        ),
        life(
            "重磅！{firm}要搬走？渡头几千人饭碗不保",
            "内部人士爆料：{firm}已在{where}拿地，渡头老厂将整体关停！速转给在里面上班的亲友！",
            edit=(
                "关于{firm}搬迁，企业回应了",
                "本号昨日发布的{firm}搬迁内容未经核实，经企业说明，渡头厂区不关停。已修改，抱歉给大家添堵。",
            ),
        ),
        forum(
            "{firm}门口的蒸饺店老板娘说她最怕这个",
            "她家早上一半客人穿灰工服。她说真搬了她也搬，反正蒸笼有轮子。说完自己笑了，笑完又问我：到底搬不搬啊？",
            "neu",
        ),
        hot("{firm}被传年后搬离渡头"),
        evening(
            "{firm}：搬的是一条线，不是一个厂",
            "“谁说的关厂？我办公室刚换了空调。”{firm}行政负责人{sur2}某{d}接受本报采访时说，{where}新建的是注塑仓库，渡头厂区{n}名员工劳动合同照旧，明年还要招人。厂门口的公告栏已贴出说明，围着看的人一圈又一圈。",
            "neu",
            variant="debunk",
            light=("life", "hotlist"),
        ),
        gov(
            "渡头镇关于{firm}搬迁传言的情况说明",
            "经向企业核实，{firm}在{where}建设配套仓库，渡头主厂区无搬迁计划，不涉及职工劳动关系变更。",
            variant="debunk",
        ),
        union(
            "{firm}工会开了一场“有问必答”会",
            "{d}，{firm}工会请生产副总坐到饭堂，{70-130}名职工当面提问：搬不搬、去不去、补不补。副总现场签字承诺：今后凡涉及岗位地点变动，先开职代会。",
            "pos",
            after=True,
        ),
        workers(
            "{firm}不搬，我去饭堂听了",
            "副总汗都出来了，有大姐追着问“你敢不敢写下来”，他真写了。孩子不用转学，今晚加个鸡腿。",
            "pos",
            after=True,
            variant="follow-up",
        ),
    ),
)

PROBATION = Story(
    key="employment-probation",
    name="试用期一延再延",
    areas=("employment",),
    hours=44,
    slots={
        "firm": ("糖丘烘焙", "绿篮子生鲜", "初见酒店"),
        "job": ("裱花", "理货", "客房"),
        "m": ("五个月", "七个月"),
    },
    pieces=(
        forum(
            "{firm}试用期延了三回，[到底|这]算不算拿人当耗材",
            "一开始说两个月，{job}岗，快转正说“再看看”，又一个月，现在满{m}了还叫我“小试”。工资打八折打到今天。",
        ),
        workers(
            "同在{firm}，我是第六个“小试”",
            "前五个都没熬到转正。店长人不坏，说上头要控转正名额。合同就签一年，试用期能试{m}？",
        ),
        forum(
            "试用期最长多久，{firm}的进来看",
            "帮查好了：一年以上不满三年的合同，不超过两个月；同一家单位只能约定一次。延长的部分按转正工资补。截图自己留好，去区职工服务中心问不要钱。",
            "neu",
            variant="advice",
        ),
        ask(
            "试用期{m}是否违法，{firm}拒绝补差",
            "您好，我在{firm}做{job}，试用期被口头延长三次，工资一直按八折发，没有书面协议。能否要求补足差额？\n"
            "【答复】区人社局：同一用人单位与同一劳动者只能约定一次试用期。超期部分应按转正标准支付并可主张赔偿金，已联系企业限期整改。",
        ),
        cast(
            "《云河帮帮忙》：“小试”们转正了",
            "节目播出后，{firm}给{5-9}名超期试用的员工补签了转正单，差额随下月工资发。{job}岗的{sur}姑娘说，同事终于喊她名字了。",
            "pos",
            after=True,
            variant="follow-up",
        ),
    ),
)

SHARED = Story(
    key="employment-shared",
    name="淡旺季“换班”：两家厂共享用工",
    areas=("employment",),
    hours=46,
    slots={
        "cold": ("雪岭冷饮", "沁园饮料"),
        "warm": ("火塘食品", "腊月坊"),
        "n": ("六十八", "九十四", "一百零五"),
    },
    pieces=(
        news(
            "做雪糕的去灌腊肠 两家厂换着用工",
            "本报讯 冬天雪糕卖不动，腊肠却忙不过来。{d}，{cold}的{n}名工人坐上大巴，到五公里外的{warm}上班，劳动关系和社保留在原单位，工资由{warm}按月支付。\n"
            "“去年这时候我在家待岗，一个月领一千四。”包装工{sur}大姐说，“今年换身白大褂接着干。”",
            edit=(
                "做雪糕的去灌腊肠 两家厂换着用工",
                "本报讯 冬天雪糕卖不动，腊肠却忙不过来。{d}，{cold}的{n}名工人到五公里外的{warm}上班，劳动关系和社保留在原单位。（更正：工资由{warm}付给{cold}，再由{cold}发放。）",
            ),
            tone="pos",
            light=("evening", "harbour"),
        ),
        workers(
            "{cold}去{warm}的，宿舍有暖气",
            "就是腊肠味洗不掉，地铁上小孩盯着我看。钱比待岗多两千出头，回去还是原来的车间，这样行。",
            "pos",
        ),
        harbour(
            "冷饮厂借人与腊味厂 旺淡互补成美谈",
            "{cold}入冬停线，{warm}则日夜赶制腊味，两东主于商会年饭上一拍即合，借工{n}人，言明开春归还，“少一个都不行”。席间传为笑谈。",
            "pos",
        ),
        trade(
            "共享用工的三条边界",
            "一是不得以出借为名行劳务派遣之实，二是工伤责任须书面写明，三是到期必须回得去。{cold}与{warm}的协议附有逐人名单和返岗日期，可作样本。",
            "neu",
        ),
        hot("雪糕厂工人冬天去灌腊肠", "{cold}：开春还要还回来", "pos"),
    ),
)

STORIES = (LOAN, PREGNANT, FAIR, RELOCATE, PROBATION, SHARED)
