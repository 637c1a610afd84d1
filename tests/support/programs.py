"""Programs of the system that a test can watch being called."""

from __future__ import annotations

import json
import sys
from pathlib import Path


class Programs:
    """A folder of programs that write down how they were called."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.calls_file = folder / "calls"

    def install(self, name: str, *, status: int = 0) -> None:
        """Puts a program there that ends with ``status``."""
        program = self.folder / name
        program.write_text(
            f"#!{sys.executable}\n"
            "import json, os, sys\n"
            f"with open({str(self.calls_file)!r}, 'a') as file:\n"
            "    print(json.dumps([sys.argv[1:], dict(os.environ)]), file=file)\n"
            f"sys.exit({status})\n"
        )
        program.chmod(0o755)

    @property
    def environ(self) -> dict[str, str]:
        """The environment in which only these programs are found."""
        return {"PATH": str(self.folder), "SKOP_API_KEY": "sk-secret"}

    @property
    def calls(self) -> list[tuple[list[str], dict[str, str]]]:
        """Arguments and environment of each call."""
        lines = self.calls_file.read_text().splitlines() if self.calls_file.exists() else []
        return [tuple(json.loads(line)) for line in lines]
