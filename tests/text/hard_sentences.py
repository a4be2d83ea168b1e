"""Sentences of what makes valence hard, `label sentence` with | between; `not-neg` where neutral and good are both right. Written for these tests."""

NEGATION = """neg 工人三个月没拿到工资|neg 孩子落水无人施救|neg 店家拒不退还押金|neg 电梯坏了半年没人修|neg 企业未给职工缴纳社保|neg 受害者至今没有等到道歉|not-neg 楼房起火无人员伤亡|not-neg 地震未造成人员受伤|not-neg 列车晚点但无人受伤|not-neg 检查未发现安全隐患"""
CONTRAST = """pos 虽然失去双腿，他却登上了珠峰|pos 身患重病，仍坚持资助贫困学生|pos 开局落后但最终逆转夺冠|neg 拿了补贴却拖欠工人工资|neg 说好的免费，结果被收高价|neg 好心扶老人反被讹诈|neg 刚获表彰的企业竟偷排污水|pos 大雨倾盆，但志愿者没有一人离开"""
GOOD_ABOUT_BAD = """not-neg 被拖欠的工资全部追回|not-neg 法院判赔，工伤职工拿到赔偿款|not-neg 被拐儿童获救与父母团圆|not-neg 山火被扑灭，村民平安返家|not-neg 失踪老人已找到，平安无事|not-neg 警方破获诈骗案，追回被骗钱款|not-neg 重病女孩康复出院|not-neg 被困矿工全部获救升井|not-neg 欠薪企业补发工资，工友送来锦旗|not-neg 劳动监察帮农民工讨回血汗钱"""
DENIED = """neu 网传某厂裁员三千人不实|neu 警方辟谣：停水十天系谣言|neu 官方回应网传封城：假的|neu 公司否认拖欠工资|neu 景区辟谣游客坠崖|neu 网传水库决堤为不实信息|neu 学校澄清食物中毒传闻|neu 地震谣言不可信，地震局辟谣"""
QUESTION = """neu 如何看待年轻人不愿加班|neu 公积金可以提前取出来吗|neu 试用期最长能约定多久|neu 哪些情形可以申请仲裁|neu 下雨天骑车要注意什么|neu 台风为什么会有名字|neu 被裁后社保该怎么续|neu 高温津贴怎么算"""

