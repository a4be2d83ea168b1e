"""Whose installation this is."""

from __future__ import annotations

from monitor.lib.env import setting

ORGANISATION = setting(
    "TINGCHAO_ORGANISATION", str, "云河区总工会", "Name of the union; heads pages, mails and reports."
)
SHORT_NAME = setting(
    "TINGCHAO_SHORT_NAME", str, "", "Short name of the union, e.g. as the sender of mails; empty: the whole name."
)
CONTACT = setting(
    "TINGCHAO_CONTACT", str, "monitor@union.example", "Contact (mail or address) in the fetcher's User-Agent."
)
