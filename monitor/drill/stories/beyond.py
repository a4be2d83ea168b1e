"""Matters of the whole town that are not about working life; some carry labour words all the same."""

from monitor.drill.model import Story

from . import beyond_more, beyond_roofs
from .tell import ask, cast, english, evening, forum, gov, harbour, hot, life, news, town, trade, workers

PIPE = Story(
    key="beyond-pipe",
    name="主水管爆裂，半个城区停水",
    areas=(),
    hours=26,
    slots={
        "mm": ("六百", "五百"),
        "wrong": ("八百",),
        "lift": ("三层楼高", "两层楼高"),
        "till": ("晚上八点", "夜里十一点"),
    },
    pieces=(
        forum(
            "{road}喷泉了，水柱{lift}",
            "车都熄火了，有个大叔站在车顶上打电话，裤腿卷到膝盖，语气特别平静：“老婆，晚饭别等我。”",
        ),
        hot("{road}水管爆裂 路面成河", "[公交改道|沿线小区停水]", to=("life",)),
        news(
            "{road}主水管爆裂 抢修预计持续到深夜",
            "本报讯 {d}{part}，{road}一根直径{wrong}毫米的供水主管爆裂，{street}大部停水。水务公司出动{50-80}名抢修人员，调集送水车{8-16}辆。现场负责人说，老管是三十年前的铸铁管，接口受冻后松动，需整段更换。",
            light=("life", "harbour"),
            edit=(
                "{road}主水管爆裂 预计{till}恢复供水",
                "本报讯 {d}{part}，{road}一根直径{mm}毫米的供水主管爆裂，{street}大部停水。水务公司全力抢修，预计{till}恢复。（此前报道管径有误，已更正）",
            ),
        ),
        cast(
            "停水区域送水点一览",
            "本台消息：因{road}爆管停水，{estate}东门、{school}门口、{mall}广场设了送水点，请自带容器。行动不便的老人可以拨打社区电话，有人送水上门。",
            "neu",
            to=("life",),
        ),
        life(
            "紧急扩散！{road}停水，附近超市桶装水被抢空",
            "小编实测：三家便利店只剩气泡水。用气泡水煮面什么味道？有勇士已经试了，配图在评论区。来水时间等官方通知，别信群里说的“停三天”。",
        ),
        forum(
            "师傅们站在齐腰的水里拧阀门",
            "就在{road}爆管那个坑里，十几个人轮着下。给他们送了一箱面包，手都泡白了，接面包之前先往衣服上擦。",
            "pos",
        ),
        gov(
            "关于{road}供水主管抢修及临时停水的通告",
            "{street}部分区域临时停水，预计{till}恢复；低楼层先到水，高楼层稍晚。",
        ),
        evening(
            "{road}来水了，第一锅是饺子",
            "晚一点也算数。{road}的{sur}奶奶拧开龙头，先是咳嗽似的几声，再是黄水，再是清水。全楼听见她喊：“来啦！”爆掉的那截管子躺在路边，豁口有一臂长，围着一圈拍照的小学生。",
            "pos",
            after=True,
            variant="follow-up",
        ),
    ),
)

METRO = Story(
    key="beyond-metro",
    name="地铁信号故障",
    areas=(),
    hours=14,
    slots={"line": ("3号线", "7号线"), "min": ("二十", "三十五"), "all": ("七十", "九十")},
    pieces=(
        forum(
            "地铁{line}停在隧道里{min}分钟了",
            "广播说前方信号故障。车厢里有小朋友开始背乘法表，背到七八，一个大哥接了句五十六，全车笑了。空调还开着，不慌。",
        ),
        hot("地铁{line}高峰时段趴窝", "站台挤到楼梯上"),
        cast(
            "地铁{line}部分区间限速运行",
            "本台消息：受信号设备故障影响，地铁{line}部分区间限速，预计延误二十分钟以上。沿线公交增派接驳，赶时间的乘客请改走地面。",
            light=("life",),
        ),
        workers(
            "{line}坏了，去渡头那边上班的别坐了",
            "厂门口打卡机不认信号故障。我走路二十五分钟到的，全勤保住了，脚没保住。",
            "neu",
        ),
        english(
            "Signal fault halts metro in rush hour",
            "A signal fault brought part of the metro to a crawl during the rush hour, leaving passengers in a tunnel for more than {20-30} minutes. "
            "Nobody was hurt. Extra buses were laid on, and the operator said a faulty circuit board had been replaced within [an hour and a half|two hours]. "
            "Passengers can download a delay certificate; {2000-6000} had done so within hours.",
        ),
        news(
            "{line}故障排除 迟到可开电子证明",
            "本报讯 {d}{part}，地铁{line}因一块信号板卡故障限速运行约{all}分钟。地铁公司表示，故障板卡已经更换，同批次板卡将在三日内逐一检测。上班、上学迟到的乘客可在小程序开具延误证明。",
            "neu",
            to=("hotlist",),
        ),
        forum(
            "迟到证明给领导看，领导说他也在那趟车上",
            "而且他就是接“五十六”的那个。全组一起被{line}放了鸽子，早会取消，意外之喜。",
            "pos",
            after=True,
        ),
    ),
)

