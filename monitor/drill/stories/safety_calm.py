"""Safety without alarm: a late heat allowance, a near miss that ended well, a rumour of an explosion, a lift inspection."""

from monitor.drill.model import Story

from .tell import ask, cast, english, evening, forum, gov, harbour, hot, life, news, town, trade, union, workers

HEAT = Story(
    key="safety-heat",
    name="夏天的高温津贴换成了绿豆",
    areas=("safety", "wages"),
    hours=50,
    slots={
        "firm": ("锦炉铸造", "恒炽玻璃", "西坪砖瓦"),
        "thing": ("两箱绿豆", "四提盐汽水", "一床凉席"),
        "sum": ("900", "1200", "1050"),
    },
    pieces=(
        workers(
            "{firm}的高温津贴，发下来是{thing}",
            "伏天车间四十一度，说有津贴，签字领的时候一看是{thing}。老板娘说值钱着呢。合同里可写的是钱。一季该{sum}，有没有人要到过的？",
            variant="question",
        ),
        forum(
            "绿豆汤能不能顶高温津贴，杠起来了",
            "我姐夫在{firm}开炉子，他说领了{thing}就算了，别惹事。我姐说那是血汗钱。饭桌上吵到现在，求懂的来断一断。",
        ),
        ask(
            "关于{firm}用实物抵高温津贴的咨询",
            "您好，家人在{firm}从事高温作业，夏季津贴一直没有发现金，只发了{thing}。请问是否合规？如不合规应找哪个部门？\n【答复】您好，高温津贴应以货币形式支付，防暑降温饮料不能充抵。请携带工资单到{street}劳动保障所登记，也可拨打12351由工会协助。",
            variant="question",
        ),
        trade(
            "算一算：高温津贴每人每季到底多少",
            "按现行标准，室外露天及室内三十三度以上岗位，高温津贴按月计发、不得以实物充抵，计入工资总额、不计入最低工资。{firm}一类窑炉企业全年有六成岗位符合条件，补足一季一人{sum}元。",
            "neu",
            light=("evening",),
        ),
        union(
            "小津贴，大道理：工会帮{firm}职工要回高温津贴",
            "经区总工会劳动保护监督员上门，{firm}同意以货币补发本季高温津贴，每人{sum}元，已发的{thing}不再收回。没有领到的窑炉岗位职工可拨12351。",
            "pos",
            after=True,
        ),
        workers(
            "钱补了，{thing}也归我们",
            "{firm}财务一个个喊名字，{sum}块，现金。老{sur}问下个夏天还发不发实物，老板娘笑了：发，都发。",
            "pos",
            after=True,
            edit=("高温津贴补到了", "{firm}补了{sum}块，{thing}也没收回去。工友要的是个理，理有了就散了吧，帖子沉了。"),
        ),
    ),
)

