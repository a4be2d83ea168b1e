"""Union: a founding refused by a cold store (becomes an alert), a collective contract, a grumble about dues."""

from monitor.drill.model import Story

from . import union_more
from .tell import ask, cast, english, evening, forum, harbour, hot, life, news, trade, union, workers

FOUNDING = Story(
    key="union-founding",
    name="冷链公司阻挠职工建工会",
    areas=("union", "employment"),
    alert=True,
    alert_at=4,
    hours=62,
    slots={
        "firm": ("锐泊冷链", "恒霜冷链", "北渡冷链"),
        "street": ("渡头镇",),
        "n": ("一百八十六", "二百一十三", "一百六十七"),
        "cold": ("零下二十二度", "零下十八度"),
        "post": ("守三号冷库", "看退货库", "一个人盘冷冻区"),
    },
    pieces=(
        workers(
            "{firm}想自己建个工会，有走过流程的吗",
            "我们仓里[分拣|叉车]班几个人合计的，棉鞋两年没换，夜班补贴说砍就砍，谈事没个说话的人。找了{n}个人签字，够不够？表格去哪领？班组群不敢说，加我微信{wechat}。",
            "neu",
            variant="question",
        ),
        forum(
            "我老公在{firm}，签了个建工会的名，被叫去谈话",
            "经理问他“谁带的头”，他说没人带，大家自己签的。经理说[公司是一家人，一家人要什么工会|你家里还有房贷吧]。回来烟抽了半包。建工会犯哪条了？",
            variant="question",
        ),
        workers(
            "{firm}带头建工会的{sur}哥被调去{post}了",
            "叉车干了六年，今天通知调岗，{cold}，一个人一个班，对讲机还是坏的。说是“工作需要”。签名的本子早上被办公室拿走，说要核对，[到现在没还|核对到碎纸机里去了]。",
            to=("forum",),
        ),
        hot("职工签名建工会 带头人被调去冷库", "{firm}：正常岗位调整"),
        evening(
            "[{n}个签名，一张调岗通知|“一家人要什么工会”]",
            "{firm}的{n}名职工签了名，要建自己的工会。签名本交上去[第二天|当天]，带头的叉车工{sur}某接到通知：调去{post}，库温{cold}。\n"
            "记者在厂门口等到下班的他。棉衣是自己买的，[手背裂了口子|眉毛上还挂着霜]。“我们就想要双厚鞋，夜班补贴别一声不响没了。”他说。公司行政部回应称这是正常的岗位轮换，“与所谓工会无关”。",
            light=("life", "harbour"),
        ),
        news(
            "{firm}职工反映建会受阻 市、区两级工会介入了解",
            "本报讯 {d}，{firm}职工向本报反映，{n}名职工联名申请组建工会后，发起人被调离原岗位，另有两人被通知合同到期不再续签。\n"
            "{firm}有关负责人说，公司设有“员工关怀委员会”，“职能是重合的”，续签与否属于企业自主权。记者查询发现，该委员会由行政部三人组成，没有一线职工。\n"
            "区总工会基层工作部表示，职工依法参加和组织工会的权利，任何单位和个人不得阻挠限制，工作人员已到企业。",
            to=("broadcast",),
            edit=(
                "{firm}职工反映建会受阻 区总工会已到企业",
                "本报讯 {firm}{n}名职工联名申请组建工会后，发起人被调岗，另有一人（原稿误作两人）被通知合同到期不再续签。区总工会工作人员已到企业，公司表示愿意沟通。",
            ),
        ),
        forum(
            "签过名的现在被一个个叫去按“自愿撤回”手印",
            "{firm}的，说真的不是吓唬，我们线上[已经按了七个|有个小姑娘按完就哭了]。有个老师傅就一句：字是我签的，手是我的。{handle}你不是学法律的吗，出来说句话。",
        ),
        trade(
            "“员工关怀委员会”不能代替工会",
            "有会员二十五人以上即应建立基层工会委员会，{firm}签名者{n}人，早已过线。以行政部门牵头的委员会充当工会，既没有选举，也没有集体协商资格。\n"
            "更要紧的是时点。发起建会之后短期内调岗、不续签，企业须说明与建会无关的合理理由，否则职工可要求恢复岗位或给付二倍赔偿。仓储冷链建会率全区仅三成多，是各行业里的洼地。",
        ),
        ask(
            "{firm}建工会被拦，请问工会法管不管",
            "我是{firm}分拣员。{n}人签名要求建工会，公司收走签名本、调走发起人，还让大家按手印撤回。请问职工能不能绕过公司向上级工会直接申请？我们怕被报复，请不要转给公司。电话{phone}。",
        ),
        english(
            "Cold-store workers seek a union; organiser sent to the freezer",
            "A forklift driver who gathered signatures for a union at a cold-storage company in Dutou has been moved to lone shifts in a freezer, colleagues say. "
            "More than [a hundred and sixty|one hundred and sixty] people had signed. Managers said the company already has a 'care committee' and that the transfer was routine. "
            "The district federation of trade unions reminded employers that no one may obstruct workers who organise, and has sent two officers to the site. Workers want thicker boots and their night allowance back.",
        ),
        life(
            "怕冷吗？带头建工会的，先去冷库站一班",
            "{firm}这事今天刷屏了，[{cold}，一个人|网友：关怀委员会，关怀到冰柜里去了]。公司还没正面回应，有新消息第一时间推给大家。",
        ),
        cast(
            "{firm}建会风波 街道组织三方见面",
            "本台消息：{part}，{street}把{firm}管理方、职工代表和区总工会请到一张桌子上。职工代表提了三条：签名本归还、发起人回原岗、按程序建会。管理方说要请示总部。会开了[两个|三个]小时，没有结果。",
        ),
        union(
            "致{firm}全体职工：建会，我们帮你们走完流程",
            "{firm}的工友：职工人数够了就可以建会，不必等企业批准。区总工会已受理{n}人的联名申请，派驻两名指导员，直接在{street}职工服务中心发放入会登记表，个人信息不转交企业。遇到调岗、不续签，请拨12351，律师免费代理。",
        ),
        harbour(
            "冷链商同意工会筹建 货主盼早日恢复",
            "{firm}昨夜改口，同意职工筹建工会，签名册亦已归还。数家水产商称，风波期间出货慢了半日，盼双方坐下商量，“鱼等不起，人也等不起”。",
            "neu",
            after=True,
        ),
        news(
            "{firm}工会成立 发起人全票当选委员",
            "经区总工会指导，{firm}工会第一次会员大会{d}召开，到会会员差额选举产生七名委员，被调岗的叉车工{sur}某得票最高，已回到原岗位。不续签的职工收到了续签通知，区人社局对公司以调岗施压一事责令改正。\n会议议定的头一件事，是每年两双防寒鞋，夜班补贴恢复原标准。",
            "pos",
            after=True,
            variant="follow-up",
            light=("evening",),
        ),
        workers(
            "{sur}哥回来开叉车了，喇叭按得山响",
            "{firm}食堂今天加了个菜，不是公司加的，是大家凑的。新鞋下周到，先给三号库的弟兄。工会牌子是拿叉车顶上去挂的，歪了一点，挺好看。",
            "pos",
            after=True,
        ),
    ),
)

