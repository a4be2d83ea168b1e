"""E-mail, handles, QQ and WeChat ids. Domains of the reserved kind (example, test, invalid) or with names shorter than their provider gives; QQ numbers beyond those given."""

EMAIL = """
邮箱⟦muxi2001@example.com⟧
材料发⟦lao.zhang-77@mail.example.cn⟧
⟦ＬＡＯＬＩ＠ｅｘａｍｐｌｅ．ｃｏｍ⟧
⟦liuying@example。com⟧
⟦chen.xi(at)example.com⟧
⟦chenxi[at]example[dot]com⟧
⟦chenxi at example dot com⟧
⟦wangwu#example.com⟧（#换成@）
⟦zhaoliu＃example.com⟧
⟦hr_complaint@yunhe.example⟧
E-mail: ⟦d.gong@mail.yunhe.example⟧
email：⟦a1b2c3@test.invalid⟧
电邮⟦fang88@example.net⟧
電郵：⟦kwok.siu@example.hk⟧
電子郵件⟦chan_tm@example.tw⟧
⟦sunqi @ example.com⟧
⟦sunqi@ example .com⟧
⟦zhou8(@)example.com⟧
⟦zhou9（at）example.com⟧
⟦wu10【at】example.com⟧
⟦zheng11艾特example.com⟧
⟦feng12@example点com⟧
⟦feng13 AT example DOT com⟧
⟦9900001234@qq.com⟧
⟦9900001235＠qq.com⟧
⟦99000 01236@qq.com⟧是我的邮箱
⟦xm0@163.com⟧
⟦xz_0@126。com⟧
投稿请寄⟦t0@sina.com⟧，文责自负
⟦m+tag@example.org⟧
⟦m\u200bu\u200bxi@example.com⟧
<⟦muxi2002@example.com⟧>
“⟦muxi2003@example.com⟧”
简历投⟦zhaopin.xx0000@company-0000.com.cn⟧
mailto:⟦muxi2004@example.com⟧
⟦MUXI2005@EXAMPLE.COM⟧
⟦muxi2006 (a) example.com⟧
⟦muxi2007@@example.com⟧
⟦muxi2008@vip.example.com⟧，抄送⟦muxi2009@vip.example.com⟧
⟦muxi2010_at_example.com⟧
⟦muxi2011&example.com⟧，&换@
⟦muxi2012@example,com⟧
⟦muxi-2013@公司.中国⟧
⟦m0@foxmail.com⟧
我的e-mail是⟦muxi2015@example.com⟧欢迎来信
⟦m0@gmail.com⟧/⟦13900004486⟧
"""

HANDLE = """
⟦@河边的风12⟧ 你来评评理
转发⟦@石漾打工仔⟧：厂里又不发钱
⟦@不吃香菜⟧ ⟦@加班到秃头_88⟧
感谢⟦@一只小橘子⟧提供线索
⟦＠夜班司机老K⟧ 说得对
//⟦@车间里的月亮⟧: 我们也是
回复⟦@XiaoMing_0000⟧：同感
via ⟦@night_rider0000⟧
cc ⟦@dagong.ren⟧
作者：⟦@摸鱼达人3号⟧
图源⟦@街拍小王子⟧
⟦@用户0000123456⟧ 私信我
⟦@momo⟧ 你们厂招人吗
（素材来自⟦@爱拍照的阿强⟧）
昨天⟦@下雨天不打伞⟧发视频称
据网友⟦@南风知我意_2⟧爆料
微博⟦@工友小李讨薪记⟧
抖音号：⟦dagong_0000x⟧
抖音：⟦@搬砖日记⟧
小红书号：⟦99000012345⟧
小紅書⟦@工廠妹日常⟧
快手号⟦kuaishou_0000y⟧
微博名⟦@今天也没下班⟧，欢迎来看
b站⟦@焊工老陈_⟧有视频
推特⟦@worker_cn0000⟧
⟦@王小明⟧ 还我血汗钱
⟦@张师傅带你看厂⟧
⟦@\u200b夜归人⟧
⟦@ 夜归的人⟧ 出来说话
🎥⟦@跑外卖的小军⟧
⟦@Tony老师⟧ 在吗
⟦@工地小诗人🌙⟧
⟦@A上岸⟧
⟦@一起加油呀～⟧，看这里
telegram ⟦@yh_laogong00⟧
TG：⟦@lanzhou_ls00⟧
ins: ⟦@foodie.0000⟧
"""

QQ = """
QQ⟦9900001234⟧
QQ：⟦9900001235⟧
qq ⟦99000 01236⟧
QQ号⟦９９００００１２３７⟧
Q Q:⟦9900001238⟧
扣扣⟦9900001239⟧
扣扣号：⟦九九零零零零一二四零⟧
加扣⟦9900001241⟧
企鹅号⟦9900001242⟧
企鹅⟦9900001243⟧
🐧⟦9900001244⟧
Q：⟦9900001245⟧
加Q⟦9900001246⟧
加q群⟦9900001247⟧
QQ群：⟦9900001248⟧
群号⟦9900001249⟧
蔻蔻⟦9900001250⟧
扣⟦9900001251⟧进维权群
我的qq是⟦9900001252⟧
QQ=⟦9900001253⟧
q.q：⟦9900001254⟧
ＱＱ⟦9900001255⟧
QQ号码为⟦9900001256⟧
QQ/微信：⟦9900001257⟧
讨薪交流Q群 ⟦990-000-1258⟧
有兴趣加QQ ⟦9900🍀001🍀259⟧
求加qq⟦990\u200b0001\u200b260⟧
QQ帳號⟦9900001261⟧
球球⟦9900001262⟧
抠抠号⟦9900001263⟧
联系qq:⟦9910000264⟧
企鹅群 ⟦9900000265⟧
QQ⟦9-9-0-0-0-0-1-2-6-6⟧
Q号⟦9900001267⟧备注来意
Q我：⟦9900001268⟧
加我的Q，⟦9900001269⟧
"""