NEAR_MISS = Story(
    key="safety-nearmiss",
    name="老焊工听见嘶嘶声，二十秒关阀",
    areas=("safety",),
    hours=46,
    slots={
        "firm": ("宏跃机械", "三潮船修", "东坪钢构"),
        "gas": ("乙炔", "丙烷"),
        "n": ("四十六", "三十八", "五十二"),
        "sec": ("二十秒", "十七秒"),
    },
    pieces=(
        workers(
            "今天捡回一条命，说说我师傅",
            "{firm}二车间，午休，{gas}瓶软管老化裂了个口子，嘶嘶响，旁边还有人在点烟。我师傅边喊边跑过去把阀关了，前后也就{sec}。{n}个人全跑出来了，一根头发没少。他坐在台阶上手抖了半天，要了根冰棍。",
            "pos",
        ),
        evening(
            "{sec}：一个老焊工和一只{gas}瓶",
            "“管子响和人打呼噜不一样，细，尖。”{firm}的焊工{sur}师傅今年五十八，耳朵却比徒弟好使。那天中午，他听见气瓶间的动静，扔下饭盒就冲，关阀、断电、拉警铃，监控显示一共{sec}。\n"
            "车间里的{n}个人站到院子里才知道后怕。厂里奖他五千元，他问能不能换成全车间的新软管。",
            "pos",
            light=("life", "hotlist"),
        ),
        hot("五十八岁焊工{sec}关阀 救下一车间人", tone="pos"),
        news(
            "险情处置及时 {firm}{n}名工人安全撤出",
            "{firm}{d}发生一起{gas}软管破裂险情，因现场职工处置及时，未造成人员伤亡和财产损失。区应急管理局介绍，该企业每月组织一次无脚本演练，{sur}师傅是车间的义务安全员。\n"
            "软管使用已满四年，企业承认更换不及时，当天更换全部{40-90}根，并请检测单位对气瓶间重新验收。",
            "pos",
            to=("broadcast",),
        ),
        english(
            "[Welder's sharp ears avert blast in workshop|Veteran welder shuts leaking gas valve in seconds]",
            "A 58-year-old welder who heard a faint hiss during the lunch break shut a leaking fuel-gas bottle within seconds and got everyone out of his workshop unhurt. The hose, four years old, had split beside a spot where a colleague was about to light a cigarette.\n"
            "The company offered him a reward of 5,000 yuan. He asked for new hoses for the whole workshop instead; {40-90} were replaced the same day, and he got the money as well. The district union has invited him to talk at its safety classes.",
            "pos",
        ),
        forum(
            "说个没人夸的细节",
            "我在{firm}隔壁送饭，那天{sur}师傅冲过去之前，先一巴掌打掉了别人嘴上的烟。那人现在逢人就说，挨得值。",
            "pos",
        ),
        union(
            "区总工会为{firm}{sur}师傅颁发“安全哨兵”证书",
            "凭着多年练就的耳力，{sur}师傅在{sec}内排除{gas}泄漏险情。区总工会{d}向他颁发证书，并把该车间的无脚本演练做成短片，供各企业工会借阅。",
            "pos",
            after=True,
        ),
    ),
)

RUMOUR = Story(
    key="safety-rumour",
    name="化工园“爆炸”原来是锅炉放汽",
    areas=("safety",),
    hours=20,
    slots={
        "firm": ("沁源化工", "蓝垣助剂", "丰屏涂料"),
        "n": ("三死九伤", "二十多人被埋"),
        "min": ("十一", "八", "十四"),
    },
    pieces=(
        forum(
            "渡头那边是不是爆炸了？？玻璃都在抖",
            "刚刚好大一声，{firm}方向冒白烟，老高了。我妈以为地震抱着电饭煲就下楼。有没有人知道怎么回事",
            variant="question",
        ),
        life(
            "突发！{firm}爆炸，现场{n}，视频太惨删得快！",
            "刚刚发生的！渡头镇化工园{firm}，目击者称整栋楼都没了，家有亲戚在那上班的快打电话！转！！",
        ),
        hot("渡头镇化工园传出巨响", "{firm}厂区冒白烟"),
        cast(
            "{firm}厂区巨响系锅炉安全阀放汽 没有发生爆炸",
            "本台记者目前就在{firm}厂门口。白色的是水蒸气，锅炉压力偏高，安全阀自动打开，响了约{min}分钟，生产没有中断，没有人受伤。",
            "neu",
            variant="debunk",
            light=("hotlist", "evening"),
        ),
        gov(
            "关于网传“{firm}爆炸”的情况说明",
            "经核查，系余热锅炉安全阀排汽，无爆炸、无起火、无人员伤亡，网传视频为外地旧闻。",
            "neu",
            variant="debunk",
            to=("news",),
        ),
        workers(
            "我就在{firm}上班，站在锅炉旁边给大家回个话",
            "活着，{n}里没有我，也没有别人。就是安全阀跳了，跟高压锅一样。倒是食堂的菜凉了，因为大家都在接家里电话，我一个人就接了九个。",
            "neu",
            variant="debunk",
        ),
        harbour(
            "渡头巨响查明乃锅炉泄汽 坊间误传爆炸",
            "渡头镇{firm}日前传出巨响，白汽冲天，坊间讹传爆炸死伤甚众，附近商铺一度拉闸。当局查明乃锅炉安全阀依设计开启，历时{min}分钟，厂方并无停工。有茶楼东主笑言，虚惊一场，反倒多卖了两笼压惊的烧卖。",
            "neu",
            variant="debunk",
        ),
        evening(
            "抱着电饭煲下楼的阿姨",
            "渡头镇的{sur}阿姨有点不好意思：“我想着真要跑，锅里有饭。”{firm}的安全阀响了{min}分钟，半个镇的人站在马路上。\n厂里说，以后放汽前先用喇叭喊三遍；编造“{n}”的那个账号，已经被警方找到，是一名卖短视频课的男子。",
            "neu",
            after=True,
            variant="follow-up",
        ),
        life(
            "致歉：关于{firm}“爆炸”一文",
            "本站此前转发的{firm}爆炸消息未经核实，与事实不符，已删除。给厂里职工和家属添乱了，对不起。编辑扣了当月绩效。",
            "neu",
            after=True,
            variant="correction",
            edit=(
                "致歉：关于渡头镇某厂“爆炸”一文",
                "本站此前转发的消息未经核实，与事实不符，已删除。向渡头镇相关企业职工和家属致歉。",
            ),
        ),
    ),
)

