"""Services of the wall: its settings and its links."""
