"""The team's keyword rules as a product: changing them, trying them on what is stored, and tagging history anew.

This room stands above the stages, since a changed rule moves items, counts and topics together; no stage may import it.

    check.py   can this query be a rule?            edit.py, groups.py  services: every change a version, audited
    bring.py   rules from a file of TrendRadar
    scan.py    stored items past a query, in pieces   explain.py          one item: why it matches, or why not
    retag.py   the job: a row, claimed, resumed      retag_batch.py      one batch: items, counts, topics, one transaction
"""