# written in November 2026 before the frames of monitor/text/data/frames.tsv were learned from, and by the same hand
NEGATION_LATER = """neg 老人摔倒路边半小时没人扶|neg 公司至今没发年终奖|neg 小区停水三天无人理会|neg 骑手被撞后平台不愿赔偿|neg 病人等了一夜没等到床位|neg 厂方始终不肯公布体检结果|not-neg 货轮触礁，船员无一伤亡|not-neg 客机冒烟返航，旅客均未受伤|not-neg 围墙倒塌，所幸没有伤到人|not-neg 复查后没有再发现超标|not-neg 矿井透水，井下没有人被困|not-neg 台风过境，全市没有人员死亡|not-neg 煤气罐爆裂，店员毫发无伤|not-neg 大巴滑入河沟，三十名学生均安全|not-neg 公司称裁撤部门不会裁人|not-neg 水库泄洪未淹一户|not-neg 钻井平台遇风暴，作业人员没人失踪|not-neg 食堂换油，检测未查出霉菌|neg 讨薪半年，包工头还没给一分钱|neg 受伤矿工没有得到任何补偿|neg 女职工产假没休满就被叫回|neg 消防通道被占，物业从不清理|neg 孩子呼救，岸上没有人下水|neg 工会信箱形同虚设，没人回信"""
CONTRAST_LATER = """pos 家境贫寒，他却考上了清华|pos 尽管双目失明，她依然教会了上百名学徒|pos 冰天雪地，环卫工仍把路扫得干干净净|pos 先输两局，女排还是赢了|pos 工厂停产，老板却一分工资没少发|pos 摔断了腿，他还是完成了马拉松|neg 高薪招来的员工，入职一周就被辞退|neg 号称全国文明单位，却拖着清洁工的钱不给|neg 救了人，反被索赔十万|neg 获批补助千万，厂里的粉尘却没人治理|neg 原本是庆功宴，最后上百人食物中毒|neg 一边喊着关爱员工，一边取消高温补贴|pos 右眼失明，他仍当上了焊工冠军|pos 零下三十度，架线工没有停下一天|pos 虽负债累累，夫妻仍供三个孩子上大学|pos 从流水线女工到发明家，她没读过高中|pos 比赛摔倒两次，最后还是拿了第一|pos 大厂倒了，工人们却自己办起了合作社|neg 喊了十年减负，教师的表格却越填越多|neg 厂子拿了绿色工厂牌子，夜里却偷偷冒黑烟|neg 请来的专家，竟是骗子|neg 本来说转正，结果一个电话让他走人|neg 替领导挡酒，住院却算旷工|neg 高铁通到家门口，票价却翻倍"""
GOOD_ABOUT_BAD_LATER = """not-neg 失联登山者被找到，身体无碍|not-neg 拖了两年的工伤赔偿终于到账|not-neg 警方捣毁制假窝点，查获假药两万盒|not-neg 烧伤女工植皮成功，重返岗位|not-neg 仲裁员连夜调解，工人拿回欠款|not-neg 被骗的八万元一分不少退回来了|not-neg 被埋三十小时的男孩获救|not-neg 公司撤销处分，向员工道歉|not-neg 污染多年的河道治好了|not-neg 漏水三年的屋顶修好了|not-neg 被裁员工获赔二十万|not-neg 洪灾后首批村民搬进新房|not-neg 法院强制执行，欠薪老板当庭付清|not-neg 搜救六天，两名矿工活着出来了|not-neg 诈骗团伙覆灭，千名老人拿回积蓄|not-neg 烂尾八年的楼盘复工交付|not-neg 尘肺病人做完洗肺手术，能下地了|not-neg 被拐二十六年，他认回亲生父母|not-neg 误判的罚单被撤销，司机松口气|not-neg 被砍掉的夜班补贴恢复了"""
DENIED_LATER = """neu 网传地铁脱轨系误读|neu 药监局：胶囊致癌说法没有依据|neu 海关否认扣押救援物资|neu 厂方：停产倒闭的消息并不属实|neu 网传某县教师停薪，当地称是谣传|neu 法院澄清：未判员工赔公司百万|neu 多地网传抢盐，商务部门：谣言|neu 景区老虎出逃？园方：没有的事|neu 俱乐部否认球员受伤|neu 专家：吃剩菜致癌是误传|neu 网传“工人跳楼”视频系摆拍|neu 客服回应会员数据泄露：无此事|neu 裁员一半？公司：假消息|neu 电视台就“主播猝死”传闻发声明：不属实|neu “地铁要涨价到十元”纯属编造|neu 食药局：毒大米一说没有根据|neu 工厂称从未拖欠工资|neu 女子称被迷晕，警方查明是编的"""
CONFIRMED_LATER = """neg 厂方承认拖欠工资|neg 网传车间死亡事故属实|neg 药监局通报胶囊超标属实|neg 校方证实食堂发生食物中毒|neg 法院认定公司违法解雇|neg 警方证实网红被绑架|neg 公司承认裁掉一半员工|neg 警方查明女子确被迷晕"""
QUESTION_LATER = """neu 工伤后被辞退怎么办|neu 下岗职工怎样领失业金|neu 裁员赔偿要交税吗|neu 职业病去哪家医院鉴定|neu 为何有人不爱请年假|neu 加班到十点能打车报销吗|neu 怎么判断公司要倒闭|neu 孩子被狗咬了先做什么|neu 被公司辞退第二天该做哪些事|neu 吊销驾照后还能开车吗|neu 工资晚发几天算拖欠|neu 抑郁症能请病假吗"""

SETS = {
    "negation": NEGATION,
    "contrast": CONTRAST,
    "good news about a bad thing": GOOD_ABOUT_BAD,
    "a rumour denied": DENIED,
    "a question": QUESTION,
}
LATER = {
    "negation": NEGATION_LATER,
    "contrast": CONTRAST_LATER,
    "good news about a bad thing": GOOD_ABOUT_BAD_LATER,
    "a rumour denied": DENIED_LATER,
    "a rumour that is true": CONFIRMED_LATER,
    "a question": QUESTION_LATER,
}


def cases(lines: str) -> list[tuple[str, str]]:
    """(label, sentence) of one kind."""
    return [(label, text) for label, text in (line.split(" ", 1) for line in lines.split("|"))]


ASKED = [text for lines in (*SETS.values(), *LATER.values()) for _, text in cases(lines)]
