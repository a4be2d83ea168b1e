"""Matters beyond working life, continued: a boy found, a film about workers, a cat, a singer."""

from monitor.drill.model import Story

from .tell import cast, english, evening, forum, gov, hot, life, news, trade, workers

BOY = Story(
    key="beyond-boy",
    name="走失男孩找到了",
    areas=(),
    hours=12,
    slots={
        "age": ("六岁", "七岁"),
        "coat": ("黄色雨衣", "红色棉背心", "恐龙连帽衫"),
        "place": ("轮渡候船室", "图书馆的绘本角", "公交总站的调度室"),
        "h": ("四", "五"),
    },
    pieces=(
        life(
            "急！！{age}男孩{mall}走失，穿{coat}",
            "转发就是力量！孩子下午在{mall}和外婆走散，{coat}，会说自己叫壮壮，不会背电话。看到请直接联系妈妈{phone}，微信同号。",
            to=("forum",),
        ),
        forum(
            "{coat}的小孩，{road}水果店监控里有",
            "店主{sur}姐查了监控，往{road}东头去了，一个人，走得挺高兴，手里还举着根芦苇。已经报给派出所了，别再打妈妈电话了，她手机快没电了。",
            "neu",
        ),
        hot("{age}男孩走失 半城人在找{coat}"),
        cast(
            "寻人：穿{coat}的{age}男孩",
            "本台消息：一名{age}男孩今天在{mall}附近走失，身穿{coat}，身高一米一八左右。如果您看到了，请拨打110，先给他一杯水，别让他再走。",
            to=("life",),
        ),
        workers(
            "跑单的兄弟留个心，{coat}小孩",
            "各站点群里都发了，等餐的时候往公交站、河边瞄一眼。我已经绕了{road}两圈，两单超时，不管了。",
            "neu",
        ),
        evening(
            "找到了！{coat}在{place}看了一下午",
            "走失{h}个多小时的壮壮，被人发现坐在{place}，脚边放着一根芦苇。值班的{sur2}师傅说，他来问“大船几点开”，答了一下午问题，“比上班累”。妈妈赶到时，孩子第一句话是：“你怎么才来。”",
            "pos",
            light=("life", "hotlist"),
            edit=(
                "找到了！走失男孩在{place}待了一下午",
                "走失{h}个多小时的男孩被发现坐在{place}，脚边放着一根芦苇，值班的{sur2}师傅陪他说了一下午的话。应家长要求，本报隐去孩子的小名。",
            ),
        ),
        news(
            "男孩走失{h}小时平安回家 警方提醒：教孩子背一个号码",
            "本报讯 {d}，在{mall}走失的{age}男孩在{place}被找到，身体无恙。警方调看了沿途{30-60}处监控，三百多名市民和骑手自发参与寻找。民警提醒，可让孩子把家长电话缝在{coat}一类常穿衣物的内袋里。",
            "pos",
            after=True,
            variant="follow-up",
        ),
        forum(
            "谢谢大家，我是壮壮妈妈",
            "他睡了，{coat}我洗了，内袋缝上了号码。水果店、骑手、{place}的师傅，我一个一个来谢，请先别寄东西了，家里放不下了。",
            "pos",
            after=True,
        ),
    ),
)

FILM = Story(
    key="beyond-film",
    name="讨薪题材电影在本区开拍",
    areas=(),
    hours=80,
    slots={
        "film": ("《欠条》", "《领工》", "《第十三个月》"),
        "star": ("顾南汀", "黎野", "陆一苇"),
        "extra": ("二百", "三百"),
        "set": ("纺机厂旧车间", "东坪老砖厂"),
    },
    pieces=(
        hot(
            "{star}剃光头演农民工 新片{film}云河开机",
            "[首组剧照：蹲在路边吃盒饭|导演：不美化也不卖惨]",
            tone="neu",
            to=("life",),
        ),
        evening(
            "{film}开机，{set}一夜变工地",
            "脚手架是真的，欠薪横幅是假的。电影{film}讲一个带班替工友讨薪的故事，{star}饰演男主角，为角色在工地学了一个月扎钢筋，手上起了茧。“我讨的是戏里的工钱，”他笑，“戏外的片酬请按时给。”",
            "neu",
            light=("life", "forum"),
        ),
        forum(
            "吓我一跳，以为{set}真有人讨薪",
            "早上骑车路过，一群戴安全帽的举着“还我血汗钱”往里冲，我都掏手机要报警了，有人喊“咔”，全体坐下吃包子。{film}剧组能不能在路口立个牌。",
            "neu",
        ),
        life(
            "{film}招群众演员{extra}名！演工人、演包工头、演围观群众",
            "一天一百二管两顿饭，晒得黑优先，会骂方言的加钱。报名加微信{wechat}，{set}门口集合。小编已报名，角色：路人丁。",
            "neu",
        ),
        gov(
            "关于电影{film}拍摄期间{road}临时交通管制的通告",
            "{d+1}至{d+3}每日六时至二十时，{set}周边路段分时管制。",
            variant="brief",
        ),
        trade(
            "一部电影带来的账：{film}摄制组每日花销约九万元",
            "盒饭、租车、木料、酒店，{film}剧组在{set}的采购大半落在本地。影视服务公司说，去年同期只有两部网剧，还都赊账。有制片人开玩笑：拍欠薪的，最怕自己欠薪。",
            "neu",
        ),
        english(
            "Film about unpaid builders shoots in old mill",
            "Shooting has begun in Yunhe on a feature film about a foreman who chases unpaid wages for his gang. The banners and the strike are props; the scaffolding is real. "
            "Some {200-300} extras were hired, and at least [one passer-by|two cyclists] called the police, believing the protest to be genuine. "
            "The lead actor, who shaved his head for the part, said he had learnt to tie steel bars. The film is due in cinemas next autumn.",
            "neu",
        ),
        forum(
            "当了一天群演，演被欠薪的架子工",
            "导演说我眼神太开心。我说领现结的怎么能不开心。{film}里有我半个后脑勺，已经截图发家族群。",
            "pos",
            after=True,
        ),
        cast(
            "{film}云河部分杀青 罢工那场戏拍了十一条",
            "本台消息：电影{film}今天在{set}拍完最后一个镜头。道具组把横幅收走，脚手架捐给了职业学校当教具。",
            "pos",
            after=True,
        ),
    ),
)

