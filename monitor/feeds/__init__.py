"""Feeds: claim what is due, fetch politely and safely, decode, parse, store.

    source_claim_due ─▶ FetchStream ─▶ parse ─▶ entries_sort ─▶ analyse ─▶ polls_record
      ingest.py          fetch.py       parse.py   intents.py      text       record.py, store.py

The front imports nothing, so that pure modules can be used without Django.
"""
