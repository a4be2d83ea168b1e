"""The clusterer against labels, beside its baselines."""

from __future__ import annotations

from monitor.topics.cluster import TopicItem
from monitor.topics.evaluate import evaluate_duplicates, evaluate_topics
from monitor.topics.offline import cluster_all
from monitor.topics.records import topic_item
from monitor.topics.score import topics_score
from monitor.topics.single_pass import single_pass_best

TITLES = {
    "wages": [
        "云河新城项目工友讨要被拖欠的工资",
        "云河新城项目拖欠工资 工友讨要",
        "工友：云河新城项目工资被拖欠三个月",
    ],
    "lotus": ["枫渚湿地公园荷花盛开迎客", "枫渚湿地公园的荷花盛开了", "荷花盛开 枫渚湿地公园周末客流翻番"],
    "metro": ["地铁3号线信号故障早高峰晚点", "早高峰地铁3号线晚点 信号故障", "地铁3号线信号故障已排除"],
}
ROWS = [{"id": f"{topic}{n}", "title": t, "topic": topic} for topic, all_ in TITLES.items() for n, t in enumerate(all_)]


def test_the_figures_are_those_of_what_the_cluster_command_runs() -> None:
    result = evaluate_topics(ROWS)
    found = [one.topic for one in cluster_all([topic_item(row, i) for i, row in enumerate(ROWS)])]
    assert result["figures"] == topics_score(found, [row["topic"] for row in ROWS])
    assert result["figures"]["b_cubed"]["f1"]["value"] > 0.6
    assert (result["n"], result["stories_of_2"]) == (9, 3)


def test_each_item_alone_is_pure_and_finds_no_event() -> None:
    alone = evaluate_topics(ROWS)["baselines"]["each_item_alone"]
    assert alone["b_cubed"]["precision"]["value"] == 1.0
    assert alone["event"]["f1"]["value"] == 0.0


def test_the_single_pass_baseline_groups_what_shares_its_words() -> None:
    items = [TopicItem(i, row["title"], "", "", None) for i, row in enumerate(ROWS)]
    _, found = single_pass_best(items, [row["topic"] for row in ROWS])
    assert found[0] == found[1] != found[3] == found[4]


def test_events_are_labels_as_well_and_single_items_do_not_dilute_the_stories() -> None:
    rows = [{"title": row["title"], "event": row["topic"]} for row in ROWS]
    more = [*rows, {"title": "夜市摊位抽签结果公布", "event": "market"}]
    assert evaluate_topics(more)["stories_alone"] == evaluate_topics(rows)["figures"]


def test_a_repeated_headline_is_a_found_repost() -> None:
    rows = [{**row, "repost_of": None} for row in ROWS]
    rows.append({"id": "copy", "title": ROWS[0]["title"], "repost_of": "wages0", "variant": "repost"})
    result = evaluate_duplicates(rows)
    assert result["reposts"] == 1
    assert result["figures"]["recall"]["value"] == 1.0
