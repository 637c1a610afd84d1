"""What goes into the Windows installer: its Python by hash, its packages, its version."""

import hashlib
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[2] / "packaging"))
from installers import windows, windows_packages, windows_python
from installers.parts import LOCK
from verification.windows_bad_input import strange_name

BUILD = Path(__file__).parents[2] / "packaging" / "build_windows.py"
HASHES = """\\
    --hash=sha256:aa \\
    --hash=sha256:bb
"""


def embeddable(folder: Path, prefix: str = "") -> Path:
    zip_file = folder / "python.zip"
    with zipfile.ZipFile(zip_file, "w") as packed:
        for name in ("python313.dll", "python3.dll", "python313.zip", "pythonw.exe", "select.pyd"):
            packed.writestr(f"{prefix}{name}", name)
    return zip_file


def sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


@pytest.mark.parametrize("prefix", ["", "cp313/"])
def test_python_is_unpacked_as_python_org_and_the_index_have_it(
    tmp_path: Path, prefix: str
) -> None:
    zip_file = embeddable(tmp_path, prefix)
    target = tmp_path / "app" / "python"
    python = windows_python.unpack(zip_file, sha256(zip_file).upper(), target)
    assert (python.library, python.version) == ("python313.dll", "3.13")
    names = {file.name for file in target.iterdir()}
    assert names == {"python313.dll", "python3.dll", "python313.zip", "select.pyd"}
    windows_python.write_search_path(python, target, "..\\packages")
    assert (target / "python313._pth").read_text("utf-8") == "python313.zip\n.\n..\\packages\n"


def test_a_damaged_python_stops_the_build_in_words(tmp_path: Path) -> None:
    zip_file = embeddable(tmp_path)
    meant = sha256(zip_file)
    zip_file.write_bytes(zip_file.read_bytes()[:-10])
    target = tmp_path / "app"
    with pytest.raises(SystemExit, match=r"damaged or another file: its sha256 is .* Nothing was"):
        windows_python.unpack(zip_file, meant, target)
    assert not target.exists()


@pytest.mark.parametrize("content", [b"", b"no zip at all"])
def test_what_is_no_embeddable_python_stops_the_build_in_words(
    tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "python.zip"
    file.write_bytes(content)
    with pytest.raises(SystemExit, match="is not the embeddable package of a Python"):
        windows_python.unpack(file, sha256(file), tmp_path / "app")


def test_a_zip_without_python_in_it_stops_the_build_in_words(tmp_path: Path) -> None:
    file = tmp_path / "python.zip"
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("readme.txt", "")
    with pytest.raises(SystemExit, match="is not the embeddable package of a Python"):
        windows_python.unpack(file, sha256(file), tmp_path / "app")


def test_a_file_that_is_not_there_stops_the_build_in_words(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="cannot be read"):
        windows_python.unpack(tmp_path / "none.zip", "0" * 64, tmp_path / "app")


def test_the_command_ends_with_one_sentence_and_no_traceback(tmp_path: Path) -> None:
    pytest.importorskip("packaging.requirements")
    zip_file = embeddable(tmp_path)
    ended = subprocess.run(
        [sys.executable, "-P", str(BUILD), "--python", str(zip_file), "--sha256", "0" * 64],
        env={**os.environ, "PYTHONPATH": str(BUILD.parent), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert ended.stderr.count("\n") == 1
    assert "Nothing was built." in ended.stderr


def test_only_what_windows_wants_is_taken_from_the_lock() -> None:
    lock = (
        "# a comment\n"
        f"both==1.0 {HASHES}"
        f"linux==1.0 ; sys_platform == 'linux' {HASHES}"
        f"old-python==1.0 ; python_full_version < '3.12' {HASHES}"
        f"two==1.0 ; python_full_version < '3.12' {HASHES}"
        f"two==2.0 ; python_full_version >= '3.12' {HASHES}"
        f"windows==3.0 ; sys_platform == 'win32' {HASHES}"
    )
    chosen = windows_packages.locked("3.13", lock)
    heads = [line for line in chosen.splitlines() if not line.startswith(" ")]
    assert heads == ["both==1.0 \\", "two==2.0 \\", "windows==3.0 \\"]
    assert chosen.count("--hash=sha256:") == 6
    assert not chosen.rstrip().endswith("\\")


def test_the_committed_lock_has_what_windows_needs() -> None:
    chosen = windows_packages.locked("3.13", LOCK.read_text("utf-8"))
    for name in ("comtypes", "pywin32-ctypes", "pyside6-essentials", "numpy", "pydantic-core"):
        assert chosen.count(f"\n{name}==") + chosen.startswith(f"{name}==") == 1
    assert "pyobjc" not in chosen
    assert "secretstorage" not in chosen


@pytest.mark.parametrize(
    ("version", "numbers"),
    [("0.1.0", (0, 1, 0, 0)), ("1.2.3rc4", (1, 2, 3, 4)), ("2", (2, 0, 0, 0))],
)
def test_versions_are_four_numbers_on_windows(
    version: str, numbers: tuple[int, int, int, int]
) -> None:
    assert windows.numbers(version) == numbers


def test_the_installer_asks_for_no_administrator_and_writes_for_one_person_alone() -> None:
    script = (windows.SOURCES / "setup.nsi").read_text("utf-8")
    assert "RequestExecutionLevel user" in script
    assert "HKLM" not in script
    assert "SetShellVarContext all" not in script


@pytest.mark.parametrize("length", [*range(44, 50), 133, *range(140, 146), 200])
def test_the_strange_folders_of_the_trial_have_the_length_that_it_claims(length: int) -> None:
    name = strange_name(length)
    assert len(f"C:\\{name}") == length
    parts = name.split("/")
    assert all(0 < len(part.encode()) <= 255 for part in parts)
    assert " " in name
    assert "ü" in name


def test_the_installer_ends_before_it_changes_a_folder_of_somebody_else() -> None:
    script = (windows.SOURCES / "setup.nsi").read_text("utf-8")
    section = script.partition('Section "Install"')[2]
    assert section.index("Call LookAtFolder") < section.index("StrCpy $IsBegun 1")
    assert section.index("StrCpy $IsBegun 1") < section.index("RMDir")
    failed = script.partition("Function .onInstFailed")[2].partition("FunctionEnd")[0]
    assert failed.index("$IsBegun = 1") < failed.index("Call TakeBack")
