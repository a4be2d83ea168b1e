"""Connections to PostgreSQL that outlive a request or a task; see `base` (where Django looks for an engine)."""
