"""Work life otherwise, what should alert: food poisoning in a canteen (breaking), cameras above the desks."""

from monitor.drill.model import Story

from . import other_care, other_more
from .tell import ask, cast, english, evening, forum, harbour, hot, life, news, trade, union, workers

CANTEEN = Story(
    key="other-canteen",
    name="厂区食堂疑似食物中毒",
    areas=("other_labour", "safety"),
    role="breaking",
    alert=True,
    alert_at=3,
    hours=38,
    slots={
        "firm": ("澄光电子", "栖云光学", "洛桥电子"),
        "caterer": ("福满锅团膳", "谷满仓餐饮", "阿婆灶餐饮"),
        "dish": ("凉拌豆皮", "凉拌鸡丝", "皮蛋豆腐"),
        "germ": ("致病性大肠杆菌", "沙门氏菌"),
        "n": ("四十三", "三十七", "五十一"),
        "more": ("六十八", "七十二", "六十五"),
    },
    pieces=(
        workers(
            "{firm}的，你们肚子疼不疼？",
            "夜班吃完夜宵回线上，不到俩钟头，我们拉倒了七八个，厕所门口排队。都吃了那个{dish}，没吃的一个没事。厂医室就剩一盒止泻药，关门了。",
            variant="question",
        ),
        forum(
            "{firm}门口停了三辆救护车，出啥事了",
            "住{estate}，对面就是{firm}后门。半夜听到响，趴窗户看，穿蓝工服的小姑娘一个扶一个出来，有两个蹲路边吐。上面亲戚在里头上班的快打个电话问问吧。",
        ),
        hot("{firm}夜班工人集体腹泻送医", "[当事人：都吃了食堂凉菜|多名工人指向食堂一道凉菜]"),
        news(
            "{firm}{n}名员工就餐后不适送医 食堂已停供",
            "本报讯 记者从{hospital}获悉，{firm}{n}名员工在厂区食堂用过夜宵后陆续出现呕吐、腹痛、腹泻，先后前来就诊。值班医生说，多数人症状属轻度，已补液观察，有两名年轻女工脱水较重，留院治疗。\n"
            "{firm}行政部负责人表示，食堂由{caterer}承包，事发后已停止供餐，当晚菜品留样交监管部门封存。记者问及厂医室为何夜间无人，对方称“正在了解”。",
            light=("life", "evening"),
            edit=(
                "{firm}{n}名员工就餐后不适 市场监管部门封存留样",
                "本报讯 记者从{hospital}获悉，{firm}{n}名员工在厂区食堂用过夜宵后陆续出现呕吐、腹痛、腹泻，先后前来就诊。值班医生说，多数人症状属轻度，已补液观察，留院的两名女工情况平稳。\n{firm}行政部负责人表示，食堂由{caterer}承包，已停止供餐。区市场监管部门到场封存了当晚的菜品留样。",
            ),
        ),
        workers(
            "在输液，旁边床是我组长",
            "平时他催我产量，今天我俩一人一瓶盐水，谁也别催谁。刚才{firm}人事打电话，头一句问我明天能不能到岗。家属想问情况的打我对象电话{phone}，我手没劲打字了。",
        ),
        cast(
            "{street}一电子厂数十人就餐后送医 无人有生命危险",
            "本台消息：{firm}数十名夜班员工就餐后身体不适，目前分别在{hospital}等两家医院接受治疗。院方说，没有人有生命危险。卫生、市场监管部门的人员已经进厂，厂区食堂门口贴了封条。",
            to=("hotlist",),
        ),
        evening(
            "“再也不敢吃那盘{dish}”",
            "病房里，十九岁的女工小{sur}把手机架在盐水瓶边跟妈妈视频，说自己“就是感冒”。她在{firm}夜班贴膜，夜宵券六块钱，三个菜里只有一个是凉的。“闻着有点酸，我以为放了醋。”同屋四个人，吃了的三个都在这层楼。",
            light=("forum",),
        ),
        life(
            "扩散！{firm}食堂出事 已有{more}人进医院",
            "[网友爆料|知情人称]，{firm}食堂{dish}吃倒一片，人数还在涨！附近{road}的小饭店老板说今天工人全跑来吃面，一碗难求。点击查看现场视频。",
        ),
        ask(
            "我女儿在{firm}食堂吃坏住院，医药费该谁出",
            "您好，我女儿{sur}某在{firm}上夜班，吃了食堂的饭上吐下泻，现在住在{hospital}。厂里让先自己垫，说要等化验。我从外县赶来，押金交了三千。请问这个算不算工伤？误工怎么算？我的电话{phone}，盼回复。",
        ),
        trade(
            "一餐九元：团膳承包里被压掉的冷藏柜",
            "{firm}食堂的招标文件显示，员工餐标九元，{caterer}以低于第二名一成三的报价中标。业内测算，扣掉食材与人工，承包方毛利不足百分之八，最容易省的就是冷藏、留样和夜班厨工。\n"
            "夜宵多在傍晚备好，凉菜在室温下放三四个小时并不少见。本刊查阅公开处罚记录，{caterer}去年在{district}另一家工厂因凉菜间温度超标受过警告。",
        ),
        harbour(
            "东主急寻新伙食商 {firm}停膳次日工人自携饭盒",
            "{firm}食堂因员工就餐不适停业，数百名工人一连两日自带饭盒返工，微波炉前大排长龙。厂方已向同业借调厨师，并急询本埠三家伙食商报价。承办商{caterer}东主未有应门，其仓库门前只余数筐青菜。",
        ),
        english(
            "Dozens of electronics workers ill after night meal",
            "Dozens of night-shift workers at an electronics plant in Yunhe were taken to hospital after eating a cold dish in the factory canteen, "
            "doctors said. Two young women were kept in for dehydration; none is in danger. The canteen, run by an outside caterer, has been sealed "
            "and samples were sent to the district laboratory. “We queued for the toilet, then for the ambulance,” one worker said. "
            "[A result is expected within three days.|Results are due later this week.] The plant's night clinic was reportedly closed when the first people fell ill.",
        ),
        workers(
            "{firm}今天改发面包，一人俩",
            "豆沙的，配一盒奶。带班说谁往外发照片谁去仓库。我们屋没倒的就剩我和一个不吃凉菜的，两个人干五个人的位置。医院那边又送去几个，说是{more}了，准不准不知道。",
        ),
        news(
            "{dish}检出{germ} {firm}解除食堂承包合同",
            "区市场监督管理局{d}通报，{firm}食堂{dish}留样检出{germ}，系制作后常温存放时间过长所致，{caterer}被立案，凉菜间负责人停业培训。就诊者累计{more}人，已全部出院。\n"
            "{firm}承诺承担全部医疗费用，治疗期间按出勤计发工资，厂医室恢复夜间值守。新的承包商将由职工代表试吃投票选定。",
            "neu",
            after=True,
            variant="answer",
            light=("hotlist",),
        ),
        union(
            "区总工会看望{firm}住院职工并督促落实医疗费用",
            "{d}，区总工会女职工部工作人员到{hospital}看望{firm}因食堂就餐住院的职工，逐人核对医疗费垫付情况，并与企业商定由工会、行政、职工代表三方组成伙食管理委员会，每周抽查一次后厨。需要法律帮助的职工可拨打12351。",
            after=True,
        ),
        workers(
            "新食堂试吃，投票选的",
            "{firm}这边红烧肉那家赢了，多我一票。{dish}从菜单上消失了。押金三千也退了，打到我妈卡上。",
            "pos",
            after=True,
        ),
    ),
)

