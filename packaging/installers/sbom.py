"""The software bill of materials: what the app is made of, as CycloneDX 1.6 (ECMA-424) has it."""

from __future__ import annotations

import json
import re
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from installers.parts import pins
from installers.place import APP_ID, DIST, NAME, ROOT, VERSION, build_time

LISTED: Final = ROOT / "resources" / "licences" / "parts.json"
_EXPRESSION: Final = re.compile(r"[A-Za-z0-9.+-]+( (AND|OR|WITH) [A-Za-z0-9.+-]+)*")
_NAMESPACE: Final = uuid.uuid5(uuid.NAMESPACE_DNS, APP_ID)


def write_sbom() -> Path:
    """Writes the file beside the installers; its place."""
    DIST.mkdir(exist_ok=True)
    made = DIST / f"{NAME}-{VERSION}.cdx.json"
    made.write_text(json.dumps(sbom(), indent=2) + "\n", "utf-8")
    return made


def sbom() -> dict[str, Any]:
    """The bill of this version, from the lock and the list of licences."""
    listed = json.loads(LISTED.read_text("utf-8"))["parts"]
    hashes = {pin.name: re.findall(r"sha256:([0-9a-f]{64})", pin.hashes) for pin in pins()}
    app, *parts = (_component(part, hashes.get(part["name"], [])) for part in listed)
    app["type"] = "application"
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(_NAMESPACE, VERSION)}",
        "version": 1,
        "metadata": {
            "timestamp": datetime.fromtimestamp(build_time(), UTC).isoformat(),
            "component": app,
        },
        "components": parts,
        "dependencies": [
            {"ref": app["bom-ref"], "dependsOn": [part["bom-ref"] for part in parts]},
            *({"ref": part["bom-ref"]} for part in parts),
        ],
    }


def _component(part: dict[str, Any], hashes: list[str]) -> dict[str, Any]:
    """``hashes``: of every file that the lock allows; empty for what comes from elsewhere."""
    name, version = part["name"], part["version"]
    made: dict[str, Any] = {
        "type": "library",
        "bom-ref": f"{name}@{version}",
        "name": name,
        **({"version": version} if version else {}),
        "licenses": [_licence(part["licence"])],
    }
    if hashes:
        made["purl"] = f"pkg:pypi/{name}@{version}"
        made["hashes"] = [{"alg": "SHA-256", "content": content} for content in hashes]
    if part["system"]:
        made["properties"] = [{"name": "skop:system", "value": part["system"]}]
    return made


def _licence(words: str) -> dict[str, Any]:
    if _EXPRESSION.fullmatch(words):
        return {"expression": words}
    return {"license": {"name": words}}
