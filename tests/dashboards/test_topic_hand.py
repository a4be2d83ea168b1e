"""What a duty monitor does to topics on the pages: merge, split, rename, mute, pin, watch, not our business, take back."""

import pytest
from django.test import Client

from monitor.lib.clock import utc_now
from monitor.models import Alert, Item, Topic, TopicChange, TopicHour, User
from monitor.topics.hand_flags import topic_flag
from monitor.topics.settle import topics_settle
from tests.conftest import make_item, make_source, make_topic

pytestmark = pytest.mark.django_db
NOW = utc_now()


@pytest.fixture
def desk(client: Client, duty: User) -> Client:
    client.force_login(duty)
    return client


def a_topic(*titles: str) -> Topic:
    """With an item of each title; counted and named as the services leave it."""
    topic = make_topic()
    for title in titles:
        Item.objects.filter(id=make_item(title=title, at=NOW).id).update(topic_id=topic.pk)
    topics_settle([topic.pk], now=NOW)
    topic.refresh_from_db()
    return topic


def test_topics_are_chosen_previewed_and_merged_and_the_old_page_leads_on(desk: Client) -> None:
    first, second = a_topic("云河新城工地欠薪", "云河新城欠薪有进展"), a_topic("云河新城工友讨薪")
    page = desk.get("/topics/merge/", {"topic": [first.pk, second.pk]}).content.decode()
    assert "3 条报道，3 条原创，3 家来源" in page
    chosen = {"topic": [first.pk, second.pk], "keep": second.pk, "reason": "同一工地"}
    unseen = desk.post("/topics/merge/", chosen | {"previewed": f"{first.pk}:{first.pk},{second.pk}"})
    assert "请看过新的预览再确认" in unseen.content.decode()
    response = desk.post("/topics/merge/", chosen | {"previewed": f"{second.pk}:{first.pk},{second.pk}"})
    assert response.headers["Location"] == f"/topics/{second.pk}/"
    html = desk.get(f"/topics/{first.pk}/", follow=True).content.decode()
    assert "您打开的话题已并入此话题" in html
    assert html.count("原因：同一工地") == 2  # in the sentence and in the history
    change = TopicChange.objects.get(kind="merge")
    html = desk.post(f"/topics/{second.pk}/changes/{change.pk}/undo/", follow=True).content.decode()
    assert "已撤回。" in html
    assert Item.objects.filter(topic_id=first.pk).count() == 2


def test_one_topic_alone_is_no_merge_and_suggestions_can_be_searched(desk: Client) -> None:
    first, second = a_topic("云河新城工地欠薪"), a_topic("柳营镇玩具厂起火")
    html = desk.get("/topics/merge/", {"topic": first.pk, "q": "玩具厂"}).content.decode()
    assert f'value="{second.pk}" data-tick' in html
    response = desk.post("/topics/merge/", {"topic": first.pk})
    assert response.status_code == 422
    assert "请至少选两个话题。" in response.content.decode()


def test_items_that_belong_elsewhere_are_moved_to_a_new_topic(desk: Client) -> None:
    topic = a_topic("云河新城工地欠薪", "柳营镇玩具厂起火")
    moved = Item.objects.get(title="柳营镇玩具厂起火").id
    found = desk.post(f"/topics/{topic.pk}/split/", {"item": moved, "q": "云河", "find": "1"}).content.decode()
    assert f'value="{moved}" data-tick checked' in found  # what was picked stays in sight
    response = desk.post(f"/topics/{topic.pk}/split/", {"item": moved, "into": "new", "title": "玩具厂火灾"})
    made = Topic.objects.get(title="玩具厂火灾")
    assert response.headers["Location"] == f"/topics/{made.pk}/"
    assert "移入的报道来自" in desk.get(f"/topics/{made.pk}/").content.decode()
    assert desk.post(f"/topics/{topic.pk}/split/", {"into": "new"}).status_code == 422


def test_the_machine_proposes_parts_of_what_is_not_one_matter(desk: Client) -> None:
    topic = a_topic("云河新城工地欠薪", "云河新城工地欠薪有进展", "柳营镇玩具厂起火", "柳营镇玩具厂起火原因查明")
    html = desk.get(f"/topics/{topic.pk}/parts/").content.decode()
    ids = ",".join(str(pk) for pk in Item.objects.filter(title__startswith="柳营镇").values_list("id", flat=True))
    assert "留在原话题" in html
    desk.post(f"/topics/{topic.pk}/parts/", {"part": ids, "reason": "两件事"})
    assert Item.objects.filter(topic_id=topic.pk).count() == 2


