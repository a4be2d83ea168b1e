"""Texts that a worker reads before its processes part, so that every branch of the text stage was taken once. All invented."""

ROUNDS = 3  # Python writes short cuts into code that was run a few times: into shared memory here, into each process's own later

# More than `looks.FEWEST` characters: fewer are not looked at together.
WARMING = (
    (
        "工地拖欠工资 三十多名工人讨薪",
        (
            "11月3日，云河区一处工地的三十多名工人反映，承包方拖欠工资近四个月，共计86.5万元。工人说：“过年前拿不到钱，家里等着用。”区总工会已介入调解，劳动监察大队要求项目部15日内支付。"
            "项目负责人回应称，工程款尚未到账，将先行垫付；有关情况仍在进一步核实之中。"
        ),
    ),
    (
        "骑手送餐途中受伤，平台称不属于工伤？",
        "网友“路上有风”发帖：站点让我们签了个体户协议，摔伤以后没人管，社保也没交！联系电话 13800000000，邮箱 help@example.com，微信号 wx_example01，详情见 https://example.com/a?id=1 。@某某 转发微博",
    ),
    (
        # in traditional characters, of which our fonts have those that pages show
        "商報訊：機廠員工講話，問幾時過薪",
        "「我們來了幾個月，護具都要自己出。」電機廠員工在廠門外請人來問。廠方講：過兩週再來。",
    ),
    (
        "Factory fire: two workers hurt, cause under investigation",
        (
            "A fire broke out on Monday at a plant in the east of the district. Two workers were taken to hospital with burns. "
            "The company said that it would pay for the treatment; overtime had been 3.5 hours a day for weeks."
        ),
    ),
    ("今晚球赛：主队 3:2 险胜 🎉", "加时绝杀！现场近两万名观众。明天最高气温28℃，有阵雨。"),
)
