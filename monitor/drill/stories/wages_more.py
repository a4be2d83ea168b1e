"""Wages: a garment factory that pays in down jackets (rising), a rumour, a pay guide, and an old debt paid at last."""

from monitor.drill.model import Story

from .tell import ask, cast, english, evening, forum, gov, harbour, hot, life, news, town, trade, union, workers

JACKETS = Story(
    key="wages-jackets",
    name="制衣厂拿羽绒服抵工资",
    areas=("wages",),
    role="rising",
    alert=True,
    alert_at=4,
    hours=56,
    slots={
        "firm": ("锦禾制衣", "彩绒服饰"),
        "place": ("渡头工业园", "梅屏服装城"),
        "pcs": ("六件", "八件", "五件"),
        "tag": ("三百九十九", "四百五十九"),
        "n": ("一百四十", "一百三十二", "一百二十八"),
        "sum": ("一百六十八万元", "一百五十二万元"),
    },
    pieces=(
        workers(
            "{firm}发工资了，发的是羽绒服，没跟你们开玩笑",
            "平车工，做了四年。前头两个月没发，前天车间主任推来一车货，每人{pcs}，吊牌价{tag}，说先顶一部分。我一家三口穿到退休也穿不完。房东收不收羽绒服我明天去问问。",
            to=("forum",),
        ),
        workers(
            "有人收{firm}的羽绒服吗，四十件",
            "不是微商，是我们一个组八个人凑的工资。男款黑色175，女款有个酒红色的，绒是真绒，我自己充的。要的加QQ：{qq}，量大还可以再少，我只想凑孩子下学期的伙食费。",
        ),
        forum(
            "{place}门口冒出十几个卖羽绒服的摊，一问都是厂里的女工",
            "有个大姐把货挂在电动车把手上，纸板写“{firm}工资款，一件一百二”。我买了一件，她非要给我看针脚，说领子这一圈是她踩的。买完心里更不是滋味。",
        ),
        hot("制衣厂用羽绒服抵工资 女工摆摊变现", "“我总不能拿袖子去交房租”"),
        evening(
            "等两个月工资，等来{pcs}羽绒服",
            "{place}外的人行道上，{sur}女士的摊位只有一辆电动车。她是{firm}的平车工，被拖了两个月工资，领到的是{pcs}羽绒服。“吊牌{tag}，我卖一百二，卖了两天，开张三件。”她说厂里的计件单她都留着，装在一个饼干盒里。",
            light=("life", "hotlist"),
            edit=(
                "等工资，等来{pcs}羽绒服",
                "{place}外，{sur}女士的摊位只有一辆电动车。她是{firm}的平车工，两个月工资没有发，领到的是{pcs}羽绒服。“吊牌{tag}，我卖一百，卖了两天，开张三件。”（此前稿件中售价有误，已更正。）",
            ),
        ),
        news(
            "{firm}以库存服装抵付工资 {n}名工人不认可",
            "本报讯 记者从{place}管委会获悉，入驻企业{firm}近日以库存羽绒服抵付部分计件工资，{n}名工人提出异议。企业负责人{sur2}某承认“做法欠妥”，称三家客户压款、海外订单退货，仓库里积压成衣两万余件，“厂里能拿得出的只有衣服”。\n"
            "有关规定写得明白：工资应当以货币形式支付，不得以实物及有价证券替代。区劳动保障监察大队已派员到厂核查工资台账。",
            light=("hotlist",),
        ),
        workers(
            "质检组的更惨，抵的是次品",
            "同在{firm}。我们组领的是挑出来的跑绒货，领口贴了红点的，就是我亲手贴的红点。组长说“自己人不嫌弃”。嫌弃倒不嫌弃，问题是我欠的电费人家嫌弃。",
        ),
        trade(
            "实物抵薪：一件羽绒服背后的三道账期",
            "{place}集中了四十余家成衣企业，加工费的平均账期已由四十五天拉长到一百天以上。{firm}的情形并非孤例：品牌方压平台，平台压工厂，工厂压到最后一道，就是计件工人的工资单。\n"
            "以实物抵薪不能免除支付义务；折价、签收甚至“自愿认购”，都不改变这一点。",
        ),
        news(
            "监察员进厂查{firm}台账 女工拿来饼干盒和拼音本",
            "本报讯 针对{firm}以成衣顶工资一事，劳动保障监察员调取了车间计件单和考勤。记者在厂区食堂看到，工人们带来的凭据五花八门：有挂历，有烟盒纸，有装在饼干盒里的小票，还有一本孩子的拼音本，背面密密麻麻记着袖子、领子的数目。",
            variant="follow-up",
        ),
        ask(
            "已经签收了羽绒服，还能要回钱吗？",
            "我在{firm}做裁剪，领衣服的时候让签了一张“自愿认购单”，单子上写从工资里扣。不签就站着等。我的身份证号是{idcard}，本人在册，社保也在这家厂。请问这张单子算不算数？衣服我一件没拆，能退回去换钱吗？",
        ),
        hot("{firm}库房压着两万件羽绒服"),
        harbour(
            "成衣厂货压如山 工人持衣代薪沿街求售",
            "{place}{firm}库存高企，竟以羽绒成衣代工人薪金。同业摇头：“货卖不掉是东家的事，怎好叫车衣女工去卖？”据悉该厂向三家客户追讨货款逾半年未果，厂东已将自住物业放盘。布行、拉链行亦有数笔旧账悬而未决。",
        ),
        english(
            "Garment workers paid in down jackets take to the pavement",
            "Seamstresses from a garment factory have been hawking down jackets from the handlebars of their scooters after their employer handed out unsold stock in place of two months' wages. "
            "“I can't pay the rent in sleeves,” one of them said. The jackets carry a price tag of some four hundred yuan; on the street they fetch [about a hundred|little more than a hundred]. "
            "The owner says overseas customers sent back their orders and that cloth is all he has left. The rules are plain: wages must be paid in money. Labour inspectors have asked for the factory's piece-rate books, and several women have brought their own.",
        ),
        forum(
            "理性问一句，买她们的衣服算帮忙还是帮倒忙",
            "家里群为这个吵起来了。我妈买了四件，我姐说越买老板越觉得这招好使。可那个卖衣服的阿姨手都裂了，她等不到道理讲完啊。就是{place}门口那家{firm}的。",
            "neu",
        ),
        life(
            "{place}羽绒服一百块？先别抢！听听这些女工怎么说",
            "这两天刷屏的“工厂羽绒服清仓”，不少街坊冲去捡漏，到了才知道是{firm}拖了工资、拿衣服顶数。已有好心人包圆了两个摊，但女工们说，最想要的还是那张工资条。",
        ),
        gov(
            "关于{firm}以实物抵付工资问题的处理通报",
            "责令以货币形式补足{n}名工人工资共{sum}，已发放的服装由企业收回，不得折价扣减；{d+3}前未履行的，依法处理处罚。",
            tone="neu",
        ),
        union(
            "区总工会先行发放帮扶金 工会律师代{n}名制衣女工追薪",
            "{place}联合工会为{firm}生活困难的四十三名职工每户发放一千五百元应急帮扶金，工会律师已代理{n}人申请支付令。库存服装由区商贸工会协调商场设专柜代销，货款进入监管账户，专门用于支付工资。",
            after=True,
        ),
        news(
            "羽绒服回了仓库 工资回到卡上",
            "{firm}被责令整改后，经园区担保，一家客户提前结清货款，{n}名工人的首月工资于{d}发到银行卡，第二个月工资由代销货款分两次付清。车间重新响起缝纫机声，厂门口的电动车摊不见了。",
            "pos",
            after=True,
            variant="follow-up",
            light=("evening", "hotlist"),
        ),
        workers(
            "衣服退了钱到了，卖掉那三件咋算",
            "厂里还挺讲理，{firm}说卖掉的按一百二从工资里扣，等于我白站两天街，没亏。酒红那件我自己留了，做了四年，头一回穿自己做的。",
            "pos",
            after=True,
        ),
    ),
)