MARATHON = Story(
    key="beyond-marathon",
    name="云河半程马拉松",
    areas=(),
    hours=40,
    slots={
        "n": ("八千", "一万"),
        "gift": ("一瓶酱油", "一把挂面", "两斤橙子"),
        "men": ("一小时零七分", "一小时零九分"),
        "women": ("一小时十八分", "一小时二十一分"),
    },
    pieces=(
        news(
            "{n}人报名 云河半马把终点设在老码头",
            "本报讯 云河半程马拉松赛道公布：从柳岸广场出发，沿澜河经纺机厂文创园、枫渚湿地，终点设在老码头。{d+1}起领物，请选手带好身份证件。赛事组委会提醒，最后五公里逆风，“不要逞强”。",
            "neu",
            light=("evening",),
        ),
        cast(
            "半马交通管制时段公布",
            "本台消息：云河半马当天，{road}、{roadb}清晨六点到中午十二点分段封闭，{bus}临时绕行。沿线居民的车，请前一天晚上挪好。",
            "neu",
            to=("life",),
        ),
        hot("云河半马完赛包里有{gift}", tone="pos", to=("forum",)),
        forum(
            "打工人第一次跑半马，关门前四分钟到的",
            "跑到十七公里两条腿集体罢工，路边一个奶奶喊“孙子快到了”，我又有劲了。到老码头才知道她对谁都喊孙子。奖牌真沉。",
            "pos",
        ),
        evening(
            "被{gift}绊住的冠军",
            "男子组冠军{sur}某冲线后第一句话是问完赛包在哪领。“我妈说，跑第几不要紧，{gift}拿回来。”他的成绩是{men}，比自己的最好成绩慢了十一秒，“风大，而且在想{gift}。”",
            "pos",
        ),
        life(
            "半马照片怎么找？附近还有哪些地方凭号码布打折",
            "输入号码就能找到自己狰狞的表情。{mall}凭号码布第二杯半价，老码头澡堂免费泡脚，限当天。云河半马的朋友们，冲！",
            "neu",
        ),
        news(
            "云河半马落幕 志愿者比选手起得早",
            "凌晨三点半，{600-900}名志愿者已经在沿线搬水。男女组冠军成绩分别为{men}和{women}。医疗组共处置擦伤、抽筋{40-90}人次，无人重症。赛道在关门后一小时四十分清扫完毕，{road}恢复通车。",
            "pos",
            after=True,
            variant="follow-up",
        ),
        trade(
            "一场半马的账本：酒店入住率九成六",
            "云河半马带动周边餐饮、住宿收入同比增长两成以上，人均停留一天半。花得最多的一项出人意料，是选手家属在老码头买的干货。",
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
    slots={
        "bridge": ("云桥老桥", "新渡石拱桥", "柳岸老桥"),
        "year": ("一九六三", "一九五八"),
        "mark": ("一把小锤子", "一只小鱼", "一枚五角星"),
    },
    pieces=(
        gov(
            "关于{bridge}改造工程两套方案的公示",
            "方案一拆除重建，方案二加固保留；公示期十五天，意见可书面或当面提交。",
            variant="brief",
        ),
        news(
            "{bridge}怎么改 两套方案请市民说话",
            "本报讯 建于{year}年的{bridge}将迎来改造。拆除重建造价{4-6}千余万元，工期十四个月；加固保留约省一半，但桥面无法拓宽。两套方案{d}起公示，区里将举行听证会，报名从明天开始。",
            "neu",
            light=("harbour", "life"),
        ),
        forum(
            "别拆，{bridge}是我爷爷修的",
            "他当年是石匠班的，说桥墩第三块石头上有他们班组刻的记号，{mark}。我小时候去找过，水太高没找着。",
            "neu",
        ),
        forum(
            "每天在{bridge}堵四十分钟的人说一句：拆吧",
            "情怀不能当车道。救护车卡在桥头按喇叭的时候，你去跟病人讲拱券之美。",
        ),
        hot("有人在老桥桥墩上找到了{mark}", "石匠的孙女站在水里哭了", tone="pos"),
        harbour(
            "{bridge}存废 两岸商号各执一词",
            "桥东米铺东主主张重建，谓货车不能过桥，绕行每日多费油钱数十元；桥西茶楼则盼留存，称茶客泰半为看桥而来。同一条桥，养活两种生意。听证会在即，双方俱已报名。",
            "neu",
        ),
        evening(
            "桥墩上的第三块石头",
            "{sur}女士踩着退潮的淤泥走到{bridge}桥墩边，数到第三块，伸手抹掉青苔，{mark}露了出来，巴掌大。她给九十一岁的爷爷打视频。老人看了很久，说：“刻歪了，是我刻的。”",
            "pos",
            to=("hotlist",),
            edit=(
                "老桥第三块石头上，刻着{mark}",
                "{sur}女士踩着退潮的淤泥走到{bridge}桥墩边，数到第三块，抹掉青苔，{mark}露了出来。九十一岁的爷爷在视频那头看了很久，说：“刻歪了，是我刻的。”（更正：此前将老人年龄误作九十三岁）",
            ),
        ),
        cast(
            "桥梁专家：可以加固，但要算账",
            "本台消息：对{bridge}做了检测的{sur2}教授今天表示，主拱状况好于预期，病害集中在桥面和栏杆；如果不再走货车，再用五十年没有问题。",
            "neu",
        ),
        news(
            "{bridge}拟保留为人行桥 旁边另建新桥",
            "听证会开了四个小时。二十一名代表中，十六名赞成“留老桥、建新桥”，三名赞成重建，两名弃权。区交通运输局表示将据此编制初步设计，新桥双向四车道，与{bridge}相距六十米。",
            "pos",
            after=True,
            variant="follow-up",
            light=("life",),
        ),
    ),
)

SCHOOLBUS = Story(
    key="beyond-schoolbus",
    name="校车线路要不要多绕一站",
    areas=(),
    hours=60,
    slots={
        "sch": ("石漾中心小学", "柳岸二小"),
        "no": ("二号线", "四号线"),
        "kids": ("二十六", "十九", "三十一"),
        "km": ("一点八", "二点三"),
    },
    pieces=(
        ask(
            "请{sch}校车{no}在{estate}加一站",
            "我们小区有{kids}个孩子在{sch}，最近的站离小区{km}公里，要过一个没有信号灯的路口。家长轮流送，轮到我这周请了两次假。能不能让校车多绕一站？联系人{sur}女士，电话{phone}。",
        ),
        forum(
            "校车多绕一站，我家娃就得六点十分起床",
            "也是{sch}{no}的，理解{estate}的家长，可绕一圈多十二分钟。冬天六点十分外面是黑的，孩子坐车上睡，到校流着口水下来。能不能早一班晚一班分开？",
        ),
        town(
            "{sch}校车议事会明晚开",
            "各位家长请注意，{sch}校车{no}加站的事情，明天晚上七点在学校食堂商量，来的时候从侧门进，带凳子，食堂椅子是小朋友坐的。",
        ),
        evening(
            "一张手绘的校车图",
            "议事会上最安静的是四年级的小{surb}。她举手，递上一张画：{sch}校车{no}先到{estate}，再走小路，少一个红灯。司机{sur2}师傅看了半天：“这条路我走过，能过。”大人们吵了四十分钟的事，被一支水彩笔解决了一半。",
            "pos",
            light=("life", "hotlist"),
        ),
        ask(
            "校车{no}改走小路安全吗",
            "听说{sch}校车要改走{estate}后面的小路，那里有家修车铺总占道，会车够不够宽？请交警实地看看。\n【答复】已会同{sch}现场测量，路面宽六点二米，满足单车通行；占道车辆已清理，并增设凸面镜两面。",
            "neu",
        ),
        news(
            "{sch}校车新线路下周起跑",
            "本报讯 {sch}校车{no}{d}试跑，{estate}{kids}名学生在家门口上车，全程比原来只多三分钟。交警部门在路口补装了信号灯。线路图采用了一名四年级学生的手绘稿，印在站牌背面。",
            "pos",
            after=True,
            variant="follow-up",
            light=("evening",),
            edit=(
                "{sch}校车新线路下周一起跑",
                "本报讯 {sch}校车{no}{d}试跑，{estate}{kids}名学生在家门口上车，全程比原来多四分钟（此前误作三分钟）。交警部门在路口补装了信号灯，站牌背面印着一名四年级学生的手绘线路图。",
            ),
        ),
        forum(
            "六点二十五起床，认了",
            "多睡了十五分钟是意外收获。{sch}站牌背面那张图真好看，把我家的狗都画上了。",
            "pos",
            after=True,
        ),
    ),
)

STORIES = (PIPE, METRO, MARATHON, BRIDGE, SCHOOLBUS, *beyond_more.STORIES, *beyond_roofs.STORIES)
