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