WEEKLY = Story(
    key="wages-rumour",
    name="“工资必须一周一发”谣言",
    areas=("wages",),
    hours=30,
    slots={"fine": ("十万元", "五万元"), "doc": ("88号文", "66号文"), "chat": ("老乡群", "厂妹群", "团购群")},
    pieces=(
        life(
            "重磅！下月起工资一律“周结”，不发罚老板{fine}！",
            "网传一份“{doc}”：所有单位工资必须一周一发，逾期一天罚{fine}，举报有奖。速转给身边打工的朋友！",
            "neu",
            to=("hotlist",),
            edit=(
                "网传工资一律“周结”？已向部门核实，不实",
                "本站此前转发的“{doc}”截图经核实系编造，现予更正，并向读者道歉。工资支付周期以劳动合同约定为准。",
            ),
        ),
        workers(
            "工资周结的那个{doc}，是真的不？",
            "{chat}里都在传，图糊得像泡过水，红头倒是挺红。我们厂押一个半月的，要真周结，我给他放炮仗。有没有在劳动局上班的亲戚问一声？",
            "neu",
            variant="question",
        ),
        forum(
            "小老板表示看到“周结”腿软",
            "开早餐店的，请了两个人，一月一结大家都挺好。这个{doc}说罚{fine}，把我店卖了也不够呀。我看那公章的字体跟我家春联一样，觉得悬。",
            "neu",
        ),
        gov(
            "关于网传“工资必须每周发放”信息的情况说明",
            "所谓“{doc}”系伪造。劳动报酬至少每月支付一次，具体日期由双方约定；实行周、日、小时工资制的从其约定。",
            variant="debunk",
            light=("evening", "broadcast"),
        ),
        news(
            "“工资周结”截图哪来的？一位设计师的练手稿",
            "网传“{doc}”经警方查明，最早出自一名网友练习公文排版时编写的文字，被人截去水印后在{chat}扩散。当事人已删除并致歉，未造成严重后果，予以批评教育。\n区人社局提醒：工资支付的现行规定没有变化，以官方渠道为准。",
            "neu",
            after=True,
            variant="debunk",
            light=("hotlist",),
        ),
        workers(
            "散了吧，周结是假的",
            "辟谣出来了。不过工友说得对，假的归假的，押工资押一个半月的厂，是真的可以打12351问一问。",
            "neu",
            after=True,
            variant="debunk",
        ),
    ),
)

