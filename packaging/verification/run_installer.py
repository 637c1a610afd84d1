"""The .run in a bare Debian: into strange folders, onto full disks, over an older one, removed."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Final

from verification.bench import Bench
from verification.chroot import SCRATCH, USER, Chroot
from verification.proofs import Refuted, expect
from verification.started import checked

STRANGE: Final = "Büro & Söhne $HOME 'älter' `x` 100% \"q\" " + "ö" * 60
"""A folder's name: 200 characters of path with the home before it."""
FULL: Final = f"{SCRATCH}/full"


def verify_run(bench: Bench, installer: Path) -> None:
    """Everything about the installer. What the app depends on must be there."""
    inside, display = bench.inside, bench.display
    place = f"{SCRATCH}/{installer.name}"
    shutil.copy(installer, inside.root / SCRATCH.lstrip("/") / installer.name)
    inside.run("apt-get", "install", "-y", "--no-install-recommends", "xz-utils", "libglib2.0-bin")
    home = f"/home/{USER}/{STRANGE}/" + "n" * (200 - len(f"/home/{USER}/{STRANGE}/"))
    outside = inside.root / home.lstrip("/")
    inside.run("mkdir", "-p", home, user=USER)
    before = _all(outside)
    with bench.claim("the .run says so where the disk is too small, or fills"):
        _disk_full(inside, place)
    with bench.claim("a damaged .run installs nothing"):
        _damaged(inside, place, home, outside, before)
    with bench.claim("a read-only home is said in one line"):
        _read_only(inside, place)
    with bench.claim(f"the .run installs below {len(home)} strange characters") as facts:
        told = inside.run("sh", place, user=USER, HOME=home)
        expect(told.returncode == 0, told.stdout)
        expect("Install these libraries" not in told.stdout, told.stdout)
        program = f"{home}/.local/bin/skop-desktop"
        data = f"{home}/data"
        picture = bench.pictures / f"run-{bench.suite}.png"
        facts.append(checked(inside, program, data, picture=picture, DISPLAY=display, HOME=home))
        shutil.rmtree(outside / "data")
    with bench.claim("its menu entry starts it from there"):
        _menu_entry(inside, home, display)
    with bench.claim("a second .run replaces the first, not while it runs"):
        _again(inside, place, home, outside, display)
    with bench.claim("--uninstall leaves nothing but searches and documents"):
        told = inside.run("sh", place, "--uninstall", user=USER, HOME=home)
        expect(told.returncode == 0, told.stdout)
        left = {path for path in _all(outside) - before if not _is_kept(path)}
        expect(not left, f"left: {sorted(left)[:5]}")


def _all(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def _is_kept(path: str) -> bool:
    """What the app itself wrote while it ran, and the folders that Qt and the system make."""
    kept = (".local/share/skop-desktop", ".cache", ".config", ".dbus", ".pki")
    return path.startswith(kept) or any(one.startswith(path + "/") for one in kept)


def _disk_full(inside: Chroot, place: str) -> None:
    script = (inside.root / place.lstrip("/")).read_bytes()
    size = re.search(rb"^KILOBYTES=(\d+)$", script, re.MULTILINE)
    if size is None:
        raise Refuted("the script does not know its size")
    told_wrong = script.replace(
        b"KILOBYTES=" + size[1], b"KILOBYTES=" + b"1".rjust(len(size[1]), b"0"), 1
    )
    hopeful = inside.root / SCRATCH.lstrip("/") / "hopeful.run"
    hopeful.write_bytes(told_wrong)
    with inside.small_disk(FULL, 60) as disk:
        for file, words in (
            (place, "the disk is too full"),
            (f"{SCRATCH}/hopeful.run", "the disk is full"),
        ):
            told = inside.run("sh", file, "--prefix", f"{FULL}/app", user=USER)
            expect(told.returncode == 1, told.stdout)
            expect(told.stdout.count("\n") == 1 and words in told.stdout, told.stdout)
            expect(not _all(disk), f"left: {sorted(_all(disk))[:5]}")
    hopeful.unlink()


def _damaged(inside: Chroot, place: str, home: str, outside: Path, before: set[str]) -> None:
    damaged = inside.root / SCRATCH.lstrip("/") / "damaged.run"
    content = bytearray((inside.root / place.lstrip("/")).read_bytes())
    content[-1000] ^= 0xFF
    damaged.write_bytes(content)
    told = inside.run("sh", f"{SCRATCH}/damaged.run", user=USER, HOME=home)
    damaged.unlink()
    expect(told.returncode == 1 and "damaged" in told.stdout, told.stdout)
    expect(_all(outside) == before, "something was left")


def _read_only(inside: Chroot, place: str) -> None:
    told = inside.run("sh", place, user=USER, HOME="/usr/share")
    expect(told.returncode == 1, told.stdout)
    expect(told.stdout.count("\n") == 1 and "cannot be written" in told.stdout, told.stdout)


def _started(inside: Chroot, home: str, display: str) -> subprocess.Popen[bytes]:
    entry = f"{home}/.local/share/applications/skop-desktop.desktop"
    return subprocess.Popen(
        inside.command("gio", "launch", entry, user=USER, HOME=home, DISPLAY=display),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _menu_entry(inside: Chroot, home: str, display: str) -> None:
    with _started(inside, home, display) as starting:
        starting.wait(60)
    _end(_wait_for_program(inside, home))


def _wait_for_program(inside: Chroot, home: str) -> list[int]:
    """The processes of the app, once it listens to second starts."""
    ready = inside.root / home.lstrip("/") / ".local/share/skop-desktop/instance.json"
    waited = subprocess.run(
        ["timeout", "30", "sh", "-c", 'until [ -f "$1" ]; do sleep 0.1; done', "-", str(ready)],
        check=False,
    )
    expect(waited.returncode == 0, "it did not start")
    return _processes(inside, home)


def _processes(inside: Chroot, home: str) -> list[int]:
    program = f"{inside.root}{home}/.local/lib/skop-desktop/skop-desktop"
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if str((process / "exe").readlink()) == program:
                found.append(int(process.name))
        except OSError:
            continue
    return found


def _end(processes: list[int]) -> None:
    expect(processes, "no process of it is there")
    for process in processes:
        subprocess.run(["kill", str(process)], check=False, stderr=subprocess.DEVNULL)
    for process in processes:
        subprocess.run(["tail", f"--pid={process}", "-f", "/dev/null"], check=False, timeout=30)


def _again(inside: Chroot, place: str, home: str, outside: Path, display: str) -> None:
    with _started(inside, home, display) as starting:
        starting.wait(60)
    processes = _wait_for_program(inside, home)
    told = inside.run("sh", place, user=USER, HOME=home)
    _end(processes)
    expect(told.returncode == 1 and "is running" in told.stdout, told.stdout)
    old = outside / ".local/lib/skop-desktop/_internal/of-an-older-version"
    old.write_text("", "utf-8")
    told = inside.run("sh", place, user=USER, HOME=home)
    expect(told.returncode == 0, told.stdout)
    expect(not old.exists(), "files of the older one are still there")
