"""The team's district as its admin describes it: second-level unions with their words, and the gazetteer.

rows.py    a line of a form or sheet, checked (pure)      sheet.py   XLSX in and out (pure)
units.py, places.py   services: every change audited, workers see it within seconds
"""
