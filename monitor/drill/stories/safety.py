"""Safety: a collapse in a parcel hub (opens a session, breaking), a fall from a facade. See also `safety_more`, `safety_calm`."""

from monitor.drill.model import Story

from . import safety_calm, safety_more
from .tell import ask, cast, english, evening, forum, gov, harbour, hot, life, news, trade, union, workers

SHELVES = Story(
    key="safety-shelves",
    name="飞禾速运分拣中心货架倒塌伤人",
    areas=("safety",),
    role="breaking",
    alert=True,
    alert_at=2,
    hours=36,
    slots={
        "firm": ("飞禾速运", "迅岭物流", "禾捷快运"),
        "place": ("石漾镇分拣中心", "石漾镇转运仓"),
        "hurt": ("五", "六", "七"),
        "hospital": ("云河区第二医院", "云河区中医院"),
        "zone": ("B区", "二号库", "东跨"),
        "boss": ("安全主管邵启衡", "站点经理祝延礼"),
    },
    pieces=(
        forum(
            "{firm}{place}刚才是不是出事了？救护车来了三辆",
            "我在隔壁汽配城，十来分钟前“轰”的一声，跟卸钢管似的。出去看，仓库那边卷帘门里全是灰，有人往外跑。",
            variant="question",
        ),
        workers(
            "在{firm}{zone}上班的，跟家里人报个平安",
            "倒的是高位货架，一排带倒一排，跟推骨牌一个样。当时那个巷道里有人在理货。我们夜班白班都站在院子里点名，还有两个没对上号。手机快没电了，我媳妇要是看到这个帖，别打电话，我没事。",
        ),
        hot("{firm}一仓库货架倒塌", "{place}现场有人员被压"),
        cast(
            "快讯：{place}发生货架坍塌 救援正在进行",
            "本台刚刚收到的消息：{firm}{place}发生货架坍塌，消防、120已到场。伤亡情况正在核实，请过往车辆避让应急通道。",
            light=("life",),
        ),
        evening(
            "[包裹堆里伸出一只手|“先救里头那个，我腿没知觉了”]——{place}货架坍塌现场",
            "“我听见里面有人敲铁皮，三下三下地敲。”叉车工{sur}师傅手套都没摘，蹲在{firm}门口抽烟，烟灰掉在鞋上。货架倒下来那会儿，他刚把车开出{zone}。\n消防员用气垫一层层顶开横梁，最先抬出来的是个小伙子，脸上全是灰，还问了一句“单子怎么办”。截至发稿，送医{hurt}人。",
            edit=(
                "{place}货架坍塌现场：消防员用气垫顶开横梁",
                "货架倒下来那会儿，叉车工{sur}师傅刚把车开出{firm}的{zone}，“我听见里面有人敲铁皮”。\n消防员用气垫一层层顶开横梁，被困人员已经全部救出。截至发稿，送医{hurt}人，均意识清醒。",
            ),
            light=("hotlist",),
        ),
        news(
            "{firm}{place}货架坍塌 已有{hurt}人送医",
            "本报讯（记者 {sur2}晓） {d}，{firm}{place}内一组高位货架突然坍塌。消防救援人员从货物下救出{hurt}人，均送往{hospital}救治。\n现场工人介绍，事发区域的货架上周刚加高一层，用来堆放促销备货。目前厂区已停产，原因正在调查。\n记者在警戒线外看到，{zone}的钢立柱有两根从底座处折断，大小纸箱堆到近三米高，仍有零散货物往下滑落。",
            to=("life",),
        ),
        workers(
            "早就说{zone}那架子晃",
            "上个月叉车蹭过立柱，歪了一点，报修单我自己填的，{boss}批了四个字“观察使用”。这下观察出事来了。照片还在我手机里，哪个部门来查我给哪个，想联系我的加微信号{wechat}，先说是谁。",
        ),
        life(
            "扩散！{firm}伤者急需O型血，{hospital}急诊直接找护士",
            "刚刚群里看到的，石漾那边仓库货架砸伤好多人，血库告急！！人命关天，转一圈是一圈！联系人{phone}。",
        ),
        forum(
            "求血那条是假的，别转了",
            "我就在{hospital}急诊陪我妈。护士站说血够用，电话都被打爆了，影响抢救。{firm}送来的{hurt}个里面两个重一点的在手术，其他的能说话。",
            "neu",
            variant="debunk",
        ),
        harbour(
            "石漾货仓货架塌下 {hurt}工人受伤 商户货件料延误",
            "石漾{firm}之{place}日前发生货架倾塌意外，{hurt}名工人被货物压伤送院。据悉该仓为本埠多家商号之集散点，{d}起暂停收发，行内估计约有{3-6}万件货物滞留。有商号东主表示，货迟几日事小，人平安为要，惟盼当局彻查旺季赶工加层之风。",
        ),
        trade(
            "高位货架坍塌背后：大促备货与“加一层”的冲动",
            "仓储货架有额定承载和层高设计，擅自加层会改变重心与立柱受力。{firm}{place}事故再次提示，旺季临时扩容必须重新验算，并由有资质的单位验收。\n去年以来，澜州全市通报过三起同类事故，三起都发生在促销季前的{10-14}天之内。",
            light=("evening",),
        ),
        cast(
            "{place}事故：伤者中四人是临时工 进仓只签过一个名",
            "本台记者从{hospital}了解到，{hurt}名伤者中有四人是本月刚招的临时工。一名伤者说，进仓那天只签了个名字，没有人讲过货架底下该怎么走。{firm}对此暂无回应。",
            areas=("safety", "platform"),
        ),
        hot("{firm}货架上周刚加高一层 工人提醒过晃动", to=("forum",)),
        english(
            "[Shelving collapse injures workers at Shiyang parcel hub|Racks fall at Shiyang parcel hub, several hurt]",
            "Several workers were taken to hospital after a row of high storage racks came down at a parcel hub in Shiyang. Firefighters used air cushions to lift the steel beams and brought everyone out within {50-80} minutes; two of the injured needed surgery.\n"
            "Staff said the racks had been raised by one level the week before to make room for sale-season stock, and that a bent upright had been reported but left in use. More than half of those on the shift were day labourers hired through an agency. The hub has been closed while the district's safety bureau investigates.",
        ),
        gov(
            "关于{firm}{place}货架坍塌事故的情况通报",
            "现场搜救结束，受伤{hurt}人，其中较重两人，无人死亡，无人失联。事故调查组已成立。",
            "neg",
            to=("news",),
        ),
        union(
            "区总工会慰问{place}受伤职工 律师驻点协助申报工伤",
            "区总工会{d}派出工作组到{hospital}，向{firm}{hurt}名受伤职工发放首笔慰问金，并安排两名律师在住院部一楼驻点，协助职工本人或家属在三十日内提出工伤认定申请。咨询请拨12351。",
            after=True,
        ),
        news(
            "{firm}：承担全部医疗费用 停业期间照发基本工资",
            "{firm}{d}发布情况说明，就{place}货架坍塌向伤者及家属致歉，承诺承担全部医疗费用。区应急管理局同日宣布，对全区仓储企业开展为期十天的货架专项检查，重点查擅自加层、立柱变形、超载堆放和临时工安全培训。",
            "neu",
            after=True,
            variant="follow-up",
            light=("broadcast",),
        ),
        workers(
            "隔壁病床的小{sur2}今天能下地了",
            "{firm}伤得重的两个也转普通病房了。公司来人送了果篮，工会的人来得比公司早。货架的事调查组找我录了两个钟头，报修单他们拍走了。",
            "pos",
            after=True,
        ),
        cast(
            "货架坍塌初步原因公布：立柱被撞弯后仍在使用",
            "调查组初步认定，{place}事故的直接原因是立柱受叉车撞击变形后没有更换，加层超载是诱因。{firm}相关责任人已被立案调查。",
            after=True,
            variant="follow-up",
        ),
    ),
)

