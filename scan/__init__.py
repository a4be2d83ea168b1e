"""What CI looks for beside the tests: risky code, secrets that were committed, and what the product is made of. See docs/security.md."""
