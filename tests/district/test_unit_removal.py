"""A unit goes only with what may go; its history stays, and nobody sees more because of it."""

import pytest
from django.test import Client

from monitor.district.unit_removal import UnitError, unit_delete, unit_restore, unit_retire, unit_use
from monitor.lib.clock import utc_now
from monitor.models import AuditEntry, GazetteerPlace, Item, RetagJob, Unit, User
from monitor.queries.config import config_forget, current_config
from monitor.rules.retag_batch import Batch, batch_read, batch_tag
from tests.conftest import make_item, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit() -> Unit:
    config_forget()
    return make_unit(name="柳岸街道总工会", words=["柳岸街道"])


def test_a_unit_without_a_history_is_deleted_and_its_places_stay(unit: Unit, admin: User, duty: User) -> None:
    unit.members.add(duty)
    GazetteerPlace.objects.create(name="柳岸花苑", unit=unit)
    assert (unit_use(unit).members, unit_use(unit).places) == ((str(duty),), 1)
    unit_delete(unit=unit, by=admin)
    assert GazetteerPlace.objects.get().unit is None
    assert AuditEntry.objects.get(action="unit_delete").detail["before"]["words"] == ["柳岸街道"]
    assert RetagJob.objects.get().reason == "district"


def test_members_who_would_see_everything_keep_their_unit(unit: Unit, admin: User, viewer: User) -> None:
    unit.members.add(viewer)
    with pytest.raises(UnitError) as refused:
        unit_delete(unit=unit, by=admin)
    assert refused.value.label == "unit_alone"


def test_a_unit_with_items_is_retired_tags_nothing_new_and_keeps_what_it_has(unit: Unit, admin: User) -> None:
    item = make_item(title="柳岸街道一工地停工", units=[unit.pk])
    with pytest.raises(UnitError) as refused:
        unit_delete(unit=unit, by=admin)
    assert refused.value.label == "unit_history"
    unit_retire(unit=unit, by=admin, now=utc_now())
    config_forget()
    assert unit.pk not in {spec.id for spec in current_config().units}
    rows = batch_read(Batch(item.month, None, 0, item.at))
    batch_tag(rows, config=current_config(), sources={})
    assert Item.objects.get(id=item.id).units == [unit.pk]
    unit_restore(unit=unit, by=admin)
    assert not Unit.objects.exclude(retired_at=None).exists()


def test_the_page_says_before_what_would_happen(client: Client, admin: User, unit: Unit, viewer: User) -> None:
    unit.members.add(viewer)
    client.force_login(admin)
    page = client.get(f"/units/{unit.pk}/remove/").content.decode()
    assert f"{viewer} 只属于它，会看到全部内容" in page
    assert 'value="delete"' not in page
    client.post(f"/units/{unit.pk}/remove/", {"how": "retire"})
    assert "已停用" in client.get("/units/").content.decode()
    client.post(f"/units/{unit.pk}/back/")
    assert Unit.objects.get(pk=unit.pk).retired_at is None