def test_a_name_is_refused_with_the_reason(desk: Client) -> None:
    topic = a_topic("云河新城工地欠薪")
    html = desk.post(f"/topics/{topic.pk}/rename/", {"title": "张建国讨薪一事"}, follow=True).content.decode()
    assert "标题里有人名（张建国）" in html
    html = desk.post(f"/topics/{topic.pk}/rename/", {"title": "云河新城欠薪专题"}, follow=True).content.decode()
    assert "人工命名" in html


def test_a_muted_topic_says_so_and_is_found_again(desk: Client) -> None:
    topic = a_topic("云河新城工地欠薪")
    refused = desk.post(f"/topics/{topic.pk}/flag/muted/", {"on": "1"}, follow=True).content.decode()
    assert "请写明原因" in refused
    html = desk.post(f"/topics/{topic.pk}/flag/muted/", {"on": "1", "reason": "旧闻"}, follow=True).content.decode()
    assert "不再发预警和提醒，也不出现在值班台；已有的预警仍要有人办结。" in html
    assert f'data-row="{topic.pk}"' not in desk.get("/").content.decode()
    assert f'data-row="{topic.pk}"' in desk.get("/topics/?show=muted").content.decode()


def test_watched_topics_have_a_list_of_their_own_whatever_the_window(desk: Client, duty: User) -> None:
    topic = a_topic("云河新城工地欠薪")
    assert "还没有列入值守关注的话题" in desk.get("/topics/?show=watched").content.decode()
    topic_flag(topic=topic.pk, flag="watched", on=True, by=duty, now=NOW)
    Topic.objects.update(last_at=NOW.replace(year=NOW.year - 1))
    assert f'data-key="watched-{topic.pk}"' in desk.get("/").content.decode()
    assert f'href="/topics/{topic.pk}/"' in desk.get("/topics/?show=watched").content.decode()


def test_not_our_business_is_said_and_taken_back(desk: Client) -> None:
    topic = a_topic("云河新城工地欠薪")
    html = desk.post(f"/topics/{topic.pk}/unrelated/", {"reason": "外地"}, follow=True).content.decode()
    assert "纠正了 1 条" in html
    change = TopicChange.objects.get(kind="unrelated")
    desk.post(f"/topics/{topic.pk}/changes/{change.pk}/undo/")
    assert Item.objects.get().in_focus
    assert TopicHour.objects.get().n_items == 1


def test_the_unions_own_publications_are_flags_that_count_in_nothing(desk: Client) -> None:
    topic = a_topic("云河新城工地欠薪")
    own = make_item(source=make_source(own=True), title="区总工会介入云河新城欠薪", at=NOW)
    Item.objects.filter(id=own.id).update(topic_id=topic.pk)
    Topic.objects.update(summary=[{"text": "工友说三个月没有发工资。", "item": own.id, "source": own.source_id}])
    html = desk.get(f"/topics/{topic.pk}/").content.decode()
    assert "1 条报道，1 条原创，1 家来源" in html
    assert "另有本会发布 1 条（不计数）" in html
    assert "triangle-right" in html
    assert "工友说三个月没有发工资。" in html


def test_a_viewer_sees_the_history_and_no_tools(client: Client, viewer: User, duty: User) -> None:
    topic = a_topic("云河新城工地欠薪")
    topic_flag(topic=topic.pk, flag="pinned", on=True, by=duty, now=NOW)
    client.force_login(viewer)
    html = client.get(f"/topics/{topic.pk}/").content.decode()
    assert str(duty) in html
    assert "topic-tools" not in html
    assert "pick-topics" not in client.get("/topics/").content.decode()


def test_the_page_of_a_merged_alert_leads_to_the_thread_that_goes_on(desk: Client) -> None:
    first, second = make_topic(), make_topic()
    kept = Alert.objects.create(kind="topic_rising", level=2, topic=first, raised_at=NOW, changed_at=NOW)
    gone = Alert.objects.create(
        kind="topic_rising", level=2, topic=second, status="merged", merged_into=kept, raised_at=NOW, changed_at=NOW
    )
    assert desk.get(f"/alerts/{gone.pk}/").headers["Location"] == f"/alerts/{kept.pk}/"


def test_ticked_topics_are_flagged_together_and_one_leads_to_its_tool(desk: Client) -> None:
    first, second = make_topic(), make_topic()
    chosen = {"topic": [first.pk, second.pk], "next": "/topics/?show=muted"}
    response = desk.post("/topics/many/", chosen | {"do": "mute", "reason": "旧闻"})
    assert response.headers["Location"] == "/topics/?show=muted"
    assert Topic.objects.filter(muted=True).count() == 2
    html = desk.post("/topics/many/", chosen | {"do": "rename"}, follow=True).content.decode()
    assert "请只勾选一个" in html
    response = desk.post("/topics/many/", {"topic": first.pk, "do": "rename"}, follow=True)
    assert '<details class="tool" open>' in response.content.decode()
    assert desk.post("/topics/many/", {"topic": first.pk, "do": "nonsense"}).status_code == 404
