"""What the settings of the environment do, for the read-only list; one that is not named here is explained by docs/settings.md."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MEANINGS: dict[str, str | Promise] = {
    "TINGCHAO_DATA": _("本机存放数据、日志和模型的目录。"),
    "DATABASE_URL": _("PostgreSQL 的地址（不显示账号和密码）。"),
    "REDIS_URL": _("Valkey 或 Redis 的地址（不显示密码）。"),
    "TINGCHAO_BASE_URL": _("人们打开本系统的网址，邮件里的链接用它。"),
    "TINGCHAO_DEBUG": _("开发模式，正式使用必须关闭。"),
    "TINGCHAO_PRODUCTION": _("正式使用：拒绝不安全的设置。"),
    "TINGCHAO_SECRET_KEY": _("会话和链接签名的密钥。"),
    "TINGCHAO_SECRET_KEY_FALLBACKS": _("更换密钥期间仍认的旧密钥。"),
    "TINGCHAO_SEAL_KEYS": _("加密已存密码和机器人密钥的钥匙；不设则用上面的密钥。"),
    "TINGCHAO_ALLOWED_HOSTS": _("网站认的主机名。"),
    "TINGCHAO_DRILL": _("这是演练，不是正式系统。"),
    "TINGCHAO_FETCH_ALLOW_NETWORKS": _("允许抓取的内网网段。"),
    "TINGCHAO_FETCH_MIN_INTERVAL": _("同一来源两次抓取的最短间隔，秒。"),
    "TINGCHAO_FETCH_MAX_INTERVAL": _("同一来源两次抓取的最长间隔，秒。"),
    "TINGCHAO_FETCH_TIMEOUT": _("一次抓取最多用时，秒。"),
    "TINGCHAO_FETCH_MAX_BYTES": _("订阅内容解压后的上限，字节。"),
    "TINGCHAO_FETCH_HOST_DELAY": _("对同一网站两次请求的最短间隔，秒。"),
    "TINGCHAO_FETCH_PER_HOST": _("对同一网站同时进行的请求数。"),
    "TINGCHAO_FETCH_CONCURRENCY": _("一个工作进程同时进行的请求数。"),
    "TINGCHAO_FETCH_PROCESSES": _("一台机器上同时抓取的进程数。"),
    "TINGCHAO_FETCH_PROXY": _("抓取所用的代理。"),
    "TINGCHAO_FETCH_CA_FILE": _("抓取时信任的自有证书文件。"),
    "TINGCHAO_PUSH_URL": _("推送中心访问本系统的网址；空为不用推送。"),
    "TINGCHAO_PLACES_FILE": _("补充地名的文件。"),
    "TINGCHAO_MODEL_FILE": _("重新训练后启用的模型文件。"),
    "TINGCHAO_SMTP_TIMEOUT": _("等邮件服务器回应的时间，秒。"),
    "TINGCHAO_CHANNEL_ALLOW_NETWORKS": _("通知渠道可以访问的内网网段。"),
    "TINGCHAO_CHANNEL_PROXY": _("通知渠道所用的代理。"),
    "TINGCHAO_CHANNEL_CA_FILE": _("通知渠道信任的自有证书文件。"),
    "TINGCHAO_CHANNEL_TIMEOUT": _("等群机器人回应的时间，秒。"),
}
