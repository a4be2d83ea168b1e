"""Wages: arrears at a building site (rising), cleaners left unpaid when a contract changes hands (breaking), and a bonus."""

from monitor.drill.model import Story

from . import wages_more
from .tell import ask, cast, english, evening, forum, gov, harbour, hot, life, news, trade, union, workers

NEW_TOWN = Story(
    key="wages-newtown",
    name="云河新城项目工人讨要工资",
    areas=("wages",),
    role="rising",
    alert=True,
    alert_at=4,
    hours=60,
    slots={
        "site": ("云河新城项目",),
        "lot": ("二标段", "三标段", "B地块"),
        "firm": ("宏砺建设", "岱川建工"),
        "labour": ("顺固劳务", "恒垒劳务"),
        "n": ("八十多", "九十来", "八十七"),
        "reg": ("一百二十六", "一百三十一"),
        "months": ("三个月", "四个月"),
        "sum": ("三百一十万元", "二百七十余万元", "二百九十四万元"),
    },
    pieces=(
        workers(
            "在新城{lot}干了{months}，工钱一分没见着",
            "我跟老乡一道进的{site}，木工，说好按月打卡，结果就头一个月给了两千块生活费，后面全拖着。问带班的，带班的说{labour}没给；问劳务，电话不接。家里孩子等着交学费，真的扛不住了。有没有一样情况的？我QQ：{qq}。",
            variant="question",
        ),
        forum(
            "新城工地门口围了好多人，有人知道啥事吗",
            "刚坐{bus}经过{road}口，大门前站着几十号戴安全帽的，举了块纸板，拿红漆写的“还我血汗钱”，“汗”字还少了一点。车绕了一下，没什么冲突，就是看着心酸。",
        ),
        hot("新城项目工人：干了{months}只拿到两千元", "工地大门口有人举牌讨薪", to=("forum",)),
        evening(
            "“每次都说下周”：新城工地{n}人等工钱",
            "“下周，下周，下周都排到过年了。”在{site}{lot}支模的{sur}师傅对记者苦笑。他的班组三十一个人，每人被欠一万八到两万六不等。项目部的门开着，桌上有茶，没有人。旁边小卖部老板娘说，她的赊账本已经写到第四页。",
            light=("forum",),
        ),
        news(
            "[{site}部分工人反映工资被拖欠|工人反映{site}拖欠工资 街道已派人到场]",
            "本报讯 {d}，本报热线接到多名务工人员来电，反映其在{site}{lot}施工{months}，劳动报酬至今没有足额发放。记者在现场看到，约有{n}名工人聚在项目部外等待答复，秩序平稳。\n"
            "项目总承包方{firm}一名现场负责人表示，进度款已按合同拨付给{labour}，双方正在核对账目。记者多次拨打{labour}负责人电话，未能接通。\n"
            "{street}劳动保障所工作人员到场后，在门卫室摆了两张桌子，逐人登记工种、工天和应发金额。",
            light=("harbour", "hotlist"),
            edit=(
                "{site}部分工人反映工资被拖欠 总包：已付进度款",
                (
                    "本报讯 {d}，本报热线接到多名务工人员来电，反映其在{site}{lot}施工{months}，劳动报酬至今没有足额发放。街道劳动保障所已到场登记。\n"
                    "项目总承包方{firm}向本报提供了三张拨款回单，称“不存在拖欠分包款”。{labour}一名财务人员则表示，回单上的钱“是去年的材料款”。（本报更新：补充双方说法。）"
                ),
            ),
        ),
        cast(
            "{site}欠薪一事 劳动保障所介入核查",
            "本台消息：有工人到{site}项目部讨要工资。{street}已经派出工作人员赶到现场，登记人数和金额。据初步了解，涉及木工、钢筋工、架子工等三个班组，{n}人。",
        ),
        workers(
            "{labour}让签“自愿放弃”才肯给一半，能签吗",
            "来宿舍的是个穿皮鞋的，拿一沓打印好的纸，写什么“双方账目已结清，乙方不再主张任何权利”，签了当场给50%现金。隔壁床急着给老婆交住院押金，手印都按了。我没敢签。懂法的帮忙看看，这样的纸作数吗？",
            variant="question",
        ),
        trade(
            "专户空转：{site}欠薪暴露的一条断链",
            "按照规定，房建项目应设农民工工资专用账户，由总承包单位代发。本刊了解到，{site}{lot}的专户在近{months}内只有零星流水，实际发放仍由{labour}以现金“预支”，考勤表由带班自行填写。\n"
            "业内人士指出，总包与劳务分包对工程量一有争议，最先断掉的就是工人的钱。总承包单位负有先行清偿的责任，这一点没有商量余地。",
            light=("evening",),
        ),
        hot("{labour}被指让工人签字放弃一半工钱"),
        forum(
            "替我爸问一句：他们到底找谁要钱？",
            "我爸五十六了，在新城那边绑钢筋。打电话说食堂也停了，几个人凑钱买挂面。总包说给了分包，分包老板听说人在外地，微信名都改成“勿扰”了。他手机号登记的是{phone}，项目部让留的，到现在没人打来过。",
        ),
        news(
            "总包分包各执一词 {site}食堂停伙",
            "围绕{site}{lot}的工资纠纷，各方说法不一。{labour}称，{firm}尚有{sum}工程款未结；{firm}则回应“该付的都付了，存在超付”。\n夹在中间的是工人。{d-1}起，工地食堂因供货商不再赊账停止供餐，一些人在板房后面支起砖头煮面。",
            variant="follow-up",
        ),
        ask(
            "请问{site}的工资专户归哪个部门监管？",
            "领导好。我是{site}{lot}的架子工，家在外省。我们进场时做过实名制刷脸，也拍了身份证（{idcard}），却从没收到专户打来的工资。请问：刷脸记录能不能当考勤？{labour}跑了，{firm}要不要负责？盼复，我们不想堵路，只想知道该敲哪扇门。",
        ),
        cast(
            "记者探访：工棚里的一碗面",
            "{site}宿舍区，外省来的架子工{sur2}师傅正在下面条。他翻开一个作业本，里面是他自己记的账，一共一百零七个工，一个工三百二。他说，本子比老板的话牢靠。{firm}没有派人到场，本台继续关注。",
            variant="report",
        ),
        english(
            "Site workers queue for unpaid wages at New Town project",
            "Dozens of carpenters and steel fixers gathered outside the New Town building site this week, saying they have received almost nothing for months. "
            "Several told this newspaper that a labour subcontractor had offered half of what is owed to anyone willing to sign away the rest. "
            "The main contractor says it has paid its instalments; the subcontractor says it has not. The site canteen has closed because suppliers will no longer give credit. "
            "“I have [nineteen|twenty|twenty-one] thousand yuan in my notebook and none in my pocket,” said one scaffolder from another province. Sub-district officials are taking down names and claims.",
        ),
        forum(
            "【實況】新城工地又嚟咗兩車人",
            "啱啱多咗一班紮鐵工人過嚟，話佢哋都係跟{labour}開工，欠咗成兩個月人工。現場好靜，大家坐喺路邊等，差人叫唔好企出馬路。希望快啲有人出嚟傾。",
        ),
        harbour(
            "{firm}两地盘同传欠薪 供货商号转收现款",
            "除{site}外，{firm}于{district}承建之安置房地盘，近日亦有工人投诉粮期延误。本地两家建材商号向本报证实，对该公司供货已改为现款交易，“旧账未清，不敢再赊”。市面人士认为，其资金之紧，正循分包一路传至工人饭碗。",
        ),
        workers(
            "{site}的兄弟们，材料我整理了个清单",
            "要带的：考勤照片、工友群里带班说工价的截图、进场三级教育卡、银行流水。去{street}劳动保障所二楼，身份证要原件，有个大哥拿复印件去的，白跑一趟。不识字的我可以陪着填表，加我微信号{wechat}。",
            variant="advice",
            tone="neu",
            to=("forum",),
        ),
        gov(
            "区人社局关于责令{site}限期支付农民工工资的情况通报",
            "已约谈{firm}、{labour}，责令两日内核清人数和金额；目前登记在册{reg}人，涉及{sum}。",
            variant="answer",
            light=("broadcast",),
        ),
        union(
            "区总工会律师进驻{site} 一对一帮工人对账",
            "区总工会{d}派出三名法律援助律师到{site}，与{street}、住建部门一道核对考勤和工价，并为十一名已在“放弃书”上签字的工人提供咨询：显失公平的约定可以申请撤销。需要帮助的工友请拨12351。",
            after=True,
        ),
        news(
            "总包先行垫付 {site}首批工资到账",
            "记者从区总工会获悉，经街道、人社、住建和工会四方协调，{firm}同意先行垫付，首批五十四名工人的工资已于{d}打入本人银行卡，其余部分将在核对考勤后分两批发放。",
            "pos",
            after=True,
            variant="follow-up",
            light=("evening", "hotlist"),
        ),
        workers(
            "新城的钱到账了！我爸截图发了我三遍",
            "一万九千四，比他自己记的少六百，说是扣了生活费，认了。谢谢教怎么准备材料的老哥，也谢谢工会那个{sur}律师，电话打了七八个，声音都哑了。还没收到的叔叔们再等等。",
            "pos",
            after=True,
        ),
        trade(
            "更正：关于{site}涉事企业诉讼数量",
            "本刊此前在问答栏目中称{firm}今年涉及劳务分包的诉讼有“十余起”，经核对公开文书，应为七起，其中两起已调解结案。特此更正，并向读者致歉。",
            "neu",
            after=True,
            variant="correction",
            areas=(),
        ),
    ),
)

