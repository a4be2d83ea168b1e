"""E-mail: HTML and text, one recipient each, stable Message-ID, threads, no remote content."""
