"""Alerts: facts -> decide (pure) -> Alert, AlertEvent and Delivery rows in one transaction -> deliver.

gather.py  facts.py        what is known about the topics that changed
decide.py  weigh.py        does it deserve an alert (pure)
raise_.py  notices.py      the decision as rows: topics, sources
answer.py                  what people do: acknowledge, handle, resolve, false alarm, comment, reopen
route.py   post.py         who is told (pure), one Delivery row each
plans.py                   who is told besides, because the topic is in a standing plan
deliver.py channels/       sending what is due
"""
