"""A topic's summary: central sentences, quoted whole, each from an item; nothing said twice."""

from monitor.topics.summary import SENTENCES, Quote, Told, as_rows, choose_sentences

WAGES = "云河新城项目拖欠工资，工人上门讨要"
FIRST = (
    "云河新城二期工地的四十名工人已三个月没有领到工资。项目部称劳务公司没有按时转账。当天下午天气晴好，路上车辆很多。"
)
SECOND = "劳务公司承认拖欠云河新城工地工人三个月工资。区劳动监察大队已经立案，要求项目部在七天内付清工资。"
THIRD = "云河新城工地的四十名工人，已三个月没有领到工资。工会派出律师，帮助工人申请支付令。"


def told(*texts: str) -> list[Told]:
    newest_first = list(enumerate(texts, 1))[::-1]
    return [Told(n, n + 100, WAGES, text) for n, text in newest_first]


def nobody(_: str) -> set[str]:
    return set()


def test_sentences_are_quoted_whole_with_their_item_and_source() -> None:
    quotes = choose_sentences(told(FIRST, SECOND, THIRD), "工地欠薪", nobody)
    texts = {1: FIRST, 2: SECOND, 3: THIRD}
    assert 2 <= len(quotes) <= SENTENCES
    assert all(quote.text in texts[quote.item] and quote.source == quote.item + 100 for quote in quotes)


def test_what_all_tell_is_said_once_and_the_weather_not_at_all() -> None:
    quotes = choose_sentences(told(FIRST, SECOND, THIRD), "工地欠薪", nobody)
    assert sum("没有领到工资" in quote.text for quote in quotes) <= 1
    assert not any("天气" in quote.text for quote in quotes)


def test_the_title_is_not_repeated() -> None:
    assert choose_sentences(told(f"{WAGES}。"), WAGES, nobody) == []


def test_a_sentence_without_a_name_goes_first() -> None:
    texts = ["监察大队要求项目部付清工人工资。", "周启明要求项目部付清工人的工资。"]
    quotes = choose_sentences(told(*texts), "讨薪", lambda text: {"周启明"} if "周启明" in text else set())
    assert [quote.text for quote in quotes] == [texts[0]]


def test_digests_and_headlines_alone_give_no_sentence() -> None:
    assert choose_sentences([Told(1, 1, "早报：云河一周要闻", SECOND)], "", nobody) == []
    assert choose_sentences([Told(1, 1, WAGES, "")], "", nobody) == []


def test_rows_keep_text_item_and_source() -> None:
    assert as_rows([Quote("已经立案。", 7, 3)]) == [{"text": "已经立案。", "item": 7, "source": 3}]
