"""Work life otherwise: food poisoning in a canteen, a leaking dormitory, a nursing room, a camera above a desk."""

from monitor.drill.model import Story

from .tell import cast, forum, hot, news, trade

CANTEEN = Story(
    key="other-canteen",
    name="厂区食堂疑似食物中毒",
    areas=("other_labour", "safety"),
    alert=True,
    alert_at=2,
    hours=38,
    slots={"firm": ("澄光电子", "云锻机械", "栖云光学"), "n": ("四十三", "三十七", "五十一")},
    pieces=(
        forum("{firm}夜班的，你们肚子疼不疼", "我们线上倒了七八个，厕所排队。都吃了那个凉拌豆皮。"),
        hot("工厂食堂多人腹泻"),
        news(
            "{firm}{n}名员工就餐后不适 多数已好转",
            "{d-1}夜至{d}晨，{firm}{n}名员工在食堂就餐后出现呕吐、腹泻症状，先后到{hospital}就诊，无重症。市场监管部门已封存留样，食堂暂停供餐。",
            to=("broadcast",),
        ),
        forum("在输液，旁边床是我组长", "平时催产量，今天我俩一人一瓶盐水，谁也别催谁。", "neg"),
        trade(
            "团餐外包“最低价中标”的隐患",
            "{firm}食堂餐标九元，承包商毛利不足一成。夜班备餐时间长、无冷藏，是此类事件的高发环节。",
        ),
        news(
            "留样检出蜡样芽孢杆菌 {firm}更换食堂承包商",
            "区市场监管局通报，凉拌豆皮留样检出致病菌，承包商被立案。{firm}承担全部医疗费，就诊期间按出勤计。职工代表将参与新承包商的选定。",
            "neu",
            after=True,
            variant="answer",
        ),
        forum("新食堂试吃，投票选的", "红烧肉那家赢了，豆皮从此消失。", "pos", after=True),
    ),
)

DORM = Story(
    key="other-dorm",
    name="员工宿舍漏雨断热水",
    areas=("other_labour",),
    hours=46,
    slots={"firm": ("云锻机械", "锦澜纺织", "柏川物业")},
    pieces=(
        forum("宿舍漏雨，床上撑伞睡觉", "{firm}三号宿舍楼五层，天花板一大片水印，报修两周，来的人看一眼说“等晴天”。"),
        forum("还有热水，晚上九点以后就断", "中班十点下班，等于天天洗冷水。女生宿舍去一楼打开水，自己拎五层。"),
        news(
            "{firm}宿舍漏雨断热水 企业：本周内修缮",
            "记者走访{firm}三号宿舍楼，看到多个房间用盆接水。企业后勤负责人承认报修流程“有拖延”，承诺本周内完成防水，热水延长至零点。",
        ),
        cast(
            "员工宿舍不能只算床位",
            "区总工会今天对八家企业宿舍做了体检，结果有喜有忧：床位够，热水、晾晒、充电跟不上。",
            "neu",
        ),
        forum("修好了，今天下雨没漏，记一笔", "热水到十二点，还装了烘干机，排队三小时，但快乐。", "pos", after=True),
    ),
)

ROOM = Story(
    key="other-room",
    name="写字楼里的母婴室",
    areas=("other_labour", "union"),
    hours=36,
    pieces=(
        forum(
            "背奶妈妈求助：云桥国际中心有没有母婴室",
            "现在用的是机房旁的储物间，门锁坏的，用椅子顶着。",
            "neg",
            variant="question",
        ),
        news(
            "储物间变“妈咪小屋” 一栋楼的二十家公司一起掏钱",
            "{street}总工会牵头，云桥国际中心二十家企业共建母婴室，冰箱、消毒柜、能反锁的门，{d}启用。首批登记使用的女职工有{30-50}名。",
            "pos",
        ),
        cast(
            "能反锁的门，比什么都重要",
            "第一个走进小屋的{sur}女士说，她背奶五个月，换过三个地方，只有这里不用拿椅子顶门。",
            "pos",
        ),
        forum("去打卡了，沙发很软，还有充电口", "感谢当初那个发帖的姐妹。", "pos"),
    ),
)

CAMERA = Story(
    key="other-camera",
    name="工位摄像头与如厕计时",
    areas=("other_labour",),
    alert=True,
    alert_at=3,
    hours=44,
    slots={"firm": ("泊舟科技", "麦线客服中心", "启岸教育")},
    pieces=(
        forum("工位上方装了摄像头，对着屏幕", "{firm}，上周末偷偷装的。说“数据安全”，可角度正好拍到脸。"),
        forum(
            "如厕超过八分钟要写说明，不是段子",
            "二维码贴门上，进扫出扫。这个月我写了两张，一张写的是“蹲麻了”。",
            to=("hotlist",),
        ),
        hot("公司规定如厕超八分钟写说明"),
        news(
            "工位装摄像头、如厕计时 {firm}称为“提升效率”",
            "{firm}员工反映公司在工位上方加装摄像头，并要求扫码记录如厕时间。律师认为，管理应遵循合法、必要原则，采集面部图像须有单独同意。区总工会已向企业发出劳动法律监督意见书。",
        ),
        trade(
            "数字化管理的边界：看产出，还是看人",
            "从键盘活跃度到坐垫传感器，监控工具越来越便宜。多国经验显示，过度监控带来的离职成本高于效率收益。",
        ),
        news(
            "{firm}拆除工位摄像头 取消如厕登记",
            "收到监督意见书后，{firm}{d}拆除全部工位摄像头，取消如厕登记，并就新的管理办法征求职工代表意见。",
            "pos",
            after=True,
            variant="answer",
        ),
        forum("拆了，天花板上留了四个洞，很好看", "", "pos", after=True),
    ),
)

STORIES = (CANTEEN, DORM, ROOM, CAMERA)
