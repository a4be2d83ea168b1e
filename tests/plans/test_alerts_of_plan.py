"""The list of alerts narrowed to a standing plan."""

import pytest
from django.test import Client

from monitor.models import User
from tests.alerts.conftest import make_alert
from tests.conftest import make_item, make_topic
from tests.plans.conftest import MakePlan

pytestmark = pytest.mark.django_db


def test_only_alerts_on_topics_of_the_plan_are_listed(client: Client, viewer: User, make_plan: MakePlan) -> None:
    plan = make_plan("路灯")
    inside, outside = make_topic(title="路灯坏了没人修", n_originals=1), make_topic(title="公交改线", n_originals=1)
    make_item(topic_id=inside.pk, plans=[plan.pk])
    make_item(topic_id=outside.pk)
    for topic in (inside, outside):
        make_alert(topic=topic)
    client.force_login(viewer)
    page = client.get(f"/alerts/?plan={plan.pk}").content.decode()
    assert "路灯坏了没人修" in page
    assert "公交改线" not in page
    assert "公交改线" in client.get("/alerts/?plan=999999").content.decode()
