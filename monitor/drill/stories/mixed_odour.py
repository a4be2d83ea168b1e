"""A smell over the neighbourhood that turns out to be solvent vapour in which workers faint (opens a session, breaking)."""

from monitor.drill.model import Story

from .tell import ask, cast, english, evening, forum, harbour, hot, life, news, trade, union, workers

ODOUR = Story(
    key="mixed-odour",
    name="包装厂异味与车间工人晕倒",
    areas=("safety",),
    role="breaking",
    alert=True,
    alert_at=3,
    hours=40,
    slots={
        "firm": ("鸿箔包装", "彩禾软包", "卓绫包材"),
        "shop": ("复合车间", "印刷车间", "烘干车间"),
        "n": ("九", "十一", "十三"),
        "bad": ("两", "三"),
        "chem": ("甲苯", "二甲苯"),
        "hospital": ("云河区第二医院", "云河区中医院"),
        "days": ("四天", "五天", "一个星期"),
    },
    pieces=(
        forum(
            "{road}谁家在熬胶水？[熏得眼睛疼|关窗都没用]",
            "连着{days}了，傍晚最冲，像油漆又像烂苹果。我家住{estate}，风一吹就进屋，阳台晾的衣服都是那个味。顺着味道找过去，好像是{firm}后墙那根排气管。",
            variant="question",
            areas=(),
        ),
        ask(
            "反映{firm}夜间排放刺鼻气体，请查处",
            "本人住{home}，最近{days}每到晚上就闻到强烈的溶剂味，家中老人咳嗽不止，源头疑为{road}的{firm}。打过两次热线，都说已记录。请环保部门夜里来一趟，联系电话{phone}。\n"
            "【答复】区生态环境分局：已收悉，拟于三个工作日内现场检查。",
            areas=(),
        ),
        workers(
            "{firm}{shop}的，你们头晕吗",
            "排风坏了不是一天两天，主管说配件在路上，把门也关了，怕外面的人闻见再去告。昨天夜班我吐了两回，旁边贴膜的大姐走路打飘。发的还是那种纱布口罩，顶个啥用。",
            variant="question",
        ),
        life(
            "突发！{firm}有工人晕倒，救护车来了[三|四|五]辆",
            "网友爆料：{part}，{road}的{firm}厂门口停满救护车，陆续有人被抬出来，有的吸着氧。附近居民说难闻的味道已经飘了{days}。后续持续关注，[转给在那边上班的亲友|住附近的先别开窗]！",
            to=("hotlist",),
        ),
        hot("闻了{days}的怪味 原来车间里有人在倒下", "{firm}：正在了解"),
        evening(
            "贴膜女工一个接一个倒下 {firm}{n}人送医",
            "“先是小{sur2}趴在机台上，我去拉她，自己也站不住了。”在{hospital}急诊走廊，{firm}{shop}一名女工裹着毯子说。{d}{part}，车间里{n}人先后头晕、呕吐、晕厥，其中{bad}人送到时意识不清。她的丈夫在门外一遍遍问护士：到底吸了什么？",
            light=("forum", "life"),
            edit=(
                "{firm}{n}名工人头晕晕厥送医 {bad}人曾昏迷",
                "在{hospital}急诊走廊，{firm}{shop}一名女工裹着毯子讲述经过：同事趴在机台上，她去拉，自己也站不住了。院方晚间更新，{n}人中{bad}人入院时昏迷，目前均已苏醒。",
            ),
        ),
        cast(
            "快讯：{firm}{shop}多人不适 周边道路临时管制",
            "本台刚刚收到的消息：{road}的{firm}{shop}有工人出现头晕、晕厥，消防和120正在现场处置。{road}由东往西暂停通行，请过往车辆绕行，附近居民请暂时关闭门窗。",
            to=("life",),
        ),
        forum(
            "【現場】{firm}門口，我阿嫂仲喺入面",
            "我阿嫂喺入面貼膜做咗兩年，今日打電話話個頭好重，跟住就冇人聽。保安話入面封咗唔畀入。見到消防着住全套嘢，孭住氣樽入去。有冇人知送咗去邊間醫院？",
        ),
        news(
            "{firm}{n}名工人疑似吸入有机溶剂 车间已停产",
            "本报讯 {d}{part}，{road}的{firm}{shop}发生疑似有机溶剂中毒事件，{n}名工人被送往{hospital}。院方介绍，{bad}人症状较重，其余留院观察。\n"
            "消防救援人员在车间内测得可燃气体报警，排风机处于停机状态。多名工人告诉记者，风机故障已有{days}，其间生产没有停过。\n"
            "周边居民此前多次投诉异味。区生态环境分局承认，相关投诉原定近日核查。应急、卫健部门已进厂调查。",
            light=("harbour",),
        ),
        workers(
            "报修单我拍了照，{firm}别想赖",
            "风机停的第一天我们{shop}就填了单，主管签的是“先克服”。第三天又填，写“已有人呕吐”，这张被他收走了，幸好我先拍了。谁代表{n}个躺医院的说话？要照片加微信{wechat}，我只给调查的人和律师。",
            variant="follow-up",
        ),
        trade(
            "排风一停，浓度几个小时就能翻倍：{firm}事件的技术账",
            "软包装生产使用含{chem}的胶黏剂和油墨，全靠局部排风把蒸气抽走。风机停转又关门闭窗，作业点浓度可在数小时内超过短时间接触限值数倍，人先是兴奋、头痛，随后嗜睡、晕厥。\n"
            "按规定，通风设施失效时必须停止作业。{firm}带病运行{days}，而厂外居民闻到的，不过是漏出来的一小部分。",
        ),
        harbour(
            "包装厂毒气扰邻 {n}工友晕倒",
            "{road}之{firm}，近日异味四溢，街坊怨声载道。{d}{part}厂内{n}名工友相继不支倒地，由救护车分送{hospital}。邻近茶庄东主称，店中茶叶尽染怪味，须全数弃置，“惟茶可再焙，人命难再得”。",
        ),
        hot("{firm}报修单被批“先克服”", "[排风机停了{days}|工人：第三天就有人吐]"),
        english(
            "Workers faint at packaging plant after days of fumes",
            "Workers at a packaging plant collapsed on the shop floor and were taken to hospital after breathing what doctors believe was solvent vapour. [Two|Some] of them were unconscious on arrival; all have since come round.\n"
            "People living near the plant had complained for days about a smell they compared to paint and rotten apples. Staff said the extraction fan in their workshop had broken down and that production carried on behind closed doors. Firefighters wearing breathing gear searched the building, and inspectors have sealed the workshop while samples are tested.",
        ),
        news(
            "检测公布：{firm}{shop}{chem}浓度超标 居民投诉为何没接住",
            "区疾控中心{d}公布检测结果，{firm}{shop}三个作业点{chem}短时间接触浓度均超过国家限值，最高点超过[四|五|六]倍；厂界外居民区在停产后已恢复正常。区应急管理局对企业立案调查，两名管理人员被采取强制措施。\n"
            "对异味投诉办理迟缓一事，区生态环境分局向居民致歉，表示今后涉及溶剂气味的投诉两小时内到场，并同步抄告应急和工会。",
            "neu",
            after=True,
            variant="answer",
            to=("broadcast",),
        ),
        union(
            "区总工会为{firm}住院职工协调工伤认定和停工期工资",
            "{d}，区总工会劳动保护部、法律援助律师到{hospital}看望{firm}住院职工，逐人登记，协助申报工伤。经协调，企业承诺停产期间工资照发、{shop}全员职业健康体检费用由企业承担。求助可拨打12351。",
            "pos",
            after=True,
        ),
        workers(
            "大姐出院了，第一件事是把口罩扔了",
            "{firm}贴膜的那个大姐昨天出的院，手还有点抖，说能自己端碗了。{n}个人走了一大半，剩下的还在吊水。风机换了新的，墙上装了个会叫的表，超了就停机。早装几天多好。",
            "pos",
            after=True,
            variant="follow-up",
        ),
    ),
)
