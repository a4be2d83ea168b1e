"""Tokens of the API and of feeds: made, found, counted, revoked. The secret itself is nowhere once it was shown."""
