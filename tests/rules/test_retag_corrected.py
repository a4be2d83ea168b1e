"""Tagging history anew leaves what members corrected, and remembers what the machine says by then."""

import pytest

from monitor.lib.clock import utc_now
from monitor.models import Item, MachineLabels, User
from monitor.quality.correct import correction_undo, item_correct
from monitor.upkeep.recount import recount
from tests.conftest import make_item
from tests.rules.conftest import MakeRule, retag_all

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("change", "areas", "in_focus"),
    [(("business", "noise"), [], False), (("area", "hours"), ["wages", "union", "hours"], True)],
)
def test_a_corrected_label_outlives_a_new_rule_and_taken_back_gives_what_the_rule_gave(
    make_rule: MakeRule, duty: User, change: tuple[str, str], areas: list[str], in_focus: bool
) -> None:
    item = make_item(title="石桥路的路灯换了新的")
    made = item_correct(item=item, what=change[0], code=change[1], by=duty, now=utc_now())
    rule = make_rule("路灯", area="union")
    retag_all()
    found = Item.objects.get(id=item.id)
    assert (found.areas, found.in_focus, found.rules) == (areas, in_focus, [rule.pk])
    assert MachineLabels.objects.get().areas == ["wages", "union"]
    assert made is not None
    correction_undo(correction=made, by=duty, now=utc_now())
    assert Item.objects.get(id=item.id).areas == ["wages", "union"]
    assert recount().equal
