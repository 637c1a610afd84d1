"""The Windows installer under wine: installed, used, replaced while it runs, refused, removed."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from verification.proofs import Proofs, Refuted, Skipped, expect
from verification.windows_machine import WindowsMachine, until

JOB: Final = "job_4fc79a89797e"
NAME: Final = "Skop Desktop"
STRANGE: Final = "Büro & Söhne 'älter' 100% (x) žluťoučký"
FEWEST_DOCUMENTS: Final = 15
_REPORT: Final = "installation-check.json"
_INSTALLING: Final = 300.0
_CHECKING: Final = 240.0
_REFUSED: Final = 2


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
    def data(self) -> Path:
        """What the app keeps for the person."""
        return self.machine.local / NAME

    def install(self, setup: Path, folder: str = "") -> int:
        """Silently; the exit status. ``folder`` as Windows names it."""
        # NSIS takes the rest of the line as it stands, and no quotes.
        place = [f"/D={folder}"] if folder else []
        status, _ = self.machine.run(setup, "/S", *place, within=_INSTALLING)
        return status

    def uninstall(self, folder: Path | None = None) -> None:
        """Silently, to the end of what goes on in the background."""
        program = (folder or self.folder) / "app" / "Uninstall.exe"
        self.machine.run(program, "/S", within=_INSTALLING)
        until(lambda: not program.parent.exists(), 60, f"{program.parent} is still there")
        self.machine.settle()


def verify(trial: Trial) -> None:
    """Everything; leaves nothing installed."""
    machine, claim = trial.machine, trial.proofs.claim
    before_files, before_registry = machine.files(), machine.registry()
    with claim("a silent installation for one person ends well") as facts:
        began = time.monotonic()
        expect(trial.install(trial.older) == 0, "exit status is not 0")
        facts.append(f"{time.monotonic() - began:.0f} s")
        expect(trial.version not in _listed(machine), "the older one has the newer's version")
    with claim("the installed app runs the sample job to its end, documents on disk") as facts:
        facts.append(_checked(trial, trial.folder, trial.pictures / "windows-older.png"))
    with claim("a skop:// link reaches the app that runs"), _open(trial):
        machine.open_link(f"skop://job/{JOB}", "skop")
        machine.window(JOB)
        machine.picture(trial.pictures / "windows-link.png")
    with claim("a newer one is installed over it while it runs: closed, replaced, data kept"):
        _upgrade(trial)
    with claim("the newer one runs the sample job to its end, documents on disk") as facts:
        facts.append(_checked(trial, trial.folder, trial.pictures / "windows-newer.png"))
    with claim("a person is asked before the running app is closed, and may say no"):
        _asked(trial)
    with claim("a damaged installer changes nothing"):
        _damaged(trial)
    with claim("a folder whose name is too long is refused, and nothing is left"):
        _too_long(trial)
    with claim("a silent uninstallation leaves nothing but the person's data") as facts:
        began = time.monotonic()
        trial.uninstall()
        facts.append(f"{time.monotonic() - began:.0f} s")
        _nothing_left(trial, before_files, before_registry, trial.data)
        expect((trial.data / "library.db").exists(), "the searches are gone")
    with claim(f"it works below {trial.longest_folder} characters with umlauts") as facts:
        facts.append(_strange_folder(trial))
    with claim("asked once, the uninstallation takes the data and the service keys too"):
        _all_removed(trial, before_files, before_registry)


def verify_full_disk(trial: Trial) -> None:
    """Needs mounting; raises ``Skipped`` where this machine refuses."""
    machine = trial.machine
    with trial.proofs.claim("a disk that fills half way leaves the older version as it was"):
        place = machine.drive / "small"
        with small_disk(place, 190):
            expect(trial.install(trial.older, "C:\\small\\Skop") == 0, "did not install at all")
            before = {str(path) for path in (place / "Skop").rglob("*")}
            status = trial.install(trial.newer, "C:\\small\\Skop")
            expect(status == _REFUSED, f"exit status {status}")
            after = {str(path) for path in (place / "Skop").rglob("*")}
            expect(before == after, f"changed: {sorted(before ^ after)[:5]}")
            trial.uninstall(place / "Skop")
    claim = trial.proofs.claim
    with claim("a disk that fills at the first installation is left empty"), small_disk(place, 60):
        status = trial.install(trial.newer, "C:\\small\\Skop")
        expect(status == _REFUSED, f"exit status {status}")
        expect(not list(place.iterdir()), f"left: {list(place.iterdir())}")
    with claim("a disk that is too small is refused at once"), small_disk(place, 60):
        drive = machine.prefix / "dosdevices" / "s:"
        drive.symlink_to(place)
        status = trial.install(trial.newer, "S:\\Skop")
        drive.unlink()
        expect(status == _REFUSED, f"exit status {status}")
        expect(not list(place.iterdir()), f"left: {list(place.iterdir())}")


@contextmanager
def small_disk(place: Path, megabytes: int) -> Iterator[None]:
    """A disk of that size at ``place``, gone at the end. Raises ``Skipped``."""
    place.mkdir()
    size = f"size={megabytes}m"
    mount = ["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(place)]
    try:
        told = subprocess.run(mount, capture_output=True, text=True, check=False)
        if told.returncode:
            raise Skipped(f"this machine refuses to mount: {told.stderr.strip()}")
        try:
            yield
        finally:
            subprocess.run(["umount", "--lazy", str(place)], check=True)
    finally:
        place.rmdir()


def _listed(machine: WindowsMachine) -> str:
    """The line of the list of installed apps that names the version."""
    lines = machine.registry().splitlines()
    return next((line for line in lines if line.startswith('"DisplayVersion"')), "")


def _checked(trial: Trial, folder: Path, picture: Path) -> str:
    machine = trial.machine
    place = machine.drive / "checked"
    began = time.monotonic()
    program = folder / "app" / "SkopDesktop.exe"
    with machine.running(program, "--check", "--data-folder", "C:\\checked") as ran:
        until(lambda: " downloads: " in ran.text or _ended(ran.process), _CHECKING, ran.text)
        machine.picture(picture)
        try:
            status = ran.process.wait(_CHECKING)
        except subprocess.TimeoutExpired:
            raise Refuted(f"it did not end: {ran.text}") from None
    expect(status == 0, f"exit status {status}: {ran.text}")
    took = time.monotonic() - began
    report = json.loads((place / _REPORT).read_text("utf-8"))
    documents = [file for file in (place / "documents").rglob("*.*") if file.suffix != ".json"]
    documents = [file for file in documents if file.is_file() and file.name != "manifest.csv"]
    expect(report["works"] is True, json.dumps(report))
    expect(len(documents) >= FEWEST_DOCUMENTS, f"only {len(documents)} documents on disk")
    expect(all(file.stat().st_size for file in documents), "some are empty")
    subprocess.run(["rm", "-r", "--one-file-system", "--", str(place)], check=True)
    return f"{len(documents)} documents on disk, {took:.0f} s from start to end"


def _ended(process: subprocess.Popen[str]) -> bool:
    return process.poll() is not None


@contextmanager
def _open(trial: Trial) -> Iterator[subprocess.Popen[str]]:
    """The installed app with its window open."""
    with trial.machine.running(trial.folder / "app" / "SkopDesktop.exe") as ran:
        trial.machine.window(NAME)
        yield ran.process


def _upgrade(trial: Trial) -> None:
    stale = trial.folder / "app" / "packages" / "of_the_older_version.py"
    stale.touch()
    with _open(trial) as running:
        status = trial.install(trial.newer)
        expect(status == 0, f"exit status {status}")
        until(lambda: _ended(running), 30, "the older one still runs")
    expect(not stale.exists(), "files of the older version are left")
    expect({"app"} == {path.name for path in trial.folder.iterdir()}, "more than the app is there")
    expect(trial.version in _listed(trial.machine), _listed(trial.machine))
    expect((trial.data / "library.db").exists(), "the person's searches are gone")


def _asked(trial: Trial) -> None:
    machine = trial.machine
    with _open(trial) as running, machine.running(trial.newer) as setup:
        machine.focus(machine.window(f"{NAME} Setup"))
        machine.press("Return")
        until(lambda: len(machine.windows(f"{NAME} Setup")) > 1, 60, "nothing was asked")
        machine.picture(trial.pictures / "windows-question.png")
        machine.press("Escape")
        time.sleep(2)
        expect(not _ended(running), "it was closed all the same")
        machine.picture(trial.pictures / "windows-refused.png")
        machine.focus(machine.window(f"{NAME} Setup"))
        machine.press("alt+c", "Escape")
        setup.process.kill()
    expect((trial.folder / "app" / "SkopDesktop.exe").exists(), "the app is gone")


def _damaged(trial: Trial) -> None:
    damaged = trial.machine.prefix / "damaged.exe"
    content = bytearray(trial.newer.read_bytes())
    content[len(content) // 2] ^= 0xFF
    damaged.write_bytes(content)
    before = trial.machine.files()
    status = trial.install(damaged, "C:\\damaged")
    damaged.unlink()
    expect(status != 0, "it ended as if all were well")
    expect(not (trial.machine.drive / "damaged").exists(), "something was installed")
    left = {path for path in trial.machine.files() - before if "Temp" not in path}
    expect(not left, f"left: {sorted(left)[:5]}")


def _too_long(trial: Trial) -> None:
    name = "n" * (trial.longest_folder + 1 - len("C:\\"))
    status = trial.install(trial.newer, f"C:\\{name}")
    expect(status == _REFUSED, f"exit status {status}")
    expect(not (trial.machine.drive / name).exists(), "something was left")


def _strange_folder(trial: Trial) -> str:
    room = trial.longest_folder - len("C:\\")
    name = STRANGE + "ö" * (room - len(STRANGE))
    folder = trial.machine.drive / name
    folder.mkdir()
    (folder / "of the person.txt").touch()
    expect(trial.install(trial.newer, f"C:\\{name}") == 0, "exit status is not 0")
    told = _checked(trial, folder, trial.pictures / "windows-strange.png")
    trial.uninstall(folder)
    left = [path.name for path in folder.iterdir()]
    expect(left == ["of the person.txt"], f"left: {left}")
    (folder / "of the person.txt").unlink()
    folder.rmdir()
    return told


def _all_removed(trial: Trial, files: set[str], registry: str) -> None:
    machine = trial.machine
    expect(trial.install(trial.newer) == 0, "exit status is not 0")
    _keep_a_key(trial)
    with machine.running(trial.folder / "app" / "Uninstall.exe"):
        machine.focus(machine.window(f"{NAME} Uninstall"))
        machine.press("Return")
        until(lambda: len(machine.windows(f"{NAME} Uninstall")) > 1, 60, "nothing was asked")
        expect(not (trial.folder / "app").exists(), "the app is still there")
        machine.picture(trial.pictures / "windows-uninstall.png")
        machine.press("alt+y")
        until(lambda: not trial.data.exists(), 30, "the data are still there")
        machine.go_through(f"{NAME} Uninstall")
    _nothing_left(trial, files, registry, None)
    expect("Skop Desktop" not in _credentials(machine), "the key is still kept")


def _keep_a_key(trial: Trial) -> None:
    python = trial.folder / "app" / "python" / "python.exe"
    code = "import keyring as k; k.set_password('Skop Desktop', 'a', 'x'); print(k.get_keyring())"
    status, said = trial.machine.run(python, "-c", code)
    expect(status == 0 and "WinVault" in said, said)
    expect("Skop Desktop" in _credentials(trial.machine), "the key was not kept")


def _credentials(machine: WindowsMachine) -> str:
    lines = machine.registry().splitlines()
    return "\n".join(line for line in lines if "Credential Manager" in line)


def _nothing_left(trial: Trial, files: set[str], registry: str, kept: Path | None) -> None:
    machine = trial.machine
    data = str(kept.relative_to(machine.drive)) if kept else "-"
    new = {path for path in machine.files() - files if not path.startswith(data)}
    ours = {path for path in new if "skop" in path.lower()}
    expect(not ours, f"left: {sorted(ours)[:5]}")
    lines = set(machine.registry().splitlines()) - set(registry.splitlines())
    named = [line for line in lines if "skop" in line.lower()]
    expect(not named, f"left in the registry: {named[:5]}")
