"""Why a robot, webhook or other channel did not take a message, and what to do; in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext as _


def channel_fault(label: str) -> str:
    """A sentence for a fixed label; an unknown one is shown as it is."""
    known = {
        "outcome_unknown": _("上次发送中断，不知是否送达；会以同一编号再发一次"),
        "poison": _("这条消息多次使发送中断，已搁置。请核对后重发"),
        "paced": _("机器人每分钟限发 20 条，正在排队"),
        "channel_secret": _("已存的地址或密钥无法解密（密钥换过？）。请重新填写，或由运维恢复 TINGCHAO_SEAL_KEYS"),
        "channel_off": _("渠道已停用。启用渠道后可以重发"),
        "unlisted": _("接收人已停用、地址已更换或成员已离开，未再发送。重新列入名单后可以重发"),
        "http_address": _("地址不是有效的 http(s) 地址，请管理员改正"),
        "http_blocked": _(
            "地址指向内网或不允许的网络。若确是内网网关，请运维在 TINGCHAO_CHANNEL_ALLOW_NETWORKS 中列出；公网须用 https"
        ),
        "http_dns": _("找不到该地址的主机，请检查地址和本机的域名解析"),
        "http_tls": _("安全证书有误。内网网关若用自签证书，请运维设置 TINGCHAO_CHANNEL_CA_FILE"),
        "http_timeout": _("对方没有按时回应，会自动重试"),
        "http_unanswered": _("消息已发出，但没有收到对方的回执，可能已送达；会再发，并计入重发次数"),
        "http_unreachable": _("连接不上对方服务器，会自动重试；请检查网络或代理"),
        "http_proxy": _("代理服务器不接受连接，请运维检查 TINGCHAO_CHANNEL_PROXY"),
        "http_redirect": _("对方要求转到别的地址。请填写最终地址"),
        "robot_busy": _("机器人发送过于频繁或对方系统繁忙，稍后自动再发"),
        "robot_token": _("机器人的地址或密钥无效：可能已被删除或重置。请到群里重新复制地址"),
        "robot_sign": _("签名不符。请核对加签密钥，并检查本机时间是否准确"),
        "robot_keyword": _("消息里没有机器人要求的关键词。请在渠道里填写与机器人设置相同的关键词"),
        "robot_ip": _("本机的出口地址不在机器人的白名单里。请在机器人设置中添加"),
        "robot_refused": _("机器人不接受这条消息的内容"),
        "robot_answer": _("对方的回应不像群机器人。请检查网关地址"),
        "report_gone": _("报告已不存在"),
        "hook_busy": _("对方系统繁忙，稍后自动再发"),
        "hook_door": _("对方不认这个地址或不允许访问，请核对地址"),
        "hook_refused": _("对方不接受这条消息，请与其管理员核对格式（docs/alerts.md）"),
        "apprise_address": _("不能用的 Apprise 地址：格式有误，或是公开发帖、本机操作、已有专门渠道的服务"),
        "apprise_failed": _("对方服务没有接受消息，会自动重试；请核对地址"),
    }
    return known.get(label, label)


def listing_sentence(label: str) -> str:
    """Why a channel or recipient cannot be saved, and what to do."""
    known = {
        "name_known": _("已有同名的渠道，请换一个名称。"),
        "token_missing": _("请填写机器人地址或密钥。"),
        "token_shape": _("地址不对。请从群机器人的设置页复制完整地址。"),
        "base_url": _("网关地址须以 http:// 或 https:// 开头，不含用户名、密码和问号。"),
        "address": _("请填写有效的 https:// 地址（本机和获准的内网可用 http://）。"),
        "recipient_known": _("这位成员已在名单里。"),
        "recipient_role": _("查看者不接收消息；请选信息员、值班员、组长或管理员。"),
        "template_unknown": _("没有这个占位符。请只用列出的占位符。"),
        "template_brace": _("花括号不成对。要写花括号本身，请写两个。"),
        "template_empty": _("标题和正文都不能为空。"),
        "template_long": _("太长：标题最多 200 字，正文最多 4000 字。"),
        "template_lines": _("标题只能有一行。"),
    }
    return known.get(label, label)
