"""Keeping house: retention (SCOPE 6), partitions ahead of time, proof that the counts equal the items."""
