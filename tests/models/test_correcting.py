"""Corrections over the machine's labels."""

from datetime import date

from monitor.models.correcting import NOISE, OURS, Labels, labels_correct

MACHINE = Labels(date(2026, 3, 1), "neu", True, ("wages",), in_focus=True, by_rule=False, model="m/1")


def test_without_corrections_the_machines_labels_are_in_force() -> None:
    assert labels_correct(MACHINE, []) == MACHINE


def test_of_two_corrections_of_one_label_the_later_counts_and_is_sure() -> None:
    found = labels_correct(MACHINE, [("sentiment", "neu", "neg"), ("sentiment", "neg", "pos")])
    assert (found.sentiment, found.unsure, found.areas) == ("pos", False, ("wages",))


def test_an_area_taken_away_takes_the_focus_with_it_unless_a_rule_matches() -> None:
    change = [("area", "wages", "")]
    assert not labels_correct(MACHINE, change).in_focus
    by_rule = Labels(date(2026, 3, 1), "neu", True, ("wages",), in_focus=True, by_rule=True, model="m/1")
    assert labels_correct(by_rule, change).in_focus


def test_not_our_business_outweighs_rules_and_an_area_given_later_brings_it_back() -> None:
    noise = ("business", OURS, NOISE)
    assert labels_correct(MACHINE, [noise]).areas == ()
    assert not labels_correct(MACHINE, [noise]).in_focus
    back = labels_correct(MACHINE, [noise, ("area", "", "hours")])
    assert (back.areas, back.in_focus) == (("hours",), True)


def test_an_area_that_the_machine_has_found_too_meanwhile_is_there_once() -> None:
    assert labels_correct(MACHINE, [("area", "", "wages")]).areas == ("wages",)