FACADE = Story(
    key="safety-facade",
    name="外墙清洗工高处坠落",
    areas=("safety",),
    alert=True,
    alert_at=2,
    hours=44,
    slots={
        "tower": ("云桥国际中心", "柳岸金融大厦", "梅屏双子座"),
        "hospital": ("云河区第二医院", "云河区中医院"),
        "floor": ("九", "十二", "七"),
        "firm": ("亮序保洁", "云帚清洁"),
        "age": ("四十三", "三十九", "四十七"),
        "price": ("两块八", "两块六", "三块一"),
    },
    pieces=(
        forum(
            "{tower}有人从外墙掉下来了",
            "刚在对面买吃的，蜘蛛人的绳子好像断了，人落在二楼裙楼的平台上，保安拉了布。心里堵得慌。他们一天才挣多少钱。",
        ),
        hot("外墙清洗工坠落 事发时只有一根绳", "{tower}{floor}层"),
        news(
            "{tower}一外墙清洗工坠落 送医后不治",
            "{d}，一名外墙清洗工在{tower}{floor}层位置作业时坠落，被送往{hospital}，经抢救无效死亡。记者在现场看到，楼顶女儿墙上只系着一根工作绳，未见独立安全绳。\n承接此次清洗的{firm}负责人已配合调查。物业方面表示，清洗合同里“写明了要双绳”。",
            light=("hotlist",),
        ),
        workers(
            "我也是干高空的，{tower}这事说两句",
            "洗一平{price}，一天洗三百平撑死。甲方压价压到只够买一套绳。磨绳的地方垫块破毛毯，也叫防护。掉下来的师傅姓{sur}，{age}，两个娃。兄弟一路走好。",
        ),
        evening(
            "他的水桶还挂在{floor}楼",
            "{tower}外墙上，一只蓝色水桶在风里转来转去，没人去收。\n坠楼的{sur}师傅今年{age}岁，工友说他爱干净，下班要把安全帽里外擦一遍。妻子从老家赶来的路上，还以为只是摔断了腿。“早上出门他说{wd}干完就回去收柚子。”{firm}的人在医院走廊站着，没说话。",
        ),
        cast(
            "高处作业为何少了一根绳",
            "{tower}坠亡事故之后，本台记者请教了从业二十年的老师傅。按规范，座板式单人吊具作业必须有独立的安全绳和自锁器，可有的小公司为赶工期、省钱，常常只下一根工作绳。",
            light=("life",),
        ),
        trade(
            "高空清洗层层转包 单价四年降了三成",
            "本刊梳理{tower}此次外墙清洗的合同链：业主委托物业，物业发包给{firm}，{firm}再按平方米转给个人班组，到作业人员手里只剩每平方米{price}，约为合同价的四成。安全投入就在这几道手续里被一层层挤掉。",
            to=("forum",),
        ),
        ask(
            "请问写字楼洗外墙，谁来检查绳子？",
            "我在{tower}上班，窗外掉下去的那位师傅前一天还朝我们摆过手。我想问住建或者城管部门：清洗外墙要不要报备？有没有人上楼顶看过绳子系在哪里？我们整层楼的人都想知道。\n【答复】您好，反映事项已转区应急管理局，相关检查结果将向社会公布。",
        ),
        forum(
            "{tower}楼下有人放了花",
            "白菊花，还有一副新手套。保安想收，被一个送水的大哥拦了。放着吧，又不碍事。",
        ),
        workers(
            "{firm}的班组昨天连夜叫我们补签安全协议",
            "日期让写上个月的。我没签，老{sur2}签了，说不签就结不了上周的钱。出了人命还搞这套。群里有录音，要的留邮箱或者加QQ：{qq}。",
        ),
        hot("外墙清洗到手一平{price} 安全绳谁来买"),
        english(
            "[Window cleaner dies in fall from office tower|Fall from office tower kills facade cleaner]",
            "A facade cleaner has died after falling from an office tower in the district, the emergency bureau said. Colleagues and witnesses said he was hanging from a single working rope; the rules for seated rope work require a second, independent safety line.\n"
            "The cleaning job had passed from the owner to the property manager, from there to a cleaning firm and on to a small crew paid by the square metre. Co-workers said some of them were asked afterwards to sign safety papers dated the month before. Flowers and a pair of new gloves have been left at the foot of the building.",
        ),
        gov(
            "关于{tower}高处坠落事故的初步通报",
            "死亡一人。经查，{firm}未配备独立安全绳，现场无监护人员，已责令停业并立案。",
            "neu",
            after=True,
        ),
        union(
            "区总工会启动高处作业劳动保护专项监督",
            "针对{tower}事故，区总工会会同应急、城管部门对全区高空清洗作业开展为期两周的监督检查，无独立安全绳、无监护人员的一律停工；法律援助律师全程陪同{sur}师傅家属办理善后。",
            after=True,
        ),
        evening(
            "{tower}坠楼师傅的妻子领到首笔赔付款",
            "在街道和工会律师的陪同下，{sur}师傅的妻子{d}在协议上按了手印。{firm}先行支付丧葬费和部分补助金，其余的等工伤认定后补足。两个孩子的学费，工会的助学金接着管。",
            "neu",
            after=True,
            variant="follow-up",
            edit=(
                "{tower}坠楼师傅家属善后协议已签署",
                "街道和工会律师陪同{sur}师傅的妻子{d}签署善后协议，{firm}先行支付丧葬费和部分补助金，其余在工伤认定后补足，两个孩子纳入工会助学。应家属要求，本报删去了部分细节。",
            ),
        ),
    ),
)

STORIES = (SHELVES, FACADE, *safety_more.STORIES, *safety_calm.STORIES)
