"""Files that a search keeps: named by their bytes, and gone in time."""

from __future__ import annotations

import hashlib
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from skop_desktop.engine import kept as keeping
from skop_desktop.engine.kept import forget, keep, tidy

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def put(root: Path, job: str, name: str, *, days_ago: float = 0, size: int = 10) -> Path:
    path = root / job / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(bytes(size))
    at = (NOW - timedelta(days=days_ago)).timestamp()
    os.utime(path, (at, at))
    return path


def test_a_fetched_file_is_named_by_its_bytes(tmp_path: Path) -> None:
    fetched = put(tmp_path, "job_1", "a.part")
    kept = keep(fetched, "pdf")
    sha256 = hashlib.sha256(bytes(10)).hexdigest()
    assert (kept.path.name, kept.sha256, kept.size) == (f"{sha256}.pdf", sha256, 10)
    assert kept.path.read_bytes() == bytes(10)
    assert not fetched.exists()


def test_files_go_after_a_week_and_their_empty_folder_with_them(tmp_path: Path) -> None:
    old = put(tmp_path, "job_1", "a", days_ago=7.1)
    new = put(tmp_path, "job_2", "b", days_ago=6.9)
    assert tidy(tmp_path, NOW) == 10
    assert new.exists()
    assert not old.parent.exists()


def test_beyond_the_limit_the_oldest_go_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "MOST_BYTES", 25)
    files = [put(tmp_path, f"job_{n % 2}", str(n), days_ago=n) for n in range(4)]
    assert tidy(tmp_path, NOW) == 20
    assert [file.exists() for file in files] == [True, True, False, False]


def test_files_go_with_their_job(tmp_path: Path) -> None:
    gone, known, told = (put(tmp_path, f"job_{n}", "a") for n in range(3))
    tidy(tmp_path, NOW, {"job_1", "job_2"})
    forget(tmp_path, "job_2")
    assert [file.exists() for file in (gone, known, told)] == [False, True, False]


def test_nothing_kept_is_nothing_to_tidy(tmp_path: Path) -> None:
    assert tidy(tmp_path / "none", NOW) == 0
    forget(tmp_path / "none", "job_1")


@pytest.mark.skipif(os.name != "posix", reason="links need rights on Windows")
def test_a_link_to_another_folder_is_left_alone(tmp_path: Path) -> None:
    outside = put(tmp_path / "outside", "papers", "a", days_ago=100)
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "job_1").symlink_to(outside.parent)
    tidy(tmp_path / "kept", NOW, set())
    assert outside.exists()
