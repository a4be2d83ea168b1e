"""The bill of materials (CycloneDX 1.6, JSON) of what `make demo` and the image install: every pinned package with its hashes."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

PINNED = re.compile(r"^([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)


def bill_write(requirements: Path, target: Path) -> list[str]:
    """Write it; what is wrong with it: not valid by its schema, or a pinned package is missing."""
    target.parent.mkdir(parents=True, exist_ok=True)
    tool = Path(sys.executable).with_name("cyclonedx-py")
    command = [str(tool), "requirements", str(requirements), "--sv", "1.6", "--of", "JSON", "--output-reproducible"]
    subprocess.run([*command, "--no-validate", "-o", str(target)], check=True, capture_output=True, text=True)
    return bill_faults(target.read_text(encoding="utf-8"), requirements.read_text(encoding="utf-8"))


def bill_faults(bill: str, requirements: str) -> list[str]:
    """What is wrong with a bill for these pinned requirements."""
    # two seconds of grammars, which whoever only imports this need not wait for
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    invalid = JsonStrictValidator(SchemaVersion.V1_6).validate_str(bill)
    if invalid is not None:
        return [f"sbom: not valid by its schema: {str(invalid)[:300]}"]
    listed = {(named(part["name"]), part["version"]) for part in json.loads(bill)["components"]}
    pinned = {(named(name), version) for name, version in PINNED.findall(requirements)}
    return [f"sbom: {name} {version} is missing" for name, version in sorted(pinned - listed)]


def named(name: str) -> str:
    """As the packaging rules compare names."""
    return re.sub(r"[-_.]+", "-", name).lower()