CONTRACT = Story(
    key="union-contract",
    name="快递行业签下首份集体合同",
    areas=("union", "wages"),
    hours=48,
    slots={"n": ("六千二百", "五千七百"), "firms": ("九", "十一"), "fine": ("十九", "二十三", "二十七")},
    pieces=(
        news(
            "{firms}家企业、{n}名快递员 我区快递行业首份集体合同签订",
            "{d}，区快递物流行业工会联合会与{firms}家企业代表签订行业集体合同，约定派费每件不低于九角、每月至少休息四天、罚款不得代替管理，惠及快递员{n}名。\n协商谈了五轮，最难的一条是“客户投诉未经申诉不得扣款”。企业方代表说，条款难在细处，“‘恶劣天气’四个字，我们吵了两个钟头”。",
            "pos",
            to=("broadcast",),
        ),
        evening(
            "[{fine}张罚款单，摊在谈判桌上|快递员把罚款单摊上了桌]",
            "前四轮协商，快递员{sur}师傅都没说话，第五轮，他把自己一个月的罚款单摊在桌上，一共{fine}张，最小的五元，最大的一张写着“态度”。屋里静了好一会儿，接着集体合同里就有了“先申诉、再扣款”。",
            "pos",
            light=("life", "forum"),
        ),
        trade(
            "快递业集体合同：亮点与待解题",
            "合同覆盖{n}人，把申诉前置、恶劣天气停运写进条款，走在同类地区前面；派费以九角为底，实际水平取决于加盟网点的履行能力，末端如何落实，仍需行业工会逐点跟进。",
            "neu",
        ),
        workers(
            "快递集体合同说一个月能休四天，是真的吗同行们",
            "我们网点老板今天把合同贴墙上了，还让大家签收。我跑了{3-7}年件，头回见着“休息”俩字带盖章。",
            "pos",
        ),
        hot("快递员的{fine}张罚款单摊在谈判桌上", tone="pos"),
        harbour(
            "速递业订明派件费下限 网点称压力可承受",
            "本市{firms}家速递企业与行业工会签署集体合同，派件费每件不低于九角。柳岸一位网点东主坦言，成本料增百分之[三|四]，但人手较前稳定，“不必月月招人，算下来还省”。",
            "neu",
        ),
        forum(
            "快递集体合同贴是贴了，上周末我表弟照样没歇",
            "网点老板说人手不够“先过渡”。打了合同上的监督电话，有人接，说下周来。等着看。",
            "neg",
            after=True,
        ),
        union(
            "快递行业集体合同落地首周督查通报",
            "督查员走访{40-66}个网点，{5-9}个网点未安排轮休，已发整改通知，名单在各网点张贴。合同原文可在职工服务中心领取，派费争议请拨12351。",
            after=True,
        ),
    ),
)

