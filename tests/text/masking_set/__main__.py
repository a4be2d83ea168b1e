"""The set as JSON lines."""

import json

from tests.text.masking_set import rows

if __name__ == "__main__":
    for row in rows():
        print(json.dumps(row, ensure_ascii=False))