MASKS = Story(
    key="safety-masks",
    name="石料厂换口罩，查尘肺",
    areas=("safety",),
    hours=58,
    slots={
        "firm": ("石漾石材加工区", "青石岭碎石场"),
        "n": ("一百六十", "一百一十二", "二百零四"),
        "found": ("两", "三"),
    },
    pieces=(
        workers(
            "{firm}打磨的，你们口罩怎么发？",
            "我们以前一周一个布的，晚上擤鼻涕都是灰。这个月换成带滤芯的了，戴着闷，可白天能咳得少点。听说是卫生所来看过。滤芯多久一换，有人知道吗？",
            "neu",
            variant="question",
        ),
        town(
            "石料工人免费拍胸片 {d+1}在卫生院院坝",
            "请在{firm}上班的乡亲，{d+1}早上七点半到石漾卫生院拍胸片，免费，不用空腹。外地工友一样拍，带身份证。拍完有豆浆。",
            "pos",
        ),
        cast(
            "石漾：把体检车开到石料堆旁边",
            "本台消息：区疾控中心的流动体检车今天开进{firm}。{n}名打磨、破碎岗位的工人拍了高清胸片，测了肺功能，全程不花一分钱。",
            "pos",
            light=("news",),
        ),
        forum(
            "我爸咳了八年第一次肯去拍片",
            "他在{firm}切了半辈子石头，谁劝都不听，说拍出来又不能退货。这次是工会的人骑摩托来接，一车坐三个老头，笑死。结果出来是老慢支，不是尘肺，全家松口气。",
            "pos",
        ),
        trade(
            "湿法作业覆盖率升至八成 石料行业粉尘治理走到哪一步",
            "水喷淋把打磨粉尘浓度压低了九成，一台设备约{4-7}万元，由工伤预防费补助一半。{firm}已有{12-19}家作坊完成改造，剩下的多卡在冬季水管结冰。",
            "neu",
            to=("harbour",),
        ),
        gov(
            "关于{firm}粉尘岗位职工健康检查结果的通报",
            "共检查{n}人，疑似尘肺{found}人，已转诊；其余建立健康档案，每年复查。",
            "neu",
            after=True,
        ),
        union(
            "{firm}联合工会签下粉尘防护专项集体合同",
            "合同约定：滤芯每{2-4}班更换一次，费用由企业承担；疑似尘肺的{found}名职工就诊期间工资不停；每季度由职工代表现场测尘一次，数据张榜。",
            "pos",
            after=True,
        ),
    ),
)

STORIES = (HEAT, NEAR_MISS, RUMOUR, MASKS)
