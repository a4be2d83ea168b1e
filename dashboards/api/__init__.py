"""The JSON API under /api/v1: one file per resource; app.py puts them together. docs/api.md tells how to use it."""
