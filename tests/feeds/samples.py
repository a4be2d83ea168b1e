"""Feeds that we wrote for the tests: the fictional district Yunhe."""

from __future__ import annotations

import json

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">
<channel><title>云河晚报</title><link>http://news.yunhe.example/</link><language>zh-CN</language><ttl>30</ttl>
<managingEditor>bianji@yunhe.example (秦某某)</managingEditor><webMaster>wm@yunhe.example</webMaster>
<item><title>柳岸街道一工地木工班工资拖欠两个月</title><link>/2026/a1.html?utm_source=rss&amp;id=7</link>
<guid isPermaLink="false">yh-1</guid><pubDate>Wed, 01 Jul 2026 08:30:00 CST</pubDate>
<description>&lt;p&gt;十二名木工到街道反映情况。&lt;/p&gt;</description>
<content:encoded><![CDATA[<p>十二名木工到街道反映情况，项目部称月底前结清。</p>]]></content:encoded>
<author>zhangsan@yunhe.example (张某某)</author><dc:creator>张某某</dc:creator><category>劳动</category>
<enclosure url="/img/1.mp3" type="audio/mpeg" length="1234"/></item>
<item><title>枫渚夜市周末延长营业</title><link>http://news.yunhe.example/2026/a2.html</link>
<guid>http://news.yunhe.example/2026/a2.html</guid><pubDate>2026年7月1日 09:05</pubDate>
<description>晚八点至十一点。</description></item>
</channel></rss>"""

ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN" xml:base="http://trade.yunhe.example/">
<title type="html">云河物流</title><link href="http://trade.yunhe.example/"/>
<link rel="self" href="http://trade.yunhe.example/feed"/><author><name>赵某某</name><uri>http://x.example/u/9</uri></author>
<entry><title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">分拣中心<b>夜班</b>改为两班倒</div></title>
<link rel="enclosure" href="voice.mp3" type="audio/mpeg"/><link href="posts/9"/><id>tag:trade.yunhe.example,2026:9</id>
<published>2026-07-01T08:30:00+08:00</published><updated>2026-07-01T10:00:00+08:00</updated>
<author><name>钱某某</name><email>qian@trade.example</email></author><contributor><name>孙某某</name></contributor>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">职工说休息时间变<i>短</i>了。</div></content>
<category term="物流"/></entry></feed>"""

RDF = """<?xml version="1.0" encoding="utf-8"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="http://gov.yunhe.example/"><title>云河政务</title><link>http://gov.yunhe.example/</link>
<items><rdf:Seq><rdf:li rdf:resource="http://gov.yunhe.example/1"/></rdf:Seq></items></channel>
<item rdf:about="http://gov.yunhe.example/1"><title>关于高温作业时段的通知</title><link>http://gov.yunhe.example/1</link>
<dc:date>2026-07-01T08:30:00+08:00</dc:date><dc:creator>李某某</dc:creator><description>中午停工两小时。</description></item>
</rdf:RDF>"""

ATOM03 = """<?xml version="1.0" encoding="utf-8"?>
<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>旧式订阅</title>
<link rel="alternate" type="text/html" href="http://old.yunhe.example/"/>
<entry><title>渡头镇开展招聘会</title><link rel="alternate" type="text/html" href="http://old.yunhe.example/3"/>
<id>old-3</id><issued>2026-07-01T08:30:00+08:00</issued><modified>2026-07-01T08:30:00+08:00</modified>
<author><name>周某某</name></author><summary>岗位三百个。</summary></entry></feed>"""

JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "云河论坛精选",
        "home_page_url": "http://bbs.yunhe.example/",
        "language": "zh-CN",
        "authors": [
            {"name": "吴某某", "url": "http://bbs.yunhe.example/u/1", "avatar": "http://bbs.yunhe.example/1.png"}
        ],
        "items": [
            {
                "id": "t-5",
                "url": "/t/5?from=feed",
                "title": "骑手单价又降了吗",
                "content_html": "<p>平台这周改了计价。</p>",
                "summary": "计价变化",
                "date_published": "2026-07-01T08:30:00+08:00",
                "date_modified": "2026-07-01T09:30:00+08:00",
                "authors": [{"name": "郑某某"}],
                "author": {"name": "郑某某"},
                "tags": ["平台"],
                "attachments": [{"url": "/a.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 9}],
            }
        ],
    },
    ensure_ascii=False,
)

HOTLIST = json.dumps(
    {
        "status": "success",
        "id": "yunhe-hot",
        "updatedTime": 1782866000000,
        "items": [
            {
                "id": "88",
                "title": "云河多个工地高温停工",
                "url": "http://hot.yunhe.example/q?w=88&spm=a1.b2",
                "pubDate": 1782865800000,
                "extra": {"hover": "多个街道发布通知", "author": "王某某", "info": "王某某"},
            },
            {"id": "89", "title": "开发区招聘会今日举行", "url": "http://hot.yunhe.example/q?w=89"},
        ],
    },
    ensure_ascii=False,
)

PEOPLE = ("张某某", "秦某某", "赵某某", "钱某某", "孙某某", "李某某", "周某某", "吴某某", "郑某某", "王某某")


def rss(*items: str, head: str = "") -> bytes:
    """An RSS feed around these `<item>` bodies."""
    body = "".join(f"<item>{item}</item>" for item in items)
    return f'<rss version="2.0"><channel><title>云河样本</title>{head}{body}</channel></rss>'.encode()


def item(number: int, title: str = "", date: str = "", text: str = "") -> str:
    """The body of an `<item>`."""
    when = f"<pubDate>{date}</pubDate>" if date else ""
    return (
        f"<title>{title or f'云河区第{number}号工地开展安全检查'}</title><guid isPermaLink='false'>g{number}</guid>"
        f"<link>http://news.yunhe.example/{number}</link>{when}<description>{text or '检查由街道组织。'}</description>"
    )
