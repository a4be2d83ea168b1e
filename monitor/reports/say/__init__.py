"""The sections of a report, one file each: frozen numbers in, sentences and tables out. Pure.

Every part takes a Teller and the translation of its reader's language. What older frozen numbers do not hold is not spoken of.
"""
