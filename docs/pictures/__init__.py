"""Parts of docs/screenshots.py."""