CLEANERS = Story(
    key="wages-cleaners",
    name="保洁外包换公司，上家欠两个月工资",
    areas=("wages",),
    role="breaking",
    alert=True,
    alert_at=3,
    hours=54,
    slots={
        "firm": ("柏川物业", "净域物业"),
        "new": ("安邻物业", "晨帚环境"),
        "n": ("二十三", "十七", "三十一"),
        "pay": ("两千三", "两千四百五"),
    },
    pieces=(
        forum(
            "{estate}楼门口坐了一排保洁阿姨，扫把全靠墙上",
            "不是歇着，是不扫了。问了才知道，{firm}撤场，两个月工资没给，新来的{new}说“不是我们欠的”。阿姨一个月才{pay}，六十多岁，天天四点半起来扫楼道。业委会的人呢？",
        ),
        workers(
            "{firm}欠我妈两个月工资，人已经搬空了",
            "我妈在{estate}扫楼，今天去办公室一看，锁换了，牌子摘了，就剩一盆发财树。一共{n}个阿姨，都没拿到。谁有他们老板的电话？打我妈的也行，{phone}，她姓{sur}。",
        ),
        hot("{firm}连夜撤场 {n}名保洁阿姨工资没着落"),
        evening(
            "物业换了人，{n}位阿姨的工资换没了",
            "“早上来，门都打不开。”在{estate}做了六年保洁的{sur}阿姨，手里攥着一串再也用不上的钥匙。{firm}合同到期撤走，欠下两个月工资；接手的{new}说只管今后。阿姨们没吵没闹，坐在单元门口的台阶上，有居民端来了热水和橘子。",
            to=("life",),
            edit=(
                "物业交接，{n}位阿姨的工资卡在中间",
                "“早上来，门都打不开。”在{estate}做了六年保洁的{sur}阿姨说。{firm}合同到期撤走，两个月工资没有结清；接手的{new}表示愿意配合调解。（本文标题作了修改，并补充{new}的回应。）",
            ),
        ),
        news(
            "{estate}物业交接引发保洁员欠薪 {street}紧急调解",
            "本报讯 {estate}等小区更换物业服务企业之际，{n}名保洁员反映，原公司{firm}撤场后拖欠其两个月工资，接手的{new}表示不承担此前债务。记者联系{firm}，对方称“开发商的空置房物业费也没结清，我们也难”。\n"
            "{street}司法所介绍，公司与业主方、开发商之间的债务，不能成为拖欠劳动者报酬的理由，已通知三方到场。",
            light=("hotlist", "harbour"),
        ),
        life(
            "扩散！{estate}垃圾没人收了，原来是因为这个……",
            "住{estate}的看过来！楼道垃圾堆到电梯口，别骂阿姨，她们也是受害者：原物业{firm}跑了，两个月工资没发！知道这家公司还在哪些小区做的，评论区说一声，别让更多阿姨白干。",
        ),
        cast(
            "保洁员工资该由谁付？律师：谁用工谁负责",
            "《云河帮帮忙》正在关注：{estate}物业换了，扫楼的阿姨没换，工资却断了。律师表示，谁签的合同、谁用的工，谁就要付，{firm}撤场不等于销账。阿姨们可以带上排班表，到劳动保障所投诉。",
        ),
        forum(
            "补充：不止{estate}一个小区",
            "{road}那栋写字楼也是{firm}做的，我们楼层的阿姨也在问。有位阿姨把银行卡号都写给我了让我帮着“交上去”（{bankcard}，我真不知道该交给谁），看得人鼻子发酸。",
        ),
        workers(
            "问个细节：超过退休年龄的，{firm}欠的算不算欠薪",
            "有几位阿姨已经领居民养老金了，那边的主管在群里回一句“你们是劳务关系，去法院吧”，然后退群。真的归不到劳动监察？干活的时候怎么不说是劳务关系，迟到扣钱的时候怎么不说。",
            variant="question",
        ),
        english(
            "Cleaners down brooms after departing property manager leaves wages unpaid",
            "Residents of several housing estates found their stairwells unswept after [about two dozen|some twenty] cleaners, most of them women in their sixties, stopped work over two months' missing pay. "
            "Their employer, a property management company, moved out of its office when its contract ended. The company that took over says the debt is not its own. "
            "“I still have the keys, but there is nobody to give them back to,” said one cleaner who has worked at the same block for six years. "
            "A sub-district justice office has called all sides to a meeting. Lawyers note that a quarrel over management fees is no excuse for withholding wages.",
        ),
        ask(
            "{firm}注销前能不能先把保洁工资结了？",
            "您好，我是{estate}业主，替楼里阿姨提问。听说{firm}正在办注销公告，一旦注销，{n}个人的血汗钱是不是就没地方要了？请人社和市场监管的同志一起看看。\n【答复】您好，来件收悉。经查，该公司尚未进入注销程序，我局已立案，并函告登记机关，工资未结清前请暂缓办理。",
            light=("forum",),
        ),
        trade(
            "低价中标的保洁合同，钱从哪一环漏掉",
            "{estate}保洁项目的合同价五年未动，而最低工资标准同期上调两次。{firm}以人均每月不足三千元的报价中标，扣除垃圾袋、工装与管理费后，已低于用工成本。业内建议，物业招标应把人工成本列为不可竞争费用，并由甲方监督发放。",
            tone="neu",
        ),
        union(
            "{street}总工会：{n}名保洁员工资调解达成协议",
            "在司法所和街道总工会主持下，{firm}与{n}名保洁员签订调解协议，三日内付清两个月工资，并补足低于最低工资标准的差额，超龄人员一视同仁。工会同时与{new}约定，留用原班人员，工资由业委会按月公示。",
            "pos",
            after=True,
        ),
        evening(
            "钱到了，扫把又响起来",
            "四点半，{estate}的楼道里又有了沙沙声。{sur}阿姨说，工资比自己算的还多一百八，“补的是最低工资的差，我都不晓得还有这个”。有业主在电梯里贴了张纸：欢迎回来。",
            "pos",
            after=True,
            variant="follow-up",
            light=("life",),
        ),
        forum(
            "阿姨给我塞了一袋橘子，推都推不掉",
            "就是坐台阶那天我倒过一杯水。她说{firm}的钱收到了，新公司也留她。心里热乎，发个帖记一下。",
            "pos",
            after=True,
        ),
    ),
)

