"""Platform work, more: accounts blocked in a wave, parcel stations, a riders' rest stop, removal vans, a livestream host."""

from monitor.drill.model import Story

from .tell import ask, cast, english, evening, forum, gov, harbour, hot, life, news, trade, union, workers

BLOCKED = Story(
    key="platform-blocked",
    name="骑手账号大批被封",
    areas=("platform",),
    alert=True,
    alert_at=3,
    hours=52,
    slots={
        "app": ("蜂桥同城", "驿马闪送", "顺脚跑腿"),
        "why": ("人脸不符", "轨迹异常", "疑似代跑"),
        "n": ("两百多", "一百六十来", "三百来"),
        "frozen": ("一千三", "八百七", "两千一"),
    },
    pieces=(
        workers(
            "{app}账号今早被封了，写“{why}”",
            "我本人，本人的脸，本人的车。封三十天，余额{frozen}提不出来。打客服机器人说“感谢您的理解”，我理解什么了我。",
        ),
        forum(
            "求助，我老公的{app}号也封了",
            "理由一模一样，{why}。他左脸上个月摔过，缝了四针，是不是认不出来了？申诉传照片传了九次。",
            variant="question",
        ),
        hot("{app}大批骑手账号被封", "理由：{why}"),
        workers(
            "被{app}封号的来登个记，人多好说话",
            "加微信号{wechat}，报站点和封号时间就行，别发身份证。目前{n}个了，最长干了六年，最短的昨天刚买的新电动车。",
            variant="advice",
        ),
        evening(
            "四针之后，系统不认识他了",
            "“我在镜头前眨眼、张嘴、摇头，我都快不认识自己了。”{sur}师傅是{app}的跑腿员，账号因{why}被封，{frozen}元余额一并冻结。和他一样的，云河有{n}人。他说这两天最怕妻子问一句：今天怎么没出去跑。",
            light=("life", "hotlist"),
        ),
        news(
            "{app}批量封号 骑手申诉无门",
            "本报讯 {d}，{app}{n}名骑手反映账号被封停三十天，理由多为“{why}”，余额无法提现。\n"
            "一名骑手出示的申诉记录显示，他在两天内提交材料九次，九次均在十秒内被驳回。“十秒，人是看不完的。”\n"
            "{app}公关人员称，近期升级了安全模型，“误伤比例很低”。记者问具体是多少，对方未答。",
            light=("harbour",),
        ),
        trade(
            "九次驳回都是十秒：算法停权缺一道人工",
            "停用账号对平台劳动者而言相当于停工。{app}的规则只写明机器复核，没有人工复核时限，也没有停用期间余额支付条款。已有多地指引要求，平台对影响报酬和上岗的自动化决定，应当提供人工申诉。",
        ),
        forum(
            "[叫個跑腿送藥|叫跑腿攞藥]，等咗成個鐘",
            "平時十五分鐘就到，今日{app}顯示附近冇人。落樓問先知，班師傅俾系統封咗號，坐喺藥房門口食煙。話唔怕辛苦，最怕冇得辛苦。",
        ),
        cast(
            "跑腿员账号被封 {app}：将增设人工通道",
            "本台消息：针对{n}名跑腿员账号停用，{app}今天下午说会增设人工通道，但没有说什么时候解封。不少师傅还等在枫渚站点外面。",
        ),
        life(
            "云河跑腿变难叫了？原来是号被封了",
            "这两天用{app}的姐妹有没有发现，加价都没人接！据说{n}个师傅被系统误封，有人刚贷款买的车。送药送钥匙的提前安排。",
            edit=(
                "云河跑腿变难叫？平台说在复核封号",
                "{app}称正在人工复核，被封的有{n}个账号，是否误封还没有结论，本号标题已改。送药送钥匙的提前安排。",
            ),
            to=("forum",),
        ),
        ask(
            "{app}封停账号并冻结余额，请求协助",
            "姓名不便透露，联系电话{phone}，收款卡号{bankcard}。{app}以{why}封号，{frozen}元是我上周的跑单钱。平台有权扣着不给吗？\n"
            "【答复】区人社局：劳动报酬不得因账号停用而扣留，已要求企业三日内解冻，您可同时到骑手驿站登记。",
        ),
        english(
            "Errand riders locked out by their own faces",
            "An errand app has suspended the accounts of a large group of its riders in the district, saying that its system no longer trusts who they are. One man had four stitches in his cheek; the camera refused him nine times, each time within ten seconds. "
            "Balances of [several hundred|a thousand] yuan and more are frozen with the accounts. "
            "The company speaks of an upgraded safety model. The labour bureau has reminded it that earned pay may not be withheld.",
        ),
        gov(
            "关于约谈{app}停用骑手账号问题的通报",
            "区人社局、区市场监管局、区总工会{d}约谈{app}，责令解冻余额、四十八小时内人工复核全部封停账号。",
            after=True,
        ),
        news(
            "{app}解封九成账号 误封期间每日补六十元",
            "{app}{d}公布复核结果，{n}个账号中九成以上系误封，已恢复，误封期间每日补贴六十元；余下少数确系租借账号。平台同时上线“真人复核”按钮。",
            "pos",
            after=True,
            variant="follow-up",
            light=("evening", "life"),
        ),
        workers(
            "{app}解封了，第一单是给人送生日蛋糕",
            "客户开门说辛苦了。我说不辛苦，憋了好几天了。{frozen}也到账了。",
            "pos",
            after=True,
        ),
    ),
)