CAT = Story(
    key="beyond-cat",
    name="卡在高处的猫",
    areas=(),
    hours=20,
    slots={"cat": ("三花猫", "黑猫", "胖橘"), "tall": ("二十三米的烟囱", "十八米的老杉树", "六楼外墙的空调架")},
    pieces=(
        forum(
            "{cat}在{tall}上叫了一夜",
            "{park}边上的，谁家的？叫得我一家三口轮流起来看。用绳子吊猫罐头，它吃完罐头，不下来。",
            "neg",
        ),
        workers(
            "有没有干高空的，{park}这有只猫",
            "{cat}，在{tall}上，物业的梯子不够。我是外墙清洗的，绳子在别的工地，最快下午能过去。打我电话{phone}，不收钱。",
            "neu",
        ),
        hot("全网围观{cat}下{tall}", "直播间有八万人在线", tone="neu"),
        evening(
            "两队人马救一只{cat}",
            "消防员搭梯，外墙清洗工{sur}师傅放绳，底下二十个邻居扯着一条床单。{cat}在{tall}上看了他们四十分钟，自己转身，一步一步走了下来，尾巴翘得老高。{sur}师傅悬在半空：“那我呢？”",
            "pos",
            light=("hotlist", "life"),
            edit=(
                "救{cat}，两队人马白忙一场",
                "消防员搭梯，外墙清洗工{sur}师傅放绳，底下二十个邻居扯着床单。{cat}在{tall}上看了他们半个小时，自己走了下来。（原稿将围观时间误作四十分钟）",
            ),
        ),
        cast(
            "小{cat}的大场面",
            "本台消息：{park}旁一只被困{tall}的{cat}今天脱险，没有受伤。消防部门提醒，遇到类似情况不要自行攀爬。",
            "pos",
        ),
        forum(
            "{cat}有家了，名字就叫“绳师傅”",
            "外墙那位大哥领走的。他说悬在上面的时候跟它对视了一眼，觉得是同行。",
            "pos",
            after=True,
        ),
    ),
)

SINGER = Story(
    key="beyond-singer",
    name="演唱会延期，歌手说“不打工了”",
    areas=(),
    hours=50,
    slots={"star": ("沈鹿", "阿棠", "纪白洲"), "tour": ("“不打工了”巡演", "“下班快乐”巡演"), "days": ("六天", "九天")},
    pieces=(
        hot("{star}{tour}云河站门票一分钟售空", tone="neu"),
        hot("{star}声带出血 云河站延期", "经纪公司：医生要求禁声{days}", to=("life",)),
        evening(
            "{star}云河站延期 歌迷：票我留着",
            "{star}{tour}云河站原定周末在云桥体育公园开唱，因声带出血延后。主办方说，门票顺延有效，也可全额退。从外地赶来的歌迷小{sur}在场馆门口站了一会儿，把写着“老板我辞职了”的灯牌抱回了酒店。",
            light=("forum",),
        ),
        forum(
            "退不退{star}的票，我和室友吵起来了",
            "她说万一又罢演呢，我说那叫生病不叫罢演。酒店倒是退不了，两晚四百六，有没有同样被{tour}坑了酒店钱的。",
        ),
        life(
            "{star}延期，酒店能退吗？小编替你问了八家",
            "三家能，三家收手续费，两家装死。名单放在评论区。另有黄牛半价收{tour}的票，别理，已有人被骗，骗子QQ{qq}。",
            "neu",
        ),
        trade(
            "一场延期的连锁反应",
            "{tour}云河站延期，周边酒店周末订单退掉四成，餐饮备货过剩。票务保险的赔付条款再次被翻出来：保主办方，不保观众。",
            "neu",
        ),
        news(
            "{star}云河站定下新日期 退票率不足一成",
            "本报讯 {tour}主办方{d}公布新日期，已购票观众无需操作。公安、文旅部门要求主办方公示退票进度，截至目前退票率为百分之{5-9}。",
            "pos",
            after=True,
            variant="follow-up",
        ),
    ),
)

STORIES = (BOY, FILM, CAT, SINGER)