CAMERA = Story(
    key="other-camera",
    name="工位摄像头与如厕计时",
    areas=("other_labour",),
    alert=True,
    alert_at=3,
    hours=44,
    slots={
        "firm": ("泊舟科技", "麦线客服中心", "启岸教育"),
        "min": ("八", "十", "七"),
        "fine": ("二十", "三十", "五十"),
        "floor": ("九楼", "十二楼", "六楼"),
    },
    pieces=(
        forum(
            "工位头顶装了摄像头，正对我的脸",
            "{firm}，上周末偷偷装的，周一来一抬头吓一跳。行政说是“数据安全”，可镜头不照门不照服务器，一人一个，照人。同事拿便利贴糊了一下，五分钟后主管过来撕了。",
        ),
        workers(
            "上个厕所超{min}分钟要写说明，你们厂有没有",
            "我老婆在{firm}做话务，厕所门上贴了码，进去扫一下，出来扫一下，超{min}分钟写情况说明，一个月三张扣{fine}。她这个月写了两张，一张写的是“蹲麻了”。她不让我发，我憋不住。",
            variant="question",
        ),
        hot("公司规定如厕超{min}分钟写说明", "员工：我写了“蹲麻了”", to=("life",)),
        evening(
            "{firm}员工：抬头是镜头，低头是倒计时",
            "“我现在喝水都按口数。”在{firm}上班两年的小{sur}说，[公司|单位]最近在每个工位上方装了摄像头，洗手间改成扫码进出，超过{min}分钟系统自动推送“异常”。记者以访客身份走到{floor}，前台的屏幕上一格一格全是头顶。公司行政回应：“没有人一直在看，只有异常时调取。”",
            light=("life", "hotlist"),
        ),
        forum(
            "{floor}那家是不是{firm}？我们同一栋楼",
            "怪不得他们的人天天来我们楼层借厕所，还以为水管坏了。昨天有个女生红着眼睛跟我说，生理期也要扫码。这还是上班吗。",
        ),
        news(
            "工位装摄像头、如厕计时 {firm}称为“提升效率”",
            "本报讯 {firm}多名员工向本报反映，公司未经征求意见，在办公区工位上方加装摄像头，并要求扫码记录如厕时长，超过{min}分钟须作书面说明，累计三次扣{fine}元。\n"
            "{firm}人力资源负责人{sur2}某答复记者，设备“用于信息安全审计”，如厕登记“只为提升接线效率”，罚款“属于提醒性质”。\n"
            "{street}司法所值班律师认为，涉及职工切身利益的规章应经职工代表大会或全体职工讨论；采集面部图像应遵循最小必要原则并取得单独同意，劳动者上厕所不是“异常”。",
            to=("hotlist",),
            edit=(
                "工位装摄像头、如厕计时 {firm}：罚款条款已暂停",
                "本报讯 {firm}多名员工向本报反映，公司未经征求意见，在办公区工位上方加装摄像头，并要求扫码记录如厕时长，超过{min}分钟须作书面说明。稿件刊发后，{firm}联系本报，称罚款条款已暂停执行，其余安排“正在评估”。",
            ),
        ),
        workers(
            "给在{firm}的姐妹：扫码记录自己也截个图",
            "我以前在别家客服中心待过，也搞这套。离职的时候他说我旷工四小时，全是厕所时间加起来的。后来仲裁就靠我自己截的图。有要模板的加QQ：{qq}，不收钱。",
            variant="advice",
        ),
        trade(
            "看产出，还是看人：数字化管理的边界在哪",
            "从键盘活跃度、坐垫传感器到{firm}的如厕扫码，监控工具的价格五年里降了七成，一个两百人的办公区装齐不过四万元。\n"
            "代价算在别处：本刊跟踪的六家呼叫中心里，上了全程监控的三家，半年离职率平均高出十一个百分点，补招与培训一人要花三千六百元左右。法律上的风险更难计价，未经同意的面部采集可由网信部门责令删除。",
        ),
        life(
            "笑不出来！厕所门口贴了计时码",
            "{firm}这波操作绝了：上厕所比上班还紧张。评论区有人晒出“如厕情况说明”模板，事由一栏写着“人之常情”。你们公司厕所限时吗？评论区聊聊。",
        ),
        cast(
            "帮帮忙：工位上的镜头能不能装",
            "本台《云河帮帮忙》接到{firm}几位员工的求助：工位上方有镜头，洗手间门口有计时。律师说，公共区域为了安全可以装，但对着脸、管到厕所，就过了线。节目组今天到公司，前台说负责人不在。",
        ),
        ask(
            "请问公司限制上厕所时间归哪个部门管",
            "我是{firm}的普通员工，有慢性肠炎，病历交过。现在一天只给三次，每次{min}分钟，上个月工资被扣了。打过两个电话，一个说找劳动，一个说找网信。麻烦给个准话。邮箱{email}。\n【答复】已转区人社局劳动监察大队并案处理，将在五个工作日内联系您。",
        ),
        forum(
            "我是那个写“人之常情”的",
            "没想到火了。补充两点：一、{firm}今天通知如厕码“升级维护”，没说取消；二、主管挨个问是谁发的。加我微信{wechat}一起去反映的已经有十一个人，不怕了。",
            variant="follow-up",
        ),
        union(
            "区总工会就{firm}工位监控问题发出劳动法律监督意见书",
            "针对职工反映的工位摄像头和如厕登记，区总工会{d}向{firm}发出意见书，要求停止对如厕时间的登记与扣款，退还已扣款项，拆除正对面部的设备，并就有关制度召开职工大会听取意见。十五日内书面回复。",
            after=True,
        ),
        news(
            "{firm}拆除工位摄像头 取消如厕登记",
            "记者{d}在{firm}看到，{floor}办公区的摄像头已全部取下，洗手间门上的二维码也揭掉了。公司向全体员工致歉，退回扣款合计{3-9}千余元，并选出七名职工代表参加新考勤办法的讨论。",
            "pos",
            after=True,
            variant="answer",
            light=("evening",),
        ),
        forum(
            "拆了，天花板上留了一排洞",
            "{firm}的天花板现在像莲藕，很好看。同事带了盆绿萝挂上去，一个洞一盆。今天上厕所没看时间，十三分钟，刷完了一集。",
            "pos",
            after=True,
        ),
    ),
)

STORIES = (CANTEEN, CAMERA, *other_more.STORIES, *other_care.STORIES)
