"""飞书 group robot: a post of plain text elements, signed, errors as code or StatusCode inside HTTP 200."""
