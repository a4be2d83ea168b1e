"""企业微信 group robot: markdown of up to 4096 bytes, no signature, errors as errcode inside HTTP 200."""
