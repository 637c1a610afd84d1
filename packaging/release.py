#!/usr/bin/env python3
"""Files of a release beside the installers; `python3 packaging/dev.py release-files v0.1.0`.

Writes dist/SHA256SUMS, the bill of materials and build/notes.md, the changelog's section. Stops
where the tag is not the version.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from installers.place import BUILD
from installers.published import notes, require_tag, write_sums
from installers.sbom import write_sbom


def main(arguments: Sequence[str]) -> int:
    """Writes them; the exit status."""
    if len(arguments) != 1:
        print(__doc__)
        return 2
    require_tag(arguments[0])
    BUILD.mkdir(exist_ok=True)
    (BUILD / "notes.md").write_text(notes(), "utf-8")
    print(write_sbom())
    print(write_sums())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