BONUS = Story(
    key="wages-bonus",
    name="商超绩效奖被临时改规则",
    areas=("wages",),
    hours=40,
    slots={"firm": ("乐拼商超", "丰谷超市"), "cut": ("一千四", "九百六")},
    pieces=(
        forum(
            "{firm}季度绩效说没就没，别家也这样吗",
            "店里开会，说本季度“达标线上调”，之前已经过线的也不算了，我们柜组一个人少{cut}。群里有人问依据，店长发了个抱拳。",
        ),
        workers(
            "同在{firm}，我们生鲜组是分三次扣的",
            "第一次扣损耗，第二次扣客诉，第三次直接写“其他”。绩效条就一行数字，问财务，财务说系统算的。系统姓啥，我想当面问问它。",
        ),
        hot("超市员工吐槽：刚过线，线抬高了", "{firm}绩效新规引热议"),
        trade(
            "考核期过了再改绩效线，行不行",
            "{firm}员工近日反映，公司在季度结束后上调达标线。劳动法学者认为，涉及劳动报酬的规章变更应经民主程序并公示，对已完成的考核期没有溯及力。零售业集体协商覆盖率偏低，是此类分歧多发的原因之一。",
            "neu",
            light=("harbour",),
        ),
        news(
            "{firm}回应绩效争议：本季度按原标准核发",
            "{firm}{d}发布说明，称门店执行新考核办法时“理解有偏差”，人均{cut}元左右的差额随下月工资补上，新办法待职工代表讨论后再试行。",
            "pos",
            after=True,
            variant="answer",
            edit=(
                "{firm}：差额下月补上 新绩效办法暂缓",
                "{firm}{d}发布说明，差额随下月工资补上；新办法交职工代表讨论，未通过前不执行。（补充了职工代表讨论一节。）",
            ),
        ),
        union(
            "商贸工会派员参加{firm}绩效办法协商",
            "区商贸行业工会联合会应职工代表邀请，参加{firm}新绩效办法的第一次协商。双方同意：达标线每季度只能在季前调整，扣减项目须写明事由。",
            "pos",
            after=True,
        ),
    ),
)

STORIES = (NEW_TOWN, CLEANERS, BONUS, *wages_more.STORIES)
