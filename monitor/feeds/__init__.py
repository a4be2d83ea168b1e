"""Feeds: claim what is due, fetch politely and safely, decode, parse, store.

    source_claim_due ─▶ fetch_stream ─▶ parse ─▶ entries_prepare ─▶ analyse ─▶ outcome_store
      ingest.py          fetch.py       parse.py   entries.py        text       store.py

The front imports nothing, so that pure modules can be used without Django.
"""
