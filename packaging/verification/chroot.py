"""A bare Debian in a folder, entered by chroot."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from verification.proofs import Skipped

USER: Final = "reader"
SCRATCH: Final = "/mnt"
"""Where files are handed in, and anyone may write."""
_ARCHIVES: Final = "var/cache/apt/archives"
_HAS_ITS_OWN: Final = "SKOP_VERIFIES_IN_ITS_OWN_NAMESPACE"
_PATH: Final = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


@dataclass(frozen=True)
class Chroot:
    """An entered root. ``home``: of an ordinary person in it, as seen from outside."""

    root: Path

    @property
    def home(self) -> Path:
        """The person's home."""
        return self.root / "home" / USER

    def command(self, *words: str, user: str = "root", **variables: str) -> list[str]:
        """The command line that runs ``words`` in here."""
        home = "/root" if user == "root" else f"/home/{user}"
        given = {"HOME": home, "PATH": _PATH, "LANG": "C.UTF-8", "USER": user, **variables}
        as_user = [f"--userspec={user}:{user}"] if user != "root" else []
        settings = [f"{name}={value}" for name, value in given.items()]
        return ["chroot", *as_user, str(self.root), "/usr/bin/env", "-i", *settings, *words]

    def run(
        self, *words: str, user: str = "root", within: float = 600, **variables: str
    ) -> subprocess.CompletedProcess[str]:
        """Runs ``words`` in here; output and errors together."""
        return subprocess.run(
            self.command(*words, user=user, DEBIAN_FRONTEND="noninteractive", **variables),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            timeout=within,
            check=False,
        )

    def files(self, *below: str) -> set[str]:
        """The path of everything below these folders, as it is called in here."""
        found: set[str] = set()
        for start in below or ("",):
            for folder, names, files in os.walk(self.root / start):
                found |= {f"/{(Path(folder) / n).relative_to(self.root)}" for n in (*names, *files)}
        return found

    @contextmanager
    def small_disk(self, place: str, megabytes: int) -> Iterator[Path]:
        """A disk of that size at ``place``, gone at the end."""
        folder = self.root / place.lstrip("/")
        made = not folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
        _mount("-t", "tmpfs", "-o", f"size={megabytes}m,mode=0777", "tmpfs", str(folder))
        try:
            yield folder
        finally:
            _unmount(folder)
            if made:
                folder.rmdir()


@contextmanager
def entered(suite: str, cache: Path, mirror: str) -> Iterator[Chroot]:
    """A fresh root of ``suite`` that is gone at the end; what was fetched stays in ``cache``.

    Nothing of this machine is mounted into it, its /dev least of all: what is deleted in there is
    deleted nowhere else. Raises ``Skipped`` where this machine refuses to mount or has no mirror.
    """
    bare = cache / f"{suite}.tar"
    if not bare.exists():
        _bootstrap(suite, bare, mirror)
    root = Path(tempfile.mkdtemp(prefix=f"{suite}-", dir=cache))
    packages = cache / f"{suite}-packages"
    packages.mkdir(exist_ok=True)
    with ExitStack() as ends:
        ends.callback(discard, root)
        root.chmod(0o755)
        subprocess.run(["tar", "-xpf", str(bare), "-C", str(root)], check=True)
        for kind, place in (("proc", "proc"), ("tmpfs", "dev/shm")):
            _mount("-t", kind, kind, str(root / place))
            ends.callback(_unmount, root / place)
        inside = Chroot(root)
        _prepare(inside, suite, packages, mirror)
        yield inside
        for file in (root / _ARCHIVES).glob("*.deb"):
            shutil.copy(file, packages)


def _prepare(inside: Chroot, suite: str, packages: Path, mirror: str) -> None:
    root = inside.root
    shutil.copyfile("/etc/resolv.conf", root / "etc" / "resolv.conf")
    sources = f"deb {mirror} {suite} main\n"
    (root / "etc" / "apt" / "sources.list").write_text(sources, "utf-8")
    settings = root / "etc" / "apt" / "apt.conf.d"
    for file in Path("/etc/apt/apt.conf.d").glob("*"):
        if "proxy" in file.read_text("utf-8", errors="replace").lower():
            shutil.copy(file, settings)
    for file in packages.glob("*.deb"):
        shutil.copy(file, root / _ARCHIVES)
    (settings / "99keep").write_text('APT::Keep-Downloaded-Packages "true";\n', "utf-8")
    (root / SCRATCH.lstrip("/")).chmod(0o777)
    inside.run("useradd", "--create-home", USER)


def discard(folder: Path) -> None:
    """Deletes ``folder``. Raises ``RuntimeError``, and deletes nothing, while anything is mounted
    in it: deleting goes through a mount to what lies behind it."""
    below = f"{folder.resolve()}/"
    mounts = Path("/proc/self/mounts").read_bytes().splitlines()
    # A space in a path is written \040 there (proc_pid_mounts(5)).
    mounted = [line.split()[1].decode("unicode_escape") for line in mounts]
    mounted = [place.encode("latin-1").decode("utf-8", "surrogateescape") for place in mounted]
    still = [place for place in mounted if f"{place}/".startswith(below)]
    if still:
        raise RuntimeError(f"not deleted, something is mounted there: {', '.join(still)}")
    subprocess.run(["rm", "-r", "--one-file-system", "--", str(folder)], check=True)


def _bootstrap(suite: str, target: Path, mirror: str) -> None:
    print(f"Fetching a bare {suite} (once) …", flush=True)
    folder = target.with_suffix(".making")
    if folder.exists():
        discard(folder)
    made = subprocess.run(
        ["debootstrap", "--variant=minbase", suite, str(folder), mirror],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if made.returncode:
        last = made.stdout.strip().splitlines()[-1:]
        raise Skipped(f"debootstrap could not make {suite}: {' '.join(last)}")
    partial = target.with_suffix(".partial")
    subprocess.run(["tar", "-cpf", str(partial), "-C", str(folder), "."], check=True)
    partial.rename(target)
    discard(folder)


def require_namespace_of_its_own() -> None:
    """Goes on as a process whose mounts nobody else sees, and that go with it however it ends.

    Raises ``Skipped`` where this machine refuses.
    """
    if os.environ.pop(_HAS_ITS_OWN, ""):
        return
    command = ["unshare", "--mount", "--propagation", "private", "--"]
    tried = subprocess.run([*command, "true"], capture_output=True, text=True, check=False)
    if tried.returncode:
        raise Skipped(f"this machine refuses a mount namespace: {tried.stderr.strip()}")
    sys.stdout.flush()
    environment = {**os.environ, _HAS_ITS_OWN: "1"}
    again = [*command, sys.executable, *sys.argv]
    os.execvpe(again[0], again, environment)  # noqa: S606 - no shell


def _unmount(place: Path) -> None:
    # A process that has not quite ended keeps it busy; what is detached is gone with it.
    if subprocess.run(["umount", str(place)], stderr=subprocess.DEVNULL, check=False).returncode:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def _mount(*arguments: str) -> None:
    tried = subprocess.run(["mount", *arguments], capture_output=True, text=True, check=False)
    if tried.returncode:
        raise Skipped(f"this machine refuses to mount: {tried.stderr.strip()}")
