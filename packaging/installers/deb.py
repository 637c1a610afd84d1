"""The Debian package, for Debian 12 and 13 and Ubuntu from 22.04 on."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Final

from installers.desktop_entry import write_share
from installers.place import BUILD, DIST, FROZEN, NAME, ROOT, VERSION, build_time, size_of

MAINTAINER: Final = "The Skop Desktop contributors <noreply@skop.dev>"
DEPENDS: Final = (
    "libc6 (>= 2.35)",
    "libdbus-1-3",
    "libegl1",
    "libfontconfig1",
    "libfreetype6",
    "libgcc-s1",
    "libgl1",
    "libglib2.0-0 | libglib2.0-0t64",
    "libgssapi-krb5-2",
    "libstdc++6",
    "libx11-6",
    "libx11-xcb1",
    "libxcb-glx0",
    "libxcb1",
    "libxkbcommon0",
    "zlib1g",
)
"""By hand: what dpkg-shlibdeps writes asks for the versions of the building system."""
RECOMMENDS: Final = (
    "fonts-dejavu-core | fonts-liberation",
    "libwayland-client0",
    "libwayland-cursor0",
    "libwayland-egl1",
    "xdg-utils",
)
MOST_BYTES: Final = 60_000_000
_CONTROL: Final = """\
Package: {name}
Version: {version}
Architecture: amd64
Maintainer: {maintainer}
Installed-Size: {kilobytes}
Section: net
Priority: optional
Depends: {depends}
Recommends: {recommends}
Description: Get the documents you need out of a website
 Give a website and a sentence such as "board meeting minutes from 2024", or
 the ID of a search that runs elsewhere. Watch the search live, see every
 document found with its confidence, read what went wrong in plain words, and
 take all of it home with one click.
"""


def build_deb() -> Path:
    """Makes the package of the frozen app; needs the icons too. Gives its place."""
    tree = BUILD / "deb"
    shutil.rmtree(tree, ignore_errors=True)
    _fill(tree)
    control = tree / "DEBIAN" / "control"
    control.parent.mkdir()
    control.write_text(_control(tree), "utf-8")
    _set_rights(tree)
    DIST.mkdir(exist_ok=True)
    made = DIST / f"{NAME}_{VERSION}_amd64.deb"
    subprocess.run(
        ["dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(tree), str(made)],
        env={**os.environ, "SOURCE_DATE_EPOCH": str(build_time())},
        stdout=subprocess.DEVNULL,
        check=True,
    )
    shutil.rmtree(tree)
    return made


def _fill(tree: Path) -> None:
    shutil.copytree(FROZEN, tree / "usr" / "lib" / NAME, symlinks=True)
    program = tree / "usr" / "bin" / NAME
    program.parent.mkdir()
    program.symlink_to(f"../lib/{NAME}/{NAME}")
    share = tree / "usr" / "share"
    write_share(share)
    papers = share / "doc" / NAME
    papers.mkdir(parents=True)
    shutil.copyfile(ROOT / "LICENSE", papers / "copyright")
    _write_packed(papers / "changelog.gz", _changelog())
    manual = share / "man" / "man1"
    manual.mkdir(parents=True)
    page = (ROOT / "packaging" / "linux" / f"{NAME}.1").read_text("utf-8")
    _write_packed(manual / f"{NAME}.1.gz", page.replace("@VERSION@", VERSION))


def _changelog() -> str:
    """In Debian's form; what changed stands in the project's own."""
    when = format_datetime(datetime.fromtimestamp(build_time(), UTC))
    return (
        f"{NAME} ({VERSION}) stable; urgency=medium\n\n"
        f"  * See CHANGELOG.md of the project.\n\n -- {MAINTAINER}  {when}\n"
    )


def _write_packed(file: Path, text: str) -> None:
    file.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def _control(tree: Path) -> str:
    return _CONTROL.format(
        name=NAME,
        version=VERSION,
        maintainer=MAINTAINER,
        kilobytes=size_of(tree) // 1024,
        depends=", ".join(DEPENDS),
        recommends=", ".join(RECOMMENDS),
    )


def _set_rights(tree: Path) -> None:
    """Readable for all, executable where it was for its owner, the time of the version."""
    when = build_time()
    for path in sorted(tree.rglob("*"), reverse=True):
        if not path.is_symlink():
            is_program = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if is_program else 0o644)
        os.utime(path, (when, when), follow_symlinks=False)
