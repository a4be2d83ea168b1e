"""Standing plans (专题): making and changing them. Items join them where they are stored (feeds.store) and in rules.retag.

check.py   can this be a plan?        edit.py   services: every change a version, audited, history tagged anew
"""
