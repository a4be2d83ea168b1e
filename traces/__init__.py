"""Identifiers seeded into everything that comes in, and looked for in everything that is kept or goes out: `manage.py traces`."""
