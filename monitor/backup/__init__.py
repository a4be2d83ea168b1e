"""Backups: one file that holds a moment of the whole database, proven by restoring it."""
