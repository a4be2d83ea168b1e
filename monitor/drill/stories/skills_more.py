"""Skills, continued: an apprenticeship pilot, an agency that sells certificates, a workshop that goes digital."""

from monitor.drill.model import Story

from .tell import ask, english, evening, forum, gov, harbour, hot, life, news, trade, union, workers

APPRENTICES = Story(
    key="skills-apprentices",
    name="新型学徒制试点：一周三天在厂，两天在校",
    areas=("skills",),
    hours=60,
    slots={
        "firm": ("沁川数控", "羽田电梯", "枫港模具"),
        "n": ("三十六", "四十八", "二十四"),
        "pay": ("2800", "3100", "2650"),
        "year": ("两年", "三年"),
    },
    pieces=(
        gov(
            "关于{firm}等企业新型学徒制试点首月情况的公告",
            "首批{n}人到岗满月，学制{year}，一周三天在厂、两天在校，每月学徒工资不低于{pay}元，毕业留用。",
            "pos",
            light=("news",),
        ),
        english(
            "[Three days in the plant, two in class: apprentices start work|New apprenticeship pays school-leavers from day one]",
            "A group of school-leavers has begun a new kind of apprenticeship in the district: three days a week at the machines, two in the classroom, with a wage from the first month. Each of them is paired with a master who receives a bonus when the apprentice passes, not when he or she is hired.\n"
            '"They hand me a drawing and I am allowed to be wrong twice," said one apprentice, aged {17-19}. Places went to {3-5} applicants each. The union has negotiated a clause that nobody under eighteen may work night shifts, and it will visit every workshop once a term.',
            "pos",
        ),
        trade(
            "学徒制的账：企业一年投入多少，谁来分担",
            "以{firm}为例，一名学徒{year}的工资、耗材、师傅津贴合计约{9-13}万元，政府补贴约占三成半。企业最担心的是学成即走，协议为此约定了服务期，违约只赔培训费，不扣证书。\n与以往“订单班”不同，学徒从第一天起就是职工，参加工伤保险。",
            "neu",
            to=("harbour",),
        ),
        evening(
            "师傅的茶缸，徒弟的圆珠笔",
            "{firm}的拜师会办在发工资这天，没有香案，桌上只有一只搪瓷缸和一支圆珠笔。{sur}师傅说，喝了我的茶，图纸上每一处改动都得签名，错了也签。\n{n}个十八九岁的学徒里，有人上个月还在网吧，有人是背着妈妈来的。学徒期{year}，头个月到手{pay}，有个男孩给奶奶买了双棉鞋。",
            "pos",
            light=("life",),
        ),
        workers(
            "儿子在{firm}当学徒，当爹的来问问",
            "初中毕业在家打了半年游戏。说一周三天厂里两天学校，一个月{pay}。我干了二十年散工，就想知道这个是真教手艺还是当便宜劳力使唤。带他的师傅倒是实在，头两周只让扫铁屑和看。",
            "neu",
            variant="question",
        ),
        ask(
            "学徒制学员能不能参加工伤保险？",
            "孩子是{firm}学徒制试点学员，还没满十八周岁，学校说厂里交，厂里说学校交。请明确一下。\n【答复】您好，试点学员与企业签订培训协议并领取学徒工资的，由企业为其参加工伤保险。您孩子的保险已于本月办理，可凭身份证查询。",
            "neu",
        ),
        harbour(
            "少年学艺有粮支 {firm}收徒{n}名",
            "昔日学师，三年无薪，兼倒夜壶；今则不然。{firm}月前收学徒{n}名，月给{pay}元，师傅另得带徒津贴。商会中人云，后生肯摸机床，胜于终日低头看手机，惟望厂家莫以学徒代熟手。",
            "pos",
        ),
        union(
            "学徒权益“四条线”写进{firm}集体合同",
            "未满十八周岁不上夜班；学徒工资按月足额发放；师徒比不超过一比三；学徒可参加工会。区总工会将每学期走访{firm}试点车间一次，学徒有话可直接打12351。",
            "pos",
            after=True,
        ),
        workers(
            "学徒第一个月，工资条发我儿子自己看",
            "{pay}块没少，另外扣的四十八是社保。他拿着条子看了半天，问我啥叫失业保险。在{firm}学徒这事，我算是踏实一半了。",
            "pos",
            after=True,
            edit=(
                "学徒第一个月，工资条发他自己看",
                "{pay}块没少，另外扣的五十二是社保，前面写四十八是我看错了。他拿着条子问我啥叫失业保险。在{firm}学徒这事，我算踏实一半。",
            ),
        ),
    ),
)

