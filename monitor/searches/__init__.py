"""Searches that members keep, and the entries of items that were stored before there were any."""
