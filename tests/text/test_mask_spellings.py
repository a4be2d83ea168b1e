"""Many spellings of personal numbers, and many look-alikes: recall and precision of masking on our own set."""

import pytest

from monitor.text.mask import mask

PHONE = """13912345678|139-1234-5678|139 1234 5678|139.1234.5678|1391234 5678|139 12345678|139-123-45678|1391-234-5678
13912 345678|139 12 34 56 78|1 3 9 1 2 3 4 5 6 7 8|1-3-9-1-2-3-4-5-6-7-8|1391 2345 678|(86)13912345678|+8613912345678|+86 139 1234 5678
+86-13912345678|008613912345678|１３９１２３４５６７８|１３９－１２３４－５６７８|139—1234—5678|139·1234·5678|一三九一二三四五六七八|幺三九幺二三四五六七八
一三九 一二三四 五六七八|1三九1234五六七八|①③⑨①②③④⑤⑥⑦⑧|139１２３４5678|19912345678|16612345678|010-62345678|010 62345678
01062345678|（010）62345678|(0571)8765 4321|0571-87654321|0571－87654321|0571 8765-4321|02187654321|021-87654321转805
0755-8765432|+86 21 87654321|+852 5123 4567|+1 (212) 555-0123|86-13912345678"""
OTHERS = """〔证件号〕 110101199003077758|110101 19900307 7758|11010119900307775X|11010119900307775x|身份证号码：11010119900307775X|身份证号是110101199003077758|证件号110101900307775|110101900307775|护照号E12345678
〔银行卡〕 6222 0212 3456 7890 128|6222021234567890128|4111111111111111|4111-1111-1111-1111|卡号：6217 0012 3456 7890 123|账号 6217001234567890|工资卡6228480012345678901|银行账户：110912345678901234
〔邮箱〕 a.b@qq.com|zhang_san-3@mail.example.com.cn|xiaowang＠126.com|li4 (at) example.org|wang5[at]example.net|service+me@sub.example.com
〔账号〕 @老张的日常|＠workerbee_88|@a-b-c|//@路人甲乙:|QQ：12345678|qq 123456789|QQ号是1234567890|加扣扣7654321|Q群：87654321|企鹅号12345678|QQ群号 345678901
〔账号〕 微信号：abc_12345|微信号abc-1234|微信：zhang2026|微信:wxid_9x8y7z|加微信gongyou2026|VX：lisi88888|vx lisi88888|V信：lisi88888|wx：lisi88888|薇信号 lisi88888|加V：zhang12345|加我微信13x_abcd5|微信同号：lisi_2020|weixin: lisi88888|抖音号：yunhe_8866|快手号: kuai12345|有意者加yh_chenxi8813，价钱好说|加我lisi2020|加个dagong_laosan，细聊|聯繫微信號yh_laosan9363，重謝
〔车牌〕 京A12345|京A·12345|京A-12345|粤BD12345|粤B·D12345|沪A12345D|浙A1B2C3|鲁Q88K66|苏E 99A88|川A·12345|粤B1234学|粤Z1234港|京A１２３４５
〔住址〕 3号楼2单元501|3号楼2单元501室|三号楼二单元五〇一|5栋302室|5栋1单元302|12幢3单元1102室|A座1203室|18弄6号201室|7号楼3层305室|2单元601室|88号302室|6栋7楼702房|幸福里12栋2单元
〔住址〕 家庭住址：云河区安澜路12号|住址: 云河街道槐荫里7号|家住幸福小区3-2-501|住在槐荫里小区12-1-302室|收货地址：云河区某某路8号院"""
ELSE = """12345|12351|12333|12315|12348|110|119|120|12328|95588|95533|10086|10010|400-812-3456|4008123456|400 812 3456|800-810-8888|96166
2026-11-25|2026年11月25日|2026.11.25|2026/11/25|20261125|08:30-17:30|2026-11-25 08:30:15|2025-2026学年|1998—2026年|11月25日至12月3日
3500元|3,500.50元|12.8亿元|13800元|13912345678元|15000000000元|139.5万|¥1399|$13,999|18000000000股|共13800000000人次|营收13912345.67万元
600519|000001|300750.SZ|HK00700|沪指3139.12点|上证3139.1234|第38条|〔2026〕12号|人社部发〔2026〕138号|GB/T 28001-2011|ISO 45001|京政办发(2026)12号|国务院令第722号|国令第375号|（2026）云01民终1234号
5G-A|N+1|iPhone17Pro|A股|B站|T3航站楼|K1234次列车|G1234次|CA1234航班|U23|3D打印|H1N1|C919|F-35|新GDP2025|京A股指数|云A计划
3号线|2号出口|12号楼施工|3号楼起火|5栋楼封控|3单元测验|第3单元|2号院士|8层高|12栋住宅|6栋楼共302户居民|15号线202公里|3号楼1000人撤离|1号文件|502胶水|23号令|88号公路|3楼301医院
QQ音乐|QQ飞车|微信支付|微信公众号|微信群聊|微信小程序|加微信群|微信iOS版|VX公司|扣扣群聊|邮箱已满|关注@所有人|@全体成员|5@10元|卫星发射|微信 Windows 版|公众号：云河工会|添加python3|加ps5|加rtx4090显卡|再加v8引擎|更加wifi6
第110期|110101|邮编100010|订单号202611251234567890|快递单号4111111111111111|流水号6222021234567890128|编号110101900307775|批号20261125001|统一社会信用代码91110108MA01ABCD2X|ISBN 978-7-111-12345-6
0.13912345678|https://example.com/n/13912345678|http://example.com/a_13912345678|v1.39.1234|192.168.100.100|99.9999%|1:0|3-2|21-18|5x8|1080p|4K|二〇二六年十一月二十五日|一二三四五|三三两两|一九四九年|百分之一二三"""


def cases(block: str) -> list[str]:
    return [case for line in block.splitlines() for case in line.split("|") if case]


def labelled(block: str) -> list[tuple[str, str]]:
    rows = (line.split(" ", 1) for line in block.splitlines())
    return [(kind, case) for kind, rest in rows for case in rest.split("|")]


@pytest.mark.parametrize("spelling", cases(PHONE))
@pytest.mark.parametrize("frame", ["{}", "请联系{}，谢谢", "王师傅 {} 值班"])
def test_every_spelling_of_a_telephone_number_goes(spelling: str, frame: str) -> None:
    assert mask(frame.format(spelling))[0] == frame.format("〔电话〕")


@pytest.mark.parametrize(("kind", "spelling"), labelled(OTHERS))
@pytest.mark.parametrize("frame", ["{}", "他说{}，请转告"])
def test_every_spelling_of_another_personal_number_gets_its_placeholder(kind: str, spelling: str, frame: str) -> None:
    masked, changed = mask(frame.format(spelling))
    assert changed
    assert kind in masked
    assert not any(len(run) > 4 for run in "".join(c if c.isdigit() else " " for c in masked).split())


@pytest.mark.parametrize("public", cases(ELSE))
@pytest.mark.parametrize("frame", ["{}", "关于{}的说明", "据悉，{} 引发关注"])
def test_what_only_looks_like_a_personal_number_stays(public: str, frame: str) -> None:
    assert mask(frame.format(public)) == (frame.format(public), False)
