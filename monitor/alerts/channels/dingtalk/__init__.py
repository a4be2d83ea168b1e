"""钉钉 group robot: markdown, signed with HMAC-SHA256 over time and secret, errors as errcode inside HTTP 200."""
