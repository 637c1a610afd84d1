from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from skop_desktop.provenance import manifest
from skop_desktop.provenance.record import FolderRecord
from tests.support.saved_folder import entry

_MOST_AFTER = 400
"""Files that may be saved while whoever is to kill is late: each is looked for among all."""

_SAVES_FILES_UNTIL_KILLED = """
import sys
from pathlib import Path
from skop_desktop.provenance.record import FolderRecord
from tests.support.saved_folder import FACTS, entry
record = FolderRecord(Path(sys.argv[1]))
record.job(FACTS)
for number in range(int(sys.argv[2])):
    record.add(entry(f"{number}.pdf", b"x" * (number % 50), number))
    if number % 40 == 0:
        record.flush()
    print(number, flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize("rows_before", [0, 1, 39, 41, 173])
def test_after_a_kill_each_saved_file_has_one_whole_row(tmp_path: Path, rows_before: int) -> None:
    with subprocess.Popen(
        [
            sys.executable,
            "-c",
            _SAVES_FILES_UNTIL_KILLED,
            str(tmp_path),
            str(rows_before + _MOST_AFTER),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    ) as child:
        assert child.stdout is not None
        for line in child.stdout:
            if int(line) >= rows_before:
                break
        child.kill()
        written = int((child.stdout.read().split() or [line])[-1])
    record = FolderRecord(tmp_path)
    for number in range(written + 2):
        record.add(entry(f"{number}.pdf", b"x" * (number % 50), number))
    record.flush()
    told = manifest.read((tmp_path / "manifest.csv").read_bytes())
    assert told is not None
    assert told.unreadable_rows == 0
    expected = [entry(f"{n}.pdf", b"x" * (n % 50), n) for n in range(written + 2)]
    assert [row for row in told.entries if row in expected] == expected


_DIES_WHILE_IT_WRITES = """
import os, sys
from pathlib import Path
from skop_desktop.provenance.record import FolderRecord
from tests.support.saved_folder import FACTS, entry
os.fsync = lambda descriptor: os._exit(9)
record = FolderRecord(Path(sys.argv[1]))
record.add(entry("1.pdf", b"x", 1))
record.job(FACTS)
record.flush()
"""


def test_a_list_that_was_being_written_at_the_kill_goes_with_the_next_start(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _DIES_WHILE_IT_WRITES, str(tmp_path)]
    died = subprocess.run(command, cwd=Path(__file__).parents[2], check=False)
    assert died.returncode == 9
    (left,) = tmp_path.iterdir()
    assert left.name == ".skop-manifest.csv.tmp"
    FolderRecord(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_list_is_not_written_through_a_link(tmp_path: Path) -> None:
    folder, other = tmp_path / "folder", tmp_path / "other.txt"
    folder.mkdir()
    other.write_text("of somebody else")
    record = FolderRecord(folder)
    (folder / ".skop-manifest.csv.tmp").symlink_to(other)
    record.add(entry("1.pdf", b"x", 1))
    record.flush()
    assert other.read_text() == "of somebody else"
    assert (folder / "manifest.csv").is_file()
    assert not (folder / "manifest.csv").is_symlink()