WECHAT = """
微信⟦yh_chenxi0001⟧
微信号：⟦lz-laosan0002⟧
加V⟦dagong_0003⟧
加v：⟦wxduoduo0004⟧
加vx ⟦yh0005chen⟧
VX：⟦laosan_0006⟧
vx⟦13900003327⟧
V信⟦abc0007def⟧
薇❤⟦zxy0008⟧
薇信：⟦zxy0009⟧
薇⟦zxy0010⟧
威信⟦laoli0011⟧
维信号⟦laoli0012⟧
wx:⟦laoli0013⟧
WX ⟦laoli0014⟧
wechat: ⟦laoli0015⟧
WeChat ID：⟦lao_li0016⟧
微：⟦xiaofang0017⟧
+V：⟦xiaofang0018⟧
＋Ｖ⟦xiaofang0019⟧
➕V⟦xiaofang0020⟧
➕薇⟦xiaofang0021⟧
加微⟦xiaofang0022⟧
加薇⟦xiaofang0023⟧
加微信⟦xiaofang0024⟧进群
加我微信：⟦wxid_0000abcdef25⟧
⟦wxid_9k0000zz11m21⟧
微❤信⟦fangfang0026⟧
V❤：⟦fangfang0027⟧
微*信：⟦fangfang0028⟧
微信号是⟦fangfang0029⟧，备注工友
微訊 ⟦fangfang0030⟧
微信號⟦fangfang0031⟧
我的微信，⟦fangfang0032⟧
wei xin ⟦fangfang0033⟧
weixin：⟦fangfang0034⟧
绿泡泡⟦fangfang0035⟧
绿色软件：⟦fangfang0036⟧
v:⟦fangfang0037⟧ 白天在
V ⟦f_f-0038⟧
徽信⟦fangfang0039⟧
溦信 ⟦fangfang0040⟧
微信：⟦9900001241⟧
微信⟦ｆａｎｇ００４２⟧
加微：⟦f a n g 0 0 4 3⟧
微信搜⟦fangfang0044⟧
微信公众号后台或加V❤⟦fang_0045⟧
想了解的加卫星⟦fang0046⟧
嶶信⟦fangfang0047⟧
VX🔍⟦fang0048⟧
wx号⟦fang\u200b0049⟧
微信id:⟦Fang_0050⟧
"""

ADDRESS = """
住在⟦3号楼2单元501⟧
⟦12栋1单元302室⟧漏水半年没人管
家住⟦二十一栋三零二室⟧
⟦5幢3单元1204⟧
⟦7号楼1502室⟧的孩子高烧不退
幸福小区⟦8号楼3单元602⟧
⟦3#楼2单元501室⟧
⟦3-2-501⟧室是我家
⟦3栋2单元5楼501⟧
⟦十二号楼三单元一零一⟧
⟦12号楼甲单元701⟧
⟦A栋1203室⟧是我租的
⟦B座2单元1801⟧住户反映
⟦6号楼4单元6层东户⟧
⟦3号楼二单元五楼西户⟧
⟦19号院4号楼6单元203⟧
⟦5弄12号602室⟧
石漾路⟦66弄7号1203室⟧
梧桐里⟦23号楼1门502⟧
⟦3号楼2门501号⟧
宿舍⟦6栋412⟧
员工宿舍⟦3栋508房⟧没有热水
工人住⟦北区9栋307寝室⟧
⟦3號樓2單元501⟧
⟦十八棟五樓B室⟧
⟦12棟3單元802室⟧
⟦３号楼２单元５０１⟧
⟦3 号楼 2 单元 501⟧
⟦3号楼、2单元、501室⟧
⟦3号楼-2单元-501⟧
⟦3号楼\u200b2单元\u200b501⟧
我家是⟦贰号楼壹单元陆零壹⟧
⟦25号楼1单元17楼1702⟧的老人摔了
花园村⟦四组17号⟧
石漾村⟦3组28号⟧老周家
张家湾⟦五社12号⟧
阳光城⟦2期5栋1单元1001⟧
金水湾⟦9座15A⟧
⟦9幢15楼B室⟧租客
东风里⟦16排3号⟧平房
⟦1单元302⟧的邻居天天吵
二单元的，⟦2单元602室⟧在装修
⟦401室⟧的租户，住3号楼
⟦3号楼501⟧住着三家人
上门地址：⟦11号楼2单元903⟧
收件地址 云河区石漾路88号桂花苑⟦4栋2单元1103房⟧
户籍地址：云河区⟦莲塘街120号⟧
家庭住址：⟦莲塘街道柳巷47号3楼⟧
住址⟦桂花苑14-2-302⟧
现住⟦桂花苑14栋302⟧
寄到⟦柳巷18号院2号楼403⟧
⟦2号楼1单元 15-3⟧
⟦7栋二单元十二楼三号⟧
⟦七幢六零四⟧
⟦5号楼5单元顶楼502户⟧
桂花苑⟦三期十二栋二单元六零一室⟧业主
门牌号⟦3栋4单元505⟧
⟦5栋B单元2203号房⟧
收货地址是⟦丁香公寓2座1806⟧
⟦16号楼地下室12号⟧住着打工的夫妻
"""
