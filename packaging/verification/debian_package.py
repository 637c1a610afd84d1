"""The .deb in a bare Debian: installed, used, its links opened, filled disks, removed."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from verification.bench import Bench
from verification.chroot import SCRATCH, USER, Chroot
from verification.proofs import Refuted, expect
from verification.started import checked, take_picture

PROGRAM: Final = "/usr/bin/skop-desktop"
LIBRARIES: Final = "/usr/lib/skop-desktop/_internal"
JOB: Final = "job_4fc79a89797e"
_HELP: Final = ("246", "38")
"""Where the menu stands in a window as large as the screen of 1400 x 900."""

_SECOND: Final = ("Down", "Down", "Return")
_OWN_FOLDERS: Final = ("usr", "etc", "opt", "root", "srv")


def verify_deb(bench: Bench, package: Path) -> None:
    """Everything about the package. Leaves it removed, what it depends on installed."""
    inside, display = bench.inside, bench.display
    shutil.copy(package, inside.root / SCRATCH.lstrip("/") / package.name)
    place = f"{SCRATCH}/{package.name}"
    inside.run("apt-get", "update")
    with bench.claim("a full disk takes the installation back"):
        _disk_full(inside, place)
    with bench.claim("apt installs the package without its recommendations") as facts:
        began = time.monotonic()
        told = inside.run("apt-get", "install", "-y", "--no-install-recommends", place)
        expect(told.returncode == 0, told.stdout)
        facts.append(f"{time.monotonic() - began:.0f} s")
    with bench.claim("every library is found"):
        _libraries(inside)
    with bench.claim("the sample job ends without a screen") as facts:
        facts.append(checked(inside, PROGRAM, f"/home/{USER}/unseen", QT_QPA_PLATFORM="offscreen"))
    with bench.claim("the sample job ends in a window") as facts:
        picture = bench.pictures / f"deb-{bench.suite}.png"
        facts.append(
            checked(inside, PROGRAM, f"/home/{USER}/seen", picture=picture, DISPLAY=display)
        )
    with bench.claim("a read-only home is said in one line, another folder works"):
        _read_only_home(inside, display)
    with bench.claim("xdg-open of a skop:// link reaches the app that runs"):
        _link(inside, display, bench.pictures / f"deb-{bench.suite}-link.png")
    with bench.claim("what the app opens gets back the libraries of the system"):
        _opened_elsewhere(inside, display)
    with bench.claim("removed, and nothing is left"):
        _removed(inside)


def _disk_full(inside: Chroot, place: str) -> None:
    needed = "dpkg", "--force-depends", "--unpack", place
    with inside.small_disk("/usr/lib/skop-desktop", 40) as disk:
        told = inside.run(*needed)
        expect(told.returncode != 0, "dpkg did not mind")
        expect("No space left" in told.stdout, told.stdout)
        left = [file for file in disk.rglob("*") if not file.is_dir()]
        expect(not left, f"left: {left[:5]}")
    state = inside.run("dpkg-query", "-W", "-f", "${db:Status-Status}", "skop-desktop").stdout
    expect(state in {"", "not-installed"} or "no packages found" in state, state)
    expect(not _ours(inside), f"left: {sorted(_ours(inside))[:5]}")


def _libraries(inside: Chroot) -> None:
    script = (
        f"export LD_LIBRARY_PATH={LIBRARIES};"
        f"find {LIBRARIES} -name '*.so*' -type f ! -path '*wayland*' ! -iname '*wayland*'"
        " ! -name '*WlShell*'"
        "| xargs -n1 ldd 2>/dev/null | grep 'not found' | sort -u"
    )
    told = inside.run("sh", "-c", script).stdout.strip()
    expect(not told, told)


def _read_only_home(inside: Chroot, display: str) -> None:
    inside.home.chmod(0o555)
    shutil.chown(inside.home, "root", "root")
    try:
        told = inside.run(PROGRAM, user=USER, DISPLAY=display, within=60)
        lines = told.stdout.strip().splitlines()
        expect(told.returncode == 1, f"exit status {told.returncode}: {told.stdout}")
        expect(len(lines) == 1 and "--data-folder" in lines[0], told.stdout)
        checked(inside, PROGRAM, f"{SCRATCH}/elsewhere", DISPLAY=display)
    finally:
        owner = (inside.home / "seen").stat()
        inside.home.chmod(0o755)
        shutil.chown(inside.home, owner.st_uid, owner.st_gid)


def _link(inside: Chroot, display: str, picture: Path) -> None:
    told = inside.run("apt-get", "install", "-y", "--no-install-recommends", "xdg-utils")
    expect(told.returncode == 0, told.stdout)
    inside.run("apt-get", "install", "-y", "--no-install-recommends", "desktop-file-utils")
    asked = inside.run("xdg-mime", "query", "default", "x-scheme-handler/skop", user=USER)
    expect(asked.stdout.strip() == "skop-desktop.desktop", asked.stdout)
    with _running(inside, display) as running:
        opened = inside.run("xdg-open", f"skop://job/{JOB}", user=USER, DISPLAY=display, within=60)
        expect(opened.returncode == 0, opened.stdout)
        _wait_for_window(JOB, display)
        expect(running.poll() is None, "the first start has ended")
        take_picture(display, picture)


def _opened_elsewhere(inside: Chroot, display: str) -> None:
    """ "Open the folder with the logs", with a file manager that writes down its environment."""
    told = inside.root / SCRATCH.lstrip("/") / "environment"
    stand_in = inside.root / "usr/local/bin/xdg-open"
    stand_in.write_text(
        f"#!/bin/sh\nenv >{SCRATCH}/environment.new\n"
        f"mv {SCRATCH}/environment.new {SCRATCH}/environment\n",
        "utf-8",
    )
    stand_in.chmod(0o755)
    with _running(inside, display, LD_LIBRARY_PATH="/of/the/person"):
        # Help is the last menu, and what is looked for its second entry.
        for step in (("mousemove", *_HELP, "click", "1"), ("key", "--delay", "300", *_SECOND)):
            subprocess.run(
                ["xdotool", *step, "sleep", "0.5"],
                env={"DISPLAY": display, "PATH": "/usr/bin"},
                check=True,
            )
        waited = ["timeout", "20", "sh", "-c", 'until [ -f "$1" ]; do sleep 0.1; done', "-"]
        seen = subprocess.run([*waited, str(told)], check=False)
        expect(seen.returncode == 0, "nothing was opened")
    stand_in.unlink()
    variables = told.read_text("utf-8").splitlines()
    expect("LD_LIBRARY_PATH=/of/the/person" in variables, "\n".join(variables))


@contextmanager
def _running(inside: Chroot, display: str, **variables: str) -> Iterator[subprocess.Popen[bytes]]:
    """The app with its window open."""
    running = subprocess.Popen(
        inside.command(PROGRAM, user=USER, DISPLAY=display, **variables),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for_window("Skop Desktop", display)
        yield running
    finally:
        running.terminate()
        running.wait(30)


def _wait_for_window(title: str, display: str) -> None:
    asked = subprocess.run(
        ["timeout", "30", "xdotool", "search", "--sync", "--onlyvisible", "--name", title],
        env={"DISPLAY": display, "PATH": "/usr/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    if asked.returncode:
        raise Refuted(f"no window is called {title}")


def _removed(inside: Chroot) -> None:
    told = inside.run("apt-get", "remove", "-y", "skop-desktop")
    expect(told.returncode == 0, told.stdout)
    state = inside.run("dpkg-query", "-W", "-f", "${db:Status-Status}", "skop-desktop").stdout
    expect("no packages found" in state or state == "not-installed", state)
    expect(not _ours(inside), f"left: {sorted(_ours(inside))[:5]}")
    named = inside.run("grep", "-rl", "skop", "/usr/share/applications").stdout.strip()
    expect(not named, f"still named in: {named}")


def _ours(inside: Chroot) -> set[str]:
    names = ("skop-desktop", "dev.skop")
    return {path for path in inside.files(*_OWN_FOLDERS) if any(name in path for name in names)}
