"""Writes the lock files: exact versions with hashes for every system, and no address."""

from __future__ import annotations

import subprocess

from dev_tools.environment import LOCKS, PYTHON, ROOT
from dev_tools.stop import Stop

HEADER = "# Written by `python3 packaging/dev.py lock`; do not edit.\n"
OLDEST_PYTHON = "3.11"


def write(arguments: list[str]) -> None:
    """Writes the locks with uv; versions stay unless ``--upgrade`` is among ``arguments``."""
    _run([str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "-q", "uv"])
    run, test, build = LOCKS["run"], LOCKS["test"], LOCKS["build"]
    _compile([*arguments, "-o", str(run)])
    _compile([*arguments, "--extra", "test", "-c", str(run), "-o", str(test)])
    _compile([*arguments, "--extra", "packaging", "-c", str(run), "-o", str(build)])
    for lock in (run, test, build):
        lock.write_text(HEADER + lock.read_text("utf-8"), "utf-8")
        print(lock.relative_to(ROOT))


def _compile(arguments: list[str]) -> None:
    _run(
        [
            *(str(PYTHON), "-m", "uv", "pip", "compile", "--quiet", "--universal"),
            *("--python-version", OLDEST_PYTHON, "--generate-hashes", "--no-header"),
            *("--no-annotate", "--no-emit-index-url", "--no-emit-find-links"),
            *arguments,
            "pyproject.toml",
        ]
    )


def _run(command: list[str]) -> None:
    if subprocess.run(command, cwd=ROOT, check=False).returncode:
        raise Stop("The lock files could not be written; what uv said stands above.")
