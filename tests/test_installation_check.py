"""``--check`` as verifications use it: a process of its own, its exit status, its report."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from skop_desktop.desktop.folders import DataFolder
from skop_desktop.desktop.single_instance import claim
from tests.support.saved_documents import saved_documents

pytestmark = [pytest.mark.gui, pytest.mark.timeout(120)]

QUICK = {**os.environ, "SKOP_SAMPLE_PACE": "0.05"}


def command(data: Path) -> list[str]:
    return [sys.executable, "-m", "skop_desktop", "--check", "--data-folder", str(data)]


def test_the_sample_job_runs_to_its_end_and_its_documents_are_on_disk(tmp_path: Path) -> None:
    ended = subprocess.run(
        command(tmp_path / "data"),
        env=QUICK,
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    report = json.loads((tmp_path / "data" / "installation-check.json").read_text("utf-8"))
    assert report["works"] is True
    tried = [finding["what"] for finding in report["findings"]]
    assert tried == ["window", "resources", "search", "downloads", "preview"]
    assert len(saved_documents(tmp_path / "data" / "documents")) >= 15


@pytest.mark.skipif(os.name == "nt", reason="Windows asks windows to close, not processes")
def test_a_check_that_is_ended_early_has_not_succeeded(tmp_path: Path) -> None:
    with subprocess.Popen(
        command(tmp_path / "data"), env={**QUICK, "SKOP_SAMPLE_PACE": "5"}, stdout=subprocess.PIPE
    ) as running:
        assert running.stdout is not None
        running.stdout.readline()
        running.send_signal(signal.SIGTERM)
        assert running.wait(30) == 1
    assert not (tmp_path / "data" / "installation-check.json").exists()


def test_a_check_beside_the_app_says_so(tmp_path: Path) -> None:

    folder = DataFolder.at(tmp_path / "data")
    folder.make()
    instance = claim(folder.root)
    assert instance is not None
    with instance:
        ended = subprocess.run(
            command(folder.root), env=QUICK, capture_output=True, text=True, timeout=30, check=False
        )
    assert ended.returncode == 1
    assert ended.stderr.startswith("Skop Desktop runs already")