DUES = Story(
    key="union-dues",
    name="会费花到哪里了",
    areas=("union",),
    hours=40,
    slots={
        "firm": ("柏川物业", "云锻机械", "澄光电子"),
        "fee": ("十二", "十五", "八"),
        "gift": ("一桶油", "一袋米"),
        "left": ("三万多", "四万出头"),
    },
    pieces=(
        forum(
            "在{firm}交了两年工会会费，就发过{gift}",
            "每月扣{fee}块。问工会主席账目，主席是办公室主任兼的，说“都在活动里了”。什么活动？[去年的拔河，我们还自带手套。|春游通知倒是有，没去成。]",
        ),
        workers(
            "{firm}会费那帖下面的，我们厂账贴食堂门口",
            "生病慰问多少、电影票多少，一笔笔有，连买了几根葱都有。楼主可以要求开会员大会，不用求谁批准。我们开过，吵了一架，吵完账就出来了。",
            "neu",
            variant="advice",
        ),
        ask(
            "会员能不能查{firm}工会的账",
            "我每月在工资里扣{fee}元会费，想知道用途，公司说不方便公开。\n【答复】区总工会：工会经费收支应当定期向会员公开，接受经审委员会和会员监督。我们已请{street}总工会到{firm}指导，五日内公布。",
            "neu",
        ),
        evening(
            "[一块公告栏，两年的会费账|{fee}元会费，追出一张明细]",
            "{firm}一楼的公告栏前，这两天总站着人。两年的会费收支明细贴出来了，密密麻麻四页纸，有职工戴上老花镜一行行看。“没乱花，”一位质检员说，“就是没花。”结余{left}元。",
            "neu",
            light=("life",),
        ),
        union(
            "{firm}工会公开两年经费收支 同步改选经审委员",
            "{street}总工会收到反映后，派员指导{firm}工会公开两年经费收支，结余{left}元转入下一年度。会员大会改选了经费审查委员，三名委员均来自一线班组。",
        ),
        forum(
            "{firm}会费账贴出来了，结余{left}",
            "大会上定了三样：换热水器、办体检、给夜班的买两张躺椅。投票那会儿最激烈的是躺椅，要深绿还是灰的。",
            "pos",
            after=True,
        ),
    ),
)

STORIES = (FOUNDING, CONTRACT, DUES, *union_more.STORIES)
