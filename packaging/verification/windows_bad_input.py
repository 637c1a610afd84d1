"""What the Windows installer and app do with damaged files, strange names and disks that refuse."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from installers import windows_python
from installers.place import ROOT
from installers.windows import PLACE

from verification.proofs import Skipped, expect
from verification.windows_machine import until
from verification.windows_trial import REFUSED, Trial

STRANGE: Final = "Büro & Söhne 'älter' 100% (x) žluťoučký"
LONG: Final = 200
"""Characters of a path, the drive included."""
_PLACE: Final = len("C:\\")


def verify_damaged_python(trial: Trial) -> None:
    """The build, not the installer."""
    with trial.proofs.claim("the build refuses a damaged embeddable Python by its hash") as facts:
        whole = windows_python.fetched(PLACE / "fetched")
        damaged = trial.machine.prefix / "damaged.zip"
        content = bytearray(whole.read_bytes())
        content[len(content) // 2] ^= 0xFF
        damaged.write_bytes(content)
        before = trial.newer.stat().st_mtime_ns
        command = [sys.executable, str(ROOT / "packaging" / "dev.py"), "build-windows"]
        told = subprocess.run(
            [*command, "--python", str(damaged), "--sha256", windows_python.CARRIED_SHA256],
            capture_output=True,
            text=True,
            check=False,
        )
        damaged.unlink()
        expect(told.returncode == 1, f"exit status {told.returncode}")
        facts.append(told.stderr.strip().partition(": ")[2])
        expect("damaged or another file" in told.stderr, told.stderr)
        expect(trial.newer.stat().st_mtime_ns == before, "an installer was built")


def verify_installed(trial: Trial) -> None:
    """What leaves an app that is installed as it is."""
    claim = trial.proofs.claim
    with claim("a damaged installer changes nothing"):
        _damaged(trial)
    with claim(f"a folder of {LONG} characters is refused, and nothing is left"):
        _too_long(trial, LONG)
    with claim(f"so is one of {trial.longest_folder + 1}"):
        _too_long(trial, trial.longest_folder + 1)
    with claim("cut short by a power cut, it leaves what was there, and can be done again"):
        _cut_short(trial)
    with claim("a folder in which another program lies is refused, and left as it is"):
        _somebody_elses(trial)
    words = f"documents in a folder of {LONG} characters with umlauts, no path too long for Windows"
    with claim(words) as facts:
        folder = strange_name(LONG - len("/") - len(trial.record.parent.name))
        facts.append(trial.check(trial.folder, "windows-long.png", folder))


def verify_strange_folder(trial: Trial) -> None:
    """Nothing is installed before and afterwards."""
    words = f"it works in a folder of {trial.longest_folder} characters, blanks and umlauts"
    with trial.proofs.claim(words) as facts:
        folder = trial.machine.drive / strange_name(trial.longest_folder)
        folder.mkdir(parents=True)
        (folder / "of the person.txt").touch()
        status = trial.install(trial.newer, trial.machine.as_drive(folder))
        expect(status == 0, f"exit status {status}")
        facts.append(trial.check(folder, "windows-strange.png"))
        trial.uninstall(folder)
        left = [path.name for path in folder.iterdir()]
        expect(left == ["of the person.txt"], f"left: {left}")
        (folder / "of the person.txt").unlink()


def strange_name(length: int) -> str:
    """Folders below the drive, so many characters with it. A name has at most 255 bytes here."""
    name = f"{STRANGE}/{'ö' * 99}/{'ö' * 99}"[: length - _PLACE]
    return name.removesuffix("/") + "ö" * name.endswith("/")


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


def _cut_short(trial: Trial) -> None:
    machine = trial.machine
    new = trial.folder / "new" / "packages"
    before = set((trial.folder / "app").rglob("*"))
    with machine.running(trial.newer, "/S"):
        until(lambda: new.is_dir() and any(new.iterdir()), 60, "nothing was unpacked")
        machine.end()
    expect(before == set((trial.folder / "app").rglob("*")), "the app that was there is not whole")
    expect(new.is_dir(), "it was not cut short")
    expect(trial.install(trial.newer) == 0, "it cannot be installed afterwards")
    expect([trial.folder / "app"] == list(trial.folder.iterdir()), "something was left")


def _somebody_elses(trial: Trial) -> None:
    for name in ("app", "new", "old"):
        theirs = trial.machine.drive / "theirs" / name / "work.txt"
        theirs.parent.mkdir(parents=True)
        theirs.touch()
        status = trial.install(trial.newer, "C:\\theirs")
        expect(status == REFUSED, f"{name}: exit status {status}")
        expect(theirs.exists(), f"what was in {name} is gone")
        theirs.unlink()
        theirs.parent.rmdir()
    expect(not list(trial.machine.drive.glob("theirs/*")), "something was left")


def _too_long(trial: Trial, length: int) -> None:
    name = "n" * (length - _PLACE)
    status = trial.install(trial.newer, f"C:\\{name}")
    expect(status == REFUSED, f"exit status {status}")
    expect(not (trial.machine.drive / name).exists(), "something was left")


def verify_disks(trial: Trial) -> None:
    """Needs mounting; raises ``Skipped`` where this machine refuses."""
    claim = trial.proofs.claim
    place = trial.machine.drive / "small"
    words = "a disk that fills half way leaves the older version as it was"
    with claim(words), small_disk(place, 190):
        expect(trial.install(trial.older, "C:\\small\\Skop") == 0, "did not install at all")
        before = {str(path) for path in (place / "Skop").rglob("*")}
        status = trial.install(trial.newer, "C:\\small\\Skop")
        expect(status == REFUSED, f"exit status {status}")
        after = {str(path) for path in (place / "Skop").rglob("*")}
        expect(before == after, f"changed: {sorted(before ^ after)[:5]}")
        trial.uninstall(place / "Skop")
    with claim("a disk that fills at the first installation is left empty"), small_disk(place, 60):
        status = trial.install(trial.newer, "C:\\small\\Skop")
        expect(status == REFUSED, f"exit status {status}")
        expect(not list(place.iterdir()), f"left: {list(place.iterdir())}")
    with claim("a disk that is too small is refused at once"), small_disk(place, 60):
        drive = trial.machine.prefix / "dosdevices" / "s:"
        drive.symlink_to(place)
        status = trial.install(trial.newer, "S:\\Skop")
        drive.unlink()
        expect(status == REFUSED, f"exit status {status}")
        expect(not list(place.iterdir()), f"left: {list(place.iterdir())}")
    _verify_read_only(trial)


def _verify_read_only(trial: Trial) -> None:
    machine, claim = trial.machine, trial.proofs.claim
    home = machine.drive / "users" / machine.local.parents[1].name
    programs = machine.local / "Programs"
    programs.mkdir(exist_ok=True)
    before = machine.files()
    with claim("where programs may not be written, nothing is installed"):
        with read_only(programs):
            status = trial.install(trial.newer)
        expect(status == REFUSED, f"exit status {status}")
        expect(not machine.files() - before, f"left: {sorted(machine.files() - before)[:5]}")
    with claim("nor where the whole home is read-only, TEMP too"):
        with read_only(home):
            status = trial.install(trial.newer, "C:\\elsewhere")
        expect(status != 0, "it ended as if all were well")
        expect(not machine.files() - before, f"left: {sorted(machine.files() - before)[:5]}")
    with claim("the app says in words that its home is read-only") as facts:
        expect(trial.install(trial.newer, "C:\\elsewhere") == 0, "exit status is not 0")
        program = machine.drive / "elsewhere" / "app" / trial.program.name
        with read_only(home):
            status, said = machine.run(program)
        trial.uninstall(machine.drive / "elsewhere")
        facts.append(said.strip())
        expect(status == 1, f"exit status {status}: {said}")
        expect(said.count("\n") == 1 and "cannot keep its files" in said, said)


@contextmanager
def small_disk(place: Path, megabytes: int) -> Iterator[None]:
    """A disk of that size at ``place``, gone at the end. Raises ``Skipped``."""
    place.mkdir()
    try:
        with _mounted(place, "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs"):
            yield
    finally:
        place.rmdir()


@contextmanager
def read_only(place: Path) -> Iterator[None]:
    """``place`` as a disk that takes nothing, not even from root. Raises ``Skipped``."""
    with _mounted(place, "--bind", str(place)):
        subprocess.run(["mount", "-o", "remount,bind,ro", str(place)], check=True)
        yield


@contextmanager
def _mounted(place: Path, *what: str) -> Iterator[None]:
    mount = ["mount", *what, str(place)]
    told = subprocess.run(mount, capture_output=True, text=True, check=False)
    if told.returncode:
        raise Skipped(f"this machine refuses to mount: {told.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)
