"""The shipped response plans, one per concern area. A team edits them on the page 预案; its versions then take their place.

A step is attached from its level on: what helps and informs at once from blue, what binds other offices or the public later.
Time limits are those of the Regulation on Work-Related Injury Insurance (art. 17), the Labour Law (art. 41: 36 hours a month) and
the Labour Contract Law (art. 41: explained 30 days before).
"""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from monitor.models import StepKind

Step = tuple[StepKind, int, str]

SHIPPED: dict[str, tuple[Step, ...]] = {
    "wages": (
        (
            StepKind.VERIFY,
            1,
            _("核实用人单位（工程项目含总承包、分包单位）、涉及人数、欠薪月份和数额，以工资台账和单位书面说明为准。"),
        ),
        (StepKind.EMPLOYER, 1, _("联系用人单位，工程项目同时联系总承包单位，了解支付计划，请其尽快告知职工发放时间。")),
        (StepKind.LEGAL_AID, 1, _("告知 12351 职工维权热线和工会法律援助窗口，协助申请劳动仲裁或支付令。")),
        (StepKind.INSPECTORATE, 2, _("商请劳动保障监察机构依法处理；工程项目请其核查工资专用账户和工资保证金。")),
        (StepKind.SUPPORT, 3, _("对生活有困难的职工按规定给予临时救助，协调食宿和返乡。")),
        (StepKind.PUBLISH, 2, _("在工会网站、公众号和现场公布进展、求助办法和下一步时间。")),
        (StepKind.FOLLOW_UP, 1, _("到承诺的发放日核对是否足额到账，七天后回访，写下结果。")),
    ),
    "safety": (
        (StepKind.VERIFY, 1, _("核实时间、地点、用人单位、伤情和救治情况，以应急管理部门和医院的正式信息为准。")),
        (StepKind.EMPLOYER, 1, _("联系用人单位和基层工会，确认人员安全、救治费用垫付和现场停工整改情况。")),
        (StepKind.DEPARTMENT, 1, _("商请应急管理部门调查（职业病危害商请卫生健康部门），工会依法派人参加。")),
        (
            StepKind.LEGAL_AID,
            1,
            _("告知工伤认定的期限（单位 30 日内，职工或近亲属一年内）和所需材料，由 12351 和法律援助协助申请。"),
        ),
        (StepKind.SUPPORT, 2, _("看望伤者和家属，协助安排陪护、食宿和心理疏导。")),
        (StepKind.PUBLISH, 3, _("配合主管部门发布经核实的情况和防护提醒，没有核实的不写。")),
        (StepKind.FOLLOW_UP, 1, _("跟踪整改、工伤认定和赔付，提醒同类单位检查劳动保护，写下结果。")),
    ),
    "insurance": (
        (StepKind.VERIFY, 1, _("核实用人单位、涉及人数、险种或住房公积金、未缴或少缴的月份和基数。")),
        (StepKind.EMPLOYER, 1, _("联系用人单位，说明依法参保的义务，了解补缴计划和办理时间。")),
        (StepKind.DEPARTMENT, 1, _("商请社会保险经办机构和税务部门核对缴费记录（住房公积金商请公积金中心）。")),
        (StepKind.LEGAL_AID, 1, _("告知查询缴费记录和维权的办法，提供 12351、12333 热线和工会法律援助。")),
        (StepKind.INSPECTORATE, 2, _("单位不改正的，商请劳动保障监察机构或社保稽核部门依法处理。")),
        (StepKind.PUBLISH, 2, _("发布参保政策说明、办理进展和咨询方式。")),
        (StepKind.FOLLOW_UP, 1, _("核对补缴是否到位，七天后回访，写下结果。")),
    ),
    "hours": (
        (StepKind.VERIFY, 1, _("核实岗位、班次、加班时数、休假安排和高温等天气下的作业情况，涉及多少人。")),
        (StepKind.EMPLOYER, 1, _("联系用人单位和基层工会，了解考勤、加班费和带薪年休假的执行情况，建议调整排班。")),
        (StepKind.MEDIATE, 2, _("推动就工时、加班和休假开展集体协商，把结果写进集体合同或专项协议。")),
        (StepKind.LEGAL_AID, 1, _("告知加班费、年休假和高温津贴的规定，提供 12351 热线和工会法律援助。")),
        (StepKind.INSPECTORATE, 2, _("加班超过法定上限（每月 36 小时）而不改正的，商请劳动保障监察机构依法处理。")),
        (StepKind.PUBLISH, 3, _("发布工时休假政策说明和单位的改进措施。")),
        (StepKind.FOLLOW_UP, 1, _("一个工资周期后核对排班和加班费，写下结果。")),
    ),
    "employment": (
        (StepKind.VERIFY, 1, _("核实裁减、关停或搬迁的范围、人数和时间，是否提前 30 日向工会或全体职工说明情况。")),
        (StepKind.EMPLOYER, 1, _("联系用人单位，了解方案、经济补偿和听取意见的程序，提出工会意见。")),
        (StepKind.MEDIATE, 2, _("推动单位与职工代表协商补偿、转岗和优先留用。")),
        (StepKind.LEGAL_AID, 1, _("告知经济补偿和失业保险金的规定，提供 12351 热线和工会法律援助，协助申请劳动仲裁。")),
        (StepKind.SUPPORT, 2, _("会同人社部门组织岗位对接和技能培训，为困难职工建档帮扶。")),
        (StepKind.DEPARTMENT, 3, _("商请人社部门和属地街道共同研究安置办法。")),
        (StepKind.PUBLISH, 3, _("发布安置进展、政策说明和招聘信息。")),
        (StepKind.FOLLOW_UP, 1, _("一个月后回访安置和再就业情况，写下结果。")),
    ),
    "platform": (
        (StepKind.VERIFY, 1, _("核实平台企业和合作用工单位、涉及的规则（派单、计价、奖惩、保险）、区域和人数。")),
        (StepKind.EMPLOYER, 1, _("联系平台企业和合作用工单位，了解规则调整的原因和申诉渠道，请其当面向劳动者说明。")),
        (StepKind.MEDIATE, 2, _("推动就单价、接单时长和奖惩规则开展协商恳谈。")),
        (StepKind.LEGAL_AID, 1, _("告知新就业形态劳动者的权益规定，提供 12351 热线和工会法律援助。")),
        (StepKind.DEPARTMENT, 2, _("商请人社、交通运输、市场监管等主管部门依职责协调。")),
        (StepKind.SUPPORT, 1, _("告知就近的户外劳动者服务站点和职业伤害保障的办理办法。")),
        (StepKind.PUBLISH, 3, _("发布协商结果、规则说明和求助办法。")),
        (StepKind.FOLLOW_UP, 1, _("两周后回访规则执行情况，写下结果。")),
    ),
    "skills": (
        (StepKind.VERIFY, 1, _("核实培训或竞赛的主办单位、费用、证书和补贴情况，涉及多少人。")),
        (StepKind.EMPLOYER, 1, _("联系用人单位或培训机构，了解承诺和实际的差别，请其给出解决办法。")),
        (StepKind.DEPARTMENT, 2, _("涉及收费、证书或补贴的，商请人社、教育、市场监管部门核查。")),
        (StepKind.LEGAL_AID, 2, _("涉及培训服务期、违约金的，由 12351 和工会法律援助提供咨询。")),
        (StepKind.SUPPORT, 1, _("告知工会的培训项目、补贴和报名办法。")),
        (StepKind.PUBLISH, 2, _("发布政策说明、办理流程和咨询方式。")),
        (StepKind.FOLLOW_UP, 1, _("两周后回访办理情况，写下结果。")),
    ),
    "union": (
        (StepKind.VERIFY, 1, _("核实所说的服务项目、承办的工会或部门、时间和标准。")),
        (StepKind.DEPARTMENT, 1, _("请承办的工会或部门说明情况，给出改进办法和时间。")),
        (StepKind.SUPPORT, 1, _("先把职工的具体困难办好：补办、补发、转接或告知办理地点。")),
        (StepKind.LEGAL_AID, 3, _("涉及会员权益争议的，由 12351 提供咨询。")),
        (StepKind.PUBLISH, 2, _("在工会网站和公众号说明情况、标准和改进措施，欢迎职工提意见。")),
        (StepKind.FOLLOW_UP, 1, _("一周后核对改进是否落实，写下结果。")),
    ),
    "other_labour": (
        (StepKind.VERIFY, 1, _("核实时间、地点、用人单位、涉及人数和诉求，以单位书面说明和主管部门信息为准。")),
        (StepKind.EMPLOYER, 1, _("联系用人单位和基层工会，了解情况和打算，提出工会意见。")),
        (StepKind.LEGAL_AID, 1, _("告知 12351 职工维权热线和工会法律援助窗口。")),
        (StepKind.INSPECTORATE, 2, _("涉嫌违反劳动法律法规的，商请劳动保障监察机构依法处理。")),
        (StepKind.SUPPORT, 2, _("对有困难的职工给予帮扶，说明办理办法。")),
        (StepKind.PUBLISH, 3, _("发布经核实的情况、进展和求助办法。")),
        (StepKind.FOLLOW_UP, 1, _("七天后回访职工和单位，写下结果。")),
    ),
}