PRICES = Story(
    key="wages-guide",
    name="云河区首份工种工资价位表发布",
    areas=("wages",),
    hours=44,
    slots={
        "jobs": ("八十六", "一百一十二", "九十四"),
        "weld": ("七千八百", "八千一百"),
        "nanny": ("八千六百", "九千二百"),
        "sew": ("五千四百", "五千六百"),
    },
    pieces=(
        gov(
            "关于发布云河区企业{jobs}个工种工资价位的通告",
            "价位表按低、中、高三档列示，供协商和招聘参考，不是最低工资标准，也不作为执法依据。",
            variant="report",
        ),
        trade(
            "一张表看懂{jobs}个工种：中位数比平均数更说明问题",
            "本次价位调查覆盖四百余家企业。焊工中位数每月{weld}元，育婴员{nanny}元，缝纫工{sew}元。值得注意的是，同一工种高低档差距最大的是育婴员，接近三倍；差距最小的是缝纫工，说明计件单价已高度趋同。\n价位信息的用处在谈判桌上：有了共同的尺子，才谈得拢。",
            "neu",
            light=("harbour",),
        ),
        evening(
            "带娃的比焊铁的挣得多？工资价位表出炉",
            "焊工{weld}元，育婴员{nanny}元——区里头一份工种工资价位表公布后，育婴员{sur}女士说：“那是能熬夜的价。”老焊工听了直乐：“她那个也烫手。”",
            "neu",
            to=("life",),
        ),
        hot("{jobs}个工种工资价位公布 你在哪一档", tone="neu"),
        workers(
            "价位表我对了一下，缝纫这行写得还算老实",
            "表上中位{sew}，我上个月五千三，差不离。想问的是：表能不能打印了拿去跟老板谈？我们线长说“那是给上面看的”。",
            "neu",
            variant="question",
        ),
        english(
            "District publishes its first guide to what jobs pay",
            "How much should a welder earn, and is a night nanny worth more? For the first time workers and employers in the district can look it up. "
            "A table issued by the labour bureau lists low, middle and high pay for [roughly|about] a hundred occupations, drawn from returns by over four hundred firms. "
            "Nannies come out ahead of welders; sewing machinists trail both. Officials stress that the figures are a guide for bargaining, not a legal floor. "
            "“At least we shall argue about the same numbers,” said a shop steward at a furniture works.",
            "neu",
        ),
        union(
            "拿着价位表谈工资：区总工会开办协商代表培训",
            "区总工会以新发布的{jobs}个工种工资价位为教材，培训一百二十名职工方协商代表，教大家怎么看中位数、怎么算人工成本。下一期报名电话12351。",
            "pos",
            after=True,
        ),
    ),
)

