"""Topics: one matter, one topic. Pure but for the services `assign` and `refresh`, and the loop `writer`."""