COURIER = Story(
    key="platform-courier",
    name="快递驿站与送货上门罚款",
    areas=("platform",),
    hours=48,
    slots={
        "firm": ("迅禾快递", "飞舸速递", "云邮通"),
        "spot": ("纺机三宿舍", "云桥新村", "东坪安置小区"),
        "fine": ("五十", "两百", "一百"),
        "fee": ("八毛五", "九毛"),
    },
    pieces=(
        workers(
            "{firm}派一件{fee}，投诉一次罚{fine}",
            "{spot}全是步梯，六楼，一袋猫砂二十斤。打电话不接，放驿站就投诉，投诉就罚。跑这片的老{sur}前天不干了，车留在站里。",
        ),
        forum(
            "{spot}的驿站又换老板了？第三个了",
            "去取件，门口贴着转让，里面{firm}的袋子堆到天花板。新老板是对小夫妻，找我一个件找了十七分钟，女的都快哭了。我说不急。",
        ),
        evening(
            "六楼的猫砂，该谁扛上去",
            "消费者说：我付了钱，就该到门。快递员说：到门可以，{fee}一件爬六楼，谁来？{spot}的{firm}驿站里，两边都有理。记者蹲了一上午，{180-260}个件，写明“请上门”的有四十一个，其中二十六个在五楼以上。",
            light=("hotlist",),
        ),
        forum(
            "给{spot}的邻居提个建议",
            "老人、孕妇、大件上门，别的我们自己下楼走两步行不？{firm}那小伙子天天跑，鞋底都磨歪了。同意的在楼栋群里接龙。",
            "pos",
            variant="advice",
        ),
        gov(
            "关于快递末端投递服务费用的提示",
            "区邮政业服务中心：{firm}等企业不得将全部投诉罚款转嫁快递员，{spot}等步梯小区可协商约定上门费。",
        ),
        union(
            "快递行业工会谈下一份“步梯补贴”",
            "区快递物流行业工会联合会与{firm}签订专项协议：{spot}等{22-36}个无电梯小区，四楼以上每件补三角；首次有效投诉先核实、不直接罚款。协议自下月一日起执行。",
            "pos",
            after=True,
        ),
        workers(
            "{firm}步梯补贴到账，一天多二十七块",
            "不多，一碗好点的牛肉面再加个蛋。{spot}的阿婆在二楼放了张板凳，写着“快递员坐”。",
            "pos",
            after=True,
            variant="follow-up",
        ),
    ),
)

STATION = Story(
    key="platform-station",
    name="换电柜旁边的骑手驿站",
    areas=("platform", "union"),
    hours=40,
    slots={
        "n": ("十二", "九", "十五"),
        "spot": ("纺机路", "学堂街", "晒布巷"),
        "soup": ("姜茶", "绿豆汤", "红糖水"),
    },
    pieces=(
        cast(
            "{spot}骑手驿站今天开门",
            "本台消息：{street}第{n}家骑手驿站开在了{spot}。热水、微波炉、充电柜、雨衣，还有一张能躺平的椅子。全天开放，扫码进门。",
            "pos",
        ),
        news(
            "骑手有话说：驿站最好开在换电柜旁边",
            "本报讯 “以前是别人觉得我们需要什么，这次是先问我们。”{spot}的新驿站选址前，区总工会发了{300-500}份问卷。\n"
            "排在第一的不是空调，是“离换电柜近”；第二是“能看见自己的车”。最后驿站选在换电柜隔壁，整面墙改成落地玻璃，门口能停四十辆电动车。",
            "pos",
            light=("harbour", "life"),
        ),
        forum(
            "今天雨大，在{spot}骑手驿站躲了二十分钟",
            "有{soup}。墙上贴着附近哪栋楼电梯要刷卡、哪个保安好说话、哪家狗凶，手写的，太懂了。",
            "pos",
        ),
        workers(
            "{spot}那个驿站，快递的能进吗",
            "我不是送外卖的，跑件的。看他们都在里面充电，不好意思进。",
            "neu",
            variant="question",
        ),
        hot("骑手驿站墙上的“电梯攻略”火了", "{spot}骑手手写，连哪家狗凶都标了", "pos"),
        union(
            "{spot}驿站答工友问：谁都能进",
            "有工友问跑件的能不能进{spot}驿站。骑手、快递员、环卫工、网约车司机、赶路的都能进，不用登记姓名。{soup}每天换，缺什么在墙上贴条子。",
            "pos",
            after=True,
        ),
        english(
            "A rest stop with a view of the bike",
            "When the district union asked delivery riders what a rest stop should have, air conditioning came third. First was a place next to the battery-swap cabinets; second was a window from which one can see one's own bike. "
            "The new stop has both, and [a reclining chair|a microwave oven] besides. On its wall riders keep a handwritten guide to nearby buildings: which lift needs a card, which guard is kind, which dog is not.",
            "pos",
            after=True,
        ),
    ),
)

