"""Generic webhook: JSON (docs/alerts.md), signed with HMAC-SHA256, 2xx is accepted."""