ENAMEL = Story(
    key="wages-enamel",
    name="搪瓷厂老账本：二十年前的欠薪找主人",
    areas=("wages",),
    hours=62,
    slots={
        "n": ("三百一十二", "二百六十八"),
        "each": ("一千一百四十元", "九百八十六元"),
        "years": ("二十一", "二十三"),
    },
    pieces=(
        evening(
            "拆迁拆出一个铁皮柜，{n}名老工人有钱领",
            "老云河搪瓷厂锅炉房拆到一半，工人撬开一只锈住的铁皮柜，里面是{years}年前停产时的工资册，{n}个名字，最后三个月后面都盖着“未领”。厂地皮卖出的钱还存在清算账户上，一分没动。有关方面算了算，连本带息人均约{each}。",
            "pos",
            to=("life",),
        ),
        cast(
            "寻人：您在搪瓷厂上过班吗",
            "本台播送一则特别的寻人启事。老云河搪瓷厂{n}名职工，请您或您的家人，带着工作证、老照片，哪怕是一只印着厂名的脸盆，到{street}办事大厅登记，领取{years}年前没来得及发的工资。",
            "pos",
        ),
        forum(
            "我外公在册子上，第四十七行",
            "搪瓷厂烧花车间。他前年走了，册子上的签名一栏空着，就等他签似的。外婆说这钱她不花，要去配个框，把工资条裱起来。",
            "pos",
        ),
        harbour(
            "旧厂清算余款 悉数归还老职工",
            "搪瓷厂当年产品远销南洋，面盆上双鲤一对，老街坊无人不识。今厂址易主，清算组不以年久为辞，将{years}年前欠薪连息归还，{n}人有份。坊间称许：账可以旧，信不可以旧。",
            "pos",
        ),
        union(
            "搪瓷厂欠薪发放已过半 工会志愿者上门找人",
            "{n}名搪瓷厂老职工中已有一百七十九人领到补发工资。对行动不便和异地居住的，区总工会组织志愿者上门核对、视频确认。尚未联系上的名单张贴在{street}公告栏，请大家帮忙认一认。",
            "pos",
            after=True,
        ),
        town(
            "找一找：搪瓷厂的石漾籍老工人",
            "石漾镇有二十六位乡亲当年在云河搪瓷厂做工，名单贴在镇政府门口和两个集市。认得的捎个话，欠了{years}年的工资补下来了。",
            "pos",
            after=True,
        ),
        news(
            "迟到{years}年的工资条",
            "{d}，最后一批搪瓷厂老职工在{street}领到补发工资。八十四岁的{sur2}奶奶当年是喷花工，她数了两遍，抽出一张给孙女：“去买个盆，要搪瓷的。”\n清算组负责人说，册子保存完好，要感谢一位已故的会计，他在柜门内侧写了一行字：勿弃，有人要来领的。",
            "pos",
            after=True,
            light=("hotlist", "evening"),
        ),
    ),
)

STORIES = (JACKETS, WEEKLY, PRICES, ENAMEL)