REMOVAL = Story(
    key="platform-removal",
    name="拉货平台的“等候费”",
    areas=("platform",),
    hours=42,
    slots={
        "app": ("拉得快", "骡子搬家", "满仓同城货运"),
        "wait": ("两个半小时", "三个小时"),
        "fee": ("十二块", "九块"),
    },
    pieces=(
        workers(
            "{app}等货{wait}，等候费{fee}",
            "石漾物流园卸一车瓷砖，排队{wait}，车不敢熄火。{app}说等候费封顶就这么多。我老婆在副驾织完一只袖子。",
        ),
        forum(
            "搬家叫了{app}，师傅和我一起等电梯",
            "物业说上午不让搬，师傅白等{wait}，平台补{fee}。我另外给了五十，他非要帮我把鞋柜装上才走。",
        ),
        trade(
            "货运平台等候费：封顶的是谁的时间",
            "{app}等四家平台的计价规则中，等候费均设上限，而装卸时间由货主和场站决定。物流园若公布平均排队时长，司机接单前即可估算，这比提高封顶价更容易落地。",
            "neu",
        ),
        gov(
            "石漾镇关于物流园装卸排队信息公开的答复",
            "自下周起在入口屏幕和{app}等平台同步公布预计排队时间，超{60-90}分钟的由场站发放等候凭证。",
        ),
        harbour(
            "石漾货场设排队屏 货车司机称便",
            "石漾物流园入口新设屏幕，预报各库轮候时间，{app}亦已接驳。有瓷砖商笑言，从前司机催我，今后我看屏幕催工人。司机则谓，知道要等多久，至少可以去食碗面。",
            "pos",
            after=True,
        ),
        workers(
            "{app}能看排队了，今天少等一个钟",
            "那只毛衣另一只袖子还没织，老婆说你等少了我织慢了。",
            "pos",
            after=True,
            variant="follow-up",
        ),
    ),
)

HOST = Story(
    key="platform-host",
    name="直播公会向主播索赔违约金",
    areas=("platform",),
    hours=50,
    slots={
        "firm": ("星屿公会", "云嗓传媒"),
        "sum": ("三十万元", "二十万元", "四十八万元"),
        "hours": ("二百四十", "二百一十"),
    },
    pieces=(
        forum(
            "播了四个月不想播了，{firm}要我赔{sum}",
            "签的时候说随时能走。每月要播够{hours}小时，底薪三千，不够扣光。我嗓子长小结了，医生让禁声。有懂合同的吗？",
            variant="question",
        ),
        hot("{firm}向嗓子坏了的主播索赔{sum}"),
        evening(
            "主播算不算劳动者？{firm}索赔案开庭",
            "原告席上是{firm}，被告席上的{sur}姑娘全程用手机打字回答，因为医生不让她说话。争议只有一个：每天排班、请假要批、迟到要罚，这叫合作，还是上班？法官没有当庭宣判。",
            "neu",
            light=("life",),
        ),
        news(
            "法院认定{firm}与主播存在劳动关系 驳回索赔",
            "本报讯 区法院{d}对{firm}诉主播{sur}某违约一案作出判决，认为公会对其工作时间、内容和地点进行管理，双方符合劳动关系特征，驳回{sum}违约金请求。\n"
            "审判长说，名称叫合作协议，不改变管理的事实。",
            "pos",
            after=True,
            variant="follow-up",
            to=("broadcast",),
            light=("hotlist",),
            edit=(
                "法院一审认定{firm}与主播存在劳动关系 驳回索赔",
                "本报讯 区法院{d}对{firm}诉主播{sur}某违约一案作出一审判决，驳回{sum}违约金请求。判决尚未生效，双方均可上诉。",
            ),
        ),
        trade(
            "看管理，不看名称：主播用工认定的四个要素",
            "排班是否可拒、请假是否须批、收入是否由对方定价、能否自行换平台。{firm}一案四项皆是。判决对全区{40-60}家公会的合同文本都是提醒。",
            "neu",
            after=True,
        ),
        forum(
            "{firm}那个案子我赢了，今天第一次开口说话",
            "声音像砂纸，但是我自己的。谢谢帮我看合同的那位{handle}。",
            "pos",
            after=True,
        ),
    ),
)

STORIES = (BLOCKED, COURIER, STATION, REMOVAL, HOST)
