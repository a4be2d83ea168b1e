"""Union: a collective contract, a grumble about dues, legal aid on wheels."""

from monitor.drill.model import Story

from .tell import cast, forum, hot, news, trade

CONTRACT = Story(
    key="union-contract",
    name="快递行业签下首份集体合同",
    areas=("union", "wages"),
    hours=48,
    slots={"n": ("六千二百", "五千七百"), "firms": ("九", "十一")},
    pieces=(
        news(
            "{firms}家企业、{n}名快递员 我区快递行业首份集体合同签订",
            "{d}，区快递物流行业工会联合会与{firms}家企业代表签订行业集体合同，约定派费不低于{0-1}.9元、每月至少休息四天、罚款不得代替管理。\n协商谈了五轮，最难的一条是“客户投诉未经申诉不得扣款”。",
            "pos",
        ),
        cast(
            "五轮协商，四天休息",
            "首席职工代表、快递员{sur}师傅说，前四轮他都没说话，第五轮他把自己一个月的罚款单摊在桌上，一共{19-27}张。",
            "pos",
        ),
        trade(
            "快递业集体合同：亮点与待解题",
            "合同把申诉前置、恶劣天气停运写进条款，走在同类地区前面；末端加盟网点如何落实，仍需行业工会逐点跟进。",
            "neu",
        ),
        forum("一个月能休四天，是真的吗同行们", "我们网点老板今天把合同贴墙上了，还让大家签收。", "pos"),
        hot("快递员罚款单摊在谈判桌上", tone="pos"),
        forum(
            "贴是贴了，上周末照样没歇",
            "老板说人手不够“先过渡”。打了合同上的监督电话，有人接，说下周来。",
            "neg",
            after=True,
        ),
        news(
            "集体合同落地首周：工会跑了{40-66}个网点",
            "监督员发现{5-9}个网点未安排轮休，已限期整改并公布名单。",
            "neu",
            after=True,
            variant="follow-up",
        ),
    ),
)

DUES = Story(
    key="union-dues",
    name="会费花到哪里了",
    areas=("union",),
    hours=40,
    slots={"firm": ("柏川物业", "云锻机械", "澄光电子")},
    pieces=(
        forum(
            "交了两年工会会费，就发过一桶油",
            "{firm}的。每月扣十二块，问工会主席账目，主席是办公室主任兼的，说“都在活动里了”。什么活动？",
        ),
        forum("我们厂倒是公开的，贴食堂门口", "生病慰问多少、电影票多少，一笔笔有。建议楼主要求开会员大会。", "neu"),
        news(
            "读者来信追踪：{firm}工会公开两年经费收支",
            "{street}总工会收到反映后，要求{firm}工会五日内公开账目。{d}，收支明细在厂区公告栏张贴，会员大会同时改选了经费审查委员。",
            "neu",
            variant="answer",
        ),
        forum("账贴出来了，确实没乱花，就是没花", "结余三万多。大会上定了：换热水器、办体检。", "pos", after=True),
    ),
)

TRUCK = Story(
    key="union-truck",
    name="法律援助车进工地",
    areas=("union",),
    hours=30,
    pieces=(
        cast(
            "一辆面包车，开进工地讲劳动法",
            "后备厢一掀就是咨询台。区总工会的法律援助车今天开到{road}的工地，两个小时接待{20-40}名工友。",
            "pos",
        ),
        news(
            "后备厢里的律师：合同没签，先拍考勤表",
            "“没有合同怎么证明我在这儿干过？”律师{sur}女士的回答是三张照片：考勤表、工牌、安全帽上的编号。援助车每周三、周六出车。",
            "pos",
        ),
        forum("今天工地来了个律师车，不收钱", "问了加班的事，给写了张条子，步骤一二三。字比医生的好认。", "pos"),
        trade(
            "流动援助：把窗口装上轮子",
            "以{street}为例，流动援助车开行三个月，咨询量是固定窗口的{2-4}倍，多数纠纷止于调解。",
            "pos",
        ),
    ),
)

STORIES = (CONTRACT, DUES, TRUCK)
