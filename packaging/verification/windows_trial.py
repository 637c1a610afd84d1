"""What each trial of the Windows installer does: install, start, run the sample job, remove."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from installers.windows import MAX_PATH

from verification.proofs import Proofs, expect
from verification.windows_machine import WindowsMachine, until

NAME: Final = "Skop Desktop"
PROGRAM: Final = "SkopDesktop.exe"
RECORD: Final = "job.json"
REFUSED: Final = 2
"""Exit status of an installer that changed nothing."""
_FEWEST_DOCUMENTS: Final = 15
_REPORT: Final = "installation-check.json"
_INSTALLING: Final = 300.0
_CHECKING: Final = 240.0
_CHILDREN: Final = ("engine", "file-reader", "preview", "transfers")
_WANTED_CHILDREN: Final = {"engine", "file-reader", "transfers"}
"""The one that draws previews may come and go between two looks; the report tells what it did."""


@dataclass(frozen=True)
class Trial:
    """What is tried: ``older`` is replaced by ``newer``; ``version`` is that of the newer."""

    machine: WindowsMachine
    proofs: Proofs
    older: Path
    newer: Path
    version: str
    longest_folder: int
    pictures: Path

    @property
    def folder(self) -> Path:
        """Where it is installed unless told otherwise."""
        return self.machine.local / "Programs" / "SkopDesktop"

    @property
    def program(self) -> Path:
        """The installed app."""
        return self.folder / "app" / PROGRAM

    @property
    def data(self) -> Path:
        """What the app keeps for the person."""
        return self.machine.local / NAME

    @property
    def record(self) -> Path:
        """The ``job.json`` of a sample job, in a folder that is called as that of its documents.

        Raises ``Refuted`` where none has run to its end."""
        found = [*self._records.glob(f"*/{RECORD}")]
        expect(found, "no sample job has run to its end")
        return found[0]

    @property
    def _records(self) -> Path:
        return self.machine.drive / "of the job"

    def install(self, setup: Path, folder: str = "") -> int:
        """Silently; the exit status. ``folder`` as Windows names it."""
        # NSIS takes the rest of the line as it stands, and wine would put quotes about a space.
        place = f"/D={folder}".split(" ") if folder else []
        status, _ = self.machine.run(setup, "/S", *place, within=_INSTALLING)
        return status

    def uninstall(self, folder: Path | None = None) -> None:
        """Silently, to the end of what goes on in the background."""
        program = (folder or self.folder) / "app" / "Uninstall.exe"
        self.machine.run(program, "/S", within=_INSTALLING)
        until(lambda: not program.parent.exists(), 60, f"{program.parent} is still there")
        self.machine.settle()

    @contextmanager
    def opened(self) -> Iterator[subprocess.Popen[str]]:
        """The installed app with its window open."""
        machine = self.machine
        until(lambda: not machine.windows(NAME), 30, "a window of the last start is still there")
        with machine.running(self.program) as ran:
            machine.window(NAME)
            yield ran.process

    def check(self, folder: Path, picture: str, documents: str = "checked/documents") -> str:
        """The app in ``folder`` runs the sample job to its end, and saves what it found in
        ``documents`` on the drive; what was seen. Raises ``Refuted``."""
        machine = self.machine
        program = folder / "app" / PROGRAM
        data, place = machine.drive / "checked", machine.drive / documents
        seen: set[str] = set()

        def has_ended() -> bool:
            seen.update(name for name in _CHILDREN if machine.runs(PROGRAM, f"--{name}"))
            return is_over(ran.process)

        began = time.monotonic()
        folders = ("--data-folder", "C:\\checked", "--download-folder", machine.as_drive(place))
        _remove(data, place)  # of a check that failed
        with machine.running(program, "--check", *folders) as ran:
            until(lambda: has_ended() or " downloads: " in ran.text, _CHECKING, ran.text)
            machine.picture(self.pictures / picture)
            until(has_ended, _CHECKING, f"it did not end: {ran.text}")
        took = time.monotonic() - began
        expect(ran.process.returncode == 0, f"exit status {ran.process.returncode}: {ran.text}")
        expect(seen >= _WANTED_CHILDREN, f"its children were only {sorted(seen)}")
        told = self._saved(data, place)
        _remove(data, place)
        return f"{told}, children {', '.join(sorted(seen))}, {took:.0f} s from start to end"

    def _saved(self, data: Path, place: Path) -> str:
        report = json.loads((data / _REPORT).read_text("utf-8"))
        expect(report["works"] is True, json.dumps(report))
        documents = [file for file in place.rglob("*") if _is_document(file)]
        expect(len(documents) >= _FEWEST_DOCUMENTS, f"only {len(documents)} documents on disk")
        expect(all(file.stat().st_size for file in documents), "some are empty")
        longest = max(len(self.machine.as_drive(file)) for file in documents)
        expect(longest <= MAX_PATH, f"a path has {longest} characters")
        record = next(place.rglob(RECORD))
        length = len(self.machine.as_drive(record.parent))
        (self._records / record.parent.name).mkdir(parents=True, exist_ok=True)
        shutil.copy(record, self._records / record.parent.name)
        return f"{len(documents)} documents on disk in a folder of {length} characters"


def is_over(process: subprocess.Popen[str]) -> bool:
    """Whether it has ended."""
    return process.poll() is not None


def listed(machine: WindowsMachine) -> str:
    """The line of the list of installed apps that names the version."""
    lines = machine.registry().splitlines()
    return next((line for line in lines if line.startswith('"DisplayVersion"')), "")


def expect_nothing_left(trial: Trial, files: set[str], registry: str, kept: Path | None) -> None:
    """Raises ``Refuted`` where more of ours is there than before, but for what is in ``kept``."""
    machine = trial.machine
    data = str(kept.relative_to(machine.drive)) if kept else "-"
    new = {path for path in machine.files() - files if not path.startswith(data)}
    ours = {path for path in new if "skop" in path.lower()}
    expect(not ours, f"left: {sorted(ours)[:5]}")
    lines = set(machine.registry().splitlines()) - set(registry.splitlines())
    named = [line for line in lines if "skop" in line.lower()]
    expect(not named, f"left in the registry: {named[:5]}")


def _remove(*folders: Path) -> None:
    subprocess.run(["rm", "-rf", "--one-file-system", "--", *folders], check=True)


def _is_document(file: Path) -> bool:
    # wine keeps the mark of origin, a second stream on Windows, in a file NAME:Zone.Identifier.
    return file.is_file() and file.name not in {"manifest.csv", RECORD} and ":" not in file.name
