"""The script of the .run with a small app behind it: installs, replaces, takes back, leaves."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[2] / "packaging"))
from installers.run_file import header

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux") or os.uname().machine != "x86_64",
    reason="an installer for Linux on x86-64",
)

NAMES = ["plain", "Büro & Söhne 'älter' \"q\" $HOME `x` \\ 100% a=b", "ö" * 90]


class Installer:
    """A .run whose app is a script that says how it was called."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "skop.run"
        tree = folder / "tree"
        (tree / "app" / "_internal").mkdir(parents=True)
        self.program = tree / "app" / "skop-desktop"
        self.program.write_text('#!/bin/sh\necho "called with $*"\n', "utf-8")
        self.program.chmod(0o755)
        entry = tree / "share" / "applications" / "skop-desktop.desktop"
        entry.parent.mkdir(parents=True)
        entry.write_text("[Desktop Entry]\nName=Skop\nExec=skop-desktop %u\n", "utf-8")
        self.pack()

    def pack(self, kilobytes: int = 10) -> None:
        payload = self.folder / "payload"
        tree = str(self.folder / "tree")
        subprocess.run(["tar", "-cJf", str(payload), "-C", tree, "app", "share"], check=True)
        self.file.write_bytes(header(payload, kilobytes=kilobytes) + payload.read_bytes())

    def run(self, home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["sh", str(self.file), *arguments],
            env={"HOME": str(home), "PATH": os.environ["PATH"], "LANG": "C.UTF-8"},
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def installer(tmp_path: Path) -> Installer:
    return Installer(tmp_path)


def everything(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


@pytest.mark.parametrize("name", NAMES)
def test_it_installs_below_any_folder_and_leaves_it_as_it_was(
    installer: Installer, tmp_path: Path, name: str
) -> None:
    home = tmp_path / name
    home.mkdir()
    ended = installer.run(home)
    assert ended.returncode == 0, ended.stderr
    program = home / ".local" / "bin" / "skop-desktop"
    said = subprocess.run([program, "a b"], capture_output=True, text=True, check=True).stdout
    assert said == "called with a b\n"
    ended = installer.run(home, "--uninstall")
    assert ended.returncode == 0, ended.stderr
    assert everything(home) <= {".local"}


@pytest.mark.parametrize("name", NAMES)
def test_the_menu_entry_names_the_program_as_desktops_read_it(
    installer: Installer, tmp_path: Path, name: str
) -> None:
    home = tmp_path / name
    home.mkdir()
    installer.run(home)
    entry = home / ".local" / "share" / "applications" / "skop-desktop.desktop"
    line = next(x for x in entry.read_text("utf-8").splitlines() if x.startswith("Exec="))
    # The specification's rules backwards: escapes of any text, then field codes, then the quotes.
    text = line.removeprefix("Exec=").replace("\\\\", "\\")
    text = text.replace("%u", "skop://job/job_1").replace("%%", "%")
    said = subprocess.run(["sh", "-c", text], capture_output=True, text=True, check=True).stdout
    assert said == "called with skop://job/job_1\n"


def test_a_second_one_replaces_the_first_and_the_persons_own_data_stay(
    installer: Installer, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    data = home / ".local" / "share" / "skop-desktop"
    data.mkdir(parents=True)
    (data / "library.db").touch()
    installer.run(home)
    app = home / ".local" / "lib" / "skop-desktop"
    (app / "_internal" / "old").touch()
    assert installer.run(home).returncode == 0
    assert not (app / "_internal" / "old").exists()
    installer.run(home, "--uninstall")
    assert everything(home) == {
        ".local",
        ".local/share",
        ".local/share/skop-desktop",
        ".local/share/skop-desktop/library.db",
    }


def test_a_damaged_file_leaves_what_was_installed(installer: Installer, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    installer.run(home)
    before = everything(home)
    content = bytearray(installer.file.read_bytes())
    content[-20] ^= 0xFF
    installer.file.write_bytes(content)
    ended = installer.run(home)
    assert ended.returncode == 1
    assert ended.stderr == "Nothing was installed: this file is damaged. Download it again.\n"
    assert everything(home) == before


def test_an_installation_that_fails_half_way_is_taken_back(
    installer: Installer, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    (home / ".local").mkdir(parents=True)
    # A file where a folder has to be: everything is unpacked and in place but the menu entry.
    (home / ".local" / "share").touch()
    before = everything(home)
    ended = installer.run(home)
    assert ended.returncode == 1
    assert "cannot be written to" in ended.stderr
    assert everything(home) == before


def test_a_replacement_that_fails_half_way_brings_the_old_one_back(
    installer: Installer, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    installer.run(home)
    (home / ".local" / "lib" / "skop-desktop" / "_internal" / "old").touch()
    link = home / ".local" / "bin"
    (link / "skop-desktop").unlink()
    link.rmdir()
    link.touch()
    assert installer.run(home).returncode == 1
    assert (home / ".local" / "lib" / "skop-desktop" / "_internal" / "old").exists()
    assert (home / ".local" / "share" / "applications" / "skop-desktop.desktop").exists()


def test_too_small_a_disk_is_said_before_anything_is_unpacked(
    installer: Installer, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    installer.pack(kilobytes=10**13)
    ended = installer.run(home)
    assert ended.returncode == 1
    assert "the disk is too full" in ended.stderr
    assert everything(home) == set()


@pytest.mark.parametrize(
    ("arguments", "status"), [(["--help"], 0), (["--wat"], 2), (["--prefix"], 2)]
)
def test_its_options_are_told(
    installer: Installer, tmp_path: Path, arguments: list[str], status: int
) -> None:
    ended = installer.run(tmp_path, *arguments)
    assert ended.returncode == status
    assert "--uninstall" in ended.stdout + ended.stderr


def test_what_is_not_installed_cannot_be_removed(installer: Installer, tmp_path: Path) -> None:
    ended = installer.run(tmp_path, "--uninstall")
    assert ended.returncode == 1
    assert "is not installed in" in ended.stderr
