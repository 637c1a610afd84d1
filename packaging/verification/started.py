"""Starting the installed app through its own check, and a picture of it at work."""

from __future__ import annotations

import json
import subprocess
import time
from pathlib import Path
from typing import Final

from verification.chroot import USER, Chroot
from verification.proofs import Refuted, expect

REPORT: Final = "installation-check.json"
PACE: Final = "0.3"
FEWEST_DOCUMENTS: Final = 15
_WITHIN: Final = 240.0


def checked(
    inside: Chroot, program: str, data: str, *, picture: Path | None = None, **variables: str
) -> str:
    """Runs the app's check in ``inside``; what it found, in one line. Raises ``Refuted``."""
    command = inside.command(
        *(program, "--check", "--data-folder", data),
        user=USER,
        SKOP_SAMPLE_PACE=PACE,
        **variables,
    )
    began = time.monotonic()
    said: list[str] = []
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as running:
        for line in running.stdout or ():
            said.append(line)
            if picture is not None and " downloads: " in line:
                take_picture(variables["DISPLAY"], picture)
        status = running.wait(_WITHIN)
    expect(status == 0, f"exit status {status}: {''.join(said)}")
    return _read(inside.root / data.lstrip("/"), time.monotonic() - began)


def take_picture(display: str, picture: Path) -> None:
    """What is on the screen, as PNG."""
    picture.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        ["scrot", "--overwrite", str(picture)],
        env={"DISPLAY": display, "PATH": "/usr/bin"},
        check=True,
    )


def _read(data: Path, took: float) -> str:
    try:
        report = json.loads((data / REPORT).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise Refuted(f"no report: {error}") from error
    documents = [file for file in (data / "documents").rglob("*") if _is_document(file)]
    expect(report["works"] is True, json.dumps(report))
    expect(len(documents) >= FEWEST_DOCUMENTS, f"only {len(documents)} documents on disk")
    size = sum(file.stat().st_size for file in documents)
    ready = {finding["what"]: finding["seconds"] for finding in report["findings"]}
    return (
        f"{len(documents)} documents, {size / 1000:.0f} kB on disk; search ended after "
        f"{ready['search']:.1f} s, all ended after {took:.1f} s"
    )


def _is_document(file: Path) -> bool:
    return file.is_file() and file.name not in {"manifest.csv", "job.json"}
