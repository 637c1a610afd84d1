"""System libraries of the Debian family: installed as root, named in one line otherwise."""

from __future__ import annotations

import importlib.util
import os
import shlex
import shutil
import subprocess
import sys

from dev_tools.stop import DISK_FULL, NEEDS_A_PERSON, Stop

WINDOW = (
    "libegl1",
    "libgl1",
    "libglib2.0-0",
    "libxkbcommon0",
    "libdbus-1-3",
    "libfontconfig1",
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-keysyms1",
    "libxcb-shape0",
    "libxkbcommon-x11-0",
    "fonts-dejavu-core",
)
"""What Qt opens at run time, found one by one on a bare Debian 12."""

DESKTOP = (
    "xvfb",
    "xauth",
    "openbox",
    "xdotool",
    "wmctrl",
    "scrot",
    "pcmanfm",
    "thunar",
    "dbus",
    "dbus-x11",
    "at-spi2-core",
    "python3-pyatspi",
    "gir1.2-atspi-2.0",
)
"""What GUI tests need: an X server, a window manager, a file manager, the accessibility bus."""

PEERS = ("nginx-light", "aria2", "curl")
"""What the benchmarks compare with."""

VERIFYING = ("debootstrap", "appstream", "desktop-file-utils", "xz-utils")
"""What installing into bare systems needs."""

WINDOWS_TOOLS = ("nsis", "gcc-mingw-w64-x86-64-win32")
"""What packs the Windows installer and compiles what starts its app."""

SHOWN_LINES = 6


def build_packages() -> tuple[str, ...]:
    """What freezing needs. Debian's own Python comes without the library that is shipped."""
    its_own = sys.prefix == "/usr"
    library = f"libpython3.{sys.version_info.minor}"
    return ("binutils", "xz-utils", "libxkbcommon-x11-0", *((library,) if its_own else ()))


def ensure(packages: tuple[str, ...]) -> None:
    """Sees to it that ``packages`` are there. Other systems than Debian's family: does nothing.

    Raises ``Stop`` with the line to run when this is not root, or when apt-get fails.
    """
    if not shutil.which("dpkg-query") or not shutil.which("apt-get"):
        return
    wanted = packages if importlib.util.find_spec("ensurepip") else ("python3-venv", *packages)
    missing = sorted(set(wanted) - _installed(wanted))
    if not missing:
        return
    install = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    if os.geteuid() != 0:
        raise Stop(
            f"Some system libraries are missing. Run: sudo {shlex.join(install)}", NEEDS_A_PERSON
        )
    print(f"Installing {len(missing)} system packages (once) …", flush=True)
    _apt(["apt-get", "update"], may_fail=True)
    _apt(install)


def _installed(packages: tuple[str, ...]) -> set[str]:
    """Which of ``packages`` are installed; Debian 13 has some under a name that ends in t64."""
    asked = [*packages, *(f"{name}t64" for name in packages)]
    listed = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n", *asked],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=False,
    ).stdout
    names = (line.split()[0] for line in listed.splitlines() if line.endswith(" installed"))
    return {name.removesuffix("t64") for name in names}


def _apt(command: list[str], *, may_fail: bool = False) -> None:
    ended = subprocess.run(
        command,
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if ended.returncode == 0 or may_fail:
        return
    if "No space left" in ended.stdout or "enough free space" in ended.stdout:
        raise Stop(DISK_FULL)
    last = "\n".join(ended.stdout.splitlines()[-SHOWN_LINES:])
    raise Stop(f"apt-get could not install the system libraries:\n{last}")


def too_old() -> str:
    """A sentence when this Python cannot run Skop Desktop, else nothing."""
    if tuple(sys.version_info[:2]) >= (3, 11):
        return ""
    newer = next((f"python3.{n}" for n in (13, 12, 11) if shutil.which(f"python3.{n}")), "")
    advice = f" Run: {newer} {shlex.join(sys.argv)}" if newer else ""
    return f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.{advice}"
