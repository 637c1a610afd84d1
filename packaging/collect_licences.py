#!/usr/bin/env python3
"""Writes what the About box lists: every part of the app with its version, licence and the text.

Called by `python3 packaging/dev.py licences`, in the environment that the app is built from.
"""

from __future__ import annotations

import json
from typing import Final

from installers.parts import identifier, parts
from installers.place import ROOT

TARGET: Final = ROOT / "resources" / "licences" / "parts.json"


def main() -> None:
    """Writes the file."""
    found = parts()
    texts = {identifier(text): text for part in found for text in part.texts}
    written = {
        "parts": [
            {
                "name": part.name,
                "version": part.version,
                "licence": part.licence,
                "system": part.system,
                "texts": [identifier(text) for text in part.texts],
            }
            for part in found
        ],
        "texts": texts,
    }
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(json.dumps(written, indent=1, ensure_ascii=False) + "\n", "utf-8")
    print(f"{TARGET.relative_to(ROOT)}: {len(found)} parts, {len(texts)} texts")


if __name__ == "__main__":
    main()
