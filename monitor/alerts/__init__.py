"""Alerts: facts -> decide (pure) -> Alert, AlertEvent and Delivery rows in one transaction -> deliver.

gather.py  areas.py        what is known about the topics that changed, and about the concern areas
decide.py  weigh*.py       does it deserve an alert (pure); one weigh file a rule, params.py its numbers
raise_.py  notices.py      the decision as rows: topics, sources; thread.py writes, heartbeat.py is a message
rules.py   rule_edit.py    the rules as stored, every change a version; sensitivity.py the sets of numbers
backtest*.py recheck.py    the same decision at past moments; an alert's evidence computed again
answer.py                  what people do: acknowledge, handle, resolve, false alarm, comment, reopen
route.py   post.py         who is told (pure), one Delivery row each
plans.py                   who is told besides, because the topic is in a standing plan
when.py fold.py            what is not for now: quiet hours, digests, storms; what waited becomes one message
deliver.py channels/       sending what is due, pace.py within the robots' allowance, again.py what failed
watch.py remind.py         nobody acknowledged: the leads hear of it, then reminders
listing.py probe.py        channels and recipients as an admin lists and tests them; wishes.py as members want it
templates.py wording.py    the words of messages
"""
