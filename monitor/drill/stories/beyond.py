"""Matters of the whole town that are not about working life; some carry labour words all the same."""

from monitor.drill.model import Story

from .tell import cast, forum, hot, news, trade

PIPE = Story(
    key="beyond-pipe",
    name="主水管爆裂，半个城区停水",
    areas=(),
    hours=26,
    pieces=(
        forum("{road}喷泉了，水柱三层楼高", "车都熄火了，有个大叔站在车顶上打电话。", "neg"),
        hot("{road}水管爆裂 路面成河"),
        news(
            "{road}主水管爆裂 抢修预计持续到深夜",
            "{d}上午，{road}一根直径八百毫米的供水主管爆裂，{street}大部停水。水务公司出动六十余名抢修人员，调集送水车十二辆。",
            edit=(
                "{road}主水管爆裂 抢修预计今晚八点完成",
                "{d}上午，{road}一根直径六百毫米的供水主管爆裂，{street}大部停水。水务公司出动六十余名抢修人员，调集送水车十二辆，预计今晚八点恢复。（此前报道管径有误，已更正）",
            ),
        ),
        cast(
            "停水区域送水点一览",
            "{estate}东门、{school}门口、{mall}广场均设有送水点，请自带容器，老人可拨打社区电话送水上门。",
            "neu",
        ),
        forum("师傅们站在齐腰的水里拧阀门", "给他们送了一箱面包，一个个手都泡白了。", "pos"),
        news(
            "{road}恢复供水 初期水浑请放流",
            "截至{d}{hm}，爆裂水管更换完毕，沿线陆续恢复供水。",
            "neu",
            after=True,
            variant="follow-up",
        ),
    ),
)

METRO = Story(
    key="beyond-metro",
    name="地铁3号线信号故障",
    areas=(),
    hours=14,
    pieces=(
        forum("3号线停在隧道里二十分钟了", "车厢广播说前方信号故障。有小朋友开始背乘法表。", "neg"),
        hot("地铁3号线早高峰趴窝", "站台挤爆"),
        cast(
            "地铁3号线云桥至柳岸区间限速",
            "受信号设备故障影响，地铁3号线部分区间限速运行，预计延误二十分钟以上，公交37路增派接驳。",
            "neg",
        ),
        news(
            "3号线故障排除 延误可开电子证明",
            "{d}早高峰，地铁3号线因信号板卡故障限速运行约七十分钟。上班迟到的乘客可在小程序开具延误证明。",
            "neu",
        ),
        forum("迟到证明给领导看了，领导说他也在那趟车上", "全组一起迟到，早会取消，意外之喜。", "pos", after=True),
    ),
)

MARATHON = Story(
    key="beyond-marathon",
    name="云河半程马拉松",
    areas=(),
    hours=40,
    slots={"n": ("八千", "一万")},
    pieces=(
        news(
            "{n}人开跑 云河半马把终点设在老码头",
            "赛道沿澜河蜿蜒，经过纺机厂文创园和枫渚湿地。{d}起领物，请选手带好身份证。",
            "neu",
        ),
        hot("云河半马完赛包里有一瓶酱油", tone="pos"),
        forum(
            "打工人第一次跑半马，关门前四分钟到的",
            "跑到十七公里想罢工，路边一个奶奶喊“孙子快到了”，我又有劲了。",
            "pos",
        ),
        cast("半马交通管制时段公布", "{road}、{roadb}清晨六点到中午十二点分段封闭，公交临时绕行。", "neu"),
        news(
            "云河半马落幕 志愿者比选手起得早",
            "凌晨三点半，{600-900}名志愿者已经在搬水。男女组冠军成绩分别为一小时零九分和一小时十八分。",
            "pos",
            after=True,
        ),
        trade(
            "一场半马的账本：酒店入住率九成六",
            "赛事带动周边餐饮、住宿收入同比增长两成以上，装备展销额创新高。",
            "pos",
            after=True,
        ),
    ),
)

BRIDGE = Story(
    key="beyond-bridge",
    name="老桥要不要拆",
    areas=(),
    hours=70,
    pieces=(
        news(
            "云桥老桥改造方案公示 拆除重建或加固保留",
            "建于上世纪六十年代的云桥将迎来改造，两套方案{d}起公示十五天。",
            "neu",
        ),
        forum("别拆，我爷爷修的桥", "他当年是石匠班的，桥墩第三块石头上有他们班组的记号，一把小锤子。", "neu"),
        forum("每天堵四十分钟的人说一句：拆吧", "情怀不能当车道。", "neg"),
        hot("老桥桥墩上找到了那把小锤子", tone="pos"),
        cast("桥梁专家：可以加固，但要算账", "专家{sur}教授表示，主拱状况好于预期，病害集中在桥面和栏杆。", "neu"),
        news(
            "老桥拟保留为人行桥 旁边另建新桥",
            "听证会上，二十一名代表中有十六名赞成“留老桥、建新桥”。",
            "pos",
            after=True,
        ),
    ),
)

STORIES = (PIPE, METRO, MARATHON, BRIDGE)
