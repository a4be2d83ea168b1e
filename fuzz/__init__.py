"""Coverage-guided fuzzing of what reads strangers' bytes; see README.md."""
