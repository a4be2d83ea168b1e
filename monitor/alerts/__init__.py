"""Alerts: facts -> decide (pure) -> Alert, AlertEvent and Delivery rows in one transaction -> deliver.

gather.py  areas.py        what is known about the topics that changed, and about the concern areas
decide.py  weigh*.py       does it deserve an alert (pure); one weigh file a rule, params.py its numbers
raise_.py  notices.py      the decision as rows: topics, sources; thread.py writes, heartbeat.py is a message
rules.py   rule_edit.py    the rules as stored, every change a version; sensitivity.py the sets of numbers
backtest*.py recheck.py    the same decision at past moments; an alert's evidence computed again
answer.py                  what people do: acknowledge, handle, resolve, false alarm, comment, reopen
route.py   post.py         who is told (pure), one Delivery row each
plans.py                   who is told besides, because the topic is in a standing plan
deliver.py channels/       sending what is due
"""