FAKE = Story(
    key="skills-fake",
    name="“三天拿证”的假证机构",
    areas=("skills",),
    hours=52,
    slots={
        "firm": ("博远职训", "鸿翼教育咨询", "优证学堂"),
        "cert": ("高处作业证", "低压电工证", "特种设备证"),
        "sum": ("1680", "1980", "1380"),
        "n": ("六十七", "八十九", "五十四"),
    },
    pieces=(
        workers(
            "{firm}“三天拿{cert}”，工地一扫码：查无此人",
            "交了{sum}，包过，连考场都没进。拿着证去{road}那个工地，安全员扫码，屏幕一片白。退钱？客服微信号{wechat}，头像换成一只猫，不回了。同被骗的报个数。",
        ),
        workers(
            "我也是{firm}交的钱，留的卡号给大家对一下",
            "收款人姓{sur2}，卡号{bankcard}，截图我都存了。我们班七个人，加起来一万上下。有两个还因为假证被项目清退，工钱扣着，这叫赔了夫人又折兵。",
        ),
        forum(
            "路边“代考包过”的牛皮癣就是他们吧",
            "从{road}到菜场，电线杆上全是{firm}的“{cert} 三天出证 全国可查”。我一张张撕，城管小哥给我递了瓶水。",
            "neu",
        ),
        evening(
            "记者卧底“三天拿证”：第二天就拍好了合格照片",
            "白墙、红布、手机，{firm}的“考场”是一间麻将馆的里屋。记者以学员身份交{sum}元报名{cert}，“老师”让签一个名、拍一张照，说后天取证。\n“网上能查到。”他给的网址与正规平台只差一个字母。{d}，记者把材料交给了警方。",
            light=("hotlist", "life"),
            edit=(
                "记者卧底“三天拿证”：考场是麻将馆里屋",
                "{firm}的“考场”是一间麻将馆的里屋。交{sum}元报名{cert}，签一个名、拍一张照就能取证，查询网址与正规平台只差一个字母。材料已移交警方，涉案公司名称以警方通报为准。",
            ),
        ),
        ask(
            "怎么分辨{cert}是真是假？",
            "我在{firm}花{sum}元办了{cert}，上岗时查不到信息。请问真证应当在哪里查？我本人不知情，会不会被罚？我的电话是{phone}。\n【答复】您好，请以应急管理、人社部门官方平台查询为准。持假证上岗属违法，主动说明情况并配合调查的，依法从轻或不予处罚。相关线索已并案。",
            "neu",
        ),
        gov(
            "关于查处{firm}涉嫌伪造特种作业证件的通报",
            "公安、应急、人社联合行动，抓获四人，查扣假证{n}本、印章十一枚。",
            "pos",
            after=True,
            to=("broadcast",),
        ),
        union(
            "受骗职工可免费补训补考{cert}",
            "区总工会与正规机构商定，{firm}案中{n}名受骗职工凭报案回执免费补训，考试费由困难职工帮扶资金承担。因假证被扣发的工钱，由工会律师协助追讨。",
            "pos",
            after=True,
        ),
        workers(
            "补训第一晚，这回是真坐在教室里",
            "学{cert}的教室坐满了，老师让每人把操作步骤背一遍，背错的重来。被{firm}骗过的有二十来个，下课一起吃了碗粉。",
            "pos",
            after=True,
        ),
    ),
)

ROBOTS = Story(
    key="skills-robots",
    name="机械手进车间，老师傅去学编程",
    areas=("skills", "employment"),
    hours=64,
    slots={
        "firm": ("兰台卫浴", "飞檐家居", "嘉锻五金"),
        "n": ("四十二", "三十七", "五十五"),
        "k": ("十六", "十八", "二十"),
    },
    pieces=(
        workers(
            "{firm}又来了{k}台机械手，这回轮到我们抛光二组",
            "昨天卸货，箱子上写着“轻放”。干了十一年，手上的茧比它的吸盘还厚。一组的人先前送去学编程，回来真留下了，主任说我们也一样。我初中毕业，鼠标双击都老点成三击。",
            "neu",
            variant="question",
        ),
        news(
            "{firm}承诺：上机械手不减员 {n}名抛光工转岗培训",
            "{d}，{firm}与企业工会签订协议：新上的{k}台机械手投产后，{n}名抛光工全部留用，分批脱产培训八周，期间工资按前六个月平均数发放。\n这是云河区首份“机器换人”专项集体协议。此前试训的头一批六人已经上岗。培训由云河职业技术学校承担，老师把菜单界面换成了车间常用的叫法，“原点”写成“老窝”。",
            "pos",
            to=("broadcast",),
            light=("harbour",),
        ),
        evening(
            "“它走到半路会打嗝”——五十岁的抛光工学会了调机械手",
            "{firm}的{sur2}师傅是头一批转岗的，现在管着四台机械手。培训第三周他差点放弃，是女儿教他把程序当菜谱背：先放油，再放葱，火别大。\n年轻工程师调不平的一道弧面，他盯了一上午：“打嗝那里，减两个速。”果然亮了。",
            "pos",
            light=("life", "forum"),
        ),
        trade(
            "机器换人之后，人往哪里去",
            "对全区二十二家上自动化设备企业的回访显示，签了转岗培训协议的，一年后原岗位职工留存率八成三；没签的，不到四成。{firm}的做法成本不高：{n}人八周脱产，合计约{60-75}万元，相当于两台机械手的价钱。",
            "pos",
        ),
        hot("五十岁抛光工学会给机械手“治打嗝”", tone="pos"),
        life(
            "云河一厂老工人考出编程证，网友：我立刻去学",
            "{firm}的老师傅们有出息！几个月前连开机键都找不到，现在给机器人改程序。附近的成人编程体验课，{mall}三楼，首节免费哦～",
            "pos",
        ),
        union(
            "“机器换人”专项集体协议范本发布",
            "以{firm}协议为蓝本，区总工会发布范本，明确先培训后上线、转岗不降薪、培训计入工时三项底线，各企业工会可到文化宫二楼领取或索取电子版。",
            "pos",
            after=True,
        ),
    ),
)

STORIES = (APPRENTICES, FAKE, ROBOTS)
